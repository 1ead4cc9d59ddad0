"""What the person does on the screen after a red answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.concerns import raise_concern
from app.care.questionnaires.sheet import load
from app.models import Account, Concern, Response

RING_WITHIN = timedelta(hours=4)


def ask_to_be_rung(session: Session, grant: Grant, response_id: str) -> Concern:
    """Somebody should ring, in the top band, because of a red answer. Pressing again counts up and adds no line."""
    grant.must(Permission.ASK)
    sheet = load(session, grant, response_id)
    return raise_concern(
        session,
        grant,
        rule="wants_a_call",
        subject=response_id,
        why={"about": sheet.definition.title.source},
        band="urgent",
        due_at=clock.now() + RING_WITHIN,
        owner_id=sheet.assignment.reader_id,
    )


@dataclass(frozen=True)
class Looked:
    """Whether somebody of the team has taken a red answer, who, and when."""

    name: str
    at: datetime | None


def who_looked(session: Session, grant: Grant, response_id: str) -> Looked:
    """For the person: who took the line about their red answer or closed it. No name while nobody has."""
    mine = sa.select(Response.assignment_id).where(Response.id == response_id).scalar_subquery()
    chain = sa.select(Response.id).where(Response.assignment_id == mine)  # changes and newer versions with it
    query = (
        records.of(session, grant, Concern)
        .where(Concern.rule == "red_answer", Concern.subject.in_(chain))
        .outerjoin(Account, Account.id == sa.func.coalesce(Concern.closed_by_id, Concern.owner_id))
        .order_by(Concern.raised_at.desc())
        .add_columns(Account.name)
    )
    found = session.execute(query).first()
    if found is None:
        return Looked("", None)
    concern, name = found
    at = concern.taken_at or concern.closed_at
    return Looked(name or "", at) if at else Looked("", None)


def went_on(session: Session, grant: Grant, response_id: str) -> None:
    """Note that the person saw the help and went on ("I am safe, continue")."""
    grant.must(Permission.FILL_IN)
    audit.record(session, grant, "go on after help", "response", load(session, grant, response_id).response.id)
