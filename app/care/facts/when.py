"""Dates as people know them: a year, a month of a year, or a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_date

from app import clock
from app.i18n import current_locale, current_zone, format_day

SHAPE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
EARLIEST = 1900


def parse(given: Any) -> str:
    """«2019», «2019-03» or «2019-03-05» as stored; "" for nothing.

    Takes such text, or day, month and year as three texts (the ends may be missing: day, then month). Raises
    ``ValueError`` for what is no date, lies ahead of today, or before 1900.
    """
    if given is None or given == "":
        return ""
    if isinstance(given, Sequence) and not isinstance(given, str):
        day, month, year = (str(part or "").strip() for part in given)
        if (day and not month) or not year:
            raise ValueError(given)
        given = "-".join(part for part in (year, month, day) if part)
    found = SHAPE.fullmatch(str(given).strip())
    if found is None:
        raise ValueError(given)
    numbers = [int(part) for part in found.groups() if part]
    first = date(*[*numbers, 1, 1][:3])
    if first.year < EARLIEST or first > clock.now().astimezone(current_zone()).date():
        raise ValueError(given)
    return "-".join([f"{numbers[0]:04}", *(f"{n:02}" for n in numbers[1:])])


def words(stored: Any) -> str:
    """«2019», «March 2019» or the whole day, in the reader's language; "" for nothing."""
    found = SHAPE.fullmatch(str(stored or ""))
    if found is None:
        return ""
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if day:
        return format_day(first)
    return format_date(first, "LLLL y" if month else "y", locale=current_locale())


def parts(stored: Any) -> dict[str, str]:
    """Day, month and year for a form with three fields."""
    found = SHAPE.fullmatch(str(stored or ""))
    year, month, day = found.groups() if found else (None, None, None)
    return {"day": day or "", "month": month or "", "year": year or ""}
