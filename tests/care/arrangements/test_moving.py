"""Steps follow one another, a loop closes only when the person is told, and what is due surfaces once."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import concerns
from app.care.arrangements import due, moving, reading, steps, unread
from app.care.arrangements.sorts import PREP
from app.care.concerns import worklist
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Arrangement, Patient
from tests.care.arrangements.made import arrange, in_days


def open_rules(session, grant):
    return sorted(line.concern.rule for line in worklist.about(session, grant) if line.concern.rule in due.RULES)


def night(session, world):
    due.raise_due(session, clock.today(world.rosa_patient.time_zone))


def test_a_referral_goes_its_way_and_both_read_where_it_stands(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "referral")
        assert reading.for_the_person(row).startswith("We have sent it. We think we hear back by")
        moving.step(session, nurse, row.id, "accepted")
        assert reading.for_the_person(row).startswith("They said yes.")
        moving.step(session, nurse, row.id, "booked", in_days(9))
        assert "It is booked:" in reading.for_the_person(row)
        moving.step(session, nurse, row.id, "booked", in_days(11))  # another time
        assert row.happens_at == in_days(11)
        moving.step(session, nurse, row.id, "done")
        moving.step(session, nurse, row.id, "result_back")
        assert reading.for_the_person(row) == "We have the result. We tell you soon."
        names = [step.name for step, _by in reading.one(session, nurse, row.id).states]
        assert names == ["sent", "accepted", "booked", "booked", "done", "result_back"]
        for back in ("sent", "done", "closed", "called_off", "nowhere"):
            with pytest.raises(Invalid):
                moving.step(session, nurse, row.id, back)


def test_booked_needs_a_time_to_come(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "return")
        for at in (None, in_days(-1)):
            with pytest.raises(Invalid) as problem:
                moving.step(session, nurse, row.id, "booked", at)
            assert list(problem.value.fields) == ["happens_at"]
        assert (row.state, row.happens_at) == ("open", None)


@pytest.mark.parametrize(
    ("how", "words", "field"),
    [("", "All is well.", "how"), ("shout", "All is well.", "how"), ("phone", " ", "result")],
)
def test_no_loop_closes_untold(database, world, how, words, field):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "test")
        moving.step(session, nurse, row.id, "result_back")
        with pytest.raises(Invalid) as problem:
            moving.tell_and_close(session, nurse, row.id, how, words)
        assert list(problem.value.fields) == [field]
        assert row.closed_at is None


def test_the_database_itself_refuses_to_close_untold(database, world):
    with database.write() as session:
        row = arrange(session, world.grant(session, world.nurse), "test")
        row.state = "closed"
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()
        session.rollback()


def test_here_is_no_way_to_tell_somebody_who_never_signed_in(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        session.get(Patient, world.rosa_patient.id).account_id = None
        row = arrange(session, nurse, "test")
        with pytest.raises(Invalid) as problem:
            moving.tell_and_close(session, nurse, row.id, "here", "Your kidneys work well.")
        assert list(problem.value.fields) == ["how"]
        moving.tell_and_close(session, nurse, row.id, "phone", "Your kidneys work well.")
        assert reading.for_the_person(row) == "We told you by phone."


def test_two_who_close_at_once_see_both_texts(database, world):
    with database.write() as session:
        nurse, doctor = world.grant(session, world.nurse), world.grant(session, world.physician)
        row = arrange(session, nurse, "test")
        moving.tell_and_close(session, nurse, row.id, "here", "All is well.")
        assert moving.tell_and_close(session, nurse, row.id, "here", "All is well.") is row
        with pytest.raises(Conflict) as problem:
            moving.tell_and_close(session, doctor, row.id, "phone", "Come again.")
        assert (problem.value.mine, problem.value.theirs) == ("Come again.", "All is well.")
        with pytest.raises(Conflict):
            moving.step(session, doctor, row.id, "result_back")


def test_a_result_that_nobody_told_stays_on_the_worklist_until_it_is_told(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "test", owner=world.physician.id)
        assert open_rules(session, nurse) == []
        moving.step(session, nurse, row.id, "result_back")
        (line,) = worklist.about(session, nurse)
        assert (line.concern.rule, line.concern.owner_id) == (due.UNTOLD, world.physician.id)
        concerns.close(session, nurse, line.concern.id, "looked", "Saw it")
        night(session, world)
        assert open_rules(session, nurse) == [due.UNTOLD]  # closing the line tells nobody
        moving.tell_and_close(session, nurse, row.id, "phone", "All is well.")
        night(session, world)
        assert open_rules(session, nurse) == []


def test_a_loop_past_its_day_goes_to_its_owner(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "test")
        frozen_clock.move(days=7)
        night(session, world)
        assert open_rules(session, nurse) == []
        frozen_clock.move(days=1)
        night(session, world)
        night(session, world)
        (line,) = worklist.about(session, nurse)
        assert (line.concern.rule, line.concern.times) == (due.LATE, 1)
        moving.hand_over(session, nurse, row.id, world.physician.id)
        assert worklist.about(session, nurse)[0].concern.owner_id == world.physician.id
        moving.step(session, nurse, row.id, "result_back")
        assert open_rules(session, nurse) == [due.UNTOLD]


@pytest.mark.parametrize(("before", "shows"), [(15, False), (14, True), (0, True)])
def test_a_day_to_come_back_that_nobody_booked_surfaces(frozen_clock, database, world, before, shows):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "return")
        frozen_clock.move(days=40 - before)
        night(session, world)
        assert (open_rules(session, nurse) == [due.UNBOOKED]) is shows
        if before:
            moving.step(session, nurse, row.id, "booked", in_days(1))
            assert open_rules(session, nurse) == []


def test_a_line_closed_by_hand_is_quiet_for_a_week(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        arrange(session, nurse, "return", due_on=in_days(10).date())
        (line,) = worklist.about(session, nurse)
        concerns.close(session, nurse, line.concern.id, "talked", "She rings us")
        frozen_clock.move(days=6)
        night(session, world)
        assert open_rules(session, nurse) == []
        frozen_clock.move(days=2)
        night(session, world)
        assert open_rules(session, nurse) == [due.UNBOOKED]


def test_a_visit_of_the_next_two_days_that_is_not_ready(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "visit")
        frozen_clock.move(days=2)
        night(session, world)
        assert open_rules(session, nurse) == []
        frozen_clock.move(days=1)
        night(session, world)
        assert open_rules(session, nurse) == [due.NOT_READY]
        for name in PREP:
            steps.tick(session, nurse, row.id, name, done=True)
        assert open_rules(session, nurse) == []
        steps.tick(session, nurse, row.id, "profile", done=False)
        assert open_rules(session, nurse) == [due.NOT_READY]


def test_the_person_says_that_the_condition_is_there(frozen_clock, database, world):
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        row = arrange(session, nurse, "return", due_on=None, condition="A cough for more than a week")
        moving.it_happened(session, rosa, row.id)
        moving.it_happened(session, rosa, row.id)
        (line,) = worklist.about(session, nurse)
        assert (line.concern.rule, line.concern.owner_id, line.concern.times) == (due.HAPPENED, world.nurse.id, 1)
        assert "A cough for more than a week" in concerns.words_of(line.concern)
        assert reading.for_the_person(row).endswith("We ring you soon.")
        moving.step(session, nurse, row.id, "booked", in_days(1))
        assert open_rules(session, nurse) == []
        for other in (arrange(session, nurse, "return"), arrange(session, nurse, "test")):
            with pytest.raises(NotFound):
                moving.it_happened(session, rosa, other.id)
        with pytest.raises(Forbidden):
            moving.it_happened(session, world.grant(session, world.otto), row.id)
        with pytest.raises(NotFound):
            moving.it_happened(session, world.grant(session, world.ruben, world.ruben_patient), row.id)


def test_another_person_s_arrangement_is_not_there(database, world):
    with database.write() as session:
        row = arrange(session, world.grant(session, world.nurse), "test")
        ruben = world.grant(session, world.nurse, world.ruben_patient)
        for act in (
            lambda: moving.step(session, ruben, row.id, "done"),
            lambda: moving.tell_and_close(session, ruben, row.id, "phone", "x"),
            lambda: moving.hand_over(session, ruben, row.id, world.nurse.id),
            lambda: reading.one(session, ruben, row.id),
        ):
            with pytest.raises(NotFound):
                act()
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                moving.step(session, world.grant(session, who), row.id, "done")


def test_the_job_runs_it(frozen_clock, config, database, world):
    from app.jobs.housekeeping import tidy

    with database.write() as session:
        arrange(session, world.grant(session, world.nurse), "return", due_on=date(2026, 3, 30))
    frozen_clock.move(days=7)
    tidy(config, database)
    with database.read() as session:
        assert open_rules(session, world.grant(session, world.nurse)) == [due.UNBOOKED]
    assert timedelta(days=14) == due.BOOK_AHEAD


def test_a_result_told_here_and_not_opened_for_three_days_asks_for_a_call(frozen_clock, database, world, client_as):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = arrange(session, nurse, "test")
        phoned = arrange(session, nurse, "test")
        moving.tell_and_close(session, nurse, row.id, "here", "All is well.")
        moving.tell_and_close(session, nurse, phoned.id, "phone", "All is well.")
    page = f"/patients/{world.rosa_patient.id}/arranged"
    client_as(world.otto).get(page)  # a helper's look is not hers
    client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/arranged")
    frozen_clock.move(days=2)
    with database.write() as session:
        assert unread.raise_due(session) == 0
    frozen_clock.move(days=1)
    with database.write() as session:
        assert (unread.raise_due(session), unread.raise_due(session)) == (1, 0)
        (line,) = worklist.about(session, world.grant(session, world.nurse))
        assert (line.concern.rule, line.concern.subject) == (unread.RULE, row.id)
    client_as(world.rosa).get(page)
    with database.write() as session:
        unread.raise_due(session)
        nurse = world.grant(session, world.nurse)
        assert worklist.about(session, nurse) == []
        assert unread.read_at(session, nurse, session.get(Arrangement, row.id)) == clock.now()
