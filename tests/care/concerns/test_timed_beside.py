"""Rules about time beside others: one line for one reason, and a pause is no silence."""

from datetime import timedelta

import pytest

from app import clock
from app.care.progress import pauses
from tests.care.concerns.test_timed import look, people, plan, put_on_day

__all__ = ["look", "plan"]
pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_a_day_to_decide_has_a_rule_of_its_own_and_is_no_second_line(world, plan, look):
    plan("trial", owner=world.nurse.id, ends=-2, what="The gel", way="pause", aim="To see")
    assert look("late_promise") == []


def test_a_pause_is_no_silence_and_the_count_begins_after_it(each_database, world, plan, look, frozen_clock):
    rosas, rubens = plan(what="Walk")
    put_on_day(each_database, world, rosas, rubens)
    with each_database.write() as session:
        last = clock.today("America/Edmonton") + timedelta(days=10)
        pauses.begin(session, world.grant(session, world.rosa), "holiday", None, last, "k")
    frozen_clock.move(days=14)
    assert people(look("silent")) == [world.ruben_patient.id]
    frozen_clock.move(days=9)
    assert people(look("silent")) == [world.ruben_patient.id]
    frozen_clock.move(days=1)
    assert world.rosa_patient.id in people(look("silent"))
