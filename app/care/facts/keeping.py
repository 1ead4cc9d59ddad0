"""Adding, correcting and ending facts, by the team; and by the person, what they themselves added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.facts import answering, kinds, rows
from app.care.limits import PAGE, too_long
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import RecordFact

SOURCES = {
    "team": _l("We found it or measured it"),
    "person": _l("The person told us"),
    "letter": _l("From a letter"),
}
REASONS = {"no_longer": _l("It is no longer so"), "mistake": _l("It was entered by mistake")}
ADDED = "fact_added"


def add(
    session: Session,
    grant: Grant,
    kind: str,
    content: Mapping[str, Any],
    *,
    client_key: str,
    source: str = "team",
    source_words: str = "",
    said_on: date | None = None,
) -> RecordFact:
    """Write a fact down. What the person or a helper adds is theirs, and reaches the team's worklist.

    Sent twice it is stored once; ``Conflict`` when the page was sent before with other words. ``Invalid`` names
    the fields of the kind, "source" or "source_words".
    """
    _must_write(grant)
    known = kinds.known(kind)
    parsed = known.parse(content)
    if not grant.is_team:
        source, source_words = "person", ""
    source_words = _source(source, source_words)
    before = rows.sent_before(session, grant, RecordFact, client_key)
    if before is None:
        _fits_with_the_others(session, grant, kind, parsed)
        before, is_new = rows.new_row(
            session, grant, kind, parsed, client_key=client_key, source=source, source_words=source_words,
            said_on=said_on,
        )  # fmt: skip
        if is_new:
            audit.record(session, grant, "add fact", kind, before.id)
            _tell_the_team(session, grant, before)
            return before
    if (before.kind, before.content) != (kind, parsed):
        raise Conflict(rows.SENT_BEFORE)
    found: RecordFact = before
    return found


def correct(
    session: Session,
    grant: Grant,
    fact_id: str,
    content: Mapping[str, Any],
    *,
    client_key: str,
    source: str = "team",
    source_words: str = "",
    said_on: date | None = None,
    statement_id: str = "",
) -> RecordFact:
    """Word a fact anew: a new row, the old one stays as it was. With ``statement_id`` this answers the person.

    ``Conflict`` with both texts when somebody was first. A helper or the person corrects only what came from them.
    """
    _must_write(grant)
    old = records.one(session, grant, RecordFact, fact_id, lock=True)
    _own_only(grant, old)
    known = kinds.known(old.kind)
    parsed = known.parse(content)
    if not grant.is_team:
        source, source_words = "person", ""
    source_words = _source(source, source_words)
    before: RecordFact | None = rows.sent_before(session, grant, RecordFact, client_key)
    if before is not None:
        if (before.line, before.content) != (old.line, parsed):
            raise Conflict(rows.SENT_BEFORE)
        return before
    old = rows.standing(session, grant, fact_id, mine=known.as_text(parsed))
    new = rows.replace(
        session, grant, old, parsed, client_key, source=source, source_words=source_words, said_on=said_on
    )
    answering.looked_at(session, grant, new, statement_id)
    return new


def end(
    session: Session, grant: Grant, fact_id: str, reason: str, words: str = "", statement_id: str = ""
) -> RecordFact:
    """End a fact: it is no longer so, or was a mistake. It stays readable in its history.

    Ending it twice for the same reason is harmless; ``Conflict`` when somebody changed it first.
    """
    _must_write(grant)
    words = clean(words)
    wrong: dict[str, Any] = {}
    if reason not in REASONS:
        wrong["reason"] = _l("Choose why it ends.")
    if problem := too_long(words):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    row = records.one(session, grant, RecordFact, fact_id, lock=True)
    _own_only(grant, row)
    if row.ended_at is not None and (row.ended_reason, row.ended_by_id) == (reason, grant.actor_id):
        return row
    row = rows.standing(session, grant, fact_id, mine=str(REASONS[reason]))
    rows.end(session, grant, row, reason, words)
    answering.looked_at(session, grant, row, statement_id)
    if not grant.is_team:
        answering.take_back(session, grant, row)
    return row


def is_own(row: RecordFact) -> bool:
    """Whether this came from the person or a helper themselves, so that they may change it. Never a team's line."""
    return row.source == "person" and row.capacity in ("self", "proxy")


def _must_write(grant: Grant) -> None:
    grant.must(Permission.KEEP_FACTS if grant.is_team else Permission.CORRECT_FACTS)


def _own_only(grant: Grant, row: RecordFact) -> None:
    """A line of the team is answered by a statement, never written over. A helper leaves the person's words alone."""
    if grant.is_team:
        return
    if not is_own(row) or (grant.capacity.value == "proxy" and row.actor_id != grant.actor_id):
        raise Forbidden()


def _source(source: str, words: str) -> str:
    words = clean(words)
    wrong: dict[str, Any] = {}
    if source not in SOURCES:
        wrong["source"] = _l("Choose where this comes from.")
    if problem := too_long(words, PAGE // 4):
        wrong["source_words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    return words


def _fits_with_the_others(session: Session, grant: Grant, kind: str, content: Mapping[str, Any]) -> None:
    """«None known» cannot stand beside an allergy: the team ends the one before it writes the other."""
    if kind != "allergy" or not grant.is_team:
        return
    query = records.of(session, grant, RecordFact).where(RecordFact.kind == kind, RecordFact.ended_at.is_(None))
    standing = list(session.scalars(query.with_for_update()))
    if content["known"] == "none" and any(row.content.get("known") == "yes" for row in standing):
        raise Invalid(fields={"known": _l("There are allergies on this list. End them first, if they are wrong.")})
    if content["known"] == "yes":
        for row in standing:
            if row.content.get("known") != "yes":
                rows.end(session, grant, row, "no_longer")


def _tell_the_team(session: Session, grant: Grant, row: RecordFact) -> None:
    from app.care import concerns

    if not grant.is_team:
        why = {"title": kinds.known(row.kind).title(row.content)[:200], "kind": row.kind}
        concerns.raise_concern(session, grant, rule=ADDED, subject=row.line, why=why)
