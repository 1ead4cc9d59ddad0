"""How one account wants to be reminded about one person: defaults, what was saved, and who is reminded at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import policy, records, scopes
from app.access.grants import Grant
from app.access.permissions import Permission
from app.db import lock as held
from app.models import Account, Patient, ProxyGrant, Reminder, ReminderSetting

QUIET_FROM, QUIET_TO = time(21, 0), time(8, 0)
MORNING = time(9, 0)
DAILY_LIMIT = 4


@dataclass(frozen=True)
class Choices:
    """What is in force for one account and one person, saved or not."""

    account_id: str
    language: str
    time_zone: str
    off: frozenset[str] = frozenset()
    times: dict[str, str] = field(default_factory=dict)
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO
    daily_limit: int = DAILY_LIMIT
    named: frozenset[str] = frozenset()
    """Kinds whose messages may say what they are about."""
    is_self: bool = True
    may_see_facts: bool = True
    may_log: bool = True
    may_fill_in: bool = True
    hidden_kinds: frozenset[str] = frozenset()
    """Kinds of lines that do not exist for this reader."""

    def time_for(self, name: str, default: time = MORNING) -> time:
        """The time chosen under this name ("item:<key>", "kind:<name>"), else the default."""
        chosen = self.times.get(name)
        return time.fromisoformat(chosen) if chosen else default


def of_account(
    account: Account, patient: Patient, row: ReminderSetting | None, asked_for: frozenset[str],
    may: Collection[Permission], hidden_kinds: frozenset[str] = frozenset(),
) -> Choices:  # fmt: skip
    """The choices of this account. Nothing saved: the person has every kind on, anyone else none of ``asked_for``.

    ``may``: what the account is allowed; ``hidden_kinds``: lines that do not exist for it.
    """
    own = patient.account_id == account.id
    rights: dict[str, Any] = {
        "is_self": own,
        "may_see_facts": Permission.SEE_FACTS in may,
        "may_log": Permission.LOG in may,
        "may_fill_in": Permission.FILL_IN in may,
        "hidden_kinds": hidden_kinds,
    }
    if row is None:
        zone = patient.time_zone if own else account.time_zone
        return Choices(account.id, account.language, zone, frozenset() if own else asked_for, **rights)
    return Choices(
        account.id, account.language, row.time_zone, frozenset(row.off), dict(row.times),
        row.quiet_from, row.quiet_to, row.daily_limit, frozenset(row.named), **rights,
    )  # fmt: skip


def mine(session: Session, grant: Grant, asked_for: frozenset[str]) -> Choices:
    """The choices of whoever acts. Needs OWN_REMINDERS."""
    grant.must(Permission.OWN_REMINDERS)
    assert grant.actor is not None
    patient = records.one(session, grant, Patient, grant.patient_id)
    return of_account(grant.actor, patient, saved(session, grant), asked_for, grant.permissions, grant.hidden_kinds)


def saved(session: Session, grant: Grant, *, lock: bool = False) -> ReminderSetting | None:
    """The stored row of whoever acts, if there is one."""
    query = records.of(session, grant, ReminderSetting).where(ReminderSetting.account_id == grant.actor_id)
    return session.scalars(held(query) if lock else query).first()


def of_everybody(session: Session, grant: Grant, asked_for: frozenset[str]) -> list[Choices]:
    """The choices of all who may be reminded about this person now: themselves, and proxies who chose to be.

    A proxy whose grant ended, was withdrawn, or does not reach the plan is not among them.
    """
    own = sa.select(Patient.account_id).where(Patient.id == grant.patient_id)
    helping = sa.select(ProxyGrant.account_id).where(ProxyGrant.patient_id == grant.patient_id)
    found = _with_rights(_EVERYTHING.join(Patient, Patient.id == grant.patient_id))
    found = found.where(Account.id.in_(own.union(helping))).order_by(Account.id)  # else all accounts are looked at
    made = (
        _allowed(account, patient, row, proxy, asked_for) for account, patient, row, proxy in session.execute(found)
    )
    return [one for one in made if one is not None]


def of_rows(
    session: Session, rows: Sequence[Reminder], asked_for: frozenset[str]
) -> dict[str, tuple[Choices, Patient]]:
    """For the sender, in one statement: by the id of each row, the choices of its account and its person.

    Of whom may not be reminded about that person any more, as in :func:`of_everybody`, there is none.
    """
    found = _with_rights(
        _EVERYTHING.add_columns(Reminder.id)
        .join(Reminder, Reminder.account_id == Account.id)
        .join(Patient, Patient.id == Reminder.patient_id)
        .where(Reminder.id.in_([row.id for row in rows]))
    )
    made: dict[str, tuple[Choices, Patient]] = {}
    for account, patient, saved_, proxy, id_ in session.execute(found):
        one = _allowed(account, patient, saved_, proxy, asked_for)
        if one is not None:
            made[id_] = one, patient
    return made


_EVERYTHING = sa.select(Account, Patient, ReminderSetting, ProxyGrant).select_from(Account)


def _with_rights(found: Any) -> sa.Select[Any]:
    """Accounts joined to people, with what is saved, where the account is the person's or a helper's in force."""
    return (
        found.outerjoin(ProxyGrant, sa.and_(
            ProxyGrant.patient_id == Patient.id, ProxyGrant.account_id == Account.id,
            ProxyGrant.in_force(clock.now()),
        ))
        .outerjoin(ReminderSetting, sa.and_(
            ReminderSetting.patient_id == Patient.id, ReminderSetting.account_id == Account.id,
        ))
        .where(Account.closed_at.is_(None))
        .where(sa.or_(Patient.account_id == Account.id, ProxyGrant.id.is_not(None)))
    )  # fmt: skip


def _allowed(
    account: Account, patient: Patient, row: ReminderSetting | None, proxy: ProxyGrant | None,
    asked_for: frozenset[str],
) -> Choices | None:  # fmt: skip
    own = patient.account_id == account.id
    if own or proxy is None:
        return of_account(account, patient, row, asked_for, policy.for_self())
    scope = scopes.of(proxy)
    allowed, hidden = policy.for_proxy(scope), scopes.hidden_kinds(scope)
    return (
        of_account(account, patient, row, asked_for, allowed, hidden) if Permission.OWN_REMINDERS in allowed else None
    )
