"""Each kind of reminder: when it comes, to whom, in whose language and zone; never to Ruben, who is like Rosa."""

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access import scopes
from app.access.grants import system
from app.care.reminders import choices as chosen
from app.care.reminders import refresh, saying
from app.care.reminders.kinds import ASKED_FOR
from app.care.reminders.times import local
from app.care.reminders.words import body
from app.db import new_id
from app.i18n import using_locale
from app.models import Measurement, Pause, PlanVersion, ProxyGrant, ReminderSetting
from tests import factories
from tests.care.reminders import stories
from tests.care.reminders.of_each_kind import (
    TODAY,
    TOMORROW,
    ZONE,
    a_call,
    a_form,
    a_medicine,
    a_plan,
    a_reading,
    a_review,
    a_visit,
    an_activity,
    booked,
    choices,
    due,
    said_of,
)

pytestmark = pytest.mark.usefixtures("frozen_clock")


STORIES = [an_activity, a_reading, a_form, a_call, a_visit, a_review, a_medicine, a_plan]


@pytest.mark.parametrize("story", STORIES)
def test_each_kind_comes_at_its_time_to_whom_it_is_for(session, world, version, story):
    kind, at, words = story(session, world, version)
    for person in (world.rosa_patient, world.ruben_patient):
        refresh(session, person.id)
    (first, *_more) = due(session, world.rosa_patient, world.rosa)
    assert (first.kind, local(first.due_at, ZONE).replace(tzinfo=None)) == (kind, at)
    assert due(session, world.ruben_patient, world.ruben) == []
    said = said_of(session, world, first, world.rosa)
    assert body(kind, said) == words
    theirs = due(session, world.rosa_patient, world.otto)
    if kind in ("medicine", "questionnaire"):
        assert theirs == [], "only whoever looks after it, or may fill it in"
        return
    assert theirs[0].kind == kind
    shown = local(theirs[0].due_at, "Europe/Madrid").time()
    assert shown == (time(18) if kind in ("activity", "measurement") else time(19)), "by the helper's own clock"


@pytest.mark.parametrize("story", STORIES)
def test_no_sentence_says_what_it_is_about_unless_it_was_asked_for(session, world, version, story):
    story(session, world, version)
    refresh(session, world.rosa_patient.id)
    for account in (world.rosa, world.otto):
        for row in due(session, world.rosa_patient, account):
            said = said_of(session, world, row, account)
            with using_locale("es" if account is world.otto else "en"):
                text = body(row.kind, said)
            for secret in ("Walk", "Weigh", "weight", "Ines", "knee", "Zopralin", "Rosa", "medic"):
                assert secret not in text


def test_names_are_said_where_somebody_asked_for_them_and_whose_they_are_to_a_helper(session, world, version):
    an_activity(session, world, version)
    stories.setting(session, world.rosa, world.rosa_patient, named=["activity"])
    session.scalars(sa.select(ReminderSetting).where(ReminderSetting.account_id == world.otto.id)).one().named = [
        "activity"
    ]
    refresh(session, world.rosa_patient.id)
    texts = []
    for account in (world.rosa, world.otto):
        row = due(session, world.rosa_patient, account)[0]
        said = said_of(session, world, row, account)
        texts.append(body("activity", said))
    assert texts == ["Tuesday: Walk.", "Tuesday, for Rosa: Walk."]


def test_a_late_one_says_for_when_it_was(session, world, version, frozen_clock):
    an_activity(session, world, version)
    refresh(session, world.rosa_patient.id)
    (row, *_more) = due(session, world.rosa_patient, world.rosa)
    frozen_clock.move(hours=9, minutes=10)
    said = said_of(session, world, row, world.rosa)
    assert not said.is_late
    frozen_clock.move(minutes=30)
    said = said_of(session, world, row, world.rosa)
    assert body("activity", said) == "Tuesday: do what you planned. This was for 6:00\u202fPM."


def test_what_is_for_twice_a_day_rings_again_until_it_is_done_twice(session, world, version):
    line = stories.item(session, version, what="Stretch", part="midday", also=["evening"])
    stories.on_my_day(session, line, world.rosa)
    hours = []
    for n in range(3):
        refresh(session, world.rosa_patient.id)
        rows = [r for r in due(session, world.rosa_patient, world.rosa) if local(r.due_at, ZONE).date() == TODAY]
        hours.append([f"{local(row.due_at, ZONE):%H:%M}" for row in rows])
        stories.done(session, line, world.rosa, TODAY)
        assert n < 3
    assert hours == [["12:30", "18:00"], ["18:00"], []]


def test_a_reading_that_was_taken_offline_and_sent_later_stops_the_day_it_was_for(session, world, version):
    a_reading(session, world, version)
    refresh(session, world.rosa_patient.id)
    assert [local(r.due_at, ZONE).date() for r in due(session, world.rosa_patient, world.rosa)] == [TODAY, TOMORROW]
    session.add(Measurement(
        patient_id=world.rosa_patient.id, kind="weight", values={"weight": 70}, unit="kg", canonical=70.0,
        happened_at=clock.now(), recorded_at=clock.now(), client_key=new_id(), actor_id=world.otto.id,
        capacity="proxy",
    ))  # fmt: skip
    refresh(session, world.rosa_patient.id)
    assert [local(r.due_at, ZONE).date() for r in due(session, world.rosa_patient, world.rosa)] == [TOMORROW]


def test_a_visit_that_is_called_off_or_moved_takes_its_reminder_along(session, world, version):
    row = booked(session, world.rosa_patient, world.nurse)
    refresh(session, world.rosa_patient.id)
    assert len(due(session, world.rosa_patient, world.rosa)) == 1
    row.happens_at += timedelta(days=5)
    refresh(session, world.rosa_patient.id)
    assert due(session, world.rosa_patient, world.rosa) == []
    row.happens_at -= timedelta(days=5)
    refresh(session, world.rosa_patient.id)
    assert len(due(session, world.rosa_patient, world.rosa)) == 1
    row.state, row.closed_at = "called_off", clock.now()
    refresh(session, world.rosa_patient.id)
    assert due(session, world.rosa_patient, world.rosa) == []


def test_a_helper_who_may_not_read_facts_hears_of_visits_and_not_of_tests(session, world, version):
    proxy = session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == world.otto.id)).one()
    proxy.scopes = scopes.without(proxy.scopes, ["known"])
    booked(session, world.rosa_patient, world.nurse, "test")
    session.flush()
    may = choices(session, world, world.otto).may_see_facts
    refresh(session, world.rosa_patient.id)
    assert bool(due(session, world.rosa_patient, world.otto)) is may
    assert not may
    assert len(due(session, world.rosa_patient, world.rosa)) == 1


def test_a_medicine_that_a_helper_keeps_reaches_the_helper_without_being_asked_for(session, world, version):
    session.execute(sa.delete(ReminderSetting))
    _kind, _at, _words = a_medicine(session, world, version)
    session.scalars(
        sa.select(stories.PlanItem).where(stories.PlanItem.kind == "medicine_at_hand")
    ).one().owner = world.otto.id
    refresh(session, world.rosa_patient.id)
    assert due(session, world.rosa_patient, world.rosa) == []
    assert [row.kind for row in due(session, world.rosa_patient, world.otto)] == ["medicine"]


def test_a_pause_stills_what_is_asked_and_not_who_waits_or_what_keeps_safe(session, world, version):
    for story in (an_activity, a_visit, a_medicine):
        story(session, world, version)
    session.add(Pause(
        patient_id=world.rosa_patient.id, why="grief", words="", starts_on=TODAY, ends_on=TODAY + timedelta(days=5),
        until_told=False, client_key=new_id(), actor_id=world.rosa.id, capacity="self", at=clock.now(),
        ended_capacity="",
    ))  # fmt: skip
    refresh(session, world.rosa_patient.id)
    assert {row.kind for row in due(session, world.rosa_patient, world.rosa)} == {"follow_up", "medicine"}


def test_who_moves_takes_their_times_along(session, world, version):
    an_activity(session, world, version)
    saved = stories.setting(session, world.rosa, world.rosa_patient)
    refresh(session, world.rosa_patient.id)
    before = due(session, world.rosa_patient, world.rosa)[0].due_at
    saved.time_zone = "America/New_York"
    refresh(session, world.rosa_patient.id)
    assert due(session, world.rosa_patient, world.rosa)[0].due_at == before - timedelta(hours=2)


def test_two_people_of_one_helper_are_two_messages_each_at_its_own_time(session, world, version):
    """Never one digest about both, and on a locked screen not mistaken for one's own."""
    an_activity(session, world, version)
    factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben)
    theirs = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == world.ruben_patient.id)).one()
    stories.on_my_day(session, stories.item(session, theirs, what="Swim", part="evening"), world.ruben)
    stories.setting(session, world.otto, world.ruben_patient, named=["activity"])
    texts, moments = [], []
    for person in (world.rosa_patient, world.ruben_patient):
        refresh(session, person.id)
        rows = due(session, person, world.otto)
        assert rows
        assert {(row.patient_id, row.joins) for row in rows} == {(person.id, "")}
        one, patient = chosen.of_rows(session, rows, ASKED_FOR)[rows[0].id]
        said = saying.with_more(session, system(person.id), rows[0], one, patient, [])
        texts.append(body(rows[0].kind, said))
        moments.append(rows[0].due_at)
    assert texts[0] == "Tuesday: do what you planned. For one of the people you help."
    assert "Rosa" not in texts[0]
    assert texts[1] == "Tuesday, for Ruben: Swim."
    assert moments[0] != moments[1]
