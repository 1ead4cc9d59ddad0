"""\"This was not right\": what a person says about a line of the log, and what the practice answers.

It goes to whoever looks after privacy at the practice. The care team does not see it here, and helpers never do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.people import log_rows
from app.care.people.log_words import kind_of, words_of
from app.care.plan.kinds.fields import clean
from app.db import lock
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, AuditEvent, GuestPass, NotRight, Patient, ProxyGrant

WHAT: dict[str, Any] = {
    "unknown": _l("I do not know this person"),
    "should_not": _l("They should not have seen this"),
    "not_said": _l("That is not what I said"),
    "other": _l("Something else"),
}


@dataclass(frozen=True)
class Line:
    """A row of the log that something is said about: who it was and what they did, in words."""

    row: AuditEvent
    account: Account | None
    help_id: str | None
    """The helper's grant while it stands, so that it can be ended at once."""
    guest: GuestPass | None = None
    """Of a guest, who has no account: their way in."""

    @property
    def opens(self) -> bool:
        """Whether the guest's way in still works, so that it can be ended at once."""
        return self.guest is not None and self.guest.lives(clock.now())

    @property
    def words(self) -> Any:
        return words_of(kind_of(self.row.act))


def line(session: Session, grant: Grant, seq: int) -> Line:
    """One line of the person's log. Raises ``NotFound`` for a row of anybody else's, or of none."""
    if not 0 < seq < 2**62:
        raise NotFound()
    row = session.scalars(log_rows.readable(session, grant).where(AuditEvent.seq == seq)).first()
    if row is None:
        raise NotFound()
    standing = None
    if row.capacity == Capacity.PROXY:
        helps = records.of(session, grant, ProxyGrant).where(
            ProxyGrant.account_id == row.actor_id, ProxyGrant.in_force(clock.now())
        )
        standing = session.scalar(helps.with_only_columns(ProxyGrant.id))
    came = {row.object_id} if row.capacity == Capacity.GUEST else set()
    guest = log_rows.guests(session, grant, came).get(row.object_id)
    return Line(row, session.get(Account, row.actor_id) if row.actor_id else None, standing, guest)


def say(session: Session, grant: Grant, seq: int, what: str, words: str, client_key: str | None = None) -> NotRight:
    """Keep that a line was not right. The same form sent twice is one report.

    Raises ``Invalid`` without a choice, or for something else without words; ``Conflict`` for other words from the
    same form.
    """
    about = line(session, grant, seq)
    words = clean(words)
    if what not in WHAT:
        raise Invalid(fields={"what": _l("Choose what fits best.")})
    if what == "other" and not words:
        raise Invalid(fields={"words": _l("Write in a few words what was not right.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    client_key = (client_key or "")[:64] or None
    same = records.of(session, grant, NotRight).where(NotRight.client_key == client_key)
    if client_key and (before := session.scalars(same).first()) is not None:
        if (before.words, before.what) == (words, what):
            return before
        raise Conflict(_l("This page was sent before. Here is what was kept."), mine=words, theirs=before.words)
    report = NotRight(
        patient_id=grant.patient_id, seq=seq, about_id=about.row.actor_id, what=what, words=words,
        client_key=client_key, actor_id=grant.actor_id, capacity=grant.capacity, at=clock.now(),
    )  # fmt: skip
    session.add(report)
    session.flush()
    audit.record(session, grant, "say not right", "not_right", report.id)
    return report


def one(session: Session, grant: Grant, report_id: str) -> NotRight:
    """One report of the person's own."""
    grant.must(Permission.SEE_LOG)
    return records.one(session, grant, NotRight, report_id)


def withdraw(session: Session, grant: Grant, report_id: str) -> None:
    """The person takes it back. It stays in the list, as taken back. Harmless to repeat."""
    grant.must(Permission.SEE_LOG)
    report = records.one(session, grant, NotRight, report_id, lock=True)
    if report.withdrawn_at is None:
        report.withdrawn_at = clock.now()
        audit.record(session, grant, "take back not right", "not_right", report.id)


def bring_back(session: Session, grant: Grant, report_id: str) -> None:
    """Undo of taking it back. Harmless to repeat."""
    grant.must(Permission.SEE_LOG)
    report = records.one(session, grant, NotRight, report_id, lock=True)
    if report.withdrawn_at is not None:
        report.withdrawn_at = None
        audit.record(session, grant, "say not right again", "not_right", report.id)


def by_row(session: Session, grant: Grant, seqs: Iterable[int] | None = None) -> dict[int, NotRight]:
    """Reports that stand, by the number of the row they are about; the newest of each. One statement."""
    query = records.of(session, grant, NotRight).where(NotRight.withdrawn_at.is_(None)).order_by(NotRight.at)
    found = {report.seq: report for report in session.scalars(query)}
    return found if seqs is None else {seq: found[seq] for seq in seqs if seq in found}


# For the practice: by a grant of whoever looks after privacy, made in `access.overseeing`.


def all_reports(session: Session) -> list[NotRight]:
    """Every report that was not taken back: the open ones first, the longest waiting first."""
    query = sa.select(NotRight).where(NotRight.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(NotRight.answered_at.is_not(None), NotRight.at).limit(500)))


def people_of(session: Session, reports: list[NotRight]) -> dict[str, Patient]:
    """Whose reports these are, by id. One statement."""
    ids = {one.patient_id for one in reports}
    return {one.id: one for one in session.scalars(sa.select(Patient).where(Patient.id.in_(ids)))} if ids else {}


def answer(session: Session, grant: Grant, report_id: str, words: str) -> None:
    """Answer one report in words for the person. ``grant``: of whoever looks after privacy, for that person.

    Raises ``Invalid`` without words, ``Conflict`` when it was answered otherwise; the same twice is harmless.
    """
    words = clean(words)
    if not words:
        raise Invalid(fields={"answer": _l("Write in a few words what you found and what was done.")})
    if problem := too_long(words):
        raise Invalid(fields={"answer": problem})
    query = sa.select(NotRight).where(NotRight.id == report_id, NotRight.patient_id == grant.patient_id)
    report = session.scalars(lock(query)).first()
    if report is None:
        raise NotFound()
    if report.answered_at is not None:
        if report.answer == words:
            return
        raise Conflict(_l("Somebody answered this before you."), mine=words, theirs=report.answer)
    report.answer, report.answered_at, report.answered_by_id = words, clock.now(), grant.actor_id
    audit.record(session, grant, "answer not right", "not_right", report.id)
