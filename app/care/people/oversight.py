"""The log over all persons, for the privacy officer: who, when, why, and what in words. Never what was in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Capacity
from app.care.people import log_rows
from app.care.people.log_words import DONE, SEEN, kind_of, words_of
from app.care.people.names import accounts_of
from app.db import is_id
from app.i18n import lazy_gettext as _l
from app.models import Account, AuditEvent, CareTeamMember, Patient

WHY = {
    "treatment": _l("Care"),
    "self-management": _l("Their own care"),
    "help": _l("Helping"),
    "contact": _l("Reaching the person"),
    "administration": _l("Running the practice"),
    "privacy": _l("Looking after privacy"),
    "break-glass": _l("An emergency"),
    "system": _l("By itself"),
}
"""Purposes as staff read them; the person reads others (`log_words`)."""
ACCOUNTS = {
    "sign in": _l("signed in"),
    "sign out": _l("signed a device out"),
    "change passphrase": _l("changed a passphrase"),
    "add staff": _l("added somebody of the practice"),
    "give way back": _l("gave a colleague a code for a new passphrase"),
    "use way back": _l("chose a new passphrase with a code"),
    "break glass": _l("tried to open a record in an emergency"),
    "forget second step": _l("took away a lost second step"),
    "close account of staff": _l("closed the account of somebody who left"),
}
"""Acts about an account and no person, by how they begin."""
ROWS = 50
"""Rows on one page."""
MOST_FOUND = 200
"""Accounts or people that a part of a name may mean; more are too many to look through."""


@dataclass(frozen=True)
class Asked:
    """What is looked for; what is empty does not limit."""

    who: str = ""
    """Id, sign-in, or a part of the name of whoever acted."""
    person: str = ""
    """Id of the person, or a part of their name."""
    act: str = ""
    """One of ``acts()``, such as "seen:plan"."""
    outcome: str = ""
    """"done", "refused" or "failed"."""
    since: datetime | None = None
    until: datetime | None = None
    outside: bool = False
    """Only what staff did who were not on the person's team then."""
    own: bool = False
    """Also the looks of whoever looks after privacy."""
    before: int | None = None
    """Number of the row that the last page ended with."""


@dataclass(frozen=True)
class Seen:
    """One row in words."""

    row: AuditEvent
    account: Account | None
    patient: Patient | None
    guest: str = ""
    """What a guest is called, who has no account."""

    @property
    def words(self) -> Any:
        method, _space, page = self.row.act.partition(" ")
        tried = f"read {page}" if self.row.outcome == "refused" and method == "GET" else self.row.act
        if self.row.kind == "account":
            return next((words for begins, words in ACCOUNTS.items() if tried.startswith(begins)), words_of(("", "")))
        kind = kind_of(tried)
        return _l("looked at the log") if kind == ("seen", "log") else words_of(kind)


@dataclass(frozen=True)
class Page:
    """Rows, the newest first; ``next_before``: where the next page begins, or None."""

    rows: list[Seen] = field(default_factory=list)
    next_before: int | None = None

    @property
    def patient_ids(self) -> set[str]:
        """Everybody that the page says something about."""
        return {one.row.patient_id for one in self.rows if one.row.patient_id}


def acts() -> list[tuple[str, Any]]:
    """Every act that may be looked for, with its words."""
    seen = [(f"seen:{name}", words) for name, (words, _begins) in SEEN.items()]
    return seen + [(f"done:{name}", words) for name, (words, _begins) in DONE.items()]


def search(session: Session, asked: Asked) -> Page:
    """A page of the log. Five statements at most, however long the log is."""
    query = sa.select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(ROWS + 1)
    for limit in _limits(session, asked):
        query = query.where(limit)
    rows = list(session.scalars(query))
    accounts = accounts_of(session, {row.actor_id for row in rows if row.actor_id})
    people = _people(session, {row.patient_id for row in rows[:ROWS] if row.patient_id})
    guests = log_rows.guests_at(session, [row.seq for row in rows[:ROWS] if row.capacity == Capacity.GUEST])
    shown = [
        Seen(row, accounts.get(row.actor_id or ""), people.get(row.patient_id or ""), guests.get(row.seq, ""))
        for row in rows[:ROWS]
    ]
    return Page(shown, rows[ROWS - 1].seq if len(rows) > ROWS else None)


def counts(session: Session, since: datetime) -> tuple[int, int]:
    """How often somebody was refused since then, and how often staff outside of a team looked or wrote."""
    lately = sa.select(sa.func.count()).select_from(AuditEvent).where(AuditEvent.at >= since)
    refused = session.scalar(lately.where(AuditEvent.outcome == "refused", AuditEvent.patient_id.is_not(None)))
    return refused or 0, session.scalar(lately.where(outside_of_team())) or 0


def outside_of_team() -> sa.ColumnElement[bool]:
    """Rows about a person by staff who were not on that person's team at that moment."""
    member = sa.exists().where(
        CareTeamMember.patient_id == AuditEvent.patient_id, CareTeamMember.account_id == AuditEvent.actor_id,
        CareTeamMember.since <= AuditEvent.at,
        sa.or_(CareTeamMember.until.is_(None), CareTeamMember.until > AuditEvent.at),
    )  # fmt: skip
    staff = sa.select(Account.id).where(Account.role.is_not(None), Account.role != "privacy")
    return sa.and_(
        AuditEvent.outcome == "done", AuditEvent.patient_id.is_not(None), AuditEvent.actor_id.in_(staff),
        AuditEvent.capacity.not_in(("self", "proxy")), AuditEvent.act != "review glass", ~member,
    )  # fmt: skip


def _limits(session: Session, asked: Asked) -> list[sa.ColumnElement[bool]]:
    row = AuditEvent
    limits: list[sa.ColumnElement[bool]] = []
    if asked.who:
        limits.append(row.actor_id.in_(_accounts_named(session, asked.who)))
    if asked.person:
        limits.append(row.patient_id.in_(_people_named(session, asked.person)))
    if asked.act:
        limits.append(_is_kind(*asked.act.partition(":")[::2]))
    if asked.outcome:
        limits.append(row.outcome == asked.outcome)
    if asked.since:
        limits.append(row.at >= asked.since)
    if asked.until:
        limits.append(row.at < asked.until)
    if asked.outside:
        limits.append(outside_of_team())
    if not asked.own:
        limits.append(row.purpose != "privacy")
    if asked.before is not None:
        limits.append(row.seq < asked.before)
    return limits


def _is_kind(sort: str, name: str) -> sa.ColumnElement[bool]:
    """Acts whose longest known beginning belongs to ``name``: what ``kind_of`` says, asked of the database."""
    table, lead = (SEEN, "read ") if sort == "seen" else (DONE, "")
    if name not in table:
        return sa.false()
    others = [begins for other, (_words, many) in table.items() if other != name for begins in many]
    parts = []
    for begins in table[name][1]:
        longer = [other for other in others if other.startswith(begins) and other != begins]
        part = AuditEvent.act.startswith(lead + begins, autoescape=True)
        parts.append(sa.and_(part, *(~AuditEvent.act.startswith(lead + one, autoescape=True) for one in longer)))
    found = sa.or_(*parts)
    return (
        found
        if sort == "seen"
        else sa.and_(found, ~AuditEvent.act.like("read %.%"), AuditEvent.act != "read confide")
    )


def _accounts_named(session: Session, text: str) -> list[str]:
    found = sa.or_(
        Account.id == text, Account.sign_in == text.lower(),
        sa.func.lower(Account.name).contains(text.lower(), autoescape=True),
    )  # fmt: skip
    ids = list(session.scalars(sa.select(Account.id).where(found).order_by(Account.id).limit(MOST_FOUND)))
    return [*ids, text] if is_id(text) else ids  # an account that is gone has rows, too


def _people_named(session: Session, text: str) -> list[str]:
    found = sa.or_(Patient.id == text, sa.func.lower(Patient.full_name).contains(text.lower(), autoescape=True))
    ids = list(session.scalars(sa.select(Patient.id).where(found).order_by(Patient.id).limit(MOST_FOUND)))
    return [*ids, text] if is_id(text) else ids


def _people(session: Session, ids: set[str]) -> dict[str, Patient]:
    if not ids:
        return {}
    return {one.id: one for one in session.scalars(sa.select(Patient).where(Patient.id.in_(ids)))}
