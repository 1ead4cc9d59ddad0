"""Time to think and what is in force meanwhile: dates alone decide it, never an answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app import clock
from app.care import reminders
from app.care.plan import brief, day, decisions, drafting, kinds, offering, versions
from app.errors import Invalid
from app.models import Reminder
from tests.care.plan.plans import days, offered, put, today


@pytest.fixture
def keys(room):
    return offered(room.session, room.nurse)


def active(room):
    return {item.key: item for item in brief.active_items(room.session, room.rosa.patient_id)}


def what(room, key):
    return active(room)[key].content["what"]


def test_a_first_plan_is_in_force_at_once_and_a_changed_one_when_the_time_is_over(room, frozen_clock):
    key = put(room.session, room.nurse, what="Walk").key
    drafting.set_review_date(room.session, room.nurse, days(100))
    first = offering.offer(room.session, room.nurse, consider_days=7)
    assert (first.in_force_from, first.consider_until) == (today(), days(7))
    put(room.session, room.nurse, key=key, what="Swim")
    second = offering.offer(room.session, room.nurse, consider_days=7)
    assert (second.in_force_from, second.consider_until) == (days(7), days(7))
    assert what(room, key) == "Walk"
    decisions.decide(room.session, room.rosa, key, 2, "yes")
    assert what(room, key) == "Walk", "an answer brings no date forward"
    frozen_clock.move(days=7)
    assert what(room, key) == "Swim"


def test_the_day_can_be_chosen(room, keys):
    put(room.session, room.nurse, key=keys["activity"], what="Swim")
    for wrong in (today() - timedelta(days=1), days(180)):
        with pytest.raises(Invalid) as refused:
            offering.offer(room.session, room.nurse, consider_days=7, in_force_from=wrong)
        assert "in_force_from" in refused.value.fields
    made = offering.offer(room.session, room.nurse, consider_days=7, in_force_from=days(2))
    assert (made.in_force_from, made.consider_until) == (days(2), days(7))


def test_no_days_set_is_no_time_set(room, keys):
    put(room.session, room.nurse, key=keys["activity"], what="Swim")
    made = offering.offer(room.session, room.nurse)
    assert (made.in_force_from, made.consider_until) == (today(), None)


def test_what_cannot_wait_is_in_force_at_once_in_its_place_and_nothing_else_is(room, keys, frozen_clock):
    put(room.session, room.nurse, key=keys["activity"], what="Rest the knee")
    new = put(room.session, room.nurse, what="Ring us if it swells").key
    later = put(room.session, room.nurse, what="Swim").key
    offering.offer(room.session, room.nurse, consider_days=7, at_once={keys["activity"], new})
    now = active(room)
    assert now[keys["activity"]].content["what"] == "Rest the knee"
    assert new in now
    assert later not in now
    assert len(now) == len(keys) + 1
    put(room.session, room.nurse, key=later, what="Swim on Mondays")
    offering.offer(room.session, room.nurse, consider_days=7)
    assert what(room, keys["activity"]) == "Rest the knee", "also when one more version waits"
    frozen_clock.move(days=8)
    assert what(room, later) == "Swim on Mondays"


def test_what_the_person_asked_for_says_so(room, keys):
    wish = drafting.suggest(room.session, room.rosa, action="add", kind="goal", content={"words": "See my sister."})
    drafting.accept(room.session, room.nurse, wish.id)
    offering.offer(room.session, room.nurse)
    line = active(room)[wish.key]
    assert (line.reason_code, line.changed_by_id) == ("my_wish", room.world.rosa.id)


def test_a_kind_that_keeps_somebody_safe_does_not_wait(room, keys, monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "activity", replace(kinds.KINDS["activity"], is_safety=True))
    put(room.session, room.nurse, key=keys["activity"], what="Rest the knee")
    offering.offer(room.session, room.nurse, consider_days=7)
    assert what(room, keys["activity"]) == "Rest the knee"


def test_reminders_follow_the_version_in_force_and_never_stop_meanwhile(room, keys, frozen_clock):
    def due():
        reminders.refresh(room.session, room.rosa)
        rows = room.session.query(Reminder).filter_by(kind="activity", state="due", account_id=room.rosa.actor_id)
        return [row for row in rows if row.key == keys["activity"]]

    put(room.session, room.nurse, key=keys["activity"], days=[])
    offering.offer(room.session, room.nurse)
    day.put_on(room.session, room.rosa, keys["activity"])
    before = len(due())
    assert before
    put(room.session, room.nurse, key=keys["activity"], what="Swim", days=[6])
    offering.offer(room.session, room.nurse, consider_days=7)
    assert len(due()) == before, "the version in force goes on while the new one is thought about"
    frozen_clock.move(days=10)
    assert versions.newest(room.session, room.rosa).in_force_from < clock.now().date()
    assert not [row for row in due() if row.due_at > clock.now()], "now the new days count: Sundays"
