"""What Today says to the person alone: that all is to be erased, and answers to "this was not right"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.models import Account, AuditEvent, Erasure, NotRight, Patient

LATELY = timedelta(days=60)
OPENED = "read patient.not_right_said"


@dataclass(frozen=True)
class News:
    """``answered``: what was said of the log and answered of late and not opened since, with who answered."""

    erasing: Erasure | None = None
    answered: list[tuple[NotRight, Account]] = field(default_factory=list)


def of(session: Session, grant: Grant) -> News:
    """One statement. The log itself says what was opened, so nothing else is kept for it."""
    grant.must(Permission.SEE_LOG)
    opened = sa.exists().where(
        AuditEvent.patient_id == NotRight.patient_id, AuditEvent.seq > NotRight.seq, AuditEvent.act == OPENED,
        AuditEvent.object_id == NotRight.id, AuditEvent.at >= NotRight.answered_at,
    )  # fmt: skip
    unread = sa.and_(
        NotRight.patient_id == Patient.id, NotRight.withdrawn_at.is_(None),
        NotRight.answered_at > clock.now() - LATELY, ~opened,
    )  # fmt: skip
    query = (
        records.of(session, grant, Patient)
        .with_only_columns(Erasure, NotRight, Account)
        .select_from(Patient)
        .outerjoin(Erasure, sa.and_(Erasure.patient_id == Patient.id, Erasure.taken_back_at.is_(None)))
        .outerjoin(NotRight, unread)
        .outerjoin(Account, Account.id == NotRight.answered_by_id)
        .order_by(NotRight.answered_at)
    )
    rows = session.execute(query).all()
    return News(rows[0][0] if rows else None, [(report, by) for _erasing, report, by in rows if report and by])
