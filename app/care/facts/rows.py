"""Storing rows of facts: once for each client key, and never over another row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.care.facts.kinds import KINDS
from app.db import lock, new_id
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import FactStatement, RecordFact

LONGEST_KEY = 64
SENT_BEFORE = _l("You sent this page before. To write this down as well, press the button once more.")


def sent_before(session: Session, grant: Grant, model: type[Any], client_key: str) -> Any:
    """What this person already has under this client key, or None. ``Invalid`` for a key that is no key."""
    _must_be_a_key(client_key)
    return session.scalars(records.of(session, grant, model).where(model.client_key == client_key)).first()


def _must_be_a_key(client_key: str) -> None:
    if not client_key or len(client_key) > LONGEST_KEY or not client_key.isprintable():
        raise Invalid(_l("This form is broken. Load the page again."), fields={})


def add(session: Session, grant: Grant, model: type[Any], facts: Mapping[str, Any]) -> tuple[Any, bool]:
    """Insert a row; of two with the same client key at the same moment one stays. Says whether it was this one."""
    _must_be_a_key(facts["client_key"])  # before the database sees it: not every engine cuts what is too long
    session.flush()
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"id": new_id(), "patient_id": grant.patient_id, **facts}
    insert = dialect.insert(model).values(values)
    insert = insert.on_conflict_do_nothing(index_elements=["patient_id", "client_key"])
    made = session.execute(insert.returning(model.id)).scalar()
    row = sent_before(session, grant, model, facts["client_key"])
    assert row is not None, "the row was there or was just stored"
    return row, made is not None


def new_row(
    session: Session,
    grant: Grant,
    kind: str,
    content: Mapping[str, Any],
    *,
    client_key: str,
    confirmed: bool = True,
    **more: Any,
) -> tuple[RecordFact, bool]:
    """A row of a fact by whoever acts, and whether it is new. Who writes a fact down confirms it, unless told not to.

    ``more``: source, source_words, said_on, and for a correction line and replaces_id.
    """
    id_, now = new_id(), clock.now()
    facts: dict[str, Any] = {
        "id": id_, "line": id_, "kind": kind, "content": dict(content), "source_words": "", "recorded_at": now,
        "actor_id": grant.actor_id, "capacity": grant.capacity.value, "client_key": client_key,
        "confirmed_at": now if confirmed else None, "confirmed_by_id": grant.actor_id if confirmed else None,
        "confirmed_capacity": grant.capacity.value if confirmed else "", "ended_capacity": "", "ended_reason": "",
        "ended_words": "", **more,
    }  # fmt: skip
    row, is_new = add(session, grant, RecordFact, facts)
    return row, is_new


def end(session: Session, grant: Grant, fact: RecordFact, reason: str, words: str = "") -> None:
    """Close a row for good; it stays readable."""
    fact.ended_at, fact.ended_by_id, fact.ended_capacity = clock.now(), grant.actor_id, grant.capacity.value
    fact.ended_reason, fact.ended_words = reason, words
    session.flush()
    audit.record(session, grant, f"end fact ({reason})", fact.kind, fact.id)


def replace(
    session: Session, grant: Grant, old: RecordFact, content: Mapping[str, Any], client_key: str, **more: Any
) -> RecordFact:
    """A new row of the same line in place of ``old``, which this session holds."""
    end(session, grant, old, "corrected")
    more = {"source": old.source, "source_words": old.source_words, "said_on": old.said_on} | more
    row, _new = new_row(
        session, grant, old.kind, content, client_key=client_key, line=old.line, replaces_id=old.id, **more
    )
    audit.record(session, grant, "correct fact", row.kind, row.id)
    return row


def standing(session: Session, grant: Grant, fact_id: str, mine: str = "") -> RecordFact:
    """The row, held, if it is still current. ``Conflict`` with both texts when somebody was first."""
    row = records.one(session, grant, RecordFact, fact_id, lock=True)
    if row.ended_at is not None:
        raise Conflict(
            _l("Somebody changed this while you were here."), mine=mine, theirs=text_now(session, grant, row)
        )
    return row


def current_of(session: Session, grant: Grant, line: str) -> RecordFact | None:
    """The row of this line that stands now; None when the line has ended."""
    query = records.of(session, grant, RecordFact).where(RecordFact.line == line, RecordFact.ended_at.is_(None))
    return session.scalars(lock(query)).first()


def text_now(session: Session, grant: Grant, row: RecordFact) -> str:
    """What a line says now, as plain text; or that it has ended, and why."""
    now = current_of(session, grant, row.line)
    if now is not None:
        return KINDS[now.kind].as_text(now.content)
    newest = records.of(session, grant, RecordFact).where(RecordFact.line == row.line)
    last = session.scalars(newest.order_by(RecordFact.ended_at.desc()).limit(1)).one()
    reasons = {"no_longer": _l("It ended, because it is no longer so."), "mistake": _l("It was entered by mistake.")}
    return "\n".join(part for part in (str(reasons.get(last.ended_reason, "")), last.ended_words) if part)


def open_statements(session: Session, grant: Grant, line: str) -> sa.Select[FactStatement]:
    """What the person said about a line and nobody has answered."""
    return records.of(session, grant, FactStatement).where(
        FactStatement.line == line, FactStatement.answered_at.is_(None)
    )
