"""Who has seen the newest version: everybody whom it is for, from what their looking left behind anyway.

Who is hidden the plan is not on the list, so nobody is late who could not look. A helper reads about themselves and
the team; whether the person has looked is the person's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import policy, records, scopes
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.people import around
from app.care.people.names import called
from app.care.people.patients import team_of
from app.care.plan import versions
from app.models import Account, AuditEvent, GuestPass, GuestVisit, Patient, PlanOpened, PlanVersion

READS = tuple(
    f"read {page}"
    for page in (
        "patient.plan", "record.agreed", "record.agreed_line", "record.paper", "record.check_plan", "record.update",
        "record.editor",
    )
)  # fmt: skip
"""Pages of the team that show the newest version."""


@dataclass(frozen=True)
class Reader:
    """One of those whom the plan is for. ``sort``: "self", "helper", "team" or "guest"."""

    name: str
    sort: str
    at: datetime | None
    """When they saw it first; None: not yet."""


@dataclass(frozen=True)
class Seen:
    """The newest version with its readers; ``version`` is None before the first."""

    version: PlanVersion | None
    readers: list[Reader] = field(default_factory=list)


def of(session: Session, grant: Grant, patient: Patient) -> Seen:
    """Who has seen the newest version and who has not yet, as far as this reader may know. Six statements."""
    grant.must(Permission.SEE_PLAN)
    version = versions.newest(session, grant)
    if version is None:
        return Seen(None)
    opened = {row.actor_id: row.at for row in session.scalars(_opened(session, grant, version.number))}
    helps = grant.capacity is Capacity.PROXY
    people = around.of(session, grant) if grant.may(Permission.SEE_PEOPLE) else around.Around()
    team = team_of(session, grant.patient_id) if helps else [account for _row, account in people.team]
    readers = []
    if not helps and patient.account_id is not None:
        readers.append(Reader(patient.preferred_name, "self", opened.get(patient.account_id)))
    if helps and grant.actor is not None:
        readers.append(Reader(grant.actor.name, "helper", opened.get(grant.actor.id)))
    helpers = [account for row, account in people.helpers if Permission.SEE_PLAN in policy.for_proxy(scopes.of(row))]
    readers += [Reader(account.name, "helper", opened.get(account.id)) for account in helpers]
    readers += _team(session, grant, version, team, opened)
    if grant.may(Permission.SHARE):
        readers += _guests(session, grant, version)
    return Seen(version, readers)


def _opened(session: Session, grant: Grant, number: int) -> sa.Select[PlanOpened]:
    return records.of(session, grant, PlanOpened).where(PlanOpened.number == number)


def _team(
    session: Session, grant: Grant, version: PlanVersion, team: list[Account], opened: dict[str, datetime]
) -> list[Reader]:
    """Those who may see the plan: whoever offered it saw it, the others left a row in the log."""
    looked = dict(
        session.execute(
            records.of(session, grant, AuditEvent)
            .where(
                AuditEvent.capacity == Capacity.TEAM, AuditEvent.act.in_(READS), AuditEvent.outcome == "done",
                AuditEvent.at >= version.offered_at,
            )
            .with_only_columns(AuditEvent.actor_id, sa.func.min(AuditEvent.at))
            .group_by(AuditEvent.actor_id)
        ).all()
    )  # fmt: skip
    found = []
    for account in team:
        if Permission.SEE_PLAN in policy.for_team(account.role):
            moments = [moment for moment in (opened.get(account.id), looked.get(account.id)) if moment is not None]
            if account.id == version.offered_by_id:
                moments.append(version.offered_at)
            found.append(Reader(called(account), "team", min(moments, default=None)))
    return found


def _guests(session: Session, grant: Grant, version: PlanVersion) -> list[Reader]:
    """Guests whose way in is open: they saw their lines of this version, or not yet."""
    first = sa.func.min(GuestVisit.at)
    mine = sa.and_(GuestVisit.pass_id == GuestPass.id, GuestVisit.number == version.number)
    rows = session.execute(
        records.of(session, grant, GuestPass)
        .add_columns(first)
        .outerjoin(GuestVisit, mine)
        .where(GuestPass.in_force(clock.now()))
        .group_by(GuestPass.id)
        .order_by(GuestPass.made_at, GuestPass.id)
    )
    return [Reader(", ".join(filter(None, (row.name, row.organisation))), "guest", at) for row, at in rows]
