"""The log as a chain: each seal holds a digest of the rows since the last one and of the last one itself.

Who changes, takes out or slips in a row afterwards would have to make every later seal anew. That can be done by
somebody who rules the whole database, so note the last seal somewhere else now and then: `verify` takes it back.
A seal is made outside of the requests, since a chain inside of them would put everybody into one queue.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.db import Database
from app.models import AuditEvent, AuditSeal

BATCH = 2_000
"""Rows of one seal at most."""
LOOK_BACK = 10_000
"""Rows before the newest seal that are still looked through: a transaction that began earlier may end later, and its
rows have numbers from when it began."""
ROUNDS = 200
"""Seals of one pass at most, so that a fault cannot turn into an endless loop."""
STILL_OPEN = timedelta(minutes=10)
"""A row that has no seal by then is a fault: the job seals each minute."""


def seal_all(database: Database) -> int:
    """Seal what is not sealed yet, a short transaction for each seal. Returns how many rows.

    Safe to run twice at once: of two seals of one number the database keeps one.
    """
    sealed = 0
    for _round in range(ROUNDS):
        try:
            with database.write() as session:
                count = _seal(session)
        except IntegrityError:
            return sealed  # another process made it meanwhile
        sealed += count
        if count < BATCH:
            return sealed
    return sealed


def _seal(session: Session) -> int:
    last = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1)).first()
    lowest = last.upto - LOOK_BACK if last else 0
    known = _known(session, lowest)
    numbers = sa.select(AuditEvent.seq).where(AuditEvent.seq > lowest).order_by(AuditEvent.seq)
    fresh = [seq for seq in session.scalars(numbers.limit(LOOK_BACK + BATCH)) if seq not in known][:BATCH]
    if not fresh:
        return 0
    number, before, now = (last.number + 1, last.digest, clock.now()) if last else (1, "", clock.now())
    spans = as_spans(fresh)
    session.add(AuditSeal(
        number=number, spans=spans, upto=max(fresh[-1], last.upto if last else 0), at=now,
        digest=digest_of(number, before, spans, now, _rows(session, fresh)),
    ))  # fmt: skip
    return len(fresh)


def _known(session: Session, lowest: int) -> set[int]:
    found: set[int] = set()
    for spans in session.scalars(sa.select(AuditSeal.spans).where(AuditSeal.upto > lowest)):
        found.update(seq for seq in from_spans(spans) if seq > lowest)
    return found


def digest_of(number: int, before: str, spans: str, at: datetime, rows: Iterable[AuditEvent]) -> str:
    """SHA-256 over the seal's own facts, the digest before it, and every field of its rows in their order.

    A row from before there was a purpose has none, and its line is as it was then. No row can be moved from the one
    form to the other: a purpose that is added or taken away afterwards changes the line.
    """
    made = hashlib.sha256(_line(number, before, spans, _moment(at)))
    for row in rows:
        made.update(_line(
            row.seq, _moment(row.at), row.actor_id, row.patient_id, row.capacity, row.act, row.kind, row.object_id,
            row.outcome, row.request_id, *([row.purpose] if row.purpose else []),
        ))  # fmt: skip
    return made.hexdigest()


def _line(*facts: object) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def as_spans(numbers: Iterable[int]) -> str:
    """Ascending numbers as "3-7,9"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in spans)


def from_spans(spans: str) -> Iterator[int]:
    """The numbers of "3-7,9"."""
    for span in spans.split(","):
        low, _dash, high = span.partition("-")
        yield from range(int(low), int(high or low) + 1)


@dataclass
class Found:
    """What a check of the whole chain found. ``head``: "number:digest" of the newest seal, to be noted elsewhere."""

    seals: int = 0
    rows: int = 0
    waiting: int = 0
    head: str = ""
    faults: list[str] = field(default_factory=list)


def verify(session: Session, noted: Sequence[str] = ()) -> Found:
    """Work every seal out anew. ``noted``: heads ("number:digest") that were written down at other times."""
    found = Found()
    at_number: dict[int, str] = {}
    sealed: set[int] = set()
    before = ""
    last_at: datetime | None = None
    for seal in session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number)):
        found.seals += 1
        if seal.number != found.seals:
            found.faults.append(f"Seal {found.seals} is missing.")
            found.seals = seal.number
        seqs = list(from_spans(seal.spans))
        rows = _rows(session, seqs)
        missing = as_spans(sorted(set(seqs) - {row.seq for row in rows}))
        if missing:
            found.faults.append(f"Seal {seal.number} of {_moment(seal.at)}: rows {missing} were taken out.")
        elif digest_of(seal.number, before, seal.spans, seal.at, rows) != seal.digest:
            found.faults.append(
                f"Seal {seal.number} of {_moment(seal.at)}: one of its rows {seal.spans}, or a seal before it, "
                "was changed."
            )
        if last_at and (old := [row.seq for row in rows if row.at < last_at - STILL_OPEN]):
            found.faults.append(
                f"Seal {seal.number} of {_moment(seal.at)}: rows {as_spans(old)} say that they are older than the "
                "seal before. They were slipped in, or a clock was set back."
            )
        last_at = seal.at
        before = at_number[seal.number] = seal.digest
        sealed.update(seqs)
        found.rows += len(rows)
    found.head = f"{found.seals}:{before}" if found.seals else ""
    _look_at_the_rest(session, found, sealed)
    for head in noted:
        number, _colon, digest = head.partition(":")
        if not number.isdigit() or at_number.get(int(number)) != digest:
            found.faults.append(f"The seal noted as {head} is not in the log.")
    return found


def _rows(session: Session, seqs: list[int]) -> list[AuditEvent]:
    inside = set(seqs)
    query = sa.select(AuditEvent).where(AuditEvent.seq.between(seqs[0], seqs[-1])).order_by(AuditEvent.seq)
    return [row for row in session.scalars(query) if row.seq in inside]


def _look_at_the_rest(session: Session, found: Found, sealed: set[int]) -> None:
    """Rows without a seal: they wait for the next minute, or came in by a way that is not ours."""
    late = clock.now() - STILL_OPEN
    slipped_in = []
    for seq, at in session.execute(sa.select(AuditEvent.seq, AuditEvent.at).order_by(AuditEvent.seq)):
        if seq not in sealed:
            found.waiting += 1
            if at < late:
                slipped_in.append(seq)
    if slipped_in:
        found.faults.append(
            f"Rows {as_spans(slipped_in)} are older than 10 minutes and in no seal. They were slipped in, or nothing "
            "sealed the log since."
        )
