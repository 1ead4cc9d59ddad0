"""A flag that noise could raise waits for a second reading; red, crisis and "with signs" never do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import concerns
from app.care.progress import measurements, standing
from app.care.progress.measurements import Asked
from app.models import Concern
from tests.care.progress import plans

DAY = timedelta(days=1)


def lines(session):
    """Band, flag and what came of the second reading, of each open line."""
    query = sa.select(Concern).where(Concern.closed_at.is_(None)).order_by(Concern.raised_at)
    return [(line.band, line.why["flag"], line.why["again"]) for line in session.scalars(query)]


@pytest.fixture
def rosa(frozen_clock, database, world):
    """Writes readings for her, and looks at the worklist. Her plan asks for her weight."""

    class Rosa:
        def __init__(self):
            self.count = 0
            with database.write() as session:
                plans.item(session, plans.version(session, world.rosa_patient, world.nurse), what="Weigh yourself",
                           measure="weight")  # fmt: skip

        def writes(self, kind, unit="", **typed):
            self.count += 1
            with database.write() as session:
                asked = Asked({k: str(v) for k, v in typed.items()}, f"k{self.count}", unit, sure=True)
                return measurements.record(session, world.grant(session, world.rosa), kind, asked)

        def weighs(self, *mornings):
            for kilos in mornings:
                row = self.writes("weight", "kg", weight=kilos)
                frozen_clock.move(days=1)
            return row

        def worklist(self):
            with database.read() as session:
                return lines(session)

        def job(self, **later):
            frozen_clock.move(**later)
            with database.write() as session:
                return sum(standing.raise_one(session, one) for one in standing.due(session))

        def nurse_closes(self):
            with database.write() as session:
                one = session.scalars(sa.select(Concern.id).where(Concern.closed_at.is_(None))).one()
                concerns.close(session, world.grant(session, world.nurse), one, "talked", "Rang.", told_how="phone")

    return Rosa()


def test_a_jump_of_weight_waits_and_stands_when_the_next_morning_agrees(rosa):
    first = rosa.weighs(80, 80, 80, 81)
    assert first.flag == "weight_day"
    assert first.again_by == first.recorded_at + timedelta(hours=54)
    assert rosa.worklist() == []
    rosa.weighs(81.1)
    assert rosa.worklist() == [(2, "weight_day", "agrees")]


def test_it_is_let_go_when_the_next_morning_differs(rosa):
    rosa.weighs(80, 80, 80, 81, 80.2)
    assert rosa.job(days=5) == 0
    assert rosa.worklist() == []


def test_it_stands_when_nobody_measures_again_in_time(rosa):
    rosa.weighs(80, 80, 80, 81)
    assert rosa.job(hours=29) == 0  # 53 hours after the reading
    assert rosa.worklist() == []
    assert rosa.job(hours=1) == 1
    assert rosa.job() == 0  # once
    assert rosa.worklist() == [(2, "weight_day", "none")]


def test_the_same_slip_is_seen_at_once_but_agreeing_waits_for_the_morning(rosa, frozen_clock):
    rosa.weighs(80, 80, 80)
    rosa.writes("weight", "kg", weight=82)
    frozen_clock.move(minutes=5)
    rosa.writes("weight", "kg", weight=82)
    assert rosa.worklist() == []
    frozen_clock.move(minutes=5)
    rosa.writes("weight", "kg", weight=80.1)
    assert rosa.job(days=4) == 0
    assert rosa.worklist() == []


def test_with_signs_nothing_waits(rosa, database, world):
    row = rosa.weighs(80, 80, 80, 81)
    with database.write() as session:
        measurements.with_signs(session, world.grant(session, world.rosa), row.id)
    assert rosa.worklist() == [(1, "weight_day", None)]
    assert rosa.job(days=4) == 0


@pytest.mark.parametrize(
    ("kind", "unit", "typed", "flag"),
    [
        ("blood_pressure", "", {"systolic": 185, "diastolic": 100}, "bp_crisis"),
        ("glucose", "mg/dL", {"glucose": 50}, "glucose_very_low"),
        ("oxygen", "", {"oxygen": 92}, "oxygen_very_low"),
    ],
)
def test_red_and_crisis_never_wait(rosa, kind, unit, typed, flag):
    assert rosa.writes(kind, unit, **typed).again_by is None
    assert rosa.worklist() == [(1, flag, None)]


@pytest.mark.parametrize(("second", "expected"), [(93, [(2, "oxygen_low", "agrees")]), (97, [])])
def test_oxygen_waits_half_an_hour(rosa, frozen_clock, second, expected):
    first = rosa.writes("oxygen", oxygen=94)
    assert first.again_by == clock.now() + timedelta(minutes=30)
    frozen_clock.move(minutes=6)
    rosa.writes("oxygen", oxygen=second)
    assert rosa.worklist() == expected
    rosa.job(hours=1)
    assert rosa.worklist() == expected


def test_a_pulse_is_not_let_go_by_a_reading_without_one(rosa, frozen_clock):
    rosa.writes("blood_pressure", systolic=130, diastolic=80, pulse=125)
    frozen_clock.move(minutes=6)
    rosa.writes("blood_pressure", systolic=128, diastolic=80)
    assert rosa.worklist() == []
    assert rosa.job(minutes=25) == 1
    assert rosa.worklist() == [(2, "pulse", "none")]


def test_a_reading_taken_back_waits_no_more(rosa, database, world):
    row = rosa.weighs(80, 80, 80, 81)
    with database.write() as session:
        measurements.undo(session, world.grant(session, world.rosa), row.id)
    assert rosa.job(days=4) == 0
    assert rosa.worklist() == []


def test_what_the_team_has_just_closed_is_not_raised_again_but_red_is(rosa, frozen_clock):
    rosa.weighs(80, 80, 80, 81, 81.2)
    rosa.nurse_closes()
    rosa.weighs(82.2)
    assert rosa.job(days=3) == 0
    assert rosa.worklist() == []
    rosa.writes("oxygen", oxygen=92)
    rosa.nurse_closes()
    frozen_clock.move(hours=1)
    rosa.writes("oxygen", oxygen=91)
    assert [line[:2] for line in rosa.worklist()] == [(1, "oxygen_very_low")]


def test_a_weight_that_goes_on_the_same_way_is_news_also_after_a_line_was_closed(rosa):
    """A kilogram more each morning: the limit of a week from where it began is never quiet."""
    rosa.weighs(80, 80, 80, 81, 81.2)
    rosa.nurse_closes()
    rosa.weighs(82.2, 83.2, 83.4)
    assert [line[1] for line in rosa.worklist()] in (["weight_day"], ["weight_week"])


def test_a_closed_high_says_nothing_about_a_low(rosa, frozen_clock):
    for value in (260, 265):
        rosa.writes("glucose", "mg/dL", glucose=value)
        frozen_clock.move(hours=3)
    rosa.nurse_closes()
    for value in (62, 58):
        frozen_clock.move(hours=3)
        rosa.writes("glucose", "mg/dL", glucose=value)
    assert [line[1] for line in rosa.worklist()] == ["glucose_low"]


def test_what_waited_when_the_team_closed_a_line_is_let_go(rosa, frozen_clock):
    rosa.writes("oxygen", oxygen=92)
    frozen_clock.move(hours=1)
    assert rosa.writes("oxygen", oxygen=94).again_by is not None
    frozen_clock.move(minutes=5)
    rosa.nurse_closes()
    rosa.job(hours=1)
    assert rosa.worklist() == []


def test_taking_back_the_second_reading_lets_the_first_wait_again(rosa, database, world):
    rosa.weighs(80, 80, 80, 81)
    second = rosa.writes("weight", "kg", weight=80.1)
    assert second.because == {"second": "differs"}
    with database.write() as session:
        measurements.undo(session, world.grant(session, world.rosa), second.id)
    assert rosa.job(days=2) == 1
    assert rosa.worklist() == [(2, "weight_day", "none")]
