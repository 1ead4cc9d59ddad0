"""The practice's list of numbers about treatments (T4): looked up once, with source, day and a day to look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy
from app.access.permissions import Permission
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.treatment import NUMBERS, chances
from app.db import is_id, lock, new_id
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, KnownChances

FARTHEST = timedelta(days=730)
"""Nobody promises that a number holds for more than two years [own]."""
FIELDS = ("about", "for_whom", *NUMBERS, "review_on")


def all_of(session: Session) -> list[KnownChances]:
    """Every entry that is not closed, by name."""
    query = sa.select(KnownChances).where(KnownChances.closed_at.is_(None))
    return list(session.scalars(query.order_by(sa.func.lower(KnownChances.about), KnownChances.id)))


def one(session: Session, entry_id: str) -> KnownChances:
    """Raises ``NotFound``."""
    row = session.get(KnownChances, entry_id)
    if row is None or row.closed_at is not None:
        raise NotFound()
    return row


def may_edit(account: Account) -> bool:
    """Whether this account writes plans, and so looks after the list."""
    return Permission.EDIT_PLAN in policy.for_team(account.role)


def must_edit(account: Account) -> None:
    """Raises ``Forbidden`` for who does not look after the list."""
    if not may_edit(account):
        raise Forbidden()


def is_stale(row: KnownChances, today: date) -> bool:
    """Whether its day to look again has come: it is then not offered for a plan."""
    return row.review_on <= today


def facts_of(row: KnownChances) -> dict[str, Any]:
    """As a form shows it."""
    facts = {"about": row.about, "for_whom": row.for_whom, "review_on": row.review_on.isoformat()}
    return {**row.numbers, **facts}


def as_content(row: KnownChances) -> dict[str, Any]:
    """What a treatment's line takes over; a number nobody knows stays empty."""
    return dict(row.numbers)


def save(
    session: Session,
    by: Account,
    facts: Mapping[str, Any],
    entry_id: str = "",
    revision: int | None = None,
    new_key: str = "",
) -> KnownChances:
    """Add an entry or change one. Sent twice with one ``new_key`` it is one entry.

    Raises ``Invalid`` naming fields, ``Conflict`` when somebody else was first, ``Forbidden`` for who edits no plans.
    """
    must_edit(by)
    found = _read(facts, clock.today(by.time_zone))
    if entry_id:
        row = session.scalars(lock(sa.select(KnownChances).where(KnownChances.id == entry_id))).first()
        if row is None or row.closed_at is not None:
            raise NotFound()
        if row.revision != revision:
            raise Conflict(mine=_text(found), theirs=_text(facts_of(row)))
        row.revision += 1
    else:
        before = session.get(KnownChances, new_key) if is_id(new_key) else None
        if before is not None and before.closed_at is None and facts_of(before) == found:
            return before
        if before is not None:
            raise Conflict(mine=_text(found), theirs=_text(facts_of(before)))
        row = KnownChances(id=new_key if is_id(new_key) else new_id(), revision=1)
        session.add(row)
    row.about, row.for_whom = found["about"], found["for_whom"]
    row.numbers = {name: found[name] for name in NUMBERS}
    row.review_on = date.fromisoformat(found["review_on"])
    row.saved_by_id, row.saved_at = by.id, clock.now()
    audit.record_account(session, by.id, f"save chances {row.id}")
    session.flush()
    return row


def close(session: Session, by: Account, entry_id: str, revision: int | None) -> None:
    """Take it off the list. Plans that took its numbers keep them, with their source and day.

    ``Conflict`` when somebody saved it meanwhile.
    """
    must_edit(by)
    row = session.scalars(lock(sa.select(KnownChances).where(KnownChances.id == entry_id))).first()
    if row is None or row.closed_at is not None:
        raise NotFound()
    if row.revision != revision:
        raise Conflict(theirs=_text(facts_of(row)))
    row.closed_at = clock.now()
    audit.record_account(session, by.id, f"close chances {row.id}")


def _read(raw: Mapping[str, Any], today: date) -> dict[str, Any]:
    fields = Fields(raw)
    found: dict[str, Any] = {
        "about": fields.text("about", SHORT, missing=_l("Write which treatment this is about.")),
        "for_whom": fields.text("for_whom", SHORT * 2, missing=_l("Write for whom these numbers hold.")),
        "review_on": fields.day("review_on"),
        **chances(fields),
    }
    if found["benefit_with"] is None and found["harm_with"] is None:
        fields.problems.setdefault("benefit_with", _l("Write at least one chance: of help or of harm."))
    last = (today + FARTHEST).isoformat()
    if not fields.problems.get("review_on") and not today.isoformat() < found["review_on"] <= last:
        fields.problems["review_on"] = _l("Pick the day to look again: after today, within 2 years.")
    if fields.problems:
        raise Invalid(fields=fields.problems)
    return found


def _text(facts: Mapping[str, Any]) -> str:
    return "\n".join(str(value) for value in facts.values() if value not in (None, ""))
