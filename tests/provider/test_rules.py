"""The rules page: how often each fired and what came of it; limits that a practice and one person's plan may move."""

import pytest

from app.access.grants import system
from app.care.concerns import closing, raise_concern, tuning
from app.models import AuditEvent, PersonRuleLimit, PracticeRuleLimit


@pytest.fixture
def fired(database, world):
    """Twelve lines about swimming: three still open, one ended by itself, eight closed by hand, six for nothing."""
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        for n in range(12):
            row = raise_concern(session, system(world.rosa_patient.id), rule="not_this_time", subject=str(n))
            if n < 6:
                closing.close(session, grant, row.id, "looked", "Fine.")
            elif n < 8:
                closing.close(session, grant, row.id, "plan", "Made it smaller.")
            elif n == 8:
                closing.close_concern_for(session, grant, "not_this_time", "8", outcome="changed")
        raise_concern(
            session, system(world.ruben_patient.id), rule="measurement_flag", subject="weight",
            why={"flag": "weight_day"},
        )  # fmt: skip


def cells(page, words):
    row = next(one for one in page.tree.all("tr") if words in one.text)
    return [" ".join(cell.text.split()) for cell in row.all("td")][1:]


def test_counts_of_every_rule_and_nobody_is_named(client_as, world, fired):
    page = client_as(world.nurse).get("/team/rules")
    assert page.says("Counts are of the whole practice and the last 90 days.")
    assert not page.says("Rosa")
    assert not page.says("Ruben")
    assert cells(page, "three in a row on one activity") == [
        "12", "3", "1", "Changed the plan together: 2 Looked, nothing to change: 6", "6 of 8",
    ]  # fmt: skip
    assert cells(page, "Changed by 2 lb")[:2] == ["1", "1"]
    assert page.says("rules did not fire", "Changed by 5 lb"), "what never fired is listed as well"
    client_as(world.nurse, lang="en-XA").get("/team/rules")
    client_as(world.rosa).get("/team/rules", status=404)


def test_a_share_is_shown_only_of_enough(client_as, world, database, fired):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        for n in range(9, 11):
            row = raise_concern(session, grant, rule="not_this_time", subject=str(n))
            closing.close(session, grant, row.id, "talked", "Rang.")
    assert cells(client_as(world.nurse).get("/team/rules"), "three in a row on one activity")[-1] == "60 of 100"


def test_a_physician_moves_a_limit_for_the_practice(client_as, world, database):
    visitor = client_as(world.physician)
    page = visitor.get(visitor.get("/team/rules").link("No entry, where the person asked"))
    assert page.says("14 days", "from 7 to 60", "one gentle check")
    for typed, words in (({"value": "6", "why": "x"}, "from 7 to 60"), ({"value": "61", "why": "x"}, "from 7 to 60"),
                         ({"value": "soon", "why": "x"}, "Type a whole number."),
                         ({"value": "21", "why": " "}, "Write why")):  # fmt: skip
        assert visitor.submit(page, "/rules/silent_days", status=422, **typed).says(words)
    for _ in range(2):
        done = visitor.submit(page, "/rules/silent_days", value="21", why="Summer")
    assert done.says("21 days, chosen by Paul Moore")
    with database.read() as session:
        assert session.query(PracticeRuleLimit).count() == 1, "sent twice it is stored once"
        assert session.query(AuditEvent).filter_by(act="tune rule").count() == 1
    late = visitor.submit(page, "/rules/silent_days", status=409, value="30", why="Holidays")
    assert late.says("Somebody changed this before you.", "21. Summer", "30. Holidays")
    back = visitor.submit(visitor.get(page.path), button="Back to the usual limit", why="Summer is over")
    assert back.says("14 days, as usual")
    with database.read() as session:
        row = session.query(PracticeRuleLimit).one()
        assert (row.value, row.why, row.ended_by_id, row.set_by_id) == (
            21, "Summer", world.physician.id, world.physician.id,
        )  # fmt: skip


def test_a_nurse_reads_it_and_may_not_move_it(client_as, world):
    visitor = client_as(world.nurse)
    page = visitor.get("/team/rules/silent_days")
    assert page.says("A physician of the practice can move it.")
    for account in (world.nurse, world.clerk, world.admin):
        client_as(account).post("/team/rules/silent_days", status=403, value="21", why="x")
    visitor.get("/team/rules/glucose_very_low", status=404)
    client_as(world.physician).post("/team/rules/red_answer", status=404, value="21", why="x")


def test_one_persons_limit_with_who_when_and_why(client_as, world, database):
    visitor = client_as(world.nurse)
    home = f"/team/patients/{world.rosa_patient.id}/rules"
    page = visitor.get(visitor.get(home).link("Sure enough"))
    assert page.says("for Rosa Vega alone", "Gutnick 2014")
    done = visitor.submit(page, "/rules/", value="8", why="Gives up fast")
    assert done.says("8 points, chosen by Nora Field for them: Gives up fast")
    assert visitor.get(f"/team/patients/{world.ruben_patient.id}/rules").says("7 points, as for everybody")
    with database.read() as session:
        row = session.query(PersonRuleLimit).one()
        assert (row.patient_id, row.set_by_id) == (world.rosa_patient.id, world.nurse.id)
        assert tuning.of_practice(session)["sure_enough"].value == 7
    back = visitor.submit(visitor.get(page.path), button="Back to the practice’s limit", why="Better now")
    assert not back.says("for them")
    client_as(world.nurse, lang="en-XA").get(page.path)
    client_as(world.nurse, lang="en-XA").get(home)


def test_walls(client_as, world):
    path = f"/team/patients/{world.rosa_patient.id}/rules/sure_enough"
    for account, status in ((world.clerk, 403), (world.rosa, 403), (world.otto, 403), (world.stranger, 404)):
        client_as(account).get(path, status=status)
        client_as(account).post(path, status=status, value="8", why="x")
    client_as(world.nurse).get(path.replace("sure_enough", "bp_crisis"), status=404)
