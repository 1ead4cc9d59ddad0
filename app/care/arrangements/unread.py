"""A result told "here" counts as told when it is opened: not opened for three days, somebody rings (M2).

That the person opened the page stands in the log of who read what, as for every page about them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant, system
from app.access.permissions import Permission
from app.care import concerns
from app.models import Arrangement, AuditEvent, Concern

RULE = "result_unread"
PAGE = "read patient.arranged"
AFTER = timedelta(days=3)
"""Our own proposal: long enough for a weekend."""
UNTIL = timedelta(days=30)
"""As long as it still stands on the person's page."""


def read_at(session: Session, grant: Grant, row: Arrangement) -> datetime | None:
    """When the person themselves first opened the page after they were told here; None while they have not."""
    grant.must(Permission.REVIEW)
    if row.told_at is None:
        return None
    query = records.of(session, grant, AuditEvent).where(
        AuditEvent.act == PAGE, AuditEvent.capacity == "self", AuditEvent.at >= row.told_at
    )
    return session.scalar(query.with_only_columns(sa.func.min(AuditEvent.at)))


def raise_due(session: Session) -> int:
    """Bring results that nobody opened to the worklist, and take those away that were. Nightly; twice is once."""
    now = clock.now()
    opened = (
        sa.select(AuditEvent.seq)
        .where(
            AuditEvent.patient_id == Arrangement.patient_id, AuditEvent.act == PAGE, AuditEvent.capacity == "self",
            AuditEvent.at >= Arrangement.told_at,
        )
        .exists()
    )  # fmt: skip
    query = sa.select(Arrangement, opened).where(
        Arrangement.told_how == "here", Arrangement.told_at <= now - AFTER, Arrangement.told_at > now - UNTIL
    )
    known = {row.subject: row for row in session.scalars(sa.select(Concern).where(Concern.rule == RULE))}
    raised = 0
    for row, was_opened in session.execute(query).all():
        if was_opened:
            concerns.close_concern_for(session, system(row.patient_id), RULE, row.id, outcome="opened")
        elif (
            row.told_at is not None and row.id not in known
        ):  # once: somebody who closed it by hand has told them in another way
            concerns.raise_concern(
                session, system(row.patient_id), rule=RULE, subject=row.id, owner_id=row.owner_id,
                why={"title": row.what, "day": row.told_at.date().isoformat()},
            )  # fmt: skip
            raised += 1
    return raised
