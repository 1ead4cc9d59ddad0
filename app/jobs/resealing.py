"""Sealing anew: after a new key, and for rows from before they were sealed. In small steps, safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Database, lock
from app.models import Answer, MailAddress, PushSubscription, Questionnaire, Response, Totp
from app.sealing import COLUMNS, Column, is_sealed_value
from app.vault import HEAD, Unreadable, Vault

BATCH = 200
"""Rows of one transaction."""
FILES = 4
"""The same where each row is a whole file, since all of them are in memory at once."""
A_FILE = 20
"""For how many texts one file counts, where a pass is bounded."""
BY_HAND = [
    *(Column(PushSubscription.__table__, name, lambda _row: True) for name in ("endpoint", "p256dh", "auth")),  # type: ignore[arg-type]
    Column(MailAddress.__table__, "address", lambda _row: True),  # type: ignore[arg-type]
    Column(Totp.__table__, "seed", lambda _row: True),  # type: ignore[arg-type]
]
"""Columns that their own code seals and opens."""
ALONE = "alone"


@dataclass
class Done:
    """What a pass did, by "table.column"."""

    resealed: Counter[str] = field(default_factory=Counter)
    fresh: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    rows: int = 0


def reseal(database: Database, vault: Vault, most: int | None = None) -> Done:
    """Seal every sealed column under the key that seals now, a short transaction for each batch.

    ``most``: rows that are sealed at most, for a job that goes on tomorrow. What cannot be opened stays as it is.
    """
    done = Done()
    _mark_private_answers(database)
    for column in (*COLUMNS, *BY_HAND):
        after = ""
        while most is None or done.rows < most:
            after = _batch(database, vault, column, after, done, most)
            if not after:
                break
    return done


def _batch(database: Database, vault: Vault, column: Column, after: str, done: Done, most: int | None) -> str:
    """One batch of one column. Returns the id it ended with; empty when the table is at its end."""
    table, name, id_ = column.table, f"{column.table.name}.{column.name}", _id(column)
    with database.read() as session:
        rows = session.execute(_looked_at(column).where(id_ > after).order_by(id_).limit(BATCH)).all()
    waiting = []
    for row in rows:
        value = row._mapping[column.name]
        if is_sealed_value(value) and vault.is_fresh(value):
            done.fresh[name] += 1
        elif value and (is_sealed_value(value) or column.when(row)):
            waiting.append(row._mapping[id_.name])
    size = FILES if column.is_bytes else BATCH
    for start in range(0, len(waiting), size):
        if most is not None and done.rows >= most:
            return ""
        with database.write() as session:
            for row in session.execute(lock(sa.select(table).where(id_.in_(waiting[start : start + size])))):
                _anew(session, vault, column, row, done)
    return str(rows[-1]._mapping[id_.name]) if len(rows) == BATCH else ""


def _looked_at(column: Column) -> sa.Select[Any]:
    """What says whether a value waits: the row, or of a file only how it begins."""
    if not column.is_bytes:
        return sa.select(column.table)
    begins = sa.func.substr(column.table.c[column.name], 1, HEAD, type_=sa.LargeBinary)
    return sa.select(_id(column), begins.label(column.name))


def _id(column: Column) -> Any:
    """What tells the rows of its table apart, and is bound into what is sealed."""
    return column.table.c[column.key]


def _anew(session: Session, vault: Vault, column: Column, row: Any, done: Done) -> None:
    """One value, as it is now that its row is held."""
    table, name = column.table, f"{column.table.name}.{column.name}"
    value, id_ = row._mapping[column.name], row._mapping[_id(column).name]
    try:
        clear = column.open(vault, value, id_) if is_sealed_value(value) else value
    except Unreadable:
        done.unreadable[name] += 1
        return
    if clear:
        sealed = column.seal(vault, clear, id_)
        session.execute(sa.update(table).where(_id(column) == id_).values({column.name: sealed}))
        done.resealed[name] += 1
        done.rows += A_FILE if column.is_bytes else 1


def _mark_private_answers(database: Database) -> None:
    """Answers from before they were sealed: which questions were only for somebody alone, the form says."""
    with database.read() as session:
        forms = [(row.id, sorted(_alone(row.document))) for row in session.scalars(_with_private())]
    for form_id, links in forms:
        with database.write() as session:
            of_form = sa.select(Response.id).where(Response.questionnaire_id == form_id)
            session.execute(
                sa.update(Answer)
                .where(Answer.response_id.in_(of_form), Answer.link_id.in_(links), Answer.private.is_(False))
                .values(private=True)
                .execution_options(synchronize_session=False)
            )


def _with_private() -> sa.Select[Questionnaire]:
    """Forms whose document says of some question that it is only for somebody alone."""
    text = sa.cast(Questionnaire.document, sa.Text)
    return sa.select(Questionnaire).where(text.contains(ALONE, autoescape=True))


def _alone(document: dict[str, Any]) -> set[str]:
    return set(_links(document.get("item", []), False))


def _links(items: list[dict[str, Any]], inside: bool) -> Iterator[str]:
    for item in items:
        here = inside or any(
            str(one.get("url", "")).endswith("/alone") and one.get("valueBoolean")
            for one in item.get("extension", [])
        )
        if here:
            yield item["linkId"]
        yield from _links(item.get("item", []), here)


def counts(database: Database) -> dict[str, Counter[str]]:
    """How many values stand under which key, by "table.column": "clear", "v1" or the id of a key."""
    found: dict[str, Counter[str]] = {}
    for column in (*COLUMNS, *BY_HAND):
        name, id_ = f"{column.table.name}.{column.name}", _id(column)
        after = ""
        while True:
            with database.read() as session:
                query = _looked_at(column).where(id_ > after).order_by(id_).limit(BATCH)
                rows = session.execute(query).all()
            for row in rows:
                value = row._mapping[column.name]
                if value and (is_sealed_value(value) or column.when(row)):
                    found.setdefault(name, Counter())[_key_of(value)] += 1
            if len(rows) < BATCH:
                break
            after = rows[-1]._mapping[id_.name]
    return found


def _key_of(value: Any) -> str:
    if not is_sealed_value(value):
        return "clear"
    mark = value[:12].decode("ascii", "replace") if isinstance(value, bytes) else value
    return str(mark.split(".")[1]) if mark.startswith("v2.") else "v1"
