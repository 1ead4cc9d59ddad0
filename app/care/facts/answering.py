"""The team answers what the person says about a fact: taken over, or kept with words that the person reads."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.facts import rows
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.db import lock
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import FactStatement, RecordFact

SAID, ADDED = "fact_said", "fact_added"


def keep(session: Session, grant: Grant, statement_id: str, words: str) -> FactStatement:
    """The fact stays as it is, with words for the person; their statement stays beside it, as they wrote it.

    ``Invalid`` without words, ``Conflict`` with both texts when a colleague answered first.
    """
    grant.must(Permission.KEEP_FACTS)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Say why it stays, in words for the person.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    row = _waiting(session, grant, statement_id, words)
    if row.answered_at is None:
        _answer(session, grant, row, "kept", words)
    return row


def take_use(session: Session, grant: Grant, statement_id: str, client_key: str) -> RecordFact:
    """Take over how a medicine is really taken, as the person said it: one tap for the team.

    Sent twice it is stored once. ``NotFound`` when the statement is not about how something is taken.
    """
    grant.must(Permission.KEEP_FACTS)
    said = records.one(session, grant, FactStatement, statement_id, lock=True)
    if not said.use:
        raise NotFound()
    now = rows.current_of(session, grant, said.line)
    if said.answer == "taken" and now is not None:
        return now
    said = _waiting(session, grant, statement_id, "")
    if now is None:
        raise Conflict(_l("This has ended since, so there is nothing to take it into."), theirs=said.words)
    content = {**now.content, "use": said.use, "why": list(said.why)}
    new = rows.replace(session, grant, now, content, client_key)
    looked_at(session, grant, new, statement_id)
    return new


def looked_at(session: Session, grant: Grant, fact: RecordFact, statement_id: str = "") -> None:
    """The team dealt with a fact that the person had added; and with this statement, when one is named."""
    from app.care import concerns

    if not grant.is_team:
        return
    concerns.close_concern_for(session, grant, ADDED, fact.line)
    if statement_id:
        said = records.one(session, grant, FactStatement, statement_id, lock=True)
        if said.line != fact.line:
            raise NotFound()
        if said.answered_at is None:
            _answer(session, grant, said, "taken", "")


def take_back(session: Session, grant: Grant, fact: RecordFact) -> None:
    """Who said something about this fact and now says that it is right takes that back. Nobody else's words go."""
    query = rows.open_statements(session, grant, fact.line).where(FactStatement.said_by_id == grant.actor_id)
    for said in session.scalars(lock(query)):
        _answer(session, grant, said, "taken_back", "")


def _answer(session: Session, grant: Grant, said: FactStatement, answer: str, words: str) -> None:
    from app.care import concerns

    said.answer, said.answer_words = answer, words
    said.answered_at, said.answered_by_id = clock.now(), grant.actor_id
    session.flush()
    audit.record(session, grant, f"answer statement ({answer})", "fact_statement", said.id)
    concerns.close_concern_for(session, grant, SAID, said.id, outcome=answer)


def _waiting(session: Session, grant: Grant, statement_id: str, mine: str) -> FactStatement:
    """The statement, held: still open, or answered by the same words. ``Conflict`` otherwise."""
    row = records.one(session, grant, FactStatement, statement_id, lock=True)
    if row.answered_at is not None and (row.answer, row.answer_words, row.answered_by_id) != (
        "kept", mine, grant.actor_id,
    ):  # fmt: skip
        theirs = row.answer_words or {"taken": _l("It was taken over."), "taken_back": _l("It was taken back.")}.get(
            row.answer, ""
        )
        raise Conflict(_l("This has already been answered."), mine=mine, theirs=theirs)
    return row
