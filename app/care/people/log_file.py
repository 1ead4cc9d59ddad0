"""The whole log of a person, to take along: in batches, so that a long one needs no more memory than a short one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Capacity, Grant
from app.care.people import log_rows
from app.care.people.log_words import kind_of, purpose_words, words_of
from app.care.people.names import ROLES
from app.db import Database
from app.i18n import _
from app.models import Account, AuditEvent

BATCH = 1_000
"""Rows that are in memory at once. A batch is one statement; names are asked for once each."""


@dataclass(frozen=True)
class Entry:
    """One row of the log and who it was."""

    row: AuditEvent
    name: str
    """Name of the account, empty when it is gone; a guest has none, and is called by their way in."""
    role: str

    @property
    def did(self) -> str:
        """What they did, in words."""
        return str(words_of(kind_of(self.row.act)))

    @property
    def as_what(self) -> str:
        """As what they did it: themselves, a helper, or what they are at the practice; nothing of a guest."""
        if self.row.capacity == Capacity.SELF:
            return _("You")
        if self.row.capacity == Capacity.PROXY:
            return _("helps you")
        return str(ROLES.get(self.role, self.role))

    @property
    def why(self) -> str:
        return str(purpose_words(self.row.purpose))


def entries(database: Database, grant: Grant) -> Iterator[Entry]:
    """The log from its beginning. A short look of its own for each batch, so that nothing is held for long."""
    known: dict[str, tuple[str, str]] = {}
    last = 0
    while True:
        with database.read() as session:
            rows = _batch(session, grant, last)
            missing = {row.actor_id for row in rows if row.actor_id and row.actor_id not in known}
            known |= _names(session, missing)
            came = {row.object_id for row in rows if row.capacity == Capacity.GUEST}
            guests = log_rows.guests(session, grant, came)
        for row in rows:
            if row.capacity == Capacity.GUEST:
                yield Entry(row, log_rows.called_guest(guests.get(row.object_id)), "")
            else:
                yield Entry(row, *known.get(row.actor_id or "", ("", "")))
        if len(rows) < BATCH:
            return
        last = rows[-1].seq


def _batch(session: Session, grant: Grant, after: int) -> list[AuditEvent]:
    query = log_rows.readable(session, grant).where(AuditEvent.seq > after)
    return list(session.scalars(query.order_by(AuditEvent.seq).limit(BATCH)))


def _names(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    wanted = sorted(ids)
    if not wanted:
        return {}
    query = sa.select(Account.id, Account.name, Account.role).where(Account.id.in_(wanted))
    return {id_: (name, role or "") for id_, name, role in session.execute(query)}


def as_csv(lines: Iterable[Entry], when: Any) -> Iterator[str]:
    """A table for a spreadsheet, a piece at a time. ``when``: a moment in words of the person's zone.

    No cell can be taken for a formula.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    write([_("Number"), _("When"), _("Who"), _("As what"), _("What they did"), _("Why"), _("Which one")])
    yield "\ufeff" + _taken(out)
    for entry in lines:
        row = entry.row
        write([row.seq, *map(plain, (
            when(row.at), entry.name or _("Somebody whose account is gone"), entry.as_what, entry.did, entry.why,
            " ".join(filter(None, (row.kind, row.object_id))),
        ))])  # fmt: skip
        if out.tell() > 30_000:
            yield _taken(out)
    yield _taken(out)


def plain(cell: str) -> str:
    """The cell such that a spreadsheet shows it and runs nothing."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def moment_words(at: datetime) -> str:
    """A moment such that a spreadsheet can sort it."""
    return at.strftime("%Y-%m-%d %H:%M:%S")
