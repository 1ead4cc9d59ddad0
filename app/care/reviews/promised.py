""" "Did you get what we promised?": each line that somebody of the team took on, as both sides see it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.people.names import accounts_of
from app.care.plan import brief, versions
from app.care.plan.kinds import KINDS
from app.care.progress.promises import PERSON, TEAM, said_of
from app.db import lock
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, Delivered, PlanItem

ANSWERS = {
    PERSON: ("kept", "partly", "late", "not_kept"),
    TEAM: ("kept", "partly", "late", "not_kept", "dropped"),
}


@dataclass(frozen=True)
class Said:
    """What one side says, and who said it."""

    row: Delivered
    by: Account


@dataclass(frozen=True)
class Promise:
    """One line of the plan that a member of the team owns, with what each side says came of it."""

    item: PlanItem
    owner: Account
    person: Said | None
    team: Said | None


def promised(session: Session, grant: Grant, items: list[PlanItem] | None = None) -> list[Promise]:
    """What the team took on in the version in force, in the order of the plan (``items`` spares reading them)."""
    grant.must(Permission.SEE_PLAN)
    if items is None:
        items = brief.active_items(session, grant)
    said = said_of(session, grant, items[0].number) if items else {}
    people = accounts_of(session, {i.owner for i in items} | {row.actor_id for row in said.values()})

    def row(item: PlanItem, side: str) -> Said | None:
        found = said.get((item.key, side))
        return Said(found, people[found.actor_id]) if found else None

    ours = [
        item
        for item in items
        if item.owner in people and people[item.owner].is_staff and not KINDS[item.kind].is_safety
    ]  # who looks after a symptom plan has promised no delivery
    return [Promise(item, people[item.owner], row(item, PERSON), row(item, TEAM)) for item in ours]


def one(session: Session, grant: Grant, key: str) -> Promise:
    """The promise with this item key. Raises ``NotFound`` when the current version has none."""
    for promise in promised(session, grant):
        if promise.item.key == key:
            return promise
    raise NotFound()


def delivered(session: Session, grant: Grant, key: str, side: str, answer: str, words: str = "") -> Delivered:
    """Store what one side says; a second answer of the same side replaces its first, never the other side's.

    ``side`` is "person" (needs LOG) or "team" (needs REVIEW). Raises ``Invalid`` for another answer, for words
    that are too long, and for "dropped" without a reason; ``NotFound`` for a line nobody of the team owns.
    """
    grant.must(Permission.REVIEW if side == TEAM else Permission.LOG)
    words = words.strip()
    if answer not in ANSWERS.get(side, ()):
        raise Invalid(fields={"answer": _l("Choose one of the answers.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    if answer == "dropped" and not words:
        raise Invalid(fields={"words": _l("Say why it was dropped. The person reads this.")})
    versions.plan_of(session, grant)  # held, so that one press that arrives twice is no conflict with itself
    item = one(session, grant, key).item
    stored = records.of(session, grant, Delivered).where(
        Delivered.key == key, Delivered.number == item.number, Delivered.side == side
    )
    row = session.scalars(lock(stored)).first()
    if row is None:
        row = Delivered(patient_id=grant.patient_id, key=key, number=item.number, side=side)
        session.add(row)
    row.answer, row.words = answer, words
    row.actor_id, row.capacity, row.at = grant.actor_id, grant.capacity, clock.now()
    session.flush()
    audit.record(session, grant, f"delivered ({side})", "plan_item", key)
    return row
