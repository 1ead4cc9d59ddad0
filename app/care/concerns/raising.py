"""Bring something to the worklist: at most one open line for each person, rule and subject."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Capacity, Grant
from app.care.concerns.rules import RULES
from app.db import new_id
from app.models import Concern
from app.models.concern import BANDS


def raise_concern(
    session: Session,
    grant: Grant,
    *,
    rule: str,
    subject: str = "",
    why: dict[str, Any] | None = None,
    band: str | None = None,
    due_at: datetime | None = None,
    owner_id: str | None = None,
    once: bool = False,
) -> Concern:
    """Open a line for the grant's patient, or count one more on the line that is open.

    A repeat keeps the more urgent band with its reasons, else the newest reasons, and the earlier promise. A more
    urgent one has not been looked at yet, whoever took the line before. What is urgent, or sent by the person,
    brings back a line that was set aside. ``rule`` is a name in
    RULES (KeyError otherwise); ``band`` and ``due_at`` default to the rule's own. Whoever may do the act that
    raises it may raise it, so no permission is asked here. ``once``: an open line stays as it is, so that a job that
    runs twice at once counts nothing twice.
    """
    known = RULES[rule]
    now = clock.now()
    fresh = {
        "id": new_id(),
        "patient_id": grant.patient_id,
        "rule": rule,
        "subject": subject,
        "band": BANDS[band or known.band],
        "why": _signed(grant, why or {}),
        "times": 1,
        "raised_at": now,
        "last_at": now,
        "due_at": due_at or now + known.due,
        "owner_id": owner_id,
        "outcome": "",
        "done": "",
    }
    concern_id = session.execute(_upsert(session, fresh, once, _wakes(grant, BANDS[band or known.band]))).scalar()
    if concern_id is None:
        return session.scalars(_open_one(grant, rule, subject)).one()
    concern = session.get_one(Concern, concern_id, populate_existing=True)
    audit.record(session, grant, "raise concern", rule, concern.id)
    return concern


def _wakes(grant: Grant, band: int) -> bool:
    """Something urgent, or anything that the person or a helper sends, brings back a line that was set aside."""
    return band == BANDS["urgent"] or grant.capacity in (Capacity.SELF, Capacity.PROXY)


def _signed(grant: Grant, why: dict[str, Any]) -> dict[str, Any]:
    """What a helper raised says so: both names stand on the worklist too."""
    if grant.capacity is not Capacity.PROXY or grant.actor is None:
        return why
    return {**why, "by": grant.actor.first_name}


def _open_one(grant: Grant, rule: str, subject: str) -> Any:
    return sa.select(Concern).where(
        Concern.patient_id == grant.patient_id, Concern.rule == rule, Concern.subject == subject,
        Concern.closed_at.is_(None),
    )  # fmt: skip


def _upsert(session: Session, fresh: dict[str, Any], once: bool, wakes: bool) -> Any:
    """One statement, so that two requests at once make one line on either engine. None when it was there already.

    ``wakes``: a line that was set aside comes back, and nobody counts as having looked at what is new.
    """
    session.flush()
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(Concern).values(fresh)
    target = {
        "index_elements": [Concern.patient_id, Concern.rule, Concern.subject],
        "index_where": sa.text("closed_at IS NULL"),
    }
    if once:
        return insert.on_conflict_do_nothing(**target).returning(Concern.id)
    new = insert.excluded
    worse = new.band < Concern.band
    unseen = sa.or_(worse, Concern.snoozed_until.is_not(None)) if wakes else worse
    return insert.on_conflict_do_update(
        **target,
        set_={
            "times": Concern.times + 1,
            "last_at": new.last_at,
            "why": sa.case((Concern.band < new.band, Concern.why), else_=new.why),
            "band": sa.case((worse, new.band), else_=Concern.band),
            "due_at": sa.case((Concern.due_at <= new.due_at, Concern.due_at), else_=new.due_at),
            "owner_id": sa.func.coalesce(Concern.owner_id, new.owner_id),
            "snoozed_until": sa.null() if wakes else sa.case((worse, sa.null()), else_=Concern.snoozed_until),
            "taken_at": sa.case((unseen, sa.null()), else_=Concern.taken_at),
            "handed_on_at": sa.case((unseen, new.last_at), else_=Concern.handed_on_at),
            "handed_on_times": sa.case((unseen, 0), else_=Concern.handed_on_times),
        },
    ).returning(Concern.id)
