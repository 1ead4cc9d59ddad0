"""Making it smaller: halves of time and days, never nothing."""

import pytest

from app.care.plan.smaller import offers

CASES = [
    ({"how_much": "20 minutes", "minutes": 20, "days": [0, 2, 4]},
     {"time": {"how_much": "10 minutes", "minutes": 10}, "days": {"days": [0, 4]}}),
    ({"how_much": "15 minutes, twice", "days": []},
     {"time": {"how_much": "7 minutes, twice"}, "days": {"days": [0, 2, 4, 6]}}),
    ({"how_much": "", "minutes": 9, "days": [3]}, {"time": {"how_much": "4 minutes", "minutes": 4}}),
    ({"how_much": "1 minute", "minutes": 1, "days": [3]}, {}),
    ({"how_much": "half an hour", "days": [1, 2]}, {"days": {"days": [1]}}),
    ({}, {"days": {"days": [0, 2, 4, 6]}}),
]  # fmt: skip


@pytest.mark.parametrize(("content", "wanted"), CASES)
def test_halves(content, wanted):
    assert {offer.name: offer.content for offer in offers(content)} == wanted


def test_the_days_are_named_as_everywhere_else():
    assert [str(offer.words) for offer in offers({"days": [0, 1, 2, 4, 5]})] == [
        "On fewer days: Monday, Wednesday, and Saturday"
    ]
