"""What the person folded away: "not now". Only they do it and undo it; helpers then do not see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Folded

CAN_BE_FOLDED = frozenset({"expectation"})
"""Kinds that somebody may not want to read now."""


class _Line(Protocol):
    key: str
    kind: str


Line = TypeVar("Line", bound=_Line)


def fold(session: Session, grant: Grant, key: str, away: bool) -> Folded | None:
    """Fold a line away, or open it again. None when it is so already. ``NotFound`` for a key outside the plan."""
    grant.must(Permission.OWN_LIFE)
    versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    if item.kind not in CAN_BE_FOLDED:
        raise Invalid(_l("This line cannot be folded away."))
    newest = _newest(session, grant).get(key)
    if (newest is not None and newest.folded) is away:
        return None
    row = Folded(
        patient_id=grant.patient_id, key=key, folded=away, actor_id=grant.actor_id, capacity=grant.capacity,
        at=versions.later_than(newest.at if newest else None),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, "fold away" if away else "open again", "plan_item", key)
    session.flush()
    return row


def folded(session: Session, grant: Grant) -> frozenset[str]:
    """Keys of the lines that are folded away now."""
    return frozenset(key for key, row in _newest(session, grant).items() if row.folded)


def folded_among(session: Session, grant: Grant, items: Iterable[_Line]) -> frozenset[str]:
    """As :func:`folded`, without asking the database when no line is of a kind that can be folded."""
    there = {item.key for item in items if item.kind in CAN_BE_FOLDED}
    return frozenset(there & folded(session, grant)) if there else frozenset()


def for_reader(grant: Grant, items: Iterable[Line], away: frozenset[str]) -> list[Line]:
    """The lines that this reader may know of: a helper does not see what is folded away."""
    hidden = away if grant.capacity is Capacity.PROXY else frozenset()
    return [item for item in items if item.key not in hidden]


def _newest(session: Session, grant: Grant) -> dict[str, Folded]:
    query = records.of(session, grant, Folded).order_by(Folded.at, Folded.id)
    return {row.key: row for row in session.scalars(query)}
