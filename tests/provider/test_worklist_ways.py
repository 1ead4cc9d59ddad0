"""Pages of one line: hand it over, set it aside, tell the person. All of it without a script."""

import pytest
import sqlalchemy as sa

from app.access.grants import system
from app.care.concerns import raise_concern
from app.models import Concern

READING = {"kind": "blood_pressure", "values": {"systolic": 184, "diastolic": 122}, "unit": "mm[Hg]",
           "flag": "bp_crisis"}  # fmt: skip


@pytest.fixture
def line(database, world):
    """The address of a line about Rosa."""

    def make(rule="lets_talk", band=None, why=None, person=None):
        patient = person or world.rosa_patient
        with database.write() as session:
            row = raise_concern(session, system(patient.id), rule=rule, subject="a", band=band, why=why or {})
            return f"/team/patients/{patient.id}/concerns/{row.id}"

    return make


def only(database):
    with database.read() as session:
        return session.scalars(sa.select(Concern)).one()


def test_to_a_colleague_with_a_word(client_as, world, line, database):
    visitor, path = client_as(world.nurse), line()
    wrong = visitor.submit(visitor.get(path), "/hand-over", status=422, words="Her hip", owner="")
    assert wrong.says("Choose who should look after it.", "Her hip")
    done = visitor.submit(wrong, "/hand-over", owner=world.physician.id, words="Her hip")
    assert done.says("Handed over.", "Paul Moore", "handed over by Nora Field")
    colleague = client_as(world.physician)
    assert colleague.get("/team/?show=mine").says("yours · handed over by Nora Field")
    assert colleague.get(path).says("Nora Field handed this over", "Her hip", "Paul Moore, not taken yet")
    back = colleague.submit(colleague.get(path), "/hand-over", owner="team")
    assert back.says("It is the team’s again.")
    assert visitor.get("/team/?show=team").says("One line is open.")
    client_as(world.nurse, lang="en-XA").get(path)


def test_aside_with_an_end_and_back(client_as, world, line, database):
    visitor, path = client_as(world.nurse), line()
    page = visitor.get(path)
    assert visitor.submit(page, "/snooze", status=422, until="").says("Choose when it should come back.")
    assert visitor.submit(page, "/snooze", status=422, until="day", day="2000-01-01").says("still to come")
    assert visitor.submit(page, "/snooze", status=422, until="day", day="31.12.").says("still to come")
    done = visitor.submit(page, "/snooze", until="tomorrow")
    assert done.says("Set aside. It comes back on", "Nothing waits", "Set aside (1)")
    assert visitor.get("/team/?show=aside").says("One line is set aside.", "back on", "yours")
    aside = visitor.get(path)
    assert aside.says("It comes back by itself on")
    assert visitor.submit(aside, "/wake").says("It is back on the list.")
    assert visitor.get("/team/?show=mine").says("One line is open.")
    for show in ("team", "aside", "mine"):
        client_as(world.nurse, lang="en-XA").get(f"/team/?show={show}")


def test_an_urgent_line_is_not_put_off_to_tomorrow(client_as, world, line):
    page = client_as(world.nurse).get(line("measurement_flag", "urgent", READING))
    assert page.says("For 4 hours")
    assert not page.says("Until tomorrow morning")


def test_a_crisis_reading_is_closed_with_a_word_to_her(client_as, world, line, database):
    visitor, path = client_as(world.nurse), line("measurement_flag", "urgent", READING)
    page = visitor.get(path)
    wrong = visitor.submit(page, "/close", status=422, outcome="talked", done="Rang her.")
    assert wrong.says("They sent us this themselves. Choose how they hear of it.", "Rang her.")
    visitor.submit(
        wrong, "/close", outcome="talked", done="Rang her.", told_how="app", told="Rest today, I ring at 4."
    )
    assert only(database).told == "Rest today, I ring at 4."
    assert visitor.get(path).says("What they read on their phone", "Rest today, I ring at 4.")
    rosa = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today")
    assert rosa.says("Rest today, I ring at 4.")
    assert not rosa.says("Rang her.")


def test_another_line_is_closed_as_before(client_as, world, line, database):
    visitor, path = client_as(world.nurse), line()
    closed = visitor.submit(visitor.get(path), "/close", outcome="known", done="Seen last week.")
    assert closed.says("Closed, with what you did.")
    assert (only(database).outcome, only(database).told_how) == ("known", "")


def test_walls(client_as, world, line):
    path = line()
    for way in ("hand-over", "snooze", "wake"):
        client_as(world.clerk).post(f"{path}/{way}", status=403)
        client_as(world.rosa).post(f"{path}/{way}", status=403)
        client_as(world.otto).post(f"{path}/{way}", status=403)
        client_as(world.stranger).post(f"{path}/{way}", status=404)
        other = path.replace(world.rosa_patient.id, world.ruben_patient.id)
        client_as(world.nurse).post(f"{other}/{way}", status=404, owner="team", until="hour")


def test_a_late_promise_leads_to_where_one_says_what_came_of_it(client_as, world, database):
    from app import clock
    from app.care.concerns import timed
    from tests.care.progress import plans

    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        plans.item(session, version, owner=world.nurse.id, ends=-2, what="Write the letter")
        timed.raise_due(session, clock.today("America/Edmonton"))
    visitor = client_as(world.nurse)
    page = visitor.get(visitor.get("/team/?show=mine").link("Write the letter"))
    opened = visitor.get(page.link("Say what came of it"))
    assert opened.says("Write the letter")
