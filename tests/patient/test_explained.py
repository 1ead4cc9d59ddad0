"""Did we explain this well? And what is unclear comes before any choice, on the pages."""

import pytest

from app.care.concerns import words_of
from app.care.plan import explained, offering, questions
from app.models import Concern, Explained
from tests import factories
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
ASKED = "Did we explain this well?"
FIRST = "This is not clear yet"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse, world.ruben_patient))
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def line_by_line(monkeypatch):
    """Parts whose lines are asked about one by one; follow-ups stand in for them."""
    monkeypatch.setattr(explained, "LINE_BY_LINE", {"follow_up"})


def rows(database, model=Explained):
    with database.read() as session:
        return list(session.query(model).order_by(model.id))


def wishes(database):
    return [row for row in rows(database, Concern) if row.rule == "explain_better" and row.closed_at is None]


def test_three_equal_answers_about_a_part(client_as, world, home, keys, database):
    page = client_as(world.rosa).get(f"{home}/sections/follow_up")
    buttons = page.form("/explained/").all("button")
    assert [(b.attrs["value"], b.attrs["class"]) for b in buttons] == [
        ("clear", "button"), ("partly", "button"), ("no", "button"),
    ]  # fmt: skip
    assert not client_as(world.rosa).get(f"{home}/sections/coping").says(ASKED), "her own words explain nothing"
    assert not client_as(world.rosa).get(f"{home}/items/{keys['activity']}").says(ASKED)


def test_partly_asks_the_team_for_a_better_text_and_clear_ends_it(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(f"{home}/sections/follow_up"), "/explained/", "Partly")
    assert page.says("It is our text that must be better.", "You said: Partly")
    assert [words_of(row) for row in wishes(database)] == ["Explain better: “Follow-up” is partly clear."]
    assert client_as(world.nurse).get("/team/").says("Explain better: “Follow-up” is partly clear.")
    page = rosa.get(page.link("Say what is not clear"))
    page = rosa.submit(page, "/explained/", "No", words="Who is Nora?")
    assert page.says("Who is Nora?")
    assert [words_of(row) for row in wishes(database)] == [
        "Explain better: “Follow-up”. What is not clear: Who is Nora?"
    ]
    page = rosa.submit(page, "/explained/", "Clear")
    assert page.says("You said: Clear")
    assert wishes(database) == []
    assert [row.answer for row in sorted(rows(database), key=lambda row: row.at)] == ["partly", "no", "clear"]


def test_the_team_sees_it_where_the_text_is_written(client_as, world, home, keys, database, line_by_line):
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    rosa.submit(rosa.get(f"{home}/sections/my_actions"), "/explained/", "Partly")
    page = rosa.get(rosa.get(f"{home}/items/{keys['follow_up']}").link("Say what is not clear"))
    rosa.submit(page, "/explained/", "No", words="Who is Nora?")
    for path in ("edit", "offer"):
        page = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/{path}")
        assert page.says("To be explained better", "“What I will do” is partly clear.", "Who is Nora?"), path
    with database.write() as session:
        plans.put(
            session, world.grant(session, world.nurse), "follow_up", key=keys["follow_up"], about="Nora is our nurse"
        )
    assert nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit").says("Who is Nora?"), "until it is offered"


def test_a_nurse_closes_it_with_what_was_done(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{home}/sections/follow_up"), "/explained/", "No")
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{wishes(database)[0].id}")
    assert page.says("Open the draft")
    nurse.submit(page, "/close", outcome="plan", done="Wrote it shorter.")
    assert wishes(database) == []


def test_the_answer_stays_with_its_text(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/sections/follow_up")
    old = page
    rosa.submit(page, "/explained/", "Clear")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, key=keys["activity"], what="Walk to the park")
        offering.offer(session, nurse)
    assert rosa.get(f"{home}/sections/follow_up").says("You said: Clear"), "this part did not change"
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "follow_up", key=keys["follow_up"], about="Your blood pressure")
        offering.offer(session, nurse)
    assert not rosa.get(f"{home}/sections/follow_up").says("You said: Clear")
    page = rosa.submit(old, "/explained/", "Clear", status=409)
    assert page.says("This text has changed since you opened the page.")
    assert len(rows(database)) == 1


@pytest.mark.parametrize("fields", [{"answer": "maybe"}, {"answer": ""}, {"answer": "no", "words": "y" * 2001}])
def test_what_is_no_answer_is_refused_with_what_was_typed(client_as, world, home, keys, database, fields):
    text = client_as(world.rosa).get(f"{home}/sections/follow_up").form("/explained/").first("input", name="text")
    fields = {"words": "My words", **fields, "text": text.attrs["value"]}
    page = client_as(world.rosa).post(f"{home}/explained/follow_up", 422, **fields)
    assert fields["words"][:5] in page.html
    assert rows(database) == []


def test_the_same_twice_is_once(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/sections/follow_up")
    for _time in range(2):
        rosa.submit(page, "/explained/", "No")
    assert len(rows(database)) == 1
    assert wishes(database)[0].times == 1


def test_what_is_not_asked_about_is_not_there(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    for subject in ("coping", "review", "nothing", keys["activity"]):
        rosa.get(f"{home}/explained/{subject}", 404)
        rosa.post(f"{home}/explained/{subject}", 404, answer="no")


def test_a_helper_says_it_as_themselves_and_the_person_counts(client_as, world, home, keys, database):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "ask"))
    sam, rosa = client_as(world.stranger), client_as(world.rosa)
    sam.submit(sam.get(f"{home}/sections/follow_up"), "/explained/", "Partly")
    assert rosa.get(f"{home}/sections/follow_up").says("Sam, for Rosa said: Partly")
    assert "Written down by Sam." in words_of(wishes(database)[0])
    rosa.submit(rosa.get(f"{home}/sections/follow_up"), "/explained/", "No")
    sam.submit(sam.get(f"{home}/sections/follow_up"), "/explained/", "Clear")
    assert rosa.get(f"{home}/sections/follow_up").says("You said: No")
    assert len(wishes(database)) == 1, "a helper’s “clear” does not end what the person called unclear"


def test_who_may_not_ask_sees_it_and_says_nothing(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{home}/sections/follow_up"), "/explained/", "No")
    for who in (world.otto, world.nurse):
        visitor = client_as(who)
        page = visitor.get(f"{home}/sections/follow_up")
        assert page.says("Rosa said: No")
        assert "/explained/" not in page.html
        visitor.post(f"{home}/explained/follow_up", 403, answer="clear")
    client_as(world.ruben).post(f"{home}/explained/follow_up", 404, answer="clear")
    ruben = client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/plan/sections/follow_up")
    assert ruben.says(ASKED)
    assert not ruben.says("said: No")
    assert len(rows(database)) == 1


def test_what_is_unclear_stands_before_the_choice(client_as, world, home, keys, database, line_by_line):
    rosa = client_as(world.rosa)
    item = f"{home}/items/{keys['follow_up']}"
    assert not rosa.get(item).says(FIRST)
    rosa.submit(rosa.get(item), "/explained/", "Partly")
    with database.write() as session:
        questions.ask(session, world.grant(session, world.rosa), keys["follow_up"], "Who rings me?")
        questions.ask(session, world.grant(session, world.rosa), keys["activity"], "Is it far?")
    for path in (item, f"{home}/sections/follow_up", f"{home}/sections/follow_up/before"):
        page = rosa.get(path)
        first = page.tree.first("section", **{"aria-labelledby": "not-clear"})
        assert "You said: only partly clear." in first.text, path
        assert "Who rings me?" in first.text
        assert "Is it far?" not in first.text, "another part"
    html = rosa.get(item).html
    assert html.index('id="not-clear"') < html.index('id="answer"')
    page = rosa.get(f"{home}/sections/follow_up/before")
    assert page.says("Before you answer: Follow-up", "Go on to this part")
    with database.write() as session:
        asked = next(row for row in questions.waiting(session, world.grant(session, world.nurse))
                     if row.key == keys["follow_up"])  # fmt: skip
        questions.answer(session, world.grant(session, world.nurse), asked.id, "Nora does.")
    rosa.submit(rosa.get(item), "/explained/", "Clear")
    assert not rosa.get(item).says(FIRST)
    assert rosa.get(f"{home}/sections/follow_up/before").says("No question is open here")


def test_parts_that_are_unclear_are_named_for_the_answer(client_as, world, home, keys, database, line_by_line):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{home}/items/{keys['follow_up']}"), "/explained/", "No")
    rosa.submit(rosa.get(f"{home}/sections/my_actions"), "/explained/", "Partly")
    rosa.submit(rosa.get(f"{home}/sections/goals"), "/explained/", "Clear")
    with database.read() as session:
        found = explained.unclear_now(session, world.grant(session, world.rosa))
    assert found == ["my_actions", keys["follow_up"]]
