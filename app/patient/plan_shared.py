"""What the screens of the plan share: the newest version, and the row that somebody opened it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from app.access import private
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.care.plan import alone, consider, opened, reading, threads, who, wishes
from app.care.plan.consider import Thinking
from app.care.plan.reading import ItemView, PlanView
from app.care.plan.sections import SECTIONS
from app.care.plan.who import People
from app.web.context import current

READERS = (Capacity.SELF, Capacity.PROXY)


def open_plan() -> PlanView:
    """The newest version. The first time somebody opens it leaves a row, in a short transaction of its own.

    Not when a form is shown again after a refusal: that request holds a write transaction, and is no first reading.
    """
    view = reading.current(current.session, current.grant)
    first = view.version is not None and not view.opened
    if first and request.method == "GET" and current.grant.capacity in READERS:
        with current.database.write() as writing:
            opened.note(writing, current.grant, view.number)
    return view


def parts_opened(view: PlanView) -> frozenset[str]:
    """Names of the parts of this version that the reader opened: shown to them alone."""
    return view.marks.opened(view.number, current.grant.actor_id)


def note_part_opened(view: PlanView, name: str) -> None:
    """The first time somebody opens a part leaves a row, as in :func:`open_plan`."""
    reads = view.version is not None and request.method == "GET" and current.grant.capacity in READERS
    if reads and name not in parts_opened(view):
        with current.database.write() as writing:
            opened.note_part(writing, current.grant, view.number, name)


@dataclass(frozen=True)
class Time:
    """The person's time to think, and whether the one calm line after it stands here now."""

    found: Thinking
    note: bool


def thinking_of(view: PlanView) -> Time | None:
    """Time to think about the newest version. The first time the calm line is shown leaves a row."""
    if view.version is None:
        return None
    found = consider.thinking(view.version, view.marks, current.today)
    note = consider.note_is_due(current.grant, view.version, view.marks, found)
    if note and request.method == "GET" and view.marks.newest("shown", number=view.number) is None:
        with current.database.write() as writing:
            consider.note_shown(writing, current.grant, view.number)
    return Time(found, note)


def alone_waits() -> bool:
    """Whether the person has a private question about an answer with which somebody helped."""
    grant = current.grant
    return grant.may(Permission.OWN_VOICE) and bool(alone.waiting(current.session, grant))


def people_of(view: PlanView, *more: str | None) -> People:
    """Names for everybody on these pages."""
    ids: set[str | None] = {view.version.offered_by_id if view.version else None, *more}
    for line in view.items:
        ids.update((line.item.owner, line.item.author_id, line.item.changed_by_id))
        ids.update(said.actor_id for said in (line.decision, line.beside, line.confirmed) if said)
        ids |= threads.who_is_named(threads.of(line.questions))
    return who.called(current.session, current.grant, ids, current.patient)


def about_wishes() -> dict[str, Any] | None:
    """What the person sees around their wishes for later; None for whoever else reads the page."""
    session, grant = current.session, current.grant
    if grant.capacity is not Capacity.SELF:
        return None
    standing = wishes.standing(session, grant)
    closed = private.may_unlock(grant)
    return {
        "standing": standing,
        "open": not closed,
        "locked": closed and (standing.state == "in_place" or private.something_locked(session, grant)),
    }


def in_reading_order(view: PlanView) -> list[ItemView]:
    """Lines in the order of the sections."""
    order = list(SECTIONS)
    return sorted(view.items, key=lambda line: (order.index(line.section), line.item.position))


def after(view: PlanView, key: str) -> ItemView | None:
    """The line to read after this one, if any."""
    lines = in_reading_order(view)
    at = next((n for n, line in enumerate(lines) if line.key == key), len(lines))
    return lines[at + 1] if at + 1 < len(lines) else None
