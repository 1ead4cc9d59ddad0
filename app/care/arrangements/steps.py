"""The steps of an arrangement as rows: who moved it when, and who ticked off what before a visit."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.arrangements.sorts import PREP, VISIT
from app.care.plan.versions import later_than
from app.errors import NotFound
from app.models import Arrangement, ArrangementStep


def write(session: Session, grant: Grant, row: Arrangement, sort: str, name: str, words: str = "") -> ArrangementStep:
    """Add a step. For callers that checked the permission."""
    of_it = records.of(session, grant, ArrangementStep).where(ArrangementStep.arrangement_id == row.id)
    before = session.scalar(of_it.with_only_columns(sa.func.max(ArrangementStep.at)))
    step = ArrangementStep(
        patient_id=grant.patient_id, arrangement_id=row.id, sort=sort, name=name, words=words,
        by_id=grant.actor_id, at=later_than(before),
    )  # fmt: skip
    session.add(step)
    session.flush()
    return step


def tick(session: Session, grant: Grant, arrangement_id: str, name: str, *, done: bool) -> None:
    """Tick a line of the list before a visit, or take the tick back. Twice is once. ``NotFound`` for no such line."""
    grant.must(Permission.REVIEW)
    row = records.one(session, grant, Arrangement, arrangement_id, lock=True)
    if row.sort != VISIT or row.closed_at is not None or name not in PREP:
        raise NotFound()
    standing = session.scalars(
        records.of(session, grant, ArrangementStep).where(
            ArrangementStep.arrangement_id == row.id, ArrangementStep.sort == "prep", ArrangementStep.name == name,
            ArrangementStep.undone_at.is_(None),
        )
    ).first()  # fmt: skip
    if done and standing is None:
        write(session, grant, row, "prep", name)
        audit.record(session, grant, "tick before visit", "arrangement", row.id)
    elif not done and standing is not None:
        standing.undone_at = clock.now()
        audit.record(session, grant, "untick before visit", "arrangement", row.id)
    session.flush()
    from app.care.arrangements import due  # it reads the ticks

    due.watch_prep(session, grant, row)


def initials(name: str) -> str:
    """«NF» of Nora Field: the first letters of the first and the last name."""
    parts = [part for part in name.split() if part]
    return "".join(part[0].upper() for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts))
