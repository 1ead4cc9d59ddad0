"""Whatever a plan names and whatever limits were set: the form says red exactly where the server says urgent."""

import random
from datetime import timedelta

import pytest

from app.care.plan.kinds.zone_parts import OF_BEST, OVER_DAYS, RULES
from app.care.progress import edges, flagging
from app.care.progress.flags import FLAGS
from app.care.progress.holding import Holding
from app.care.progress.kinds import KINDS
from app.care.progress.limits import LIMITS, Limits, Own
from app.care.progress.reading import read
from app.errors import Invalid
from tests.care.progress.judged import NOON, row
from tests.care.progress.test_edges_before_sent import zone

PLANS = 60
"""Of each kind; each with some forty numbers at and around every edge and anywhere."""
BEFORE = {"systolic": "150", "diastolic": "75"}


def any_zone(dice, kind):
    """A number that a plan may name for this kind, in one of its units, for "act now" or below."""
    part = dice.choice(["", "diastolic"]) if kind.name == "blood_pressure" else ""
    about = next(one for one in kind.parts if one.name == (part or kind.main.name))
    rule, unit = dice.choice(list(RULES)), dice.choice(kind.offered)
    low, high = about.limits_in(unit).refuse
    number = round(dice.uniform(low, high), dice.choice([0, 1, 1, 2]))
    if rule in OVER_DAYS:
        number = round(dice.uniform(0.2, 5), 1)
    elif rule in OF_BEST:
        number = dice.randint(20, 90)
    best = round(dice.uniform(low, high), 1) if dice.random() < 0.3 else None
    shown = "%" if rule in OF_BEST else str(unit.shown)
    return zone(kind.name, rule, number, shown, dice.choice(["now", "now", "watch"]), dice.randint(1, 9), best, part)


def any_limits(dice, kind):
    """Some of the limits of this kind in any unit, set for the person or by the practice."""
    found = {}
    for name, known in LIMITS.items():
        if known.kind == kind.name and dice.random() < 0.4:
            unit = dice.choice(known.units)
            value = dice.uniform(*known.between)
            value = value if known.percent else unit.change(value) if known.change else unit.of(value)
            found[name] = Own(name, round(value, 1), unit.code)
    return Limits(found) if dice.random() < 0.7 else Limits({}, found)


def any_before(dice, kind, unit):
    """A few readings of the days before."""
    low, high = kind.main.limits_in(unit).refuse
    middle = dice.uniform(0.7 * low + 0.3 * high, 0.4 * low + 0.6 * high)
    rows = []
    for _n in range(dice.randint(0, 4)):
        value = typed(kind.main, min(high, max(low, middle + dice.uniform(-3, 3))))
        values = BEFORE if kind.name == "blood_pressure" else {kind.main.name: value}
        rows.append(row(kind.name, NOON - timedelta(hours=dice.randint(1, 260)), unit.code, **values))
    return sorted(rows, key=lambda one: one.happened_at, reverse=True)


def typed(part, value):
    return f"{value:.0f}" if part.whole else f"{value:.1f}"


def numbers(dice, part, unit, found):
    """At each edge of this part and a step to both sides, and anywhere."""
    low, high = part.limits_in(unit).refuse
    at = [edge for each in found for one in each.edges if one.part == part.name for edge in (one.low, one.high)]
    step = 1 if part.whole else 0.1
    near = [edge + n * step for edge in at if not isinstance(edge, str) for n in (-1, -0.5, 0, 0.5, 1)]
    anywhere = [dice.uniform(low, high) for _n in range(20)]
    return {typed(part, value) for value in (*near, *anywhere) if value >= 0}


def form_says(found, part, unit, text):
    """What the page would show: as the script there, an edge is two numbers or two words of a meter."""

    def within(one):
        if isinstance(one.low, str):
            return text in (one.low, one.high)
        return text[0].isdigit() and one.low <= float(text) < one.high

    mine = {"part": part.name, "unit": unit.code}
    return [each for each in found if any(mine.items() <= vars(one).items() and within(one) for one in each.edges)]


@pytest.mark.parametrize("name", list(KINDS))
def test_red_is_where_the_server_says_urgent_and_for_the_same_reason(name):
    dice, kind, red, calm = random.Random(name), KINDS[name], 0, 0
    for _n in range(PLANS):
        unit = dice.choice(kind.offered)
        zones = sorted((any_zone(dice, kind) for _z in range(dice.randint(0, 3))), key=lambda one: one.band != "now")
        best = dice.uniform(200, 600) if dice.random() < 0.7 else None
        held = Holding(any_limits(dice, kind), zones, best, asked_for=dice.random() < 0.5)
        before = any_before(dice, kind, unit)
        found = edges.red(kind, kind.offered, held, NOON, before)
        for part in (one for one in kind.parts if not one.optional):
            for text in (*sorted(numbers(dice, part, unit, found)), *kind.words):
                values = {one.name: BEFORE.get(one.name, "") for one in kind.parts} | {part.name: text}
                shown = [each for one in kind.parts if values[one.name]
                         for each in form_says(found, one, unit, values[one.name])]  # fmt: skip
                try:
                    reading = read(kind, unit, values)
                except Invalid:
                    continue  # nothing is stored
                if reading.other is not None:
                    continue  # the unit is asked about
                said = flagging.judge(reading, NOON, before, held)
                about = (kind.name, unit.code, values, zones, held.limits, best)
                assert bool(shown) == (said.band == "urgent"), about
                if said.band == "urgent":
                    own = next((each.zone for each in found if each in shown and each.zone), None)
                    assert own == (said.zone if said.zone and said.zone.band == "now" else None), about
                    usual = {each.flag.name for each in shown if not each.zone}
                    assert usual == {said.flag} & URGENT - {"zone_now"}, about
                    red += 1
                else:
                    calm += 1
    assert red > 100, "the dice never reached anything"
    assert calm > 100


URGENT = {name for name, flag in FLAGS.items() if flag.band == "urgent"}


def test_every_flag_that_is_red_at_once_has_an_edge():
    assert {name for name, _edges in edges.USUAL.values()} | {flagging.ZONE_FLAGS["now"]} == URGENT
