"""All went well: what is left of a day is written down as done in one go, with one way back for all of it.

Nothing that was said is touched: a line that has all its entries for the day is left as it is, one that is for
several times a day gets one entry more. Each line is its own entry,
with a client key made from the form's key and the line's, so that a form sent twice stores once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.access import named, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds import rhythm
from app.care.plan.sections import PATIENT
from app.care.progress import logging
from app.db import is_id
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient, PlanItem, ProgressEntry

LEAST = 2
"""From so many things on there is one button for all of them."""
MOST = 50


def key_of(form: str, key: str) -> str:
    """The client key of one line of a form."""
    return f"{form}-{key}"


def needs_only_a_yes(item: PlanItem, reader_id: str) -> bool:
    """Whether "did it" says all there is to say: the person's own to do, or the reader's, and no number is wanted."""
    return (
        item.kind == "activity"
        and item.owner in (PATIENT, reader_id)
        and not str(item.content.get("measure") or "")
    )  # fmt: skip


def did_all(session: Session, grant: Grant, form: str, keys: Iterable[str], on: date) -> list[ProgressEntry]:
    """Write each of these lines down as done on that day, in the caller's transaction: all of them or none.

    Lines that say something for the day already, that left the plan or that want a number are left out. Gives what
    this form stored, also on a repeat. Raises ``Invalid`` for a form that is none, ``Conflict`` when there is nothing
    left to write down.
    """
    grant.must(Permission.LOG)
    keys = list(dict.fromkeys(keys))
    if not is_id(form) or not 0 < len(keys) <= MOST:
        raise Invalid(_l("This form is broken. Load the page again."), fields={})
    named.lines(session, grant, keys)
    records.one(session, grant, Patient, grant.patient_id, lock=True)  # two phones at once: the second sees the first
    stored = {row.client_key: row for row in of_form(session, grant, form)}
    reader = grant.actor.id if grant.actor else ""
    items = {item.key: item for item in brief.active_items(session, grant, ("activity",))}
    said = _said(session, grant, [items[key] for key in keys if key in items], on)
    found: list[ProgressEntry] = []
    changed: list[PlanItem] = []
    for key in keys:
        if row := stored.get(key_of(form, key)):
            found += [row] if row.undone_at is None else []
        elif key in items and key not in said and needs_only_a_yes(items[key], reader):
            found.append(logging.record(
                session, grant, key, "did", happened_on=on, client_key=key_of(form, key), changed=changed
            ))  # fmt: skip
    if not found:
        raise Conflict(_l("That page was used before. Here is what is written down now."))
    logging.look_anew(session, grant, changed)
    return found


def take_back(session: Session, grant: Grant, form: str) -> int:
    """Take back what is left of a form; says how many entries it was. Harmless to repeat.

    A helper takes back only what they wrote (``Forbidden`` otherwise).
    """
    grant.must(Permission.LOG)
    if not is_id(form):
        raise Invalid(_l("This form is broken. Load the page again."), fields={})
    rows = [row for row in of_form(session, grant, form) if row.undone_at is None]
    changed: list[PlanItem] = []
    for row in rows:
        logging.undo(session, grant, row.id, changed=changed)
    logging.look_anew(session, grant, changed)
    return len(rows)


def of_form(session: Session, grant: Grant, form: str) -> list[ProgressEntry]:
    """Everything that a form stored, by whoever sent it, also what was taken back."""
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.client_key.startswith(f"{form}-", autoescape=True)
    )
    return list(session.scalars(query.order_by(ProgressEntry.recorded_at, ProgressEntry.id)))


def is_of(form: str, row: ProgressEntry, grant: Grant) -> bool:
    """Whether a form stored this entry and the reader may take it back."""
    mine = grant.capacity is Capacity.SELF or row.actor_id == grant.actor_id
    return mine and is_id(form) and row.client_key.startswith(f"{form}-")


def is_said(item: PlanItem, outcomes: Sequence[str], readings: int = 0) -> bool:
    """Whether nothing is left of a line for a day: written down (``outcomes``, oldest first), or measured, as often
    as it is for; or the newest says that it no longer fits."""
    if outcomes and outcomes[-1] == "no_longer_fits":
        return True
    return max(len(outcomes), readings if item.content.get("measure") else 0) >= rhythm.times(item.content)


def is_all_said(session: Session, grant: Grant, item: PlanItem, on: date) -> bool:
    """Whether all that a line is for on that day is written down."""
    grant.must(Permission.SEE_PLAN)
    return bool(_said(session, grant, [item], on))


def _said(session: Session, grant: Grant, items: list[PlanItem], on: date) -> set[str]:
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.key.in_([item.key for item in items]), ProgressEntry.happened_on == on,
        ProgressEntry.undone_at.is_(None),
    ).order_by(ProgressEntry.recorded_at, ProgressEntry.id)  # fmt: skip
    outcomes: dict[str, list[str]] = {}
    for row in session.scalars(query):
        outcomes.setdefault(row.key, []).append(row.outcome)
    return {item.key for item in items if is_said(item, outcomes.get(item.key, ()))}
