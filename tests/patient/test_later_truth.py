"""*Done* and *Later* from a notification say what is so, also on the second device that shows the same note."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.models import PlanItem, ProgressEntry, ReminderSnooze
from tests.patient.test_later import address, sent  # noqa: F401

pytestmark = pytest.mark.usefixtures("frozen_clock")


def entries(database):
    with database.read() as session:
        return session.scalars(sa.select(ProgressEntry.patient_id)).all()


def test_done_on_a_second_device_is_written_down_already(client_as, world, database, sent):  # noqa: F811
    rosa = client_as(world.rosa)
    open_there = rosa.get(address(world, sent, "done"))
    rosa.submit(open_there, button="Yes, done")
    page = rosa.get(address(world, sent, "done"))
    assert page.h1 == "Already written down"
    assert page.says("Walk to the shop", "Go to Today")
    assert not page.says("Yes, done")
    rosa.submit(open_there, button="Yes, done")
    assert entries(database) == [world.rosa_patient.id]


def test_a_note_about_one_of_two_times_writes_one(client_as, world, database, sent):  # noqa: F811
    with database.write() as session:
        line = session.scalars(sa.select(PlanItem).where(PlanItem.key == sent.key)).one()
        line.content = {**line.content, "part": "morning", "also": ["evening"]}
    rosa = client_as(world.rosa)
    for _ in range(2):
        rosa.submit(rosa.get(address(world, sent, "done")), button="Yes, done")
    assert entries(database) == [world.rosa_patient.id]


def test_later_after_done_does_not_say_that_it_comes(client_as, world, database, sent):  # noqa: F811
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(address(world, sent, "done")), button="Yes, done")
    page = rosa.submit(rosa.get(address(world, sent)), button="In 10 minutes")
    assert page.says("It is done. We do not remind you again.")
    assert not page.says("We remind you again:")


def test_later_once_more_than_it_can_be(client_as, world, database, sent):  # noqa: F811
    with database.write() as session:
        for n in range(7):
            session.add(ReminderSnooze(
                patient_id=world.rosa_patient.id, account_id=world.rosa.id, about=sent.dedupe,
                until=clock.now() - timedelta(minutes=1), at=clock.now() - timedelta(minutes=20 - n),
            ))  # fmt: skip
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(address(world, sent)), button="In 10 minutes")
    assert page.says("It cannot be put off again.")
    assert not page.says("We remind you again:")
