"""Breaking the glass: looking at a record without being on the team, seen by the person and looked at afterwards.

With a reason, for one person and a short time, for looking only; the person reads who, when and why, and somebody
else of the practice says afterwards whether it was right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy, records, relationships
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.db import is_id, lock
from app.errors import Forbidden, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, BrokenGlass, Patient

FOR = timedelta(hours=4)
SHORTEST_REASON = 10
REVIEWERS = ("nurse", "physician", "privacy")
"""Roles that look at it afterwards; never whoever broke it."""
VERDICTS = {"right": _l("It was right"), "wrong": _l("It was not right")}


@dataclass(frozen=True)
class Broken:
    """One row with the people in it."""

    row: BrokenGlass
    by: Account
    patient: Patient


def may_break(account: Account) -> bool:
    """Whether this role may look without being on the team."""
    return bool(policy.for_emergency(account.role))


def may_review(account: Account) -> bool:
    """Whether this role looks at it afterwards."""
    return account.role in REVIEWERS


def break_it(
    session: Session, account: Account, *, full_name: str, birth_date: date | None, reason: str, request_id: str = ""
) -> Patient:
    """Open the record of the person with exactly this name and birth date, for looking, for four hours.

    Raises ``Forbidden`` for a role that may not, ``Invalid`` naming "full_name", "birth_date" or "reason". Whoever is
    on the team already gets the person without anything being broken; pressed twice it is one row.
    """
    if not may_break(account):
        raise Forbidden()
    reason, problems = clean(reason), {}
    if len(reason) < SHORTEST_REASON:
        problems["reason"] = _l("Say why in a few words. The person reads them.")
    elif problem := too_long(reason):
        problems["reason"] = problem
    if birth_date is None:
        problems["birth_date"] = _l("Type the date of birth: day, month and year.")
    if problems:
        raise Invalid(fields=problems)
    found = session.scalars(
        sa.select(Patient).where(
            sa.func.lower(Patient.full_name) == " ".join(full_name.split()).lower(),
            Patient.birth_date == birth_date,
            Patient.sealed_at.is_(None),
        )
    ).all()
    if len(found) != 1:
        words = _l("We have nobody with exactly this name and birth date. Check both.")
        raise Invalid(fields={"full_name": words})
    patient = found[0]
    session.scalars(lock(sa.select(Account.id).where(Account.id == account.id))).one()  # two presses, one row
    if relationships.find(session, account, patient.id) is not None:
        return patient
    now = clock.now()
    row = BrokenGlass(patient_id=patient.id, account_id=account.id, reason=reason, at=now, until=now + FOR)
    session.add(row)
    session.flush()
    grant = Grant(account, patient.id, Capacity.EMERGENCY, policy.for_emergency(account.role), request_id)
    audit.record(session, grant, "break glass", "broken_glass", row.id)
    return patient


def close(session: Session, grant: Grant) -> None:
    """Whoever looks says that they are done: it ends now. Harmless to repeat."""
    if grant.capacity is not Capacity.EMERGENCY:
        raise Forbidden()
    now = clock.now()
    query = records.of(session, grant, BrokenGlass).where(
        BrokenGlass.account_id == grant.actor_id, BrokenGlass.in_force(now)
    )
    for row in session.scalars(lock(query)):
        row.until = now
        audit.record(session, grant, "close glass", "broken_glass", row.id)


def open_now(session: Session, account: Account) -> list[Broken]:
    """What ``account`` opened and has not left, so that there is a way back to it. One statement; none for others."""
    if not may_break(account):
        return []
    query = sa.select(BrokenGlass).where(
        BrokenGlass.account_id == account.id,
        BrokenGlass.in_force(clock.now()),
        BrokenGlass.patient_id.not_in(relationships.patients_of_team(account)),
    )
    found = _with_people(session, query.order_by(BrokenGlass.until))
    return list({one.patient.id: one for one in found if one.patient.sealed_at is None}.values())


def of_person(session: Session, grant: Grant) -> list[Broken]:
    """Everybody who looked without being on the team, newest first; for the person alone."""
    grant.must(Permission.SEE_LOG)
    return _with_people(session, records.of(session, grant, BrokenGlass).order_by(BrokenGlass.at.desc()))


def told(session: Session, grant: Grant, id_: str) -> None:
    """The person has read it. Harmless to repeat. Raises ``NotFound``."""
    grant.must(Permission.OWN_DETAILS)
    row = records.one(session, grant, BrokenGlass, id_, lock=True)
    if row.told_at is None:
        row.told_at = clock.now()
        audit.record(session, grant, "read notice", "broken_glass", row.id)


def waiting(session: Session, account: Account) -> list[Broken]:
    """What somebody else still has to look at, oldest first. Without the record itself: who, whose, when and why."""
    if not may_review(account):
        raise NotFound()
    query = sa.select(BrokenGlass).where(BrokenGlass.reviewed_at.is_(None), BrokenGlass.account_id != account.id)
    return _with_people(session, query.order_by(BrokenGlass.at).limit(200))


def review(
    session: Session, account: Account, id_: str, verdict: str, words: str = "", request_id: str = ""
) -> BrokenGlass:
    """Say whether it was right. Not for whoever broke it, and once: a repeat by the same says nothing new.

    Raises ``NotFound`` for what is not theirs to look at, ``Invalid`` naming "verdict" or "words".
    """
    if not may_review(account):
        raise NotFound()
    words = clean(words)
    if verdict not in VERDICTS:
        raise Invalid(fields={"verdict": _l("Pick one.")})
    if verdict == "wrong" and not words:
        raise Invalid(fields={"words": _l("Say what was not right, and what happens now.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    query = sa.select(BrokenGlass).where(BrokenGlass.id == id_, BrokenGlass.account_id != account.id)
    row = session.scalars(lock(query)).first() if is_id(id_) else None
    if row is None:
        raise NotFound()
    if row.reviewed_at is None:
        row.reviewed_at, row.reviewed_by_id = clock.now(), account.id
        row.verdict, row.review_words = verdict, words
        theirs = relationships.find(session, account, row.patient_id, request_id)
        grant = theirs.grant if theirs else Grant(account, row.patient_id, Capacity.SYSTEM, request_id=request_id)
        audit.record(session, grant, "review glass", "broken_glass", row.id)
    return row


def _with_people(session: Session, query: sa.Select[BrokenGlass]) -> list[Broken]:
    joined = (
        query.add_columns(Account, Patient)
        .join(Account, Account.id == BrokenGlass.account_id)
        .join(Patient, Patient.id == BrokenGlass.patient_id)
    )
    return [Broken(row, by, patient) for row, by, patient in session.execute(joined)]
