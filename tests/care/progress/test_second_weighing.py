"""Weighing twice at its edges: when a second weight says something, which way, and what is the same story."""

from datetime import UTC, datetime, timedelta

import pytest

from app.care.progress import again, flagging, standing
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.reading import read
from tests.care.progress.judged import DAY, MADRID, NEW_YORK, row

SEVEN = datetime(2026, 6, 10, 7, 0, tzinfo=NEW_YORK)
ASKED = Holding(asked_for=True)


def typed(unit, value):
    return read(KINDS["weight"], KINDS["weight"].unit(unit), {"weight": str(value)})


def weighed(at, unit, value, before, holding=ASKED):
    """A stored weight with its verdict, as the phone keeps it."""
    stored = row("weight", at, unit, weight=value)
    newest_first = sorted(before, key=lambda one: one.happened_at, reverse=True)
    verdict = flagging.judge(typed(unit, value), at, newest_first, holding)
    stored.flag, stored.because = verdict.flag, standing.kept(verdict, typed(unit, value), holding)
    return stored


def second(first, at, unit, value, before, holding=ASKED):
    newest_first = sorted([first, *before], key=lambda one: one.happened_at, reverse=True)
    verdict = flagging.judge(typed(unit, value), at, newest_first, holding)
    return again.agrees(first, typed(unit, value), at, verdict, holding, newest_first)


def mornings(unit, value, until=SEVEN, days=4):
    return [row("weight", until - n * DAY, unit, weight=value) for n in range(1, days + 1)]


# A jump in the morning (+1 kg): a weight of the same moment shows a slip; later on the same day it says nothing.


@pytest.mark.parametrize(
    ("hours", "value", "answer"),
    [
        (0.1, 81.0, "too soon"), (0.1, 80.1, "differs"), (0.9, 80.1, "differs"),
        (1, 80.1, "too soon"), (5, 81.3, "too soon"), (5, 80.1, "too soon"),
        (11, 81.3, "too soon"), (11, 80.1, "too soon"), (16.9, 81.3, "too soon"), (16.9, 80.1, "too soon"),
        (17, 80.1, "differs"), (24, 81.0, "agrees"), (24, 80.9, "agrees"), (24, 80.8, "differs"),
        (24, 79.0, "differs"), (48, 80.9, "agrees"), (48, 80.8, "differs"),
    ],
)  # fmt: skip
def test_a_weight_of_the_same_day_is_no_next_morning(hours, value, answer):
    before = mornings("kg", 80)
    first = weighed(SEVEN, "kg", 81, before)
    assert first.flag == "weight_day"
    assert second(first, SEVEN + timedelta(hours=hours), "kg", value, before) == answer


@pytest.mark.parametrize(
    ("hours", "value", "answer"),
    [
        (7, 81.0, "too soon"),
        (7, 80.1, "differs"),
        (9.9, 81.0, "too soon"),
        (10, 81.0, "agrees"),
        (10, 80.1, "differs"),
    ],
)
def test_from_late_evening_to_the_next_morning(hours, value, answer):
    late = SEVEN.replace(hour=23, minute=30)
    before = mornings("kg", 80, until=late)
    first = weighed(late, "kg", 81, before)
    assert first.flag == "weight_day"
    assert second(first, late + timedelta(hours=hours), "kg", value, before) == answer


@pytest.mark.parametrize(
    ("zone", "sunday"),
    [(NEW_YORK, (3, 8)), (NEW_YORK, (11, 1)), (MADRID, (3, 29)), (MADRID, (10, 25))],
)
def test_the_next_morning_after_clocks_changed(zone, sunday):
    morning = datetime(2026, *sunday, 7, 0, tzinfo=zone)
    saturday = morning - DAY
    before = mornings("[lb_av]", 180, until=saturday)
    first = weighed(saturday, "[lb_av]", 182, before)
    assert second(first, morning, "[lb_av]", 182, before) == "agrees"
    assert second(first, morning, "[lb_av]", 181.9, before) == "differs"
    assert second(first, saturday.replace(hour=22), "[lb_av]", 182, before) == "too soon"


# Which way: the flag's own. Coming down from a light or heavy morning is no change the other way.


@pytest.mark.parametrize(("spike", "then", "way"), [(83.0, 81.6, "loss"), (77.0, 78.4, "gain")])
def test_coming_back_from_one_morning_does_not_stand_as_the_other_way(spike, then, way):
    before = [*mornings("kg", 80), row("weight", SEVEN, "kg", weight=spike)]
    first = weighed(SEVEN + DAY, "kg", then, before)
    assert (first.flag, first.because["way"]) == ("weight_day", way)
    assert second(first, SEVEN + 2 * DAY, "kg", then, before) == "differs"


# A change of a week grows slowly: the middle of both mornings by the limit, and each by the limit of a day.


@pytest.mark.parametrize(
    ("unit", "usual", "one", "two", "answer"),
    [
        ("kg", 80, 82.4, 82.2, "agrees"), ("kg", 80, 82.4, 82.1, "differs"), ("kg", 80, 77.6, 77.8, "agrees"),
        ("kg", 80, 77.6, 77.9, "differs"), ("kg", 80, 86.0, 80.8, "differs"), ("kg", 80, 86.0, 80.9, "agrees"),
        ("[lb_av]", 180, 185.1, 184.9, "agrees"), ("[lb_av]", 180, 185.0, 184.9, "differs"),
        ("[lb_av]", 180, 190.0, 181.9, "differs"),
    ],
)  # fmt: skip
def test_a_change_of_a_week_stands_by_both_mornings(unit, usual, one, two, answer):
    before = [row("weight", SEVEN - n * DAY, unit, weight=usual) for n in (5, 6, 7)]
    first = weighed(SEVEN, unit, one, before)
    assert first.flag == "weight_week"
    assert second(first, SEVEN + DAY, unit, two, before) == answer


# After the team has closed a line: its way back is the same story as far as where it began; farther is news.

CLOSED = SEVEN - 6 * DAY


def closed(way, began=80.0, at=CLOSED, flag="weight_week", value=None):
    return Holding(asked_for=True, seen_at=at.astimezone(UTC), seen_way=way, seen_flag=flag,
                   seen_value=began if value is None else value, seen_began=began)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "way", "flag", "band"),
    [
        (83.0, 80.4, "gain", None, None), (83.0, 79.2, "gain", None, None),
        (83.0, 79.1, "gain", "weight_week", "soon"),
        (77.0, 79.6, "loss", None, None), (77.0, 80.8, "loss", None, None),
        (77.0, 80.9, "loss", "weight_week", "soon"),
        (83.0, 80.4, "loss", "weight_week", None), (77.0, 79.6, "gain", "weight_week", None),
    ],
)  # fmt: skip
def test_the_way_back_is_the_same_story(before, now, way, flag, band):
    """The last two go on the way that was closed: said on the phone, and quiet for the week after it was closed."""
    rows = [row("weight", SEVEN - n * DAY, "kg", weight=before) for n in (4, 5, 6)]
    verdict = flagging.judge(typed("kg", now), SEVEN, rows, closed(way))
    assert (verdict.flag, verdict.band) == (flag, band)


@pytest.mark.parametrize(("now", "flag"), [(80.8, None), (80.7, "weight_day")])
def test_as_much_in_a_night_as_in_a_week_is_never_expected(now, flag):
    rows = [row("weight", SEVEN - DAY, "kg", weight=83)]
    assert flagging.judge(typed("kg", now), SEVEN, rows, closed("gain")).flag == flag


def test_after_four_weeks_a_change_back_is_a_change_of_its_own():
    rows = [row("weight", SEVEN - 3 * DAY, "kg", weight=83)]
    held = closed("gain", at=SEVEN - 29 * DAY)
    assert flagging.judge(typed("kg", 80.4), SEVEN, rows, held).flag == "weight_week"


def test_both_mornings_must_lie_beyond_where_it_began():
    rows = [row("weight", SEVEN - n * DAY, "kg", weight=81.5) for n in range(1, 7)]
    first = weighed(SEVEN, "kg", 79.0, rows, closed("gain"))
    assert first.flag == "weight_day"
    assert second(first, SEVEN + DAY, "kg", 79.2, rows, closed("gain")) == "differs"
    assert second(first, SEVEN + DAY, "kg", 79.1, rows, closed("gain")) == "agrees"


@pytest.mark.parametrize(("now", "band"), [(83.3, None), (83.4, "soon")])
def test_farther_the_same_way_is_news_once_it_is_farther_than_what_the_team_saw(now, band):
    """Closed at 82.5, 2.5 above where it began: news from 0.9 more on."""
    at = CLOSED.replace(hour=12)
    rows = [row("weight", CLOSED + n * DAY, "kg", weight=value) for n, value in ((5, 82.4), (0, 82.5), (-1, 82.3))]
    verdict = flagging.judge(typed("kg", now), SEVEN, rows, closed("gain", at=at))
    assert (verdict.flag, verdict.band) == ("weight_day", band)


def test_a_closed_loss_does_not_quiet_a_gain():
    rows = [row("weight", SEVEN - n * DAY, "kg", weight=80) for n in (1, 2, 3)]
    held = closed("loss", at=SEVEN - DAY, began=80, flag="weight_day")
    assert flagging.judge(typed("kg", 81), SEVEN, rows, held).band == "soon"
    held = closed("gain", at=SEVEN - DAY, began=80, flag="weight_day")
    assert flagging.judge(typed("kg", 81), SEVEN, rows, held).band is None
