"""What Today says to the person alone: who broke the glass, that all is to be erased, answers about the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.glass import Broken
from app.models import Account, AuditEvent, BrokenGlass, Erasure, NotRight, Patient

LATELY = timedelta(days=60)
OPENED = "read patient.not_right_said"


@dataclass(frozen=True)
class News:
    """``glass``: of whom the person has not been told yet.

    ``answered``: what was said of the log, answered of late and not opened since, with who answered.
    """

    glass: list[Broken] = field(default_factory=list)
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
    looked = aliased(Account)
    query = (
        records.of(session, grant, Patient)
        .add_columns(Erasure, NotRight, Account, BrokenGlass, looked)
        .outerjoin(Erasure, sa.and_(Erasure.patient_id == Patient.id, Erasure.taken_back_at.is_(None)))
        .outerjoin(NotRight, unread)
        .outerjoin(Account, Account.id == NotRight.answered_by_id)
        .outerjoin(BrokenGlass, sa.and_(BrokenGlass.patient_id == Patient.id, BrokenGlass.told_at.is_(None)))
        .outerjoin(looked, looked.id == BrokenGlass.account_id)
        .order_by(NotRight.answered_at, BrokenGlass.at)
    )
    rows = session.execute(query).all()
    broken = {row.BrokenGlass.id: Broken(row.BrokenGlass, row[-1], row.Patient) for row in rows if row.BrokenGlass}
    answered = {row.NotRight.id: (row.NotRight, row.Account) for row in rows if row.NotRight}
    return News(list(broken.values()), rows[0].Erasure if rows else None, list(answered.values()))
