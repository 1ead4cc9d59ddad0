"""What the person says about a fact: still right, not right, or how a medicine is really taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.facts import answering, kinds, rows
from app.care.facts.keeping import is_own
from app.care.facts.kinds.medicine import USES, WHYS
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import FactStatement, RecordFact


def confirm(session: Session, grant: Grant, fact_id: str) -> RecordFact:
    """Still right: note who said so and when. Again is harmless. ``Conflict`` when it was changed meanwhile.

    The person takes back with it what they themselves had said against it.
    """
    grant.must(Permission.KEEP_FACTS if grant.is_team else Permission.CORRECT_FACTS)
    row = rows.standing(session, grant, fact_id)
    row.confirmed_at, row.confirmed_by_id = clock.now(), grant.actor_id
    row.confirmed_capacity = grant.capacity.value
    session.flush()
    audit.record(session, grant, "confirm fact", row.kind, row.id)
    answering.looked_at(session, grant, row)
    if not grant.is_team:
        answering.take_back(session, grant, row)
    return row


def not_right(session: Session, grant: Grant, fact_id: str, words: str, client_key: str) -> FactStatement:
    """What is not right about a fact, in own words. The fact stays as it is until the team has looked.

    Sent twice it is stored once. ``Invalid`` without words; ``Conflict`` when the fact was changed meanwhile.
    """
    grant.must(Permission.CORRECT_FACTS)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Write in your words what is not right.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    return _say(session, grant, fact_id, client_key, words, "", [])


def taking(
    session: Session, grant: Grant, fact_id: str, *, use: str, why: Sequence[str], words: str, client_key: str
) -> RecordFact | FactStatement:
    """How a medicine is really taken. "As written" confirms it; anything else is a statement that the team reads.

    A reason is welcome and never needed. ``Invalid`` names "use", "why" or "words".
    """
    grant.must(Permission.CORRECT_FACTS)
    words = clean(words)
    wrong: dict[str, Any] = {}
    if use not in USES:
        wrong["use"] = _l("Choose one of the answers.")
    if any(one not in WHYS for one in why):
        wrong["why"] = _l("Pick from the answers shown.")
    if problem := too_long(words):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    reasons = [one for one in WHYS if one in why] if use in ("differently", "not_taking") else []
    if before := _sent_before(session, grant, client_key, (use, reasons, words)):
        return before
    row = rows.standing(session, grant, fact_id)
    if row.kind != "medicine":
        raise NotFound()
    if use == row.content.get("use") and not words and reasons == row.content.get("why", []):
        return confirm(session, grant, fact_id)
    mine = is_own(row) and row.actor_id == grant.actor_id  # the line stays whose it is: only its use is filled in
    if not words and (mine or (use == "taking" and row.content.get("use", "not_asked") == "not_asked")):
        content = {**row.content, "use": use, "why": reasons}
        new = rows.replace(
            session, grant, row, content, client_key, actor_id=row.actor_id, capacity=row.capacity,
            said_on=row.said_on or row.recorded_at.date(),
        )  # fmt: skip
        answering.take_back(session, grant, new)
        return new
    return _say(session, grant, fact_id, client_key, words, use, reasons)


def _sent_before(
    session: Session, grant: Grant, client_key: str, answer: tuple[str, list[str], str]
) -> RecordFact | FactStatement | None:
    """What this page stored before. ``Conflict`` when it comes back with another answer."""
    said: FactStatement | None = rows.sent_before(session, grant, FactStatement, client_key)
    fact: RecordFact | None = rows.sent_before(session, grant, RecordFact, client_key)
    if said is not None and (said.use, said.why, said.words) != answer:
        raise Conflict(rows.SENT_BEFORE)
    if fact is not None and (fact.content.get("use"), fact.content.get("why"), "") != answer:
        raise Conflict(rows.SENT_BEFORE)
    return said or fact


def _say(
    session: Session, grant: Grant, fact_id: str, client_key: str, words: str, use: str, why: list[str]
) -> FactStatement:
    from app.care import concerns

    before: FactStatement | None = rows.sent_before(session, grant, FactStatement, client_key)
    if before is not None:
        if (before.fact_id, before.words, before.use, before.why) != (fact_id, words, use, why):
            raise Conflict(rows.SENT_BEFORE)
        return before
    row = rows.standing(session, grant, fact_id, mine=words)
    mine = rows.open_statements(session, grant, row.line).where(FactStatement.said_by_id == grant.actor_id)
    for one in session.scalars(mine):
        if (one.words, one.use, one.why) == (words, use, why):
            return one
    said, is_new = rows.add(session, grant, FactStatement, {
        "fact_id": row.id, "line": row.line, "words": words, "use": use, "why": why, "said_at": clock.now(),
        "said_by_id": grant.actor_id, "capacity": grant.capacity.value, "client_key": client_key, "answer": "",
        "answer_words": "",
    })  # fmt: skip
    found: FactStatement = said
    if is_new:
        audit.record(session, grant, "say about fact", "fact_statement", found.id)
        title = kinds.known(row.kind).title(row.content)[:200]
        reasons = {"title": title, "words": words[:200], "use": use, "why": why}
        concerns.raise_concern(session, grant, rule=answering.SAID, subject=found.id, why=reasons)
    return found
