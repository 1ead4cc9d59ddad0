"""Facts by day, and a line that is honest about gaps."""

from datetime import timedelta

import pytest

from app import clock
from app.care.progress import bands, chart, lines, look_back, pauses
from app.models import Measurement
from tests.care.progress import plans


def pain(value, days_ago, unit="{score}", kind="pain"):
    return Measurement(kind=kind, values={kind: value}, unit=unit, canonical=float(value),
                       happened_at=clock.now() - timedelta(days=days_ago))  # fmt: skip


def test_days_are_counted_by_fact(database, world, frozen_clock):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        today = clock.today("America/Edmonton")
        walk = plans.item(session, version, what="Walk")
        monday = plans.item(session, version, what="Choir", days=[0])
        plans.item(session, version, what="Later", starts=3)
        for n in (0, 1, 1, 3, 8):
            plans.entry(session, walk, world.rosa, today - timedelta(days=n))
        plans.entry(session, walk, world.rosa, today - timedelta(days=2), "partly")
        plans.entry(session, walk, world.rosa, today - timedelta(days=4), undone_at=clock.now())
        found = look_back.of(session, world.grant(session, world.rosa))
    assert [(w.item.key, w.did, w.partly, w.days) for w in found.weeks] == [
        (walk.key, 3, 1, 7),
        (monday.key, 0, 0, 1),
    ]
    assert len(found.entries) == 6


def test_a_gap_breaks_the_line():
    drawn = lines.draw([pain(3, 40), pain(4, 39), pain(5, 2), pain(6, 1)])
    assert len(drawn.paths) == 2
    assert (len(drawn.dots), drawn.ranges) == (4, [(3, 6)])
    assert lines.draw([pain(3, 1)]) is None
    assert len(lines.draw([pain(3, 1), pain(3, 2)]).dots) == 2


def test_meter_words_have_no_place_on_the_line():
    rows = [pain(100, 2, "mg/dL", "glucose"), pain(110, 1, "mg/dL", "glucose")]
    rows.append(
        Measurement(kind="glucose", values={"glucose": "LO"}, unit="mg/dL", canonical=10, happened_at=clock.now())
    )
    assert len(lines.draw(rows).dots) == 2


def blood_pressure(upper, lower, days_ago):
    return Measurement(kind="blood_pressure", values={"systolic": upper, "diastolic": lower, "pulse": 70},
                       unit="mm[Hg]", canonical=upper,
                       happened_at=clock.now() - timedelta(days=days_ago))  # fmt: skip


def test_both_numbers_of_a_pressure_are_drawn_and_the_pulse_is_not():
    drawn = lines.draw([blood_pressure(130, 80, 3), blood_pressure(140, 90, 1)], (None, 135.0))
    assert [part for part, _points in drawn.paths] == [0, 1]
    assert drawn.ranges == [(130, 140), (80, 90)]
    assert (drawn.low, drawn.high) == (80, 140)
    upper = {y for part, _x, y in drawn.dots if part == 0}
    lower = {y for part, _x, y in drawn.dots if part == 1}
    assert max(upper) < min(lower), "a higher number is drawn higher"


def test_days_without_a_reading_at_the_ends_are_seen():
    until = clock.now()
    spots = [pain(3, 20), pain(4, 19)]
    drawn = lines.draw(spots, between=(until - timedelta(days=28), until))
    xs = [x for _part, x, _y in drawn.dots]
    assert 80 < xs[0] < xs[1] < 120  # of 320: 8 and 9 of 28 days


def test_a_week_without_a_reading_has_no_mean(frozen_clock):
    rows = [pain(2, 1), pain(4, 2), pain(9, 20)]
    weeks = lines.weekly(rows, clock.now())
    assert [(week.count, week.mean, week.low, week.high) for week in weeks] == [
        (2, (3.0,), (2,), (4,)), (1, (9.0,), (9,), (9,)),
    ]  # fmt: skip
    assert (weeks[0].last - weeks[1].last).days == 14
    drawn = lines.draw(rows, means=weeks, gap=timedelta(days=8))
    assert (len(drawn.dots), drawn.paths, drawn.gaps) == (2, [], 1)


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("70 to 130", (70, 130)), ("70-130", (70, 130)), ("3,9 a 7,2", (3.9, 7.2)), ("under 140", (None, 140)),
        ("< 140", (None, 140)), ("at least 94", (94, None)), ("al menos 94", (94, None)),
        ("130 to 70", None), ("about 80", None), ("130/80", None), ("", None), ("under 140 when calm", None),
    ],
)  # fmt: skip
def test_a_band_is_read_and_never_guessed(words, band):
    assert bands.read(words) == band


@pytest.mark.parametrize(
    ("words", "two"),
    [
        ("below 140 over 85", (140, 85)), ("under 130/80", (130, 80)), ("<135/85", (135, 85)),
        ("menos de 140 sobre 85", (140, 85)), ("130/80", None), ("under 140", None), ("70 to 130", None),
    ],
)  # fmt: skip
def test_two_numbers_to_stay_below(words, two):
    assert bands.read_two(words) == two


def test_both_ends_of_a_pressure_are_marked_inside_the_box():
    drawn = lines.draw([blood_pressure(130, 80, 3), blood_pressure(128, 78, 1)], marks=(140.0, 85.0))
    assert (drawn.low, drawn.high) == (78, 140)
    assert drawn.marks[0] < min(y for part, _x, y in drawn.dots if part == 0)
    assert drawn.marks[0] < drawn.marks[1] < chart.HIGH


def test_the_band_of_a_goal(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        goal = plans.item(session, version, "goal", words="Calm mornings", target="70 to 130", unit="mg/dL")
        asks = plans.item(session, version, what="Measure", measure="glucose", goal_key=goal.key)
        assert bands.of_goal("glucose", "mg/dL", [goal, asks]) == (70.0, 130.0)
        assert bands.of_goal("glucose", "mmol/L", [goal, asks]) is None
        assert bands.of_goal("weight", "kg", [goal, asks]) is None


def test_an_open_band_reaches_the_edge_and_a_narrow_one_is_seen():
    open_ended = lines.draw([pain(3, 2), pain(6, 1)], (None, 5.0))
    assert open_ended.band[0] + open_ended.band[1] == chart.HIGH
    narrow = lines.draw([pain(3, 2), pain(6, 1)], (5.0, 5.0))
    assert narrow.band[1] >= chart.THIN


class TestCourse:
    """Seven days at a time: what was written counts, silence is a gap, a pause is a pause."""

    def course(self, session, world, period="weeks"):
        found = look_back.of(session, world.grant(session, world.rosa), period)
        return found.goals[0].courses[0]

    def test_silence_is_a_gap_and_no_zero(self, database, world, frozen_clock):
        with database.write() as session:
            version = plans.version(session, world.rosa_patient, world.nurse)
            walk = plans.item(session, version, what="Walk", days=[0, 2, 4], starts=-60)
            today = clock.today("America/Edmonton")
            for n, outcome in ((0, "did"), (1, "partly"), (15, "not_this_time"), (22, "did")):
                plans.entry(session, walk, world.rosa, today - timedelta(days=n), outcome)
            course = self.course(session, world)
        assert [block.done for block in course.blocks] == [2, None, 0, 1]
        assert (course.blocks[0].partly, course.planned, course.silent, course.written) == (1, 3, 1, [2, 0, 1])
        assert len(course.line.paths) == 1
        assert course.line.gaps == 1

    def test_a_paused_week_is_neither_silent_nor_asked(self, database, world, frozen_clock):
        with database.write() as session:
            version = plans.version(session, world.rosa_patient, world.nurse)
            walk = plans.item(session, version, what="Walk", starts=-60)
            today = clock.today("America/Edmonton")
            plans.entry(session, walk, world.rosa, today)
            rosa = world.grant(session, world.rosa)
            pauses.begin(session, rosa, "hospital", today - timedelta(days=12), today, "k")
            frozen_clock.move(days=1)
            found = look_back.of(session, rosa)
            course = found.goals[0].courses[0]
        (week,) = found.weeks
        assert (week.did, week.days) == (1, 2), "paused days are not among the days it was for"
        assert [state for _day, state in week.days_were] == ["paused"] * 5 + ["did", "open"]
        assert course.silent == 2, "of the four blocks two were paused or have something"
        assert len(course.line.rests) == 1

    def test_blocks_begin_with_the_activity_and_a_year_has_fifty_two(self, database, world, frozen_clock):
        with database.write() as session:
            version = plans.version(session, world.rosa_patient, world.nurse)
            walk = plans.item(session, version, what="Walk", starts=-9)
            plans.entry(session, walk, world.rosa, clock.today("America/Edmonton"))
            assert len(self.course(session, world).blocks) == 2
            walk.starts_on -= timedelta(days=500)
            session.flush()
            assert len(self.course(session, world, "year").blocks) == 52


def test_what_serves_a_goal_stands_under_it(database, world, frozen_clock):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        goal = plans.item(session, version, "goal", words="Dance in June")
        other = plans.item(session, version, "goal", words="Nothing done for it yet")
        walk = plans.item(session, version, what="Walk", goal_key=goal.key)
        choir = plans.item(session, version, what="Choir")
        plans.item(session, version, what="Weigh", measure="weight", goal_key=goal.key)
        today = clock.today("America/Edmonton")
        for line in (walk, choir):
            plans.entry(session, line, world.rosa, today)
        for n in (1, 2):
            plans.reading(session, world.rosa_patient, world.rosa, "weight", 80 + n, days_ago=n)
        found = look_back.of(session, world.grant(session, world.rosa))
    assert [(part.goal.key if part.goal else None, [c.item.key for c in part.courses]) for part in found.goals] == [
        (goal.key, [walk.key]), (other.key, []), (None, [choir.key]),
    ]  # fmt: skip
    assert [one.kind for one in found.goals[0].series] == ["weight"]
    assert [part.has_lines for part in found.goals] == [True, False, True]


def test_five_years_are_read_like_a_month(database, world, frozen_clock):
    """However much was written before: as many statements, and no more rows than the time that is looked at holds."""
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk", starts=-2000)
        today = clock.today("America/Edmonton")
        for n in range(40):
            plans.entry(session, walk, world.rosa, today - timedelta(days=n))
            plans.reading(session, world.rosa_patient, world.rosa, "weight", 80 + n % 3, days_ago=n)
        for n in range(100, 1800, 20):
            plans.entry(session, walk, world.rosa, today - timedelta(days=n))
            plans.reading(session, world.rosa_patient, world.rosa, "weight", 80 + n % 3, days_ago=n)
        found = look_back.of(session, world.grant(session, world.rosa))
    assert len(found.entries) == look_back.ENTRIES
    assert len(found.goals[0].series[0].rows) == 28
    assert len(found.goals[0].courses[0].blocks) == 4
