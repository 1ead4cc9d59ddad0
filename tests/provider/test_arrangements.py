"""Visits and referrals as the nurse arranges them and Rosa reads them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import concerns
from app.care.arrangements import due, moving, sorts, steps
from app.models import Concern
from tests.care.arrangements.made import arrange, in_days
from tests.provider.plans import days, offered


def at(world, path=""):
    return f"/team/patients/{world.rosa_patient.id}/arrangements{path}"


def test_a_planning_visit_with_length_place_people_and_what_to_bring(frozen_clock, client_as, world, database):
    with database.write() as session:
        offered(session, world)
    nurse = client_as(world.nurse)
    page = nurse.get(nurse.get(at(world)).link("New: A visit or call to plan care"))
    page = nurse.submit(page, button="Keep it", status=422, what="Look at the plan", with_whom="")
    assert page.says("Write who will be there.", "Pick a day and a time to come.")
    day = (days(world)[0] + timedelta(days=3)).isoformat()
    page = nurse.submit(
        page, button="Keep it", with_whom="Nora and your son", happens_on=day, happens_time="10:15", minutes="45",
        bring="All your medicines\nYour questions",
    )  # fmt: skip
    assert page.says("Rosa can see it.", "45 minutes", "10:15", "Nora (nurse)", "Not ready yet")
    page = nurse.submit(page, button="Answers read")
    assert page.says("NF,", "Take back: Answers read")
    rosa = client_as(world.rosa)
    today = rosa.get(f"/patients/{world.rosa_patient.id}/today")
    assert today.says("What is arranged", "Look at the plan", "10:15")
    page = rosa.get(today.link("Look at the plan"))
    assert page.says("It takes about 45 minutes.", "With Nora and your son.", "All your medicines", "Your questions")
    assert page.says("Nora (nurse) sees to this.")
    assert not client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/arranged").says("Look at the plan")


def test_a_result_is_told_before_it_is_closed(frozen_clock, client_as, world, database):
    with database.write() as session:
        row = arrange(session, world.grant(session, world.nurse), "test")
    nurse, rosa = client_as(world.nurse), client_as(world.rosa)
    page = nurse.submit(nurse.get(at(world, f"/{row.id}")), button="Keep this step", state="result_back")
    assert page.says("Result is back", "We have the result. We tell you soon.")
    assert nurse.get("/team/").says("The result is back, and they do not know yet")
    page = nurse.submit(page, button="They are told: close it", status=422, result="Your kidneys work well.")
    assert page.says("Say how they were told. Without that it stays open.")
    page = nurse.submit(page, button="They are told: close it", how="here")
    assert page.says("Rosa can read what came of it.")
    assert nurse.get(at(world, f"/{row.id}")).says("Not yet. After three days the worklist says so.")
    assert not nurse.get("/team/").says("The result is back")
    today = rosa.get(f"/patients/{world.rosa_patient.id}/today")
    assert today.says("There is news. Tap to read it.")
    assert rosa.get(today.link("A blood test")).says("Your kidneys work well.")
    otto = client_as(world.otto)
    assert not otto.get(f"/patients/{world.rosa_patient.id}/arranged").says("kidneys")


def test_coming_back_is_a_card_on_today_and_somebody_else_can_see_to_it(frozen_clock, client_as, world, database):
    with database.write() as session:
        row = arrange(session, world.grant(session, world.nurse), "return", due_on=in_days(10).date())
    nurse = client_as(world.nurse)
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today").says("It is not booked yet.")
    page = nurse.submit(nurse.get(at(world, f"/{row.id}")), button="Hand over", owner_id=world.physician.id)
    assert page.says("Handed over.", "Paul (doctor)")
    page = nurse.submit(page, button="Keep this step", status=422, state="booked")
    assert page.says("Pick a day and a time to come.")
    page = nurse.submit(page, button="Keep this step", happens_on=in_days(4).date().isoformat(), happens_time="09:00")
    assert page.says("Booked")
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today").says("It is booked:")


def test_a_condition_that_is_there_and_a_visit_called_off(frozen_clock, client_as, world, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        arrange(session, nurse, "return", due_on=None, condition="Your cough lasts a week")
        visit = arrange(session, nurse, "visit")
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    page = rosa.get(f"/patients/{world.rosa_patient.id}/arranged")
    page = rosa.submit(page, button="This has happened")
    assert page.says("We got it. Somebody rings.", "We were told that this happened: Your cough lasts a week")
    assert nurse.get("/team/").says("says that it happened: Your cough lasts a week")
    nurse.submit(nurse.get(at(world, f"/{visit.id}")), button="Keep this step", state="called_off")
    today = rosa.get(f"/patients/{world.rosa_patient.id}/today")
    assert today.says("Look at the plan together", "This was called off.")
    assert "This has happened" not in client_as(world.otto).get(f"/patients/{world.rosa_patient.id}/arranged").main


def test_it_may_happen_before_the_booked_time_and_is_never_lost(frozen_clock, client_as, world, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "return", due_on=None, condition="Your cough lasts a week")
        moving.step(session, nurse, row.id, "booked", clock.now() + timedelta(days=21))
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(f"/patients/{world.rosa_patient.id}/arranged"), button="This has happened")
    assert page.says("We were told that this happened", "Your time stays booked")
    with database.write() as session:
        line = session.scalars(sa.select(Concern).where(Concern.rule == "return_now")).one()
        concerns.close(session, world.grant(session, world.nurse), line.id, "looked", "Closed by mistake.")
    frozen_clock.move(days=8)
    with database.write() as session:
        due.raise_due(session, clock.today("America/Edmonton"))
        open_lines = session.scalars(
            sa.select(Concern).where(Concern.rule == "return_now", Concern.closed_at.is_(None))
        )
        assert len(open_lines.all()) == 1, "nobody rang, so it comes back"


def test_who_did_not_see_a_later_time_does_not_undo_it(frozen_clock, client_as, world, database):
    with database.write() as session:
        visit = arrange(session, world.grant(session, world.nurse), "visit")
    nora, amara = client_as(world.nurse), client_as(world.physician)
    old = nora.get(at(world, f"/{visit.id}"))
    first, second = (
        {"state": "booked", "happens_on": in_days(n).date().isoformat(), "happens_time": "11:00"} for n in (9, 10)
    )
    amara.submit(amara.get(old.path), button="Keep this step", **first)
    page = nora.submit(old, button="Keep this step", status=409, **second)
    assert page.says("Somebody moved this while you were here.")
    assert nora.submit(nora.get(old.path), button="Keep this step", **second).says("Kept.")


@pytest.mark.parametrize(("days_after", "lines"), [(0.9, 0), (1, 1)])
def test_a_visit_of_which_nobody_wrote_a_word_comes_back_after_a_day(
    frozen_clock, client_as, world, database, days_after, lines
):
    with database.write() as session:
        visit = arrange(session, world.grant(session, world.nurse), "visit")
        for name in sorts.PREP:
            steps.tick(session, world.grant(session, world.nurse), visit.id, name, done=True)
        at_time = visit.happens_at
    frozen_clock.set(at_time + timedelta(days=days_after))
    for _twice in range(2):
        with database.write() as session:
            due.raise_due(session, clock.today("America/Edmonton"))
            rows = session.scalars(sa.select(Concern).where(Concern.rule == "visit_passed")).all()
            assert [row.times for row in rows] == [1] * lines
    if lines:
        with database.write() as session:
            moving.step(session, world.grant(session, world.nurse), visit.id, "done")
            assert session.scalars(sa.select(Concern).where(Concern.rule == "visit_passed")).one().closed_at


def test_walls(client_as, world, database):
    with database.write() as session:
        row = arrange(session, world.grant(session, world.nurse), "visit")
    client_as(world.clerk).get(at(world), status=403)
    client_as(world.rosa).get(at(world), status=403)
    client_as(world.stranger).get(at(world), status=404)
    client_as(world.nurse).get(f"/team/patients/{world.ruben_patient.id}/arrangements/{row.id}", status=404)
    client_as(world.nurse).get(at(world, "/new/party"), status=404)
    client_as(world.stranger).get(f"/patients/{world.rosa_patient.id}/arranged", status=404)
