"""Which reminders exist follows from facts, and only from facts."""

import ast
import inspect
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import app.care.reminders
from app import clock
from app.care.reminders import refresh
from app.care.reminders.kinds import NAMES
from app.care.reminders.times import local, moment
from app.models import Reminder
from tests.care.reminders import stories

ZONE = "America/Edmonton"
TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def session(database):
    with database.write() as opened:
        yield opened


@pytest.fixture
def walk(session, world):
    """Rosa's walk, on her day; Ruben has the same. Both have opened their plans."""
    lines = []
    for person, account in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
        version = stories.plan(session, person, world.nurse)
        stories.opened(session, version, account)
        lines.append(stories.item(session, version, what="Walk"))
        stories.on_my_day(session, lines[-1], account)
    return lines[0]


def rows(session, person, state="due"):
    session.flush()
    query = sa.select(Reminder).where(Reminder.patient_id == person.id, Reminder.state == state)
    return list(session.scalars(query.order_by(Reminder.due_at).execution_options(populate_existing=True)))


def kinds(session, person):
    """Kinds that are sent, alone or with another."""
    return {row.kind for state in ("due", "joined") for row in rows(session, person, state)}


def times(session, person):
    return [local(row.due_at, ZONE).replace(tzinfo=None) for row in rows(session, person)]


def test_an_activity_on_my_day_is_due_at_its_time_each_day(session, world, walk):
    stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{walk.key}": "12:30"})
    refresh(session, world.rosa_patient.id)
    assert times(session, world.rosa_patient) == [
        datetime.combine(TODAY, time(12, 30)), datetime.combine(TOMORROW, time(12, 30))
    ]  # fmt: skip
    assert rows(session, world.ruben_patient) == []


def test_repeating_changes_nothing(session, world, walk):
    for _ in range(3):
        refresh(session, world.rosa_patient.id)
    assert len(rows(session, world.rosa_patient)) == 1  # 9:00 has passed today; tomorrow's


def test_what_somebody_else_does_now_is_not_rung_for(session, world, walk):
    refresh(session, world.rosa_patient.id)
    assert rows(session, world.rosa_patient)
    walk.owner = world.nurse.id
    refresh(session, world.rosa_patient.id)
    assert rows(session, world.rosa_patient) == []


def test_a_helper_hears_of_what_they_took_on_when_they_chose_so_and_the_person_never_does(session, world, walk):
    """Otto wants every kind; nobody puts his part on a day. Ruben has the same line, and does it himself."""
    stories.opened(session, walk_version(session, walk), world.otto)
    setting = stories.setting(session, world.otto, world.rosa_patient, time_zone="Europe/Madrid")
    refresh(session, world.ruben_patient.id)
    theirs = {(row.account_id, row.key) for row in rows(session, world.ruben_patient)}
    walk.owner = world.otto.id
    choose(session, walk, world.rosa, on=False)
    refresh(session, world.rosa_patient.id)
    found = rows(session, world.rosa_patient)
    assert {(row.account_id, row.key) for row in found} == {(world.otto.id, walk.key)}
    refresh(session, world.ruben_patient.id)
    assert {(row.account_id, row.key) for row in rows(session, world.ruben_patient)} == theirs
    walk.owner = world.nurse.id
    refresh(session, world.rosa_patient.id)
    assert rows(session, world.rosa_patient) == [], "what somebody else took on is not the helper's"
    walk.owner = world.otto.id
    refresh(session, world.rosa_patient.id)
    assert rows(session, world.rosa_patient)
    setting.off = ["activity"]
    refresh(session, world.rosa_patient.id)
    assert not [row for row in rows(session, world.rosa_patient) if row.state == "due"]
    session.delete(setting)
    refresh(session, world.rosa_patient.id)
    assert not [row for row in rows(session, world.rosa_patient) if row.state == "due"], (
        "nothing chosen: nothing sent"
    )


@pytest.mark.parametrize("change", ["off", "quiet", "other"])
def test_only_what_is_on_my_day_is_reminded_of(session, world, walk, change):
    stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{walk.key}": "12:00"})
    refresh(session, world.rosa_patient.id)
    clock.now()
    if change == "other":
        stories.on_my_day(session, stories.item(session, walk_version(session, walk)), world.rosa)
        expected = 3
    else:
        choose(session, walk, world.rosa, on=change != "off", remind=change != "quiet")
        expected = 0
    refresh(session, world.rosa_patient.id)
    assert len(rows(session, world.rosa_patient)) == expected


def walk_version(session, line):
    from app.models import PlanVersion

    return session.get(PlanVersion, line.version_id)


def choose(session, line, who, **choice):
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        stories.on_my_day(session, line, who, **choice)


@pytest.mark.parametrize("outcome", ["did", "partly", "not_this_time", "no_longer_fits"])
def test_it_stops_when_anybody_recorded_anything_and_returns_on_undo(session, world, walk, outcome):
    stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{walk.key}": "12:00"})
    refresh(session, world.rosa_patient.id)
    entry = stories.done(session, walk, world.otto, TODAY, outcome, capacity="proxy")
    refresh(session, world.rosa_patient.id)
    assert times(session, world.rosa_patient) == [datetime.combine(TOMORROW, time(12))]
    entry.undone_at = clock.now()
    refresh(session, world.rosa_patient.id)
    assert len(rows(session, world.rosa_patient)) == 2


def test_an_undo_after_the_time_has_passed_brings_nothing_back(session, world, walk, frozen_clock):
    stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{walk.key}": "12:00"})
    refresh(session, world.rosa_patient.id)
    entry = stories.done(session, walk, world.rosa, TODAY)
    refresh(session, world.rosa_patient.id)
    frozen_clock.move(hours=5)
    entry.undone_at = clock.now()
    refresh(session, world.rosa_patient.id)
    assert [row.due_at.date() for row in rows(session, world.rosa_patient)] == [TOMORROW]


def test_a_changed_time_moves_the_row_and_an_earlier_one_does_not_ring_at_once(session, world, walk):
    saved = stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{walk.key}": "12:00"})
    refresh(session, world.rosa_patient.id)
    saved.times = {f"item:{walk.key}": "18:00"}
    refresh(session, world.rosa_patient.id)
    assert [t.time() for t in times(session, world.rosa_patient)] == [time(18), time(18)]
    saved.times = {f"item:{walk.key}": "08:30"}  # it is 9:00 now
    refresh(session, world.rosa_patient.id)
    assert times(session, world.rosa_patient) == [datetime.combine(TOMORROW, time(8, 30))]


def test_an_activity_in_quiet_hours_is_dropped_and_another_kind_waits_for_their_end(session, world, walk):
    stories.setting(
        session, world.rosa, world.rosa_patient,
        times={f"item:{walk.key}": "22:00", "kind:questionnaire": "22:00"},
    )  # fmt: skip
    stories.asked(session, world.rosa_patient, world.nurse, TODAY, TODAY + timedelta(days=30))
    refresh(session, world.rosa_patient.id)
    (only,) = rows(session, world.rosa_patient)
    assert only.kind == "questionnaire"
    assert only.due_at == moment(TOMORROW, time(8), ZONE)


def test_a_form_is_asked_for_twice_at_most_and_not_once_sent_in(session, world, frozen_clock):
    visit = TODAY + timedelta(days=20)
    form = stories.asked(session, world.rosa_patient, world.nurse, TOMORROW, visit, visit)
    for _ in range(30):
        refresh(session, world.rosa_patient.id)
        frozen_clock.move(days=1)
    query = sa.select(Reminder).where(Reminder.patient_id == world.rosa_patient.id).order_by(Reminder.due_at)
    days = [local(row.due_at, ZONE).date() for row in session.scalars(query)]
    assert days == [TOMORROW, visit - timedelta(days=3)]
    assert form.withdrawn_at is None


def test_a_plan_not_opened_gets_one_soft_note(session, world, frozen_clock):
    stories.plan(session, world.rosa_patient, world.nurse, offered_days_ago=0)
    for _ in range(20):
        refresh(session, world.rosa_patient.id)
        frozen_clock.move(days=1)
    query = sa.select(Reminder).where(Reminder.patient_id == world.rosa_patient.id)
    (only,) = session.scalars(query)
    assert (only.kind, local(only.due_at, ZONE).date()) == ("plan", TODAY + timedelta(days=2))


def test_a_review_is_announced_once_two_weeks_before(session, world):
    version = stories.plan(session, world.rosa_patient, world.nurse, review_in=15)
    stories.opened(session, version, world.rosa)
    refresh(session, world.rosa_patient.id)
    (only,) = rows(session, world.rosa_patient)
    assert (only.kind, local(only.due_at, ZONE).date()) == ("review", TOMORROW)


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_switching_one_kind_off_leaves_the_others(session, world, walk, kind):
    reading = stories.item(session, walk_version(session, walk), measure="weight")
    stories.on_my_day(session, reading, world.rosa)
    visit = TODAY + timedelta(days=30)
    stories.asked(session, world.rosa_patient, world.nurse, TOMORROW, visit, visit)
    stories.item(session, walk_version(session, walk), "follow_up", starts=2)
    last = TOMORROW + timedelta(days=7)
    stories.item(session, walk_version(session, walk), "medicine_at_hand", name="x", use_until=last.isoformat())
    refresh(session, world.rosa_patient.id)
    before = kinds(session, world.rosa_patient)
    assert before == {"activity", "measurement", "questionnaire", "follow_up", "medicine"}
    saved = stories.setting(session, world.rosa, world.rosa_patient, off=[kind])
    refresh(session, world.rosa_patient.id)
    assert kinds(session, world.rosa_patient) == before - {kind}
    saved.off = []
    refresh(session, world.rosa_patient.id)
    assert kinds(session, world.rosa_patient) == before


def test_a_proxy_is_reminded_only_when_they_chose_to_be_and_while_they_may(session, world, walk):
    refresh(session, world.rosa_patient.id)
    assert {row.account_id for row in rows(session, world.rosa_patient)} == {world.rosa.id}
    stories.setting(session, world.otto, world.rosa_patient, times={f"item:{walk.key}": "19:00"})
    refresh(session, world.rosa_patient.id)
    assert {row.account_id for row in rows(session, world.rosa_patient)} == {world.rosa.id, world.otto.id}
    from app.models import ProxyGrant

    session.scalars(sa.select(ProxyGrant)).one().withdrawn_at = clock.now()
    refresh(session, world.rosa_patient.id)
    assert {row.account_id for row in rows(session, world.rosa_patient)} == {world.rosa.id}


def test_a_row_that_was_sent_stays_as_it_is(session, world, walk):
    stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{walk.key}": "12:00"})
    refresh(session, world.rosa_patient.id)
    first = rows(session, world.rosa_patient)[0]
    first.state, first.sent_at = "sent", clock.now()
    stories.done(session, walk, world.rosa, TODAY)
    refresh(session, world.rosa_patient.id)
    assert (first.state, first.why_dropped) == ("sent", "")


def test_two_at_once_make_one_row(each_database, world, frozen_clock):
    import threading

    with each_database.write() as session:
        version = stories.plan(session, world.rosa_patient, world.nurse, review_in=15)
        stories.opened(session, version, world.rosa)
    gate, faults = threading.Barrier(2, timeout=20), []

    def go():
        try:
            gate.wait()
            with each_database.write() as session:
                refresh(session, world.rosa_patient.id)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    with each_database.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(Reminder)).scalar_one() == 1


def test_nothing_here_reads_a_decision():
    folder = Path(inspect.getfile(app.care.reminders)).parent
    for path in folder.glob("*.py"):
        names = {n.id for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)}
        names |= {
            a.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ImportFrom) for a in n.names
        }
        assert "Decision" not in names, f"{path.name}: reminders follow DayChoice rows, never a decision (rule 1)"
