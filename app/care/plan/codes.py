"""A short code for each line on paper: «4-7K» is line 7 of version 4, and K notices a slip.

Digits and one letter, so that it is easy to read aloud. The letter also depends on whose plan it is: a page of
somebody else is noticed 16 times out of 17.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from app.models import PlanItem

LETTERS = "ACDEFHJKMNPRTVWXY"
"""17 of them, a prime: with weights that differ, every single wrong digit and every swapped pair shows. None looks
like a digit or like another of them."""
_FORM = re.compile(r"([0-9]{1,5})[^0-9A-Z]+([0-9]{1,3})[^0-9A-Z]*([A-Z])")
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code(patient_id: str, number: int, place: int) -> str:
    """The code of the line at ``place`` (from 1) of version ``number``."""
    return f"{number}-{place}{_check(patient_id, number, place)}"


def of(patient_id: str, items: Iterable[PlanItem]) -> dict[str, str]:
    """Key → code for the lines of one version, which never changes once offered. ``items`` in the version's order."""
    return {item.key: code(patient_id, item.number, place) for place, item in enumerate(items, 1)}


def read(patient_id: str, typed: str) -> tuple[int, int] | None:
    """Version and place of a code as somebody typed it; None when it is no code of this person's plan."""
    text = typed.strip().upper()
    found = _FORM.fullmatch(text[:-1].translate(_MEANT) + text[-1:])
    if found is None:
        return None
    number, place = int(found[1]), int(found[2])
    return (number, place) if found[3] == _check(patient_id, number, place) else None


def _check(patient_id: str, number: int, place: int) -> str:
    digits = f"{number:05d}{place:03d}"
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, 1))
    whose = int.from_bytes(hashlib.sha256(patient_id.encode()).digest()[:4])
    return LETTERS[(total + whose) % len(LETTERS)]
