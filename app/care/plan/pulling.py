"""Two lines of the plan that pull apart: somebody says so in words, both lines show it, until it is settled (G6)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import brief, versions
from app.care.plan.kinds.fields import clean
from app.errors import Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import PullsApart


def may_say(grant: Grant) -> bool:
    """The person (or who may suggest for them) and the team."""
    return grant.may(Permission.PROPOSE) or grant.may(Permission.EDIT_PLAN)


def say(session: Session, grant: Grant, key: str, other_key: str, words: str) -> PullsApart:
    """Mark two lines of the newest version. Sent twice it is one row.

    ``Invalid`` names fields, ``NotFound`` is for a line that is not in the plan; the other one: that never was.
    """
    _must(grant)
    named.lines(session, grant, (key, other_key))
    words = clean(words)
    problems = {}
    if not words:
        problems["words"] = _l("Say in a few words how they pull apart.")
    elif problem := too_long(words):
        problems["words"] = problem
    there = {item.key for item in brief.newest_items(session, grant)}
    if other_key == key or other_key not in there:
        problems["other"] = _l("Pick the other line.")
    if problems:
        raise Invalid(fields=problems)
    versions.plan_of(session, grant)
    versions.current_item(session, grant, key)
    same = next(
        (row for row in of(session, grant) if {row.key, row.other_key} == {key, other_key} and row.words == words),
        None,
    )
    if same is not None:
        return same
    row = PullsApart(
        patient_id=grant.patient_id, key=key, other_key=other_key, words=words,
        actor_id=grant.actor_id, capacity=grant.capacity, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "say that lines pull apart", "pulls_apart", row.id)
    return row


def settle(session: Session, grant: Grant, row_id: str) -> PullsApart:
    """Say that it is settled; a repeat changes nothing. The row stays, with who said so and when."""
    _must(grant)
    row = records.one(session, grant, PullsApart, row_id, lock=True)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = clock.now(), grant.actor_id
        audit.record(session, grant, "settle lines", "pulls_apart", row.id)
    return row


def of(session: Session, grant: Grant, key: str | None = None) -> list[PullsApart]:
    """What is not settled, oldest first; about one line or the whole plan."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, PullsApart).where(PullsApart.ended_at.is_(None))
    rows = session.scalars(query.order_by(PullsApart.at, PullsApart.id))
    return [row for row in rows if key is None or key in (row.key, row.other_key)]


def _must(grant: Grant) -> None:
    if not may_say(grant):
        raise Forbidden()
