"""Several reminders in one message, and the most for a day: each thing keeps a row, and none is lost."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import clock
from app.care.reminders import looking, refresh, sending
from app.care.reminders.times import local
from app.care.reminders.words import body
from app.models import Reminder
from tests.care.reminders import stories
from tests.care.reminders.of_each_kind import TODAY, TOMORROW, ZONE, a_call, an_activity, due, said_of

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_what_joined_a_message_that_was_sent_is_not_sent_again(session, world, version, frozen_clock):
    an_activity(session, world, version)
    a_call(session, world, version)
    refresh(session, world.rosa_patient.id)
    rows = [r for r in due(session, world.rosa_patient, world.rosa) if local(r.due_at, ZONE).date() == TODAY]
    lead = next(row for row in rows if row.state == "due")
    (joined,) = [row for row in rows if row.state == "joined"]
    assert joined.joins == lead.dedupe
    frozen_clock.move(hours=9, minutes=1)
    said = said_of(session, world, lead, world.rosa)
    assert body(lead.kind, said) == "Tuesday: look at 2 things."
    lead.state, lead.sent_at = "sent", clock.now()
    refresh(session, world.rosa_patient.id)
    assert (joined.state, joined.joins) == ("joined", lead.dedupe)


def test_what_joined_a_message_that_is_not_needed_any_more_is_told_by_itself(session, world, version):
    kind, _at, _words = an_activity(session, world, version)
    a_call(session, world, version)
    refresh(session, world.rosa_patient.id)
    walk = session.scalars(sa.select(stories.PlanItem).where(stories.PlanItem.kind == kind)).one()
    stories.done(session, walk, world.otto, TODAY, capacity="proxy")
    refresh(session, world.rosa_patient.id)
    rows = [r for r in due(session, world.rosa_patient, world.rosa) if local(r.due_at, ZONE).date() == TODAY]
    assert [(row.kind, row.state) for row in rows] == [("follow_up", "due")]


def test_nothing_joins_a_message_that_never_was_or_that_is_on_its_way(session, world, version, frozen_clock):
    frozen_clock.move(hours=9, minutes=10)  # 18:10: the walk's time passed before it was put on the day
    an_activity(session, world, version)
    line = stories.item(session, version, what="Stretch")
    stories.on_my_day(session, line, world.rosa)
    saved = stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{line.key}": "18:20"})
    refresh(session, world.rosa_patient.id)
    stretch = due(session, world.rosa_patient, world.rosa)[0]
    assert (stretch.key, stretch.state, stretch.joins) == (line.key, "due", "")

    stretch.leased_until, stretch.lease = clock.now() + timedelta(minutes=30), "sender"
    late = stories.item(session, version, what="Call my sister")
    stories.on_my_day(session, late, world.rosa)
    saved.times = {**saved.times, f"item:{late.key}": "18:25"}
    refresh(session, world.rosa_patient.id)
    today = [r for r in due(session, world.rosa_patient, world.rosa) if local(r.due_at, ZONE).date() == TODAY]
    assert [(row.key, row.state) for row in today] == [(line.key, "due"), (late.key, "due")]


def test_what_is_over_the_limit_keeps_a_row_that_says_so(session, world, version, frozen_clock):
    an_activity(session, world, version)
    stories.setting(session, world.rosa, world.rosa_patient, daily_limit=1)
    stories.due(session, world.rosa_patient, world.rosa, state="sent", sent_at=clock.now())
    refresh(session, world.rosa_patient.id)
    query = sa.select(Reminder).where(Reminder.kind == "activity", Reminder.account_id == world.rosa.id)
    states = [(local(r.due_at, ZONE).date(), r.state, r.why_dropped) for r in session.scalars(query)]
    assert sorted(states) == [(TODAY, "dropped", "limit"), (TOMORROW, "due", "")]


def test_tests_that_somebody_asked_for_use_up_nothing_of_the_day(session, world, version, frozen_clock, monkeypatch):
    an_activity(session, world, version)
    stories.setting(session, world.rosa, world.rosa_patient, daily_limit=1)
    stories.due(session, world.rosa_patient, world.rosa, "test", state="sent", sent_at=clock.now())
    refresh(session, world.rosa_patient.id)
    stories.phone(session, world.rosa, SimpleNamespace(endpoint="https://push.example/1", p256dh="p", auth="a"))
    row = next(r for r in due(session, world.rosa_patient, world.rosa) if r.kind == "activity")
    assert local(row.due_at, ZONE).date() == TODAY
    frozen_clock.set(row.due_at)
    monkeypatch.setattr(sending, "SHARE", 1)
    assert [one.claim.reminder_id for one in looking.look(session, sending.claim(session))] == [row.id]
