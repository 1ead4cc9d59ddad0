"""The sums of a week: plain arithmetic, honest about what nobody said."""

from datetime import date

import pytest

from app.care.plan import burden, burden_words
from app.models import PlanItem, Possible


def item(kind="activity", owner="patient", window=28, **content):
    return PlanItem(kind=kind, owner=owner, key=str(id(content)), starts_on=date(2026, 3, 1),
                    ends_on=date.fromordinal(date(2026, 3, 1).toordinal() + window - 1), content=content)  # fmt: skip


LOADS = [
    # line, minutes, money, trips, tasks a week
    (item(minutes=20), 140, None, None, 7),
    (item(minutes=20, days=[0, 2, 4]), 60, None, None, 3),
    (item(minutes=20, travel_minutes=30, days=[1]), 50, None, 1, 1),
    (item(minutes=20, travel_minutes=0, days=[1]), 20, None, 0, 1),
    (item(travel_minutes=30, days=[1]), None, None, 1, 1),
    (item(days=[1]), None, None, None, 1),
    (item(cost=52, days=[1]), None, 12, None, 1),
    (item(cost=0, minutes=0, days=[1]), 0, 0, None, 1),
    (item(owner="nora", minutes=40), 10, None, None, 0.25),
    (item("follow_up", "nora", window=14, how="visit"), None, None, 0.5, 0.5),
    (item("follow_up", "nora", window=3, how="visit"), None, None, 1, 1),
    (item("follow_up", "nora", window=14, how="phone"), None, None, 0, 0.5),
    (item("treatment", minutes=5, times_a_week=14), 70, None, None, 14),
    (item("treatment", minutes=5), None, None, None, None),
    (item("treatment", minutes=40, travel_minutes=20, times_a_week=2), 120, None, 2, 2),
    (
        item("community_resource", state="going", times_a_week=1, minutes=60, travel_minutes=0, cost_amount=26),
        60,
        6,
        0,
        1,
    ),
    (item("treatment", cost_amount=4, cost_per="week"), None, 4, None, None),
    (item("treatment", cost_amount=104, cost_per="year"), None, 2, None, None),
    (item("treatment", cost_amount=9, cost_per="visit"), None, None, None, None),
]


@pytest.mark.parametrize(("line", "minutes", "money", "trips", "tasks"), LOADS)
def test_one_line_in_one_week(line, minutes, money, trips, tasks):
    load = burden.load(line)
    found = (load.minutes, load.money, load.trips, load.tasks)
    assert found == pytest.approx((minutes, money, trips, tasks))


def test_sums_say_how_many_lines_are_not_in_them():
    found = burden.of([item(minutes=10, days=[0]), item(minutes=5), item(days=[0]), item("goal", words="x")])
    assert (found.sums["minutes"].value, found.sums["minutes"].unknown) == (45, 1)
    assert (found.sums["money"].value, found.sums["money"].unknown) == (0, 3)
    assert len(found.loads) == 3, "a goal asks nothing of a week"
    said = {name: (total, unknown) for name, total, unknown in burden_words.rows(found)}
    assert said["Time it takes"] == ("45 minutes", "1 line has no number.")
    assert said["Money"] == ("Not known", "3 lines have no number.")
    assert said["Things to do"] == ("9 times", "")


def test_each_part_is_added_up_for_itself_and_the_person_comes_first():
    lines = [item(owner="nora", minutes=40), item(minutes=10), item(minutes=20, days=[0])]
    found = burden.by_owner(lines)
    assert list(found) == ["patient", "nora"]
    assert found["patient"].sums["minutes"].value == 90
    assert found["nora"].sums["minutes"].value == 10


def test_taking_a_treatment_and_going_to_a_service_is_in_the_persons_own_week_whoever_looks_after_the_line():
    lines = [item("treatment", "nora", minutes=5, times_a_week=7), item("trial", "nora")]
    lines += [item("community_resource", "nora", state=state, minutes=60, times_a_week=1)
              for state in ("idea", "asked", "starts", "going", "ended", "did_not_work")]  # fmt: skip
    found = burden.by_owner(lines)
    assert list(found) == ["patient"]
    assert found["patient"].sums["minutes"] == burden.Sum(35 + 60 + 60), "only a service that is set up asks for time"


def test_a_visit_is_a_trip_of_the_person_and_a_call_is_not():
    lines = [item("follow_up", "nora", window=7, how="visit"), item("follow_up", "nora", window=7, how="phone")]
    found = burden.by_owner(lines)
    assert list(found) == ["patient", "nora"]
    assert found["patient"].sums["trips"] == burden.Sum(1)
    assert [load.item for load in found["patient"].loads] == lines[:1]
    assert (found["nora"].sums["trips"], found["nora"].sums["tasks"]) == (burden.Sum(0), burden.Sum(2))
    assert burden_words.amount("trips", 0.25) == "less than 1 a week"
    assert burden_words.amount("trips", 2.3) == "2.3 trips"
    assert burden_words.amount("tasks", 17.3) == "17 times"


@pytest.mark.parametrize(
    ("known", "possible", "is_over"), [(60, 60, False), (61, 60, True), (0, 0, False), (60, None, None)]
)
def test_more_than_is_possible(known, possible, is_over):
    assert burden.over(burden.Sum(known), possible) is is_over


def test_the_comparison_is_only_about_what_they_named():
    asked = burden.of([item(minutes=20, cost=52)])
    said = burden_words.beside(asked, Possible(minutes=100, money=20.0, trips=None))
    assert said == [
        ("Time it takes: the plan asks for 2 hours 20 minutes. That is more than 1 hour 40 minutes.", True),
        ("Money: the plan asks for 12. You can give 20.", False),
    ]
    assert burden_words.beside(asked, None) == []
