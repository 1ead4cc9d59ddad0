"""Which of several answers to one line counts: the person's own before a helper's. To be shown, never to act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.access.grants import Capacity
from app.models import Decision

TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Said:
    """The answers to one line. ``counts`` is the newest of whoever counts, also when it was taken back."""

    counts: Decision | None = None
    beside: Decision | None = None
    """A helper's newest answer that stands beside the person's own, and does not count."""


def of(rows: Iterable[Decision]) -> Said:
    """What counts among the rows of one line, oldest first.

    The person's own newest answer counts until the person takes it back; then a helper's does, if there is one.
    """
    own: Decision | None = None
    helper: Decision | None = None
    for row in rows:
        if row.capacity == Capacity.PROXY:
            helper = row
        else:
            own = row
    given = helper if helper is not None and helper.answer != TAKEN_BACK else None
    if own is not None and own.answer != TAKEN_BACK:
        return Said(own, given)
    if given is not None:
        return Said(given)
    both = [row for row in (own, helper) if row is not None]
    return Said(max(both, key=lambda row: (row.at, row.id)) if both else None)
