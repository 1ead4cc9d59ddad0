"""\"I felt pushed": a report in confidence, to somebody outside the planning team.

No page of the care team shows it: no line on the worklist, nothing in the profile, no words in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records, relationships
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.db import is_id, lock
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, CareTeamMember, Patient, PushedReport

ACT = "confide"


@dataclass(frozen=True)
class Reader:
    """Who would get it. ``on_team``: they help to plan this person's care now, which the page says."""

    account: Account
    on_team: bool


@dataclass(frozen=True)
class Line:
    """A report as its reader sees it."""

    report: PushedReport
    patient: Patient


def reader(session: Session, grant: Grant, named: str) -> Reader | None:
    """Who gets what the person sends: somebody outside the team if there is anybody, else whoever there is.

    ``named``: the sign-in that the practice set; empty for an account of the office. Two statements.
    """
    grant.must(Permission.OWN_VOICE)
    found = _readers(session, named)
    query = records.of(session, grant, CareTeamMember).where(CareTeamMember.in_force(clock.now()))
    team = set(session.scalars(query.with_only_columns(CareTeamMember.account_id)))
    sorted_ = sorted((Reader(one, one.id in team) for one in found), key=lambda one: one.on_team)
    return sorted_[0] if sorted_ else None


def send(session: Session, grant: Grant, words: str, named: str, client_key: str | None = None) -> PushedReport:
    """Keep the person's own words for their reader. The same form sent twice is one report.

    Raises ``Invalid`` without words or when nobody could read it, ``Conflict`` for other words from the same form.
    """
    grant.must(Permission.OWN_VOICE)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Write what happened, in your own words.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    to = reader(session, grant, named)
    if to is None:
        raise Invalid(_l("Nobody can read this here at the moment. Please ring us."))
    client_key = (client_key or "")[:64] or None
    query = records.of(session, grant, PushedReport).where(PushedReport.client_key == client_key)
    if client_key and (before := session.scalars(query).first()) is not None:
        if before.words == words:
            return before
        raise Conflict(_l("This page was sent before. Here is what was kept."), mine=words, theirs=before.words)
    report = PushedReport(
        patient_id=grant.patient_id,
        words=words,
        client_key=client_key,
        actor_id=grant.actor_id,
        to_id=to.account.id,
        sent_at=clock.now(),
    )
    session.add(report)
    audit.record(session, grant, ACT)
    session.flush()
    return report


def mine(session: Session, grant: Grant) -> list[PushedReport]:
    """What the person sent, newest first."""
    grant.must(Permission.OWN_VOICE)
    return list(session.scalars(records.of(session, grant, PushedReport).order_by(PushedReport.sent_at.desc())))


def reads(account: Account, named: str) -> bool:
    """Whether this account is one that reports go to: the one named by the practice, else those of the office."""
    return account.sign_in == named if named else account.role == "admin"


def to_read(session: Session, account: Account, named: str) -> list[Line]:
    """Reports addressed to this account, open ones first, then newest first."""
    query = _addressed(account, named).add_columns(Patient).join(Patient, Patient.id == PushedReport.patient_id)
    rows = session.execute(query.order_by(PushedReport.closed_at.is_not(None), PushedReport.sent_at.desc()))
    return [Line(report, patient) for report, patient in rows]


def one(session: Session, account: Account, named: str, report_id: str) -> Line:
    """One of them. Raises ``NotFound`` for anybody else's."""
    for line in to_read(session, account, named):
        if is_id(report_id) and line.report.id == report_id:
            return line
    raise NotFound()


def note_list(session: Session, account: Account, lines: list[Line], request_id: str = "") -> None:
    """A list that says who wrote leaves a row for each of them; it holds no words."""
    audit.record_all(session, [_outside(account, line.report, request_id) for line in lines], f"list {ACT}")


def note_reading(session: Session, account: Account, named: str, report_id: str, request_id: str = "") -> None:
    """The first opening is what the person sees as "read"; each leaves a row that holds no words."""
    report = one(session, account, named, report_id).report
    if report.read_at is None:
        report.read_at = clock.now()
    audit.record(session, _outside(account, report, request_id), f"read {ACT}")


def close(session: Session, account: Account, named: str, report_id: str, done: str, request_id: str = "") -> None:
    """Close it with what was done, in words for the person.

    Raises ``Invalid`` without words, ``Conflict`` when it was closed with other words; the same twice is harmless.
    """
    done = clean(done)
    if not done:
        raise Invalid(fields={"done": _l("Write in a few words what was done.")})
    if problem := too_long(done):
        raise Invalid(fields={"done": problem})
    found = one(session, account, named, report_id).report
    report = session.scalars(lock(sa.select(PushedReport).where(PushedReport.id == found.id))).one()
    if report.closed_at is not None:
        if report.done == done:
            return
        raise Conflict(_l("Somebody closed this before you."), mine=done, theirs=report.done)
    report.closed_at, report.closed_by_id, report.done = clock.now(), account.id, done
    report.read_at = report.read_at or report.closed_at
    audit.record(session, _outside(account, report, request_id), f"close {ACT}")


def _readers(session: Session, named: str) -> list[Account]:
    """Open accounts of the practice that reports may go to, the one named by the practice or those of the office."""
    query = sa.select(Account).where(Account.closed_at.is_(None), Account.role.is_not(None))
    query = query.where(Account.sign_in == named) if named else query.where(Account.role == "admin")
    return list(session.scalars(query.order_by(sa.func.lower(Account.name), Account.id)))


def _addressed(account: Account, named: str) -> sa.Select[PushedReport]:
    """Reports to this account while it reads them; with those whose reader left, or reads them no more.

    Never those of people on whose care team this account is now.
    """
    if not reads(account, named):
        return sa.select(PushedReport).where(sa.false())
    still = sa.and_(Account.closed_at.is_(None), Account.sign_in == named if named else Account.role == "admin")
    without_reader = PushedReport.to_id.not_in(sa.select(Account.id).where(still))
    return sa.select(PushedReport).where(
        sa.or_(PushedReport.to_id == account.id, without_reader),
        PushedReport.patient_id.not_in(relationships.patients_of_team(account)),
    )


def _outside(account: Account, report: PushedReport, request_id: str) -> Grant:
    """Somebody of the practice outside the person's team: a grant that opens nothing, for the log alone."""
    return Grant(account, report.patient_id, Capacity.SYSTEM, frozenset(), request_id)
