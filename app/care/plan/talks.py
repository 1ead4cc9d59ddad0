"""Conversation notes: who, about what, which options, what the person said. They hang on lines, outside the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, private, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.db import is_id, new_id
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient, PlanItem, Talk

ABOUT = {
    "understanding": _l("How they see it, and how we see it"),
    "goals": _l("Goals, set together"),
    "actions": _l("Who does what, agreed together"),
    "confirmed": _l("We went through it and it is right"),
}
"""The four essentials of a talk about a plan, in any order."""
SHARED = {
    "team": _l("Only the team"),
    "person": _l("The person, too"),
    "helpers": _l("The person and whoever helps them"),
}


def write(
    session: Session,
    grant: Grant,
    *,
    happened_on: date | None,
    with_whom: str = "",
    about: Iterable[str] = (),
    keys: Iterable[str] = (),
    topics: str = "",
    options: str = "",
    said: str = "",
    shared: str = "team",
    follows_id: str = "",
    new_id_: str = "",
) -> Talk:
    """Keep a note of a talk. ``new_id_`` is the identity its form was made with: sent twice, it is stored once.

    Raises ``Invalid`` naming fields: nothing written, a day to come, a line that is not in any version of the plan.
    ``NotFound`` for a note or a line of somebody else; ``Conflict`` for other words under one identity.
    """
    grant.must(Permission.EDIT_PLAN)
    keys = list(dict.fromkeys(keys))
    named.lines(session, grant, keys)
    texts = {"topics": clean(topics), "options": clean(options), "said": clean(said)}
    facts: dict[str, Any] = {
        **texts,
        "happened_on": happened_on,
        "with_whom": clean(with_whom),
        "about": [each for each in ABOUT if each in set(about)],
        "keys": keys,
        "shared": shared,
    }
    if problems := _problems(session, grant, facts):
        raise Invalid(fields=problems)
    if follows_id:
        records.one(session, grant, Talk, follows_id)
    if is_id(new_id_) and (before := _with_id(session, grant, new_id_)) is not None:
        if any(getattr(before, name) != value for name, value in facts.items()):
            raise Conflict(_l("You sent this page before. To keep this as well, press the button once more."))
        return before
    row = Talk(
        id=new_id_ if is_id(new_id_) else new_id(), patient_id=grant.patient_id, author_id=grant.actor_id,
        written_at=clock.now(), follows_id=follows_id or None, **facts,
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, "write talk", "talk", row.id)
    session.flush()
    return row


def all_of(session: Session, grant: Grant) -> list[Talk]:
    """Notes that this reader may read, the newest first: all of them for the team, else those shared with them.

    A note that hangs on a private line is closed with it.
    """
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Talk)
    if grant.capacity is Capacity.SELF:
        query = query.where(Talk.shared.in_(("person", "helpers")))
    elif grant.capacity is Capacity.PROXY:
        query = query.where(Talk.shared == "helpers")
    elif not grant.may(Permission.EDIT_PLAN):
        query = query.where(sa.false())
    rows = list(session.scalars(query.order_by(Talk.happened_on.desc(), Talk.written_at.desc(), Talk.id)))
    hidden = private.hidden_keys(session, grant) if any(row.keys for row in rows) else set()
    return [row for row in rows if not hidden.intersection(row.keys)]


def _with_id(session: Session, grant: Grant, id_: str) -> Talk | None:
    return session.scalars(records.of(session, grant, Talk).where(Talk.id == id_)).first()


def _problems(session: Session, grant: Grant, facts: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    if facts["happened_on"] is None or facts["happened_on"] > today:
        found["happened_on"] = _l("Pick the day of the talk, today or before.")
    if not any(facts[name] for name in ("topics", "options", "said")):
        found["topics"] = _l("Write what you talked about, or what was said.")
    for name in ("topics", "options", "said"):
        if words := too_long(facts[name], 4000):
            found[name] = words
    if words := too_long(facts["with_whom"], 400):
        found["with_whom"] = words
    if facts["shared"] not in SHARED:
        found["shared"] = _l("Pick one of the answers shown.")
    if facts["keys"] and not set(facts["keys"]) <= _keys(session, grant):
        found["lines"] = _l("Pick one of the lines shown.")
    return found


def _keys(session: Session, grant: Grant) -> set[str]:
    return set(session.scalars(records.of(session, grant, PlanItem).with_only_columns(PlanItem.key).distinct()))
