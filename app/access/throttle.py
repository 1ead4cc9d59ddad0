"""Slowing down guessing: growing waits by account, by address and by the pair, kept in the database.

A stranger can make their own tries slow, never lock somebody else out: the wait for an account alone stays short,
and neither a device that the owner used before nor the first try of a source meets it. The long one belongs to the
pair of account and address.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.db import lock
from app.errors import TooMany
from app.models import Throttle

FORGET_AFTER = timedelta(hours=1)


def key(kind: str, *parts: str) -> str:
    """A key for a row: hashed, so that the table holds no names, codes or addresses."""
    return kind + ":" + hashlib.sha256("\x00".join(map(_network, parts)).encode()).hexdigest()[:40]


def _network(part: str) -> str:
    """An address of the sixth version as its network: one connection has more of them than anybody could count."""
    try:
        address = ipaddress.IPv6Address(part.partition("%")[0]) if ":" in part else None
    except ValueError:
        return part
    if address is None or address.ipv4_mapped:
        return str(address.ipv4_mapped) if address else part
    return str(ipaddress.IPv6Network((int(address), 64), strict=False))


def wait_seconds(kind: str, tries: int) -> int:
    """How long until the next try after ``tries`` failures.

    Pair of account and source: from the fourth, 1, 2, 4 … 60 s. A code: the same from the sixth. An account from
    anywhere: from the eleventh, at most 5 s. An address: from the thirty-first, at most 60 s. Tokens of messages
    that nobody sent: the same. Questions for a passkey: from the sixty-first, at most 60 s.
    A second step, which only comes after the right passphrase: from the sixth, at most 15 minutes. The six digits of
    a guest, whoever tries: from the sixth, at most 10 minutes; only who has the link or code comes that far.
    The file with everything, which costs much: from the eleventh in an hour, at most 10 minutes.
    """
    waits = {"pair": (3, 60), "code": (5, 60), "account": (10, 5), "address": (30, 60), "token": (30, 60)}
    waits |= {"ask": (60, 60), "second": (5, 900), "passcode": (5, 600), "file": (10, 600)}
    free, most = waits[kind]
    return 0 if tries <= free else min(most, 2 ** min(tries - free - 1, 10))


def check(session: Session, keys: Iterable[str]) -> None:
    """Raise :class:`TooMany` while any of ``keys`` has to wait. Called before hashing."""
    now = clock.now()
    until = session.scalar(
        sa.select(sa.func.max(Throttle.next_at)).where(Throttle.key.in_(list(keys)), Throttle.next_at > now)
    )
    if until is not None:
        raise TooMany(retry_after=max(1, round((until - now).total_seconds())))


def is_first(session: Session, key_: str) -> bool:
    """Whether nothing failed under this key in the last hour."""
    lately = sa.exists().where(Throttle.key == key_, Throttle.last_at > clock.now() - FORGET_AFTER)
    return not session.scalar(sa.select(lately))


def failed(session: Session, keys: Iterable[str]) -> None:
    """Count one failure for each key, also when two arrive at once."""
    now = clock.now()
    for each in sorted(keys):  # one order for everybody, so that two never wait for each other
        _make_sure_of(session, each, now)
        row = session.scalars(lock(sa.select(Throttle).where(Throttle.key == each))).one()
        if now - row.last_at > FORGET_AFTER:
            row.tries = 0
        row.tries += 1
        row.last_at = now
        row.next_at = now + timedelta(seconds=wait_seconds(each.split(":")[0], row.tries))
        session.flush()


def _make_sure_of(session: Session, key_: str, now: datetime) -> None:
    """A row to lock. Of two who add it at once on PostgreSQL, the second must not fail."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = insert(Throttle).values(key=key_, tries=0, last_at=now, next_at=now)
    session.execute(row.on_conflict_do_nothing())


def took(session: Session, key_: str) -> None:
    """Count something that costs much each time, also when it succeeds. Raises :class:`TooMany`."""
    check(session, [key_])
    failed(session, [key_])


def succeeded(session: Session, keys: Iterable[str]) -> None:
    """Forget the failures of ``keys``."""
    session.execute(sa.delete(Throttle).where(Throttle.key.in_(list(keys))))
