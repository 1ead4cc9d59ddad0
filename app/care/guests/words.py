"""One line back from a guest. It edits nothing: the person or the team takes it up, or does not."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant, system
from app.access.permissions import Permission
from app.care.guests import opening, shown
from app.care.guests.opening import Visiting
from app.care.limits import too_long
from app.care.plan import brief, suggestions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import GuestPass, GuestWord, PlanItem

RULE = "guest_wrote"
LONGEST = 300
MOST_WAITING = 10
"""Lines of one guest that nobody answered yet: then it is time to ring."""
SORTS = {"word": _l("A word about how it goes"), "change": _l("Something in a line should be different")}
OUTCOMES = ("taken", "declined")


def written(session: Session, guest: Visiting) -> GuestWord | None:
    """What this guest wrote in this use, if anything."""
    return session.scalars(sa.select(GuestWord).where(GuestWord.visit_id == guest.visit.id)).first()


def write(session: Session, guest: Visiting, *, words: str, key: str = "", sort: str = "word") -> GuestWord:
    """Keep the guest's line; the team finds it on the worklist. The same form sent twice is one line.

    Raises ``Invalid`` naming fields, ``Conflict`` when another line was written in this use, or many wait.
    """
    from app.care import concerns

    guest.grant.must(Permission.WRITE_BACK)
    words, lines = " ".join(clean(words).split()), {item.key: item for item in shown.items(session, guest.grant)}
    _check(words, key, sort, lines)
    if (before := written(session, guest)) is not None:
        if (before.words, before.key, before.sort) == (words, key, sort):
            return before
        raise Conflict(
            _l("You have written your line already. Open the link again to write another."),
            mine=words, theirs=before.words,
        )  # fmt: skip
    open_ = sa.select(sa.func.count()).where(GuestWord.pass_id == guest.row.id, GuestWord.outcome == "")
    if (session.scalar(open_) or 0) >= MOST_WAITING:
        raise Conflict(_l("Your earlier lines have not been read yet. Please ring."), mine=words)
    row = GuestWord(
        patient_id=guest.row.patient_id, pass_id=guest.row.id, visit_id=guest.visit.id, key=key,
        number=max((item.number for item in lines.values()), default=guest.visit.number), sort=sort, words=words,
        at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    opening.record(session, guest.row, guest.grant, "write guest line")
    why = {"who": shown.called(guest.row)}
    if key:
        why["title"] = KINDS[lines[key].kind].title_outside(lines[key].content)
    concerns.raise_concern(session, system(guest.row.patient_id), rule=RULE, subject=row.id, why=why)
    return row


def _check(words: str, key: str, sort: str, lines: dict[str, PlanItem]) -> None:
    wrong: dict[str, Any] = {}
    if not words:
        wrong["words"] = _l("Write your line first.")
    elif problem := too_long(words, LONGEST):
        wrong["words"] = problem
    if sort not in SORTS:
        wrong["sort"] = _l("Pick one of the answers shown.")
    if (key and key not in lines) or (sort == "change" and not key):
        wrong["key"] = _l("Choose the line that it is about.")
    if wrong:
        raise Invalid(fields=wrong)


def answer(session: Session, grant: Grant, word_id: str, outcome: str) -> GuestWord:
    """Take a guest's line up, or not. The same again is stored once; ``Conflict`` when it was answered otherwise.

    Taken up by the person, a change becomes a suggestion of theirs that names the guest; the team opens its draft.
    """
    from app.care import concerns

    grant.must(Permission.SHARE)
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": _l("Pick one of the answers shown.")})
    row = records.one(session, grant, GuestWord, word_id, lock=True)
    if row.outcome == outcome:
        return row
    if row.outcome:
        raise Conflict(_l("Somebody answered this already."))
    row.outcome, row.answered_by_id, row.answered_at = outcome, grant.actor_id, clock.now()
    row.answered_capacity = grant.capacity
    if outcome == "taken" and row.sort == "change" and grant.capacity is Capacity.SELF:
        _suggest(session, grant, row)
    audit.record(session, grant, "answer guest line", "guest_word", row.id)
    session.flush()
    concerns.close_concern_for(session, grant, RULE, row.id)
    return row


def is_still_there(session: Session, grant: Grant, row: GuestWord) -> bool:
    """Whether the line that it is about is in the newest version, for this reader."""
    return any(item.key == row.key for item in brief.newest_items(session, grant))


def _suggest(session: Session, grant: Grant, row: GuestWord) -> None:
    """The existing way of a change into the plan, with the guest's words as its reason."""
    item = next((item for item in brief.newest_items(session, grant) if item.key == row.key), None)
    if item is not None:
        who = shown.called(records.one(session, grant, GuestPass, row.pass_id))
        suggestions.suggest(
            session, grant, kind=item.kind, content={}, key=item.key, action="change", reason=f"{who}: {row.words}"
        )


def waiting(session: Session, grant: Grant) -> int:
    """How many lines of guests nobody answered yet; one statement."""
    grant.must(Permission.SHARE)
    query = records.of(session, grant, GuestWord).where(GuestWord.outcome == "")
    return session.scalar(query.with_only_columns(sa.func.count())) or 0
