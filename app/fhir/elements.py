"""Small parts of FHIR R4 as they come in files of any quality: nothing here raises, whatever the JSON holds."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

from app.care.facts import when
from app.care.plan.kinds.fields import clean

SHORT, PAGE = 200, 2000
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def text(value: Any, most: int = PAGE) -> str:
    """Clean text of at most ``most`` letters; numbers as they are written; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    try:
        words = clean(str(value))
    except ValueError:  # a number with thousands of digits
        return ""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def part(value: Any, name: str) -> Any:
    """``value[name]`` when there is one; of a list the first. None otherwise."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(name) if isinstance(value, dict) else None


def each(value: Any) -> list[dict[str, Any]]:
    """The objects of a list (or the one that stands where a list should be)."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def codes(concept: Any) -> set[str]:
    """All codes of a CodeableConcept, or of several."""
    found: set[str] = set()
    for one in each(concept):
        found |= {text(coding.get("code"), SHORT) for coding in each(one.get("coding"))}
    return found - {""}


def coded(concept: Any) -> tuple[str, str, str]:
    """Words, code and system of a CodeableConcept; the coding that the user chose, else the first with a code."""
    codings = [one for one in each(part(concept, "coding")) if text(one.get("code"), 100)]
    codings.sort(key=lambda one: one.get("userSelected") is not True)
    first = codings[0] if codings else {}
    shown = next((text(c.get("display"), SHORT) for c in each(part(concept, "coding")) if text(c.get("display"))), "")
    words = text(part(concept, "text"), SHORT) or shown or text(first.get("code"), SHORT)
    return words, text(first.get("code"), 100), text(first.get("system"), SHORT)


def day(*values: Any) -> str:
    """The first of these FHIR dates, as a year, month or day of ours; "" for none that can be."""
    for value in values:
        value = part(value, "start") or part(value, "end") if isinstance(value, dict) else value
        found = DAY.match(value) if isinstance(value, str) else None
        if found:
            try:
                return when.parse(found.group())
            except ValueError:
                continue
    return ""


def whole_day(*values: Any) -> date | None:
    """The same when the day is known."""
    found = day(*values)
    return date.fromisoformat(found) if len(found) == 10 else None


def quantity(value: Any) -> tuple[str, str]:
    """Number and unit of a Quantity, with its comparator."""
    number = text(part(value, "value"), 40)
    unit = text(part(value, "unit"), 40) or text(part(value, "code"), 40)
    sign = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}.get(text(part(value, "comparator"), 2), "")
    return (f"{sign} {number}".strip(), unit) if number else ("", "")
