"""Looking in an emergency: with a reason, for one person, for a short time, told and checked. And safety."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.people import glass, oversight
from app.errors import Forbidden, Invalid, NotFound
from app.models import AuditEvent, BrokenGlass
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")
BORN = {"birth_date-day": "4", "birth_date-month": "5", "birth_date-year": "1948"}
WHY = "She fell in the waiting room and cannot speak."


@pytest.fixture
def nina(database, world):
    """A nurse of the practice who is on nobody's team."""
    with database.write() as session:
        return factories.account(session, "Nina Other", role="nurse")


@pytest.fixture
def place(world):
    return f"/team/patients/{world.rosa_patient.id}"


def test_one_record_for_four_hours_for_looking_only(client_as, world, nina, place, database, frozen_clock):
    visitor = client_as(nina)
    visitor.get(f"{place}/", status=404)
    page = visitor.get("/team/emergency")
    page = visitor.submit(page, to="/team/emergency", status=422, full_name="rosa  vega", reason="short", **BORN)
    assert page.says("Say why in a few words.")
    assert page.tree.first("input", name="full_name").attrs["value"] == "rosa  vega"
    page = visitor.submit(page, to="/team/emergency", reason=WHY)
    assert page.says("You look at the record of Rosa Vega without being on the team.", "They are told.")
    assert page.says("Open until 1:00 PM."), "four hours, by the clock of the practice"
    visitor.get(f"/patients/{world.rosa_patient.id}/plan")
    visitor.get(f"{place}/plan/edit", status=403)
    visitor.post(f"{place}/invite", status=403)
    visitor.get(f"/team/patients/{world.ruben_patient.id}/", status=404)
    with database.read() as session:
        rows = session.scalars(sa.select(AuditEvent).where(AuditEvent.actor_id == nina.id)).all()
        assert {row.capacity for row in rows if row.patient_id and row.outcome == "done"} == {"emergency"}
    frozen_clock.move(hours=4)
    visitor = client_as(nina)
    visitor.get(f"{place}/", status=404)


def test_she_is_told_and_somebody_else_checks(client_as, world, nina, place, database):
    visitor, rosa = client_as(nina), client_as(world.rosa)
    visitor.submit(visitor.get("/team/emergency"), to="/team/emergency", full_name="Rosa Vega", reason=WHY, **BORN)
    today = f"/patients/{world.rosa_patient.id}/today"
    page = rosa.get(today)
    assert page.says("Nina Other looked at your plan in an emergency", WHY)
    assert WHY not in client_as(world.otto).get(today).html, "a helper reads nothing of it"
    page = rosa.submit(page, button="I have read this")
    assert WHY not in page.main
    assert rosa.get(f"/patients/{world.rosa_patient.id}/me/log").says("Nina", "in an emergency")
    with database.read() as session:
        row = session.scalars(sa.select(BrokenGlass)).one()
    assert visitor.get("/team/emergency/review").says("Nothing waits for you")
    visitor.post(f"/team/emergency/{row.id}/review", status=404, verdict="right")
    nurse = client_as(world.nurse)
    page = nurse.get("/team/emergency/review")
    assert page.says("Nina Other looked at the record of Rosa Vega", WHY)
    page = nurse.submit(page, to="/review", status=422, verdict="wrong", words="")
    assert page.says("Say what was not right")
    nurse.submit(page, to="/review", verdict="wrong", words="We talked. It will not happen again.")
    page = visitor.submit(visitor.get(f"{place}/"), button="I am done")
    assert page.says("Closed.")
    visitor.get(f"{place}/", status=404)
    with database.read() as session:
        row = session.scalars(sa.select(BrokenGlass)).one()
        assert (row.verdict, row.reviewed_by_id, row.told_at is not None) == ("wrong", world.nurse.id, True)


def test_there_is_a_way_back_as_long_as_it_is_open(client_as, world, nina, place, database, frozen_clock):
    visitor = client_as(nina)
    assert not visitor.get("/team/patients").says("Open in an emergency")
    visitor.submit(visitor.get("/team/emergency"), to="/team/emergency", full_name="Rosa Vega", reason=WHY, **BORN)
    page = visitor.get("/team/patients")
    assert page.says("Open in an emergency: Rosa Vega, until 1:00 PM.")
    with database.read() as session:
        row = session.scalars(sa.select(AuditEvent).where(AuditEvent.act == "read provider.patients")).one()
        assert (row.patient_id, row.capacity, row.purpose) == (world.rosa_patient.id, "emergency", "break-glass")
    assert visitor.get(page.link("Go back")).path == f"{place}/"
    for other in (world.nurse, world.physician):
        assert not client_as(other).get("/team/patients").says("Open in an emergency"), "only one's own"
    assert visitor.submit(page, button="I am done").says("Closed.")
    assert not visitor.get("/team/patients").says("Rosa")
    visitor.submit(visitor.get("/team/emergency"), to="/team/emergency", full_name="Rosa Vega", reason=WHY, **BORN)
    frozen_clock.move(hours=4)
    assert not client_as(nina).get("/team/patients").says("Rosa"), "it ends by itself"


def test_whoever_joins_the_team_needs_no_way_back(client_as, world, nina, place, database):
    visitor = client_as(nina)
    visitor.submit(visitor.get("/team/emergency"), to="/team/emergency", full_name="Rosa Vega", reason=WHY, **BORN)
    with database.write() as session:
        factories.team_member(session, nina, world.rosa_patient)
    page = visitor.get("/team/patients")
    assert page.says("Rosa Vega")
    assert not page.says("Open in an emergency")


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_only_clinicians_break_it(client_as, world, who):
    visitor = client_as(getattr(world, who))
    visitor.get("/team/emergency", status=403)
    visitor.post("/team/emergency", status=403, full_name="Rosa Vega", reason=WHY, **BORN)
    visitor.get("/team/emergency/review", status=404)
    client_as(world.rosa).get("/team/emergency", status=404)


def test_nobody_is_found_by_half_a_name_and_twice_is_once(database, world, nina):
    with database.write() as session:
        how = {"birth_date": world.rosa_patient.birth_date, "reason": WHY}
        for name in ("Rosa", "Rosa V%", "Ruben Vega", ""):
            with pytest.raises(Invalid) as problem:
                glass.break_it(session, nina, full_name=name, **how)
            assert set(problem.value.fields) == {"full_name"}
        for _ in range(2):
            glass.break_it(session, nina, full_name="Rosa Vega", **how)
        glass.break_it(session, world.nurse, full_name="Rosa Vega", **how)
        assert session.scalar(sa.select(sa.func.count()).select_from(BrokenGlass)) == 1, (
            "her own nurse breaks nothing"
        )
        with pytest.raises(Forbidden):
            glass.break_it(session, world.rosa, full_name="Ruben Vega", **how)
        with pytest.raises(NotFound):
            glass.review(session, nina, session.scalars(sa.select(BrokenGlass.id)).one(), "right")


def test_those_beside_the_clinicians_read_what_their_role_reaches(client_as, world, place, database):
    with database.write() as session:
        roles = ("pharmacist", "social_worker")
        people = {role: factories.account(session, f"{role} Tester", role=role) for role in roles}
        for account in people.values():
            factories.team_member(session, account, world.rosa_patient)
    pharmacist, social = client_as(people["pharmacist"]), client_as(people["social_worker"])
    assert pharmacist.get(f"{place}/").says("The whole plan", "What we know", "How it went")
    page = social.get(f"{place}/")
    assert page.says("The whole plan", "Pressure and safety")
    assert "What we know" not in page.main
    social.get(f"/patients/{world.rosa_patient.id}/me/facts", status=404)
    social.get(f"{place}/safety")
    pharmacist.get(f"{place}/safety", status=403)
    pharmacist.get(f"{place}/plan/edit", status=403)
    nurse = client_as(world.nurse)
    words = {f"call_for-{world.nurse.id}": "Sugar and feet"}
    page = nurse.submit(nurse.get(f"{place}/team"), to=f"/team/{world.nurse.id}/call-for", **words)
    assert page.says("Call for: Sugar and feet")


def test_guessing_who_is_a_patient_is_noted_and_gets_slow(client_as, nina, database, frozen_clock):
    visitor = client_as(nina)
    typed = {**BORN, "reason": WHY}
    page = visitor.get("/team/emergency")
    for n in range(6):
        page = visitor.submit(page, to="/team/emergency", status=422, full_name=f"Rosa Number {n}", **typed)
        assert page.says("We have nobody with exactly this name")
    assert (
        "Please wait" in visitor.submit(page, to="/team/emergency", status=429, full_name="Rosa Vega", **typed).main
    )
    with database.read() as session:
        rows = session.query(AuditEvent).filter_by(act="break glass", outcome="refused").all()
        assert [(row.actor_id, row.patient_id) for row in rows] == [(nina.id, None)] * 6


def test_who_checks_it_from_no_team_is_no_look_from_outside(world, nina, database):
    with database.write() as session:
        glass.break_it(session, nina, full_name="Rosa Vega", birth_date=world.rosa_patient.birth_date, reason=WHY)
        other = factories.account(session, "Nils Beside", role="nurse")
    with database.write() as session:
        row = glass.waiting(session, other)[0].row
        glass.review(session, other, row.id, "right")
    with database.read() as session:
        assert oversight.counts(session, clock.now() - timedelta(hours=1))[1] == 1, "breaking it, not checking it"
