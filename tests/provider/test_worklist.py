"""The worklist: own people, urgent first, each line with its why, taken and closed with what was done."""

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.concerns import raise_concern
from app.i18n import format_day
from app.models import AuditEvent, CareTeamMember, Concern
from tests import factories


@pytest.fixture
def lines(database, world):
    with database.write() as session:
        rosa, ruben = system(world.rosa_patient.id), system(world.ruben_patient.id)
        raise_concern(session, rosa, rule="lets_talk", subject="a", why={"title": "Walk", "words": "My hip"})
        raise_concern(session, rosa, rule="not_this_time", subject="b", why={"title": "Swim", "barrier": "It rained"})
        raise_concern(session, ruben, rule="red_answer", why={"question": "Any chest pain?", "answer": "Yes"})


def ids(database):
    with database.read() as session:
        return {row.rule: row for row in session.scalars(sa.select(Concern))}


def test_lines_say_why_and_come_in_order(client_as, world, lines):
    page = client_as(world.nurse).get("/team/")
    assert page.says("3 lines are open.", "Any chest pain?", "“Walk”: My hip", "Swim. In the way: It rained")
    text = page.main
    assert text.index("chest pain") < text.index("My hip") < text.index("Swim")


def test_since_when_it_waits_and_when_it_is_late(frozen_clock, client_as, world, database):
    with database.write() as session:
        raise_concern(session, system(world.rosa_patient.id), rule="lets_talk", subject="a", why={"title": "Walk"})
        due = session.scalars(sa.select(Concern)).one().due_at
    frozen_clock.move(days=1)
    page = client_as(world.nurse).get("/team/")
    assert page.says("since Tuesday 10 March"), "the day it was raised, not today"
    assert not page.says("late")
    nurse = client_as(world.nurse)
    line = nurse.get(page.link("Would like to talk"))
    assert line.says("Since", "Tuesday 10 March")
    frozen_clock.move(seconds=(due - clock.now()).total_seconds() + 1)
    page = client_as(world.nurse).get("/team/")
    assert page.says(f"promised by {format_day(due.date())}, late")
    assert not page.says("since ")


def test_open_take_close(client_as, world, lines, database):
    visitor = client_as(world.nurse)
    page = visitor.get(visitor.get("/team/").link("Would like to talk"))
    assert page.h1 == "Rosa Vega"
    assert page.says("Nobody yet", "Open the profile")
    mine = visitor.submit(page, "/take", "I take this")
    assert mine.says("It is yours now.", "Nora Field")
    assert visitor.get("/team/?show=mine").says("One line is open.", "My hip")
    wrong = visitor.submit(mine, "/close", status=422, outcome="talked", done=" ")
    assert wrong.says("Write in a few words what was done.")
    kept = visitor.submit(mine, "/close", status=422, done="Rang her.")
    assert "Rang her." in kept.html
    closed = visitor.submit(mine, "/close", outcome="talked", done="Rang her.")
    assert closed.says("Closed, with what you did.", "2 lines are open.")
    row = ids(database)["lets_talk"]
    assert (row.outcome, row.done, row.closed_by_id) == ("talked", "Rang her.", world.nurse.id)
    assert visitor.get(page.path).says("Closed on", "Rang her.")


def test_put_back(client_as, world, lines, database):
    visitor = client_as(world.nurse)
    page = visitor.get(visitor.get("/team/").link("Would like to talk"))
    back = visitor.submit(visitor.submit(page, "/take"), "/put-back", "Put it back")
    assert back.says("Nobody yet")


def test_a_colleague_was_first(client_as, world, lines, database):
    nurse, physician = client_as(world.nurse), client_as(world.physician)
    page = nurse.get(nurse.get("/team/").link("Would like to talk"))
    physician.submit(physician.get(page.path), "/close", outcome="talked", done="Saw her today.")
    late = nurse.submit(page, "/close", status=409, outcome="looked", done="All is well.")
    assert late.says("Saw her today.", "All is well.")


def test_only_own_people(client_as, world, lines, database):
    with database.write() as session:
        session.execute(
            sa.update(CareTeamMember)
            .where(CareTeamMember.patient_id == world.rosa_patient.id)
            .values(until=clock.now())
        )
    page = client_as(world.nurse).get("/team/")
    assert page.says("Ruben Vega", "One line is open.")
    assert not page.says("Rosa Vega")
    client_as(world.nurse).get(
        f"/team/patients/{world.rosa_patient.id}/concerns/{ids(database)['lets_talk'].id}", status=404
    )


def test_nothing_waits(client_as, world):
    assert client_as(world.nurse).get("/team/").says("Nothing waits")
    assert client_as(world.nurse).get("/team/?show=mine").says("Nothing is yours now")
    assert client_as(world.clerk).get("/team/").says("Nothing waits")
    assert client_as(world.nurse).get("/team/?page=nonsense").says("Nothing waits")


def test_fifty_then_more(client_as, world, database):
    with database.write() as session:
        for n in range(53):
            raise_concern(session, system(world.rosa_patient.id), rule="lets_talk", subject=str(n))
    visitor = client_as(world.nurse)
    first = visitor.get("/team/")
    assert first.html.count('class="work ') == 50
    assert visitor.get(first.link("Show more")).html.count('class="work ') == 3


def test_looking_at_the_list_is_a_read_of_each_person_on_it(client_as, world, lines, database):
    client_as(world.nurse).get("/team/")
    client_as(world.clerk).get("/team/")
    with database.read() as session:
        query = sa.select(AuditEvent.patient_id, AuditEvent.actor_id).where(
            AuditEvent.act == "read provider.worklist"
        )
        rows = session.execute(query).all()
    assert sorted(rows) == sorted((p.id, world.nurse.id) for p in (world.rosa_patient, world.ruben_patient))


def test_patients_and_strangers(client_as, world, lines, database):
    client_as(world.rosa).get("/team/", status=404)
    row = ids(database)["lets_talk"]
    path = f"/team/patients/{world.rosa_patient.id}/concerns/{row.id}"
    client_as(world.rosa).get(path, status=403)
    client_as(world.clerk).get(path, status=403)
    client_as(world.nurse).get(f"/team/patients/{world.ruben_patient.id}/concerns/{row.id}", status=404)


def test_in_the_pseudo_language(client_as, world, lines):
    visitor = client_as(world.nurse, lang="en-XA")
    page = visitor.get("/team/")
    visitor.get(page.link("Rosa"))


def test_many_people_cost_no_more_questions_to_the_database(client_as, world, database):
    with database.write() as session:
        for n in range(30):
            person = factories.patient(session, None, name=f"Pia Paper{n}")
            factories.team_member(session, world.nurse, person)
            raise_concern(session, system(person.id), rule="wants_a_call")
    page = client_as(world.nurse).get("/team/")
    assert page.says("30 lines are open.")
    assert len(page.statements) <= 6
