"""What the person says a week can hold. Shown beside the plan's sums; nothing is added, dropped or refused for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.care.plan.kinds.fields import Fields
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Possible

FITS = {"yes": _l("Yes"), "partly": _l("Partly"), "no": _l("No")}
WEEK = 7 * 24 * 60
NUMBER = _l("Write a number, or leave it empty.")


def say(session: Session, grant: Grant, raw: Mapping[str, Any]) -> Possible:
    """Store minutes, money and trips a week (each may be left out), whether the plan fits, and words.

    The same said twice is one row. Raises ``Invalid`` naming fields, also when nothing was said.
    """
    grant.must(Permission.OWN_LIFE)
    fields = Fields(raw)
    said = {
        "minutes": fields.number("minutes", 0, WEEK, NUMBER),
        "money": fields.amount("money", 0, 1_000_000, NUMBER),
        "trips": fields.number("trips", 0, 100, NUMBER),
        "fits": fields.one_of("fits", FITS, "") or None,
        "words": fields.text("words"),
    }
    if not fields.problems and all(value in (None, "") for value in said.values()):
        fields.problems["fits"] = _l("Pick an answer or write a number.")
    if fields.problems:
        raise Invalid(fields=fields.problems)
    plan = versions.plan_of(session, grant)
    before = newest(session, grant)
    facts = {**said, "number": plan.current_number}
    if before is not None and all(getattr(before, name) == value for name, value in facts.items()):
        return before
    at = versions.later_than(before.at if before else None)
    row = Possible(
        patient_id=grant.patient_id, **facts, actor_id=grant.actor_id, capacity=grant.capacity,
        at=max(at, clock.now()),
    )  # fmt: skip
    session.add(row)
    audit.record(session, grant, "say what is possible", "possible", row.id)
    session.flush()
    return row


def newest(session: Session, grant: Grant) -> Possible | None:
    """What they said last, if anything."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Possible).order_by(Possible.at.desc(), Possible.id.desc())
    return session.scalars(query.limit(1)).first()
