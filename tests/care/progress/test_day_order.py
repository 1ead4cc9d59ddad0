"""Routines in the order in which a day has them."""

import pytest
import sqlalchemy as sa

from app.care.plan.kinds import rhythm
from app.care.progress import day_order, today
from app.care.progress.day_order import LAST, place
from app.care.reminders.choices import Choices
from app.care.reminders.kinds import times_of
from app.errors import Forbidden, Invalid, NotFound
from app.models import DayOrder, PlanItem, ReminderSetting
from tests.care.progress import plans
from tests.care.reminders import stories

A_DAY = [
    {"when": "when I get up"}, {"when": "before breakfast"}, {"when": "With breakfast"}, {"when": "after breakfast"},
    {"part": "morning"}, {"when": "at 10:30"}, {"when": "before lunch"}, {"when": "lunch"}, {"when": "2 pm"},
    {"when": "in the afternoon"}, {"when": "before supper"}, {"part": "evening"}, {"when": "after supper"},
    {"when": "before bed"}, {"part": "any"},
]  # fmt: skip


def test_a_day_from_getting_up_to_going_to_bed():
    mixed = [*A_DAY[7:], *A_DAY[:7]]
    assert sorted(mixed, key=place) == A_DAY


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("antes del desayuno", 450), ("después de la cena", 1140), ("a las 9", 540), ("8 a.m.", 480), ("at 7", 420),
        ("12 pm", 720), ("3 times a week", LAST), ("every 2 h", LAST), ("12 am", 0),
        ("2 amazing songs", LAST), ("twice, 10 minutes", LAST), ("", LAST),
        ("before the evening news", 1050), ("after the evening meal", 1140),
        ("al mediodía", 750), ("before bed", 1230), ("por la noche", 1230),
        ("in embedded words like bedroom", LAST),
    ],
)  # fmt: skip
def test_words_for_when(words, minutes):
    assert place({"when": words}) == minutes


def test_the_own_time_counts_before_the_words():
    assert place({"when": "after breakfast", "part": "morning"}, "19:15") == 19 * 60 + 15


@pytest.mark.parametrize(
    ("content", "minutes"),
    [
        ({"part": "supper"}, 1020), ({"when": "after supper"}, 1020), ({"when": "before supper"}, 960),
        ({"part": "bed"}, 1230), ({"part": "supper", "when": "at 9 pm"}, 1260),
        ({"part": "bed", "also": ["breakfast", "supper"]}, 510), ({"part": "any", "also": ["supper"]}, 1020),
    ],
)  # fmt: skip
def test_the_own_times_of_parts_of_the_day(content, minutes):
    assert place(content, times={"part:supper": "17:00", "part:any": "07:00"}) == minutes


def test_a_time_for_one_line_says_nothing_of_several_times_a_day():
    assert place({"part": "breakfast", "also": ["bed"]}, "19:15") == 510


@pytest.mark.parametrize("part", rhythm.AGAIN)
def test_the_day_is_in_the_order_in_which_it_rings(part):
    chosen = Choices("a", "en", "UTC")
    [(_, at)] = times_of(PlanItem(key="k", content={"part": part}), chosen)
    assert place({"part": part}) == at.hour * 60 + at.minute


@pytest.fixture
def lines(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        made = [
            plans.item(session, version, what=what, when=when)
            for what, when in (("Stretch", "before bed"), ("Walk", "after breakfast"), ("Pills", "before breakfast"))
        ]
        for line in made:
            plans.on_day(session, line, world.rosa)
    return {line.content["what"]: line for line in made}


def titles(items):
    return [item.content["what"] for item in items]


def test_the_own_times_of_reminders_and_the_own_order(database, world, lines):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        assert titles(day_order.of_day(session, rosa)) == ["Pills", "Walk", "Stretch"]
        stories.setting(session, world.rosa, world.rosa_patient, times={f"item:{lines['Stretch'].key}": "06:00"})
        assert titles(day_order.of_day(session, rosa)) == ["Stretch", "Pills", "Walk"]
        session.get_one(PlanItem, lines["Pills"].id).content = {"what": "Pills", "part": "supper"}
        row = session.scalars(sa.select(ReminderSetting)).one()
        assert titles(day_order.of_day(session, rosa)) == ["Stretch", "Walk", "Pills"]
        row.times = {**row.times, "part:supper": "07:00"}
        assert titles(day_order.of_day(session, rosa)) == ["Stretch", "Pills", "Walk"]
        for _ in range(2):
            day_order.put(session, rosa, lines["Walk"].key, 0)
        assert titles(day_order.of_day(session, rosa)) == ["Walk", "Stretch", "Pills"]
        assert len(session.scalars(sa.select(DayOrder)).all()) == 1
        seen = today.of(session, world.grant(session, world.otto, world.rosa_patient)).to_do
        assert titles(card.item for card in seen)[:2] == ["Walk", "Stretch"]


def test_only_what_is_on_the_day_and_only_by_who_has_the_day(database, world, lines):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        with pytest.raises(Invalid):
            day_order.put(session, rosa, lines["Walk"].key, 3)
        with pytest.raises(NotFound):
            day_order.put(session, rosa, "nothing", 0)
        with pytest.raises(NotFound):
            day_order.put(session, world.grant(session, world.ruben, world.ruben_patient), lines["Walk"].key, 0)
        with pytest.raises(Forbidden):
            day_order.put(session, world.grant(session, world.otto, world.rosa_patient), lines["Walk"].key, 0)
        assert session.scalars(sa.select(DayOrder)).all() == []
