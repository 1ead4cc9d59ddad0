"""Move the limit of a rule: for everybody as the practice, or for one person, with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.concerns.limits import LIMITS, Limit
from app.care.limits import too_long
from app.db import lock
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import Account, PersonRuleLimit, PracticeRuleLimit

LONGEST = 400
Row = PersonRuleLimit | PracticeRuleLimit


@dataclass(frozen=True)
class Set:
    """A limit with what counts: ``row`` is None while the usual point (or the practice's) counts."""

    limit: Limit
    value: float
    row: Row | None
    who: str = ""


def limit_of(name: str) -> Limit:
    """The limit with this name. Raises ``NotFound``."""
    if name not in LIMITS:
        raise NotFound()
    return LIMITS[name]


def may_tune_practice(account: Account) -> bool:
    """Whether this account chooses for the whole practice."""
    return Permission.TUNE_PRACTICE in policy.for_team(account.role)


def of_practice(session: Session) -> dict[str, Set]:
    """Every limit as it counts for the practice, by name. One statement."""
    query = sa.select(PracticeRuleLimit, Account.name).join(Account, Account.id == PracticeRuleLimit.set_by_id)
    rows = {row.name: (row, who) for row, who in session.execute(query.where(PracticeRuleLimit.ended_at.is_(None)))}
    return {name: _set(limit, rows.get(name), limit.usual) for name, limit in LIMITS.items()}


def of_person(session: Session, grant: Grant) -> dict[str, Set]:
    """Every limit as it counts for the grant's patient, by name; without a row the practice's counts."""
    grant.must(Permission.TUNE)
    query = records.of(session, grant, PersonRuleLimit).add_columns(Account.name)
    query = query.join(Account, Account.id == PersonRuleLimit.set_by_id).where(PersonRuleLimit.ended_at.is_(None))
    rows = {row.name: (row, who) for row, who in session.execute(query)}
    practice = of_practice(session)
    return {name: _set(limit, rows.get(name), practice[name].value) for name, limit in LIMITS.items()}


def set_for_practice(
    session: Session, account: Account, name: str, value: int | None, why: str, *, seen: str, request_id: str = ""
) -> None:
    """Move a limit for everybody; ``value`` None goes back to the usual point. ``seen``: the row that was shown.

    Raises ``Forbidden``, ``NotFound`` for no such limit, ``Invalid`` outside its range or without a reason,
    ``Conflict`` when somebody moved it meanwhile. The same sent twice is stored once.
    """
    if not may_tune_practice(account):
        raise Forbidden()
    query = sa.select(PracticeRuleLimit).where(PracticeRuleLimit.name == name, PracticeRuleLimit.ended_at.is_(None))
    old = session.scalars(lock(query)).first()
    grant = Grant(account, "", Capacity.TEAM, request_id=request_id)
    _move(session, grant, limit_of(name), old, value, why, seen, PracticeRuleLimit)


def set_for_person(session: Session, grant: Grant, name: str, value: int | None, why: str, *, seen: str) -> None:
    """The same for the grant's patient; ``value`` None goes back to the practice's point."""
    grant.must(Permission.TUNE)
    query = records.of(session, grant, PersonRuleLimit).where(
        PersonRuleLimit.name == name, PersonRuleLimit.ended_at.is_(None)
    )
    old = session.scalars(lock(query)).first()

    def make(**facts: Any) -> PersonRuleLimit:
        return PersonRuleLimit(patient_id=grant.patient_id, **facts)

    _move(session, grant, limit_of(name), old, value, why, seen, make)


def _move(
    session: Session, grant: Grant, limit: Limit, old: Row | None, value: int | None, why: str, seen: str, make: Any
) -> None:
    why = why.strip()
    if (old.value, old.why) == (value, why) if old else value is None:
        return
    wrong: dict[str, Any] = {}
    if value is not None and not limit.least <= value <= limit.most:
        wrong["value"] = _l("Choose a whole number from %(least)s to %(most)s.", least=limit.least, most=limit.most)
    if not why:
        wrong["why"] = _l("Write why, in a few words.")
    elif problem := too_long(why, LONGEST):
        wrong["why"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    if seen != (old.id if old else ""):
        theirs = f"{old.value:g}. {old.why}" if old else _("The usual point counts again.")
        mine = why if value is None else f"{value}. {why}"
        raise Conflict(_l("Somebody changed this before you."), mine=mine, theirs=theirs)
    now = clock.now()
    if old is not None:
        old.ended_at, old.ended_by_id = now, grant.actor_id
        session.flush()
    if value is not None:
        session.add(make(name=limit.name, value=value, why=why, set_by_id=grant.actor_id, set_at=now))
        session.flush()
    audit.record(session, grant, "tune rule" if value is not None else "untune rule", limit.name, limit.rule)


def _set(limit: Limit, found: tuple[Row, str] | None, otherwise: float) -> Set:
    return Set(limit, found[0].value, found[0], found[1]) if found else Set(limit, otherwise, None)
