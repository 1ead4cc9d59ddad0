"""Time that belongs to the person: longer whenever asked, one calm line at its end, and never a second."""

import pytest
import sqlalchemy as sa

from app.care.plan import consider, decisions, drafting, marks, offering, reading, versions
from app.db import Base
from app.errors import Conflict, Forbidden, Invalid
from app.models import MoreTime, Reminder, SoftNote
from tests.care.plan.plans import days, offered, put, today


@pytest.fixture
def version(room):
    put(room.session, room.nurse, what="Walk")
    drafting.set_review_date(room.session, room.nurse, days(180))
    return offering.offer(room.session, room.nurse, consider_days=7)


def thinking(room, version):
    return consider.thinking(version, marks.of(room.session, room.rosa), today())


def due(room, version):
    found = marks.of(room.session, room.rosa)
    return consider.note_is_due(room.rosa, version, found, consider.thinking(version, found, today()))


def test_the_time_ends_after_its_last_day(room, version, frozen_clock):
    start = days(7)
    frozen_clock.move(days=7)
    assert (thinking(room, version).until, thinking(room, version).is_over) == (start, False)
    frozen_clock.move(days=1)
    assert thinking(room, version).is_over


def test_longer_is_always_granted_as_often_as_asked(room, version, frozen_clock):
    for more in (10, 20):
        consider.take_more(room.session, room.rosa, 1, days(more))
        assert thinking(room, version).until == days(more)
    consider.take_more(room.session, room.rosa, 1)
    frozen_clock.move(days=400)
    assert thinking(room, version).open_ended
    assert not thinking(room, version).is_over


def test_a_shorter_day_takes_nothing_away(room, version):
    consider.take_more(room.session, room.rosa, 1, days(2))
    assert thinking(room, version).until == days(7)


def test_a_repeat_is_one_row_and_a_day_gone_by_is_refused(room, version):
    for _ in range(2):
        consider.take_more(room.session, room.rosa, 1)
    assert len(room.session.scalars(sa.select(MoreTime)).all()) == 1
    with pytest.raises(Invalid):
        consider.take_more(room.session, room.rosa, 1, today())
    with pytest.raises(Conflict):
        consider.take_more(room.session, room.rosa, 2)


def test_who_may_take_longer(room, version):
    for grant in (room.otto, room.nurse):
        with pytest.raises(Forbidden):
            consider.take_more(room.session, grant, 1)
    with pytest.raises(Conflict):
        consider.take_more(room.session, room.ruben, 1)


def test_one_calm_line_and_never_a_second(room, version, frozen_clock):
    assert not due(room, version)
    frozen_clock.move(days=8)
    assert due(room, version)
    for _ in range(2):
        consider.note_shown(room.session, room.rosa, 1)
    assert due(room, version), "it stands until it is hidden"
    frozen_clock.move(minutes=5)
    consider.take_more(room.session, room.rosa, 1, days(3))
    frozen_clock.move(days=30)
    assert thinking(room, version).is_over
    assert not due(room, version), "whoever saw it once and took longer is not told a second time"
    rows = room.session.scalars(sa.select(SoftNote)).all()
    assert len(rows) == 1


def test_hidden_is_hidden_for_ever_and_recorded(room, version, frozen_clock):
    frozen_clock.move(days=8)
    consider.note_shown(room.session, room.rosa, 1)
    consider.hide_note(room.session, room.rosa, 1)
    frozen_clock.move(days=300)
    assert not due(room, version)
    note = room.session.scalars(sa.select(SoftNote)).one()
    assert note.hidden_at is not None
    assert note.shown_at < note.hidden_at or note.shown_at == note.hidden_at


@pytest.mark.parametrize("answer", ["yes", "no", "not_now", "talk", None])
def test_the_line_knows_no_answer(room, version, frozen_clock, answer):
    for line in reading.current(room.session, room.rosa).items:
        if answer:
            decisions.decide(room.session, room.rosa, line.key, 1, answer)
    frozen_clock.move(days=8)
    assert due(room, version)


def test_only_the_person_sees_the_line(room, version, frozen_clock):
    frozen_clock.move(days=8)
    found = marks.of(room.session, room.otto)
    time = consider.thinking(version, found, today())
    assert not consider.note_is_due(room.otto, version, found, time)
    assert not consider.note_is_due(room.nurse, version, found, time)


def test_nothing_is_sent_to_a_phone_because_the_time_is_over(room, version, frozen_clock):
    from app.care import reminders

    reminders.refresh(room.session, room.rosa)
    before = {row.dedupe for row in room.session.scalars(sa.select(Reminder))}
    frozen_clock.move(days=8)
    consider.note_shown(room.session, room.rosa, 1)
    reminders.refresh(room.session, room.rosa)
    fresh = [row for row in room.session.scalars(sa.select(Reminder)) if row.dedupe not in before]
    assert fresh == []


def test_no_time_set_never_ends(room, frozen_clock):
    offered(room.session, room.nurse)
    version = versions.newest(room.session, room.rosa)
    frozen_clock.move(days=100)
    assert thinking(room, version).until is None
    assert not due(room, version)


def test_a_second_note_cannot_be_stored():
    table = Base.metadata.tables["soft_note"]
    unique = [set(c.columns.keys()) for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    assert {"patient_id", "number"} in unique
