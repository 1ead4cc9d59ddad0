"""Short words of the person about a line, apart from deciding. People read them; nothing starts by itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import PATIENT
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import ItemWord, Patient, PlanItem

TAKEN_BACK = "taken_back"
FOLLOW_UP = {
    "fits": _l("That fits"),
    "another_time": _l("Another time, please"),
    "rather_not": _l("I would rather not"),
}
OBSTACLE = {"getting_there": _l("I cannot get there"), "paying": _l("I cannot pay for it")}
HELPED = {"yes": _l("Yes, it helped"), "partly": _l("Partly"), "no": _l("No"), "wrong": _l("The details are wrong")}
USEFUL = {"yes": _l("Yes, useful"), "no": _l("Not for me")}
SORTS: dict[str, dict[str, Any]] = {"follow_up": FOLLOW_UP, "obstacle": OBSTACLE, "helped": HELPED, "useful": USEFUL}
FOR_KIND = {
    "follow_up": ("follow_up", "obstacle"),
    "community_resource": ("helped", "obstacle"),
    "treatment": ("obstacle",),
    "information": ("useful",),
    "activity": ("obstacle",),
}
"""What can be said of which kind of line."""
TELLS = {
    ("follow_up", "another_time"): "follow_up_answer",
    ("follow_up", "rather_not"): "follow_up_answer",
    ("obstacle", "getting_there"): "obstacle",
    ("obstacle", "paying"): "obstacle",
    ("helped", "no"): "did_not_help",
    ("helped", "wrong"): "did_not_help",
}
"""Words that somebody of the team sees on the worklist, by the rule that brings them there."""


def say(session: Session, grant: Grant, key: str, sort: str, value: str, words: str = "") -> ItemWord:
    """Store what was said of the line ``key``. The same again is stored once.

    A day that does not fit, or that one cannot get there or pay, reaches whoever owns the line. Raises ``Invalid``
    for what cannot be said of this kind, ``NotFound`` for a key that is not in the plan.
    """
    grant.must(Permission.LOG)
    words = clean(words)
    versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    grant.must(Permission.LOG, item.kind)
    if sort not in FOR_KIND.get(item.kind, ()) or value not in {*SORTS[sort], TAKEN_BACK}:
        raise Invalid(fields={"value": _l("Pick one of the answers shown.")})
    if problem := too_long(words, 1000):
        raise Invalid(fields={"words": problem})
    before = newest(session, grant, key).get(sort)
    if grant.capacity is Capacity.PROXY and before is not None and before.capacity != Capacity.PROXY:
        if value == TAKEN_BACK:
            raise Forbidden()
        if before.value != TAKEN_BACK:
            raise Conflict(_l("%(name)s has said something about this already.", name=_name(session, grant)))
    if before is not None and (before.value, before.words, before.actor_id) == (value, words, grant.actor_id):
        return before
    row = ItemWord(
        patient_id=grant.patient_id, key=key, number=item.number, sort=sort, value=value, words=words,
        about=str(item.content.get("service_id") or ""), actor_id=grant.actor_id, capacity=grant.capacity,
        at=versions.later_than(before.at if before else None),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, f"say {sort}", "plan_item", key)
    session.flush()
    _tell(session, grant, item, row)
    return row


def newest(session: Session, grant: Grant, key: str) -> dict[str, ItemWord]:
    """What counts now for one line, by sort; what was taken back is not there."""
    query = records.of(session, grant, ItemWord).where(ItemWord.key == key).order_by(ItemWord.at, ItemWord.id)
    return {row.sort: row for row in session.scalars(query)}


def said(rows: dict[str, ItemWord], sort: str) -> ItemWord | None:
    """The word of one sort, if it was not taken back."""
    row = rows.get(sort)
    return None if row is None or row.value == TAKEN_BACK else row


def _name(session: Session, grant: Grant) -> str:
    return records.one(session, grant, Patient, grant.patient_id).preferred_name


def _tell(session: Session, grant: Grant, item: PlanItem, row: ItemWord) -> None:
    from app.care import concerns

    subject = f"{row.sort}-{item.key}"
    rule = TELLS.get((row.sort, row.value))
    for other in {each for (sort, _value), each in TELLS.items() if sort == row.sort}:
        if other != rule:
            concerns.close_concern_for(session, grant, other, subject, outcome="person_answered")
    if rule is None:
        return
    kind = KINDS[item.kind]
    title, said = kind.title_outside(item.content), kind.words_outside(row.words[:200])
    why = {"title": title, "value": row.value, "words": said}
    owner = None if item.owner == PATIENT or grant.actor_id == item.owner else item.owner
    concerns.raise_concern(session, grant, rule=rule, subject=subject, why=why, owner_id=_staff(session, owner))


def _staff(session: Session, owner: str | None) -> str | None:
    """The owner if they are of the practice: a helper has no worklist."""
    from app.models import Account

    account = session.get(Account, owner) if owner else None
    return account.id if account is not None and account.is_staff else None
