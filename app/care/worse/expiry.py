"""What has a last day and nears it: a medicine kept ready, or something to read. Whoever looks after it hears of it.

Run nightly; running it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import system
from app.care import concerns
from app.care.plan import brief
from app.care.plan.kinds import information, medicine_at_hand
from app.models import Account, Concern


@dataclass(frozen=True)
class Lasting:
    """A kind of line with a last day: which fields hold its name and that day, and how urgent each stage is."""

    rule: str
    kind: str
    name: str
    last: str
    state: Callable[[Any, date], str]
    bands: dict[str, str]


KINDS = (
    Lasting("medicine_expiry", "medicine_at_hand", "name", "use_until", medicine_at_hand.state,
            {"soon": "routine", "past": "soon"}),
    Lasting("information_expiry", "information", "what", "good_until", information.state,
            {"soon": "routine", "past": "routine"}),
)  # fmt: skip


def raise_due(session: Session, today: date) -> int:
    """Bring lines that end within 30 days of ``today`` to the worklist, and again once their day has come.

    Each stage of each last day comes once, also after somebody closed its concern. A concern about a line that was
    renewed or left the plan is closed. Returns how many were raised.
    """
    return sum(_raise_due(session, today, lasting) for lasting in KINDS)


def _raise_due(session: Session, today: date, lasting: Lasting) -> int:
    stored = list(session.scalars(sa.select(Concern).where(Concern.rule == lasting.rule)))
    known = {_stage(row) for row in stored}
    found = {(item.patient_id, item.key): item for item in session.scalars(brief.of_everybody(today, lasting.kind))}
    raised = 0
    for (patient_id, key), item in found.items():
        stage, last = lasting.state(item.content, today), str(item.content.get(lasting.last, ""))
        if not stage or (patient_id, key, last, stage) in known:
            continue
        concerns.raise_concern(
            session, system(patient_id), rule=lasting.rule, subject=key, band=lasting.bands[stage],
            why={"title": item.content.get(lasting.name, ""), "use_until": last, "stage": stage},
            due_at=datetime.combine(date.fromisoformat(last), time(12), UTC), owner_id=_staff(session, item.owner),
        )  # fmt: skip
        raised += 1
    for row in stored:
        line = found.get((row.patient_id, row.subject))
        if row.closed_at is None and (line is None or not lasting.state(line.content, today)):
            concerns.close_concern_for(session, system(row.patient_id), lasting.rule, row.subject, outcome="changed")
    return raised


def _stage(row: Concern) -> tuple[str, str, str, str]:
    return row.patient_id, row.subject, str(row.why.get("use_until", "")), str(row.why.get("stage", ""))


def _staff(session: Session, owner: str) -> str | None:
    """The owner if they are of the practice; a line of the person's own goes to everybody on the team."""
    account = session.get(Account, owner) if len(owner) == 16 else None
    return account.id if account is not None and account.is_staff else None
