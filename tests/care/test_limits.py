"""How long ago something may have happened."""

from datetime import date, timedelta

import pytest

from app.care.limits import wrong_day

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "That day has not come yet."), (0, "None"), (-366, "None"),
        (-367, "That is more than a year ago. Check the year."),
    ],
)  # fmt: skip
def test_today_and_a_year_back(days, words):
    assert str(wrong_day(TODAY + timedelta(days=days), TODAY)) == words
