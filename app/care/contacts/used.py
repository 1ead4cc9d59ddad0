"""Who used this plan, and when (M8), out of the log of who read and did what: counts of use, no marks for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.names import accounts_of
from app.i18n import lazy_gettext as _l
from app.models import Account, AuditEvent

BACK = timedelta(days=365)
READS = (
    "patient.plan", "patient.today", "patient.look_back", "patient.review", "patient.paper", "record.agreed",
    "record.editor", "record.update", "record.profile", "record.call_sheet", "record.review",
)  # fmt: skip
"""Pages on which the plan is read; the pages below them begin with the same words."""
ACTS = {
    "log": ("log ", "measure", "mend progress"),
    "ask": ("ask", "say how clear"),
    "answer": ("decide", "answer", "enter paper", "say how sure"),
    "suggest": ("suggest ", "propose", "save draft", "take up proposal"),
    "contact": ("write talk", "call ", "look at plan", "close review", "offer plan"),
}
"""What was done with it, by how the act in the log begins."""
WORDS = {
    "read": _l("Read it"),
    "log": _l("Wrote down how it went"),
    "ask": _l("Asked about it"),
    "answer": _l("Answered"),
    "suggest": _l("Worked on its lines"),
    "contact": _l("A talk, a call or a review"),
}


@dataclass(frozen=True)
class Use:
    """One way of using the plan by one account: how often in the last 365 days, and when last."""

    account: Account | None
    capacity: str
    what: str
    times: int
    last: datetime


def of(session: Session, grant: Grant) -> list[Use]:
    """Each use by each account, the latest first. Two statements."""
    grant.must(Permission.REVIEW)
    rows = session.execute(
        records.of(session, grant, AuditEvent)
        .with_only_columns(AuditEvent.actor_id, AuditEvent.capacity, AuditEvent.act, sa.func.count(),
                           sa.func.max(AuditEvent.at))
        .where(
            AuditEvent.at >= clock.now() - BACK,
            AuditEvent.outcome == "done",
            AuditEvent.actor_id.is_not(None),
            AuditEvent.capacity.in_(("self", "proxy", "team", "paper")),
        )
        .group_by(AuditEvent.actor_id, AuditEvent.capacity, AuditEvent.act)
    )  # fmt: skip
    found: dict[tuple[str, str, str], tuple[int, datetime]] = {}
    for actor_id, capacity, act, times, last in rows:
        if what := what_of(act):
            before, latest = found.get((str(actor_id), capacity, what), (0, last))
            found[str(actor_id), capacity, what] = (before + times, max(latest, last))
    accounts = accounts_of(session, {actor_id for actor_id, _capacity, _what in found})
    uses = [Use(accounts.get(a), c, what, times, last) for (a, c, what), (times, last) in found.items()]
    return sorted(uses, key=lambda use: (use.last, use.what), reverse=True)


def what_of(act: str) -> str:
    """Which use of the plan this act of the log is; empty for acts that are none."""
    if act.startswith("read "):
        return "read" if act.removeprefix("read ").startswith(READS) else ""
    return next((what for what, begins in ACTS.items() if act.startswith(begins)), "")
