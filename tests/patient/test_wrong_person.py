"""That was for somebody else: it goes from the one to the other, both are told, and neither learns of the other."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models import (
    AuditEvent,
    Concern,
    ItemNote,
    Measurement,
    PlanVersion,
    ProgressEntry,
    ProxyGrant,
    Question,
    SetRight,
)
from tests.account.test_two_parents import both, of  # noqa: F401
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


def rows(database, model):
    with database.read() as session:
        return {(row.patient_id, row.undone_at is None): row for row in session.scalars(sa.select(model))}


def log_of(database, person):
    with database.read() as session:
        return set(session.scalars(sa.select(AuditEvent.act).where(AuditEvent.patient_id == person.id)))


def test_an_entry_goes_to_the_line_that_it_was_for(client_as, world, both, database, frozen_clock):  # noqa: F811
    otto, rosa, ruben = client_as(world.otto), world.rosa_patient, world.ruben_patient
    page = otto.submit(otto.get(of(rosa)), to=both[0], button="did it")
    page = otto.get(page.link("That was for somebody else"))
    assert page.says("You wrote this down for Rosa:", "Walk to the shop", "It belongs to Ruben Vega, born 1948")
    assert log_of(database, ruben) == {"read patient.wrong_person"}, "her page shows lines of his"
    assert otto.submit(page, button="Put it right", key="zzz", status=422).says("Choose on which line it belongs.")
    page = otto.submit(page, button="Put it right")  # the line that is called the same was chosen
    assert page.says("Taken away from Rosa’s plan. It stands where it belongs now.")
    assert page.path == of(rosa)
    found = rows(database, ProgressEntry)
    assert set(found) == {(rosa.id, False), (ruben.id, True)}
    came = found[ruben.id, True]
    assert (came.key, came.outcome, came.actor_id, came.capacity) == (both[1], "did", world.otto.id, "proxy")
    hers, his = client_as(world.rosa).get(of(rosa)), client_as(world.ruben).get(of(ruben))
    assert hers.says("Otto Vega wrote something here by mistake and took it away.")
    assert his.says("Otto Vega wrote something down for you. First it was on another page, by mistake.")
    assert "Ruben" not in hers.main
    assert "Rosa" not in his.main
    assert "wrong person here" in log_of(database, rosa)
    assert "came from a wrong page" in log_of(database, ruben)
    assert client_as(world.rosa).get(of(rosa, "me/log")).says("took away what was written here by mistake")
    assert otto.get(of(rosa, f"wrong-person/entry/{found[rosa.id, False].id}"), status=410).says("taken back already")
    assert otto.get(of(rosa, f"wrong-person/entry/{came.id}"), status=404)
    assert otto.get(of(rosa, f"wrong-person/letter/{came.id}"), status=404)
    frozen_clock.move(days=8)
    assert not client_as(world.rosa).get(of(rosa)).says("by mistake")


def test_a_red_reading_leaves_the_list_of_the_one_and_counts_for_the_other(client_as, world, both, database):  # noqa: F811
    otto, rosa, ruben = client_as(world.otto), world.rosa_patient, world.ruben_patient
    typed = {"client_key": "k1", "unit": "mm[Hg]", "systolic": "195", "diastolic": "125", "sure": "yes"}
    page = otto.post(of(rosa, "measure/blood_pressure"), **typed)
    with database.read() as session:
        before = [row.patient_id for row in session.scalars(sa.select(Concern).where(Concern.closed_at.is_(None)))]
    page = otto.get(page.link("That was for somebody else"))
    assert page.says("195 over 125", "Put it right: it was for Ruben")
    assert not page.says("for Ruben for Rosa")
    otto.submit(page, button="Put it right")
    found = rows(database, Measurement)
    assert set(found) == {(rosa.id, False), (ruben.id, True)}
    assert found[ruben.id, True].values == found[rosa.id, False].values
    assert found[ruben.id, True].flag == found[rosa.id, False].flag
    with database.read() as session:
        lines = list(session.scalars(sa.select(Concern).where(Concern.rule == "measurement_flag")))
    assert [(row.patient_id, row.outcome) for row in lines if row.closed_at] == [(rosa.id, "wrong_person")]
    assert [row.patient_id for row in lines if not row.closed_at] == [ruben.id]
    assert rosa.id in before


def test_taken_away_only_and_what_cannot_be(client_as, world, both, database, frozen_clock):  # noqa: F811
    otto, rosa, ruben = client_as(world.otto), world.rosa_patient, world.ruben_patient
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = ["see", "log", "ask"] if row.patient_id == rosa.id else ["see"]
    page = otto.submit(otto.get(of(rosa)), to=both[0], button="did it")
    where = page.link("That was for somebody else")
    page = otto.get(where)
    assert not page.says("Ruben Vega"), "may only look there"
    with database.read() as session:
        entry = session.scalars(sa.select(ProgressEntry)).one()
    otto.post(where, status=403, to=ruben.id, key=both[1])
    otto.post(where, status=404, to=rosa.id, key=both[0])
    client_as(world.rosa).get(where, status=403)
    client_as(world.stranger).get(where, status=404)
    assert rows(database, ProgressEntry).keys() == {(rosa.id, True)}, "nothing half stored"
    page = otto.submit(page, button="Only take it away here")
    assert page.says("Taken away from Rosa’s plan.")
    assert rows(database, ProgressEntry).keys() == {(rosa.id, False)}
    with database.read() as session:
        assert [(row.side, row.object_id) for row in session.scalars(sa.select(SetRight))] == [("gone", entry.id)]
    otto.submit(otto.get(of(rosa)), to=both[0], button="did it")
    with database.read() as session:
        again = session.scalars(sa.select(ProgressEntry.id).where(ProgressEntry.undone_at.is_(None))).one()
    frozen_clock.move(hours=25)
    assert otto.get(of(rosa, f"wrong-person/entry/{again}"), status=410).says("more than a day ago")


def test_a_note_beside_a_line_goes_along(client_as, world, both, database):  # noqa: F811
    otto, rosa, ruben = client_as(world.otto), world.rosa_patient, world.ruben_patient
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = ["see", "log", "ask"]
    line = of(rosa, f"plan/items/{both[0]}")
    otto.post(f"{line}/notes", note="His knee hurts on the hill.", client_key="n1")
    page = otto.get(otto.get(line).link("That was for somebody else"))
    otto.submit(page, button="Put it right")
    with database.read() as session:
        notes = {row.patient_id: row for row in session.scalars(sa.select(ItemNote))}
    assert notes[rosa.id].withdrawn_at is not None
    assert (notes[ruben.id].words, notes[ruben.id].key) == ("His knee hurts on the hill.", both[1])
    assert timedelta(0) <= notes[ruben.id].at - notes[rosa.id].at


def test_a_question_is_asked_where_it_belongs_and_waits_for_nobody_here(client_as, world, both, database):  # noqa: F811
    otto, nurse, rosa, ruben = client_as(world.otto), client_as(world.nurse), world.rosa_patient, world.ruben_patient
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = ["see", "ask"]
    typed = {"words": "May he walk after the operation?", "client_key": "q1"}
    page = otto.post(of(rosa, f"plan/items/{both[0]}/question"), status=422, **typed)
    otto.submit(page, button="Yes, this is for Rosa")
    with database.read() as session:
        asked = session.scalars(sa.select(Question.id)).one()
    page = otto.get(otto.get(of(rosa, "plan/questions")).link("That was for somebody else"))
    assert page.says("May he walk after the operation?", "It belongs to Ruben Vega")
    otto.submit(page, button="Put it right")
    with database.read() as session:
        found = {row.patient_id: row for row in session.scalars(sa.select(Question))}
        lines = list(session.scalars(sa.select(Concern).where(Concern.rule == "question_waiting")))
    assert (found[rosa.id].withdrawn_at is None, found[rosa.id].waits) == (False, False)
    assert (found[ruben.id].words, found[ruben.id].key) == ("May he walk after the operation?", both[1])
    assert [(row.patient_id, row.outcome) for row in lines if row.closed_at] == [(rosa.id, "withdrawn")]
    assert [row.patient_id for row in lines if not row.closed_at] == [ruben.id]
    for place in ("plan", "plan/questions", f"plan/items/{both[0]}"):
        assert not otto.get(of(rosa, place)).says("operation"), place
    assert nurse.get("/team/questions").says("Ruben Vega", "operation")
    assert not nurse.get("/team/questions").says("Rosa Vega")
    there = f"/team/patients/{rosa.id}/questions/{asked}"
    assert nurse.get(there, status=410).says("took this question back")
    assert nurse.post(there, status=409, words="Yes, slowly and with a stick.").says("slowly and with a stick")
    nurse.post(f"{there}/take", status=409)
    assert client_as(world.rosa).get(of(rosa)).says("Otto Vega wrote something here by mistake and took it away.")
    assert client_as(world.rosa).get(of(rosa, "me/log")).says("took a question back")
    otto.get(of(rosa, f"wrong-person/question/{asked}"), status=410)


@pytest.mark.parametrize("agreed", [{"goals": ["see", "ask"]}, {"actions": ["see"], "goals": ["see", "ask"]}])
def test_lines_of_the_other_person_are_those_that_the_reader_may_write_on(client_as, world, both, database, agreed):  # noqa: F811
    otto, rosa, ruben = client_as(world.otto), world.rosa_patient, world.ruben_patient
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = {"actions": ["see", "ask"]} if row.patient_id == rosa.id else agreed
    otto.post(of(rosa, f"plan/items/{both[0]}/notes"), note="Her hip hurts.")
    with database.read() as session:
        note = session.scalars(sa.select(ItemNote.id)).one()
    page = otto.get(of(rosa, f"wrong-person/note/{note}") + f"?to={ruben.id}")
    assert page.says("Ruben Vega")
    assert not page.says("Walk to the shop")
    status = 422 if "actions" in agreed else 404  # a line that he sees and may not write on, or one that is not there
    otto.post(of(rosa, f"wrong-person/note/{note}"), status=status, to=ruben.id, key=both[1])
    with database.read() as session:
        assert [row.patient_id for row in session.scalars(sa.select(ItemNote))] == [rosa.id]


def test_lines_that_were_not_agreed_with_the_other_person_are_not_offered(client_as, world, both, database):  # noqa: F811
    otto, rosa, ruben = client_as(world.otto), world.rosa_patient, world.ruben_patient
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = {"actions": ["see", "log", "ask"]}
            row.scopes |= {"goals": ["see"]} if row.patient_id == rosa.id else {"known": ["see"]}
        version = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == ruben.id)).one()
        hidden = plans.item(session, version, "goal", words="Talk with my son about the money")
    line = of(rosa, f"plan/items/{both[0]}")
    otto.post(f"{line}/notes", note="His knee hurts on the hill.", client_key="n1")
    page = otto.get(otto.get(line).link("That was for somebody else"))
    assert both[1] in page.html
    assert "money" not in page.html
    assert hidden.key not in page.html
    otto.submit(page, button="Put it right", key=hidden.key, status=404)
