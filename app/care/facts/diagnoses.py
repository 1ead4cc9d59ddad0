"""Conditions that are there now, for a line of the plan to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.models import RecordFact


@dataclass(frozen=True)
class Condition:
    """``line`` stays through corrections; ``sure`` is False for "not sure"; ``since``: a year, month or day."""

    line: str
    fact_id: str
    words: str
    name: str
    code: str
    system: str
    since: str
    sure: bool


def active(session: Session, grant: Grant) -> list[Condition]:
    """Diagnoses that are there now or that nobody is sure of, by their words; one statement."""
    grant.must(Permission.SEE_FACTS)
    query = records.of(session, grant, RecordFact).where(
        RecordFact.kind == "diagnosis", RecordFact.ended_at.is_(None)
    )
    found = []
    for row in session.scalars(query.order_by(RecordFact.recorded_at, RecordFact.id)):
        content = row.content
        if content.get("status") in ("active", "not_sure"):
            parts = {name: str(content.get(name, "")) for name in ("words", "name", "code", "system", "since")}
            found.append(Condition(line=row.line, fact_id=row.id, sure=content["status"] == "active", **parts))
    return sorted(found, key=lambda one: one.words.casefold())
