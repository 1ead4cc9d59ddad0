"""Places as one part of an address, and back."""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from app.care.questionnaires.parts import Definition, Item
from app.care.questionnaires.places import link_of, place, stored

SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}")
OCCURRENCE = re.compile(r"\d{1,4}(\.\d{1,4}){0,19}")
#: Words that stand in the same place of an address.
TAKEN = frozenset({"amend", "check", "keep", "leave", "newer", "nothing", "send", "sent", "something", "start"})


@lru_cache(maxsize=20_000)
def token(where: str) -> str:
    """A place as one part of an address: its link id as it is where that is safe, else encoded; then ``@1.2``."""
    link_id, numbers = stored(where)
    safe = SAFE.fullmatch(link_id) and link_id not in TAKEN
    part = link_id if safe else "~" + base64.urlsafe_b64encode(link_id.encode()).decode().rstrip("=")
    return f"{part}@{numbers}" if numbers else part


def place_of(definition: Definition, wanted: str) -> str | None:
    """The place that a token stands for, or None when the form has no such item."""
    part, _, numbers = wanted.partition("@")
    link_id = next((link for link in definition.by_link if token(link) == part), None)
    if link_id is None or (numbers and not OCCURRENCE.fullmatch(numbers)):
        return None
    return place(link_id, tuple(int(number) for number in numbers.split(".")) if numbers else ())


def find(definition: Definition, wanted: str) -> Item | None:
    """The item that a token of an address stands for."""
    where = place_of(definition, wanted)
    return definition.by_link[link_of(where)] if where else None
