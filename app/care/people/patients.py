"""Adding a person to the practice, and who is on their team (joining and leaving it: team.py)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy, relationships
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.people import rehoming
from app.care.people.names import accounts_of
from app.db import is_id, lock, new_id
from app.errors import Forbidden, Invalid
from app.i18n import known
from app.i18n import lazy_gettext as _l
from app.models import Account, AuditEvent, CarePlan, CareTeamMember, Patient
from app.text import is_blank

OLDEST = 125  # years: the oldest person known lived to 122


def add(
    session: Session,
    nurse: Account,
    *,
    full_name: str,
    preferred_name: str = "",
    birth_date: date | None,
    phone: str = "",
    language: str = "en",
    time_zone: str,
    id_: str = "",
) -> Grant:
    """A new person, with ``nurse`` as the lead of their care team and an empty plan. Returns the nurse's grant.

    ``id_`` is the identity that the form was made with: the same person sent twice is added once.
    Raises ``Forbidden`` for somebody whose role may not invite, ``Invalid`` naming the fields to mend.
    """
    if Permission.INVITE not in policy.for_team(nurse.role):
        raise Forbidden()
    full_name, preferred_name = full_name.strip(), preferred_name.strip()
    problems = {}
    if is_blank(full_name):
        problems["full_name"] = _l("Type the person's name.")
    elif len(full_name) > 200:
        problems["full_name"] = _l("That name is too long. Use at most 200 letters.")
    if len(preferred_name) > 100:
        problems["preferred_name"] = _l("That name is too long. Use at most 100 letters.")
    today = clock.today(time_zone)
    if birth_date is None:
        problems["birth_date"] = _l("Type the date of birth: day, month and year.")
    elif not today.year - OLDEST <= birth_date.year or birth_date > today:
        problems["birth_date"] = _l("Check the year. Nobody here was born then.")
    if len(phone) > 40:
        problems["phone"] = _l("That number is too long.")
    if problems:
        raise Invalid(fields=problems)
    assert birth_date is not None
    session.scalars(lock(sa.select(Account.id).where(Account.id == nurse.id))).one()  # their forms one by one
    before = relationships.find(session, nurse, id_) if is_id(id_) else None
    if before and (before.patient.full_name, before.patient.birth_date) == (full_name, birth_date):
        return before.grant
    is_free = is_id(id_) and session.get(Patient, id_) is None and not _had(session, id_)
    now = clock.now()
    patient = Patient(
        id=id_ if is_free else new_id(),
        full_name=full_name,
        preferred_name=full_name.split()[0] if is_blank(preferred_name) else preferred_name,
        birth_date=birth_date,
        phone=phone.strip(),
        language=known(language),
        time_zone=time_zone,
        created_at=now,
    )
    session.add(patient)
    session.flush()
    session.add(CareTeamMember(patient_id=patient.id, account_id=nurse.id, lead=True, since=now))
    session.add(CarePlan(patient_id=patient.id, created_at=now))
    grant = Grant(nurse, patient.id, Capacity.TEAM, policy.for_team(nurse.role))
    audit.record(session, grant, "add person", "patient", patient.id)
    session.flush()
    return grant


def _had(session: Session, id_: str) -> bool:
    """Whether rows of the log name this id: of somebody who was erased. Nobody gets their log."""
    return bool(
        session.scalar(sa.select(sa.exists().where(AuditEvent.patient_id == id_, AuditEvent.outcome == "done")))
    )


def members_of(session: Session, patient_id: str) -> list[tuple[CareTeamMember, Account]]:
    """Who works with this person now, since when and what for; the lead first."""
    query = (
        sa.select(CareTeamMember, Account)
        .join(Account, CareTeamMember.account_id == Account.id)
        .where(
            CareTeamMember.patient_id == patient_id,
            CareTeamMember.in_force(clock.now()),
            Account.closed_at.is_(None),
        )
        .order_by(CareTeamMember.lead.desc(), CareTeamMember.since, Account.id)
    )
    return [(member, account) for member, account in session.execute(query)]


def team_of(session: Session, patient_id: str) -> list[Account]:
    """Who works with this person now, the lead first."""
    return [account for _member, account in members_of(session, patient_id)]


def lead_of(session: Session, patient_id: str) -> Account | None:
    """Who answers first for this person: the lead, else whoever joined first; while they are away, the stand-in."""
    team = team_of(session, patient_id)
    if not team:
        return None
    day = clock.today(session.get_one(Patient, patient_id).time_zone)
    away = session.scalar(sa.select(rehoming.is_away(team[0].id, day)))
    return (rehoming.heir_of(session, patient_id, team[0].id, day) if away else None) or team[0]


def names(session: Session, ids: set[str]) -> dict[str, str]:
    """Names of accounts by id, in one statement (none for an empty set)."""
    return {id_: account.name for id_, account in accounts_of(session, ids).items()}
