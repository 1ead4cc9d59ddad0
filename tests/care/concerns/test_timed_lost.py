"""Reminders that reach no phone any more are the nurse's to know: three in a row, and whose phone it is."""

from datetime import timedelta

import pytest

from app import clock
from app.care.concerns import words_of
from app.db import new_id
from tests.care.concerns.test_timed import look, people
from tests.care.reminders import stories

__all__ = ["look"]
pytestmark = pytest.mark.usefixtures("frozen_clock")


def reminders(database, world, states, person=None, who=None):
    with database.write() as session:
        for n, (state, why) in enumerate(states):
            at = clock.now() - timedelta(days=len(states) - n)
            row = stories.due(
                session, person or world.rosa_patient, who or world.rosa, kind="activity", about=new_id(), due_at=at,
                state=state,
            )  # fmt: skip
            row.why_dropped, row.sent_at = why, at if state == "sent" else None


SENT, LOST = ("sent", ""), ("dropped", "no_device")


@pytest.mark.parametrize(
    ("states", "raised"),
    [
        ([SENT, LOST, LOST, LOST], 1), ([SENT, LOST, LOST], 0), ([LOST, LOST, LOST, LOST], 0),
        ([LOST, LOST, SENT, LOST, LOST], 0), ([SENT, LOST, ("dropped", "not_wanted"), LOST], 0),
        ([SENT, ("dropped", "gave_up"), LOST, LOST], 1),
    ],
)  # fmt: skip
def test_three_reminders_in_a_row_that_did_not_arrive(each_database, world, look, states, raised):
    reminders(each_database, world, states)
    found = look("reminders_lost")
    assert people(found) == [world.rosa_patient.id] * raised
    if raised:
        assert words_of(found[0]).startswith("3 reminders in a row did not reach their phone.")
        reminders(each_database, world, [SENT])
        assert look("reminders_lost") == []


def test_a_helpers_phone_is_named(each_database, world, look):
    reminders(each_database, world, [SENT, LOST, LOST, LOST], who=world.otto)
    (found,) = look("reminders_lost")
    assert "the phone of Otto, who helps" in words_of(found)
