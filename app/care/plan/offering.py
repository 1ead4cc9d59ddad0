"""Offering the draft as a new version: checked, numbered, never changed afterwards. Waits for nobody's answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.draft_view import DraftItem, DraftView, draft
from app.care.plan.drafting import review_date_problem
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import PATIENT
from app.care.plan.substance import digest
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import CarePlan, ItemChange, Patient, PlanItem, PlanVersion


@dataclass(frozen=True)
class Problem:
    """What stands between a draft and its offer. ``key`` is the line, empty for the plan as a whole."""

    field: str
    words: Any
    key: str = ""
    title: str = ""


def problems(session: Session, grant: Grant, view: DraftView | None = None) -> list[Problem]:
    """What is missing: an item at all, owner and window of things to be done, a review date. Nothing else."""
    return _problems(session, grant, view or draft(session, grant))


def _problems(session: Session, grant: Grant, view: DraftView) -> list[Problem]:
    found = []
    if not view.kept:
        found.append(Problem("items", _l("Add at least one line to the plan.")))
    if words := review_date_problem(session, grant, view.review_on):
        found.append(Problem("review_on", words))
    for line in view.kept:
        if not line.kind.is_to_do:
            continue
        if not line.owner:
            found.append(Problem("owner", _l("Say who does this."), line.key, line.title))
        if line.starts_on is None:
            found.append(Problem("starts_on", _l("Say from which day."), line.key, line.title))
        if line.ends_on is None:
            found.append(Problem("ends_on", _l("Say until which day."), line.key, line.title))
    return found


def offer(
    session: Session,
    grant: Grant,
    why: str = "",
    *,
    on_number: int | None = None,
    in_force_from: date | None = None,
    consider_days: int = 0,
    at_once: Collection[str] | None = None,
) -> PlanVersion:
    """Offer the draft as the next version, with so many days to think about it that belong to the person.

    It is in force from the day named. Without one: the first version from today, and a changed one when the days
    are over, because the version before goes on until then. ``at_once``: keys of the new or changed lines that do
    not wait (None: those the draft marks, and kinds that keep the person safe). No answer changes any of this.

    Untouched items keep key, content and substance. Raises ``Invalid`` with the problems, and ``Conflict`` when
    nothing differs from the newest version (offered twice) or the newest is not ``on_number`` any more.
    """
    from app.care import reminders
    from app.care.concerns import confidence

    grant.must(Permission.EDIT_PLAN)
    plan = versions.plan_of(session, grant)
    if on_number is not None and plan.current_number != on_number:
        raise Conflict(_l("Somebody else offered a new version of this plan. Look at it first."))
    view = draft(session, grant)
    if plan.current_number and not view.is_changed:
        raise Conflict(_l("This plan has been offered already. Nothing in it has changed since."))
    if moved := next((line for line in view.items if line.is_behind), None):
        raise _moved_on(moved)
    if words := too_long(why):
        raise Invalid(fields={"why": words})
    if found := _problems(session, grant, view):
        raise Invalid(_l("The plan needs a little more before you offer it."), fields=_by_field(found))
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    assert view.review_on is not None
    until = today + timedelta(days=consider_days) if consider_days else None
    if words := force_problem(in_force_from, today, view.review_on):
        raise Invalid(fields={"in_force_from": words})
    from_day = in_force_from or usual_start(view, today, consider_days)
    version = _version(session, grant, plan, view.review_on, clean(why), from_day, until)
    soon = {line.key for line in view.kept if is_at_once(line)} if at_once is None else set(at_once)
    items = [_item(version, line, position, today, soon) for position, line in enumerate(view.kept)]
    session.add_all(items)
    _close_draft(session, grant, plan, version.number)
    audit.record(session, grant, "offer plan", "plan_version", version.id)
    session.flush()
    confidence.watch_items(session, grant, items)
    reminders.refresh(session, grant.patient_id)
    return version


def _version(
    session: Session,
    grant: Grant,
    plan: CarePlan,
    review_on: date,
    why: str,
    in_force_from: date,
    consider_until: date | None,
) -> PlanVersion:
    plan.current_number += 1
    version = PlanVersion(
        plan_id=plan.id,
        patient_id=grant.patient_id,
        number=plan.current_number,
        offered_by_id=grant.actor_id,
        offered_at=clock.now(),
        in_force_from=in_force_from,
        consider_until=consider_until,
        review_on=review_on,
        why=why,
    )
    session.add(version)
    session.flush()
    return version


def usual_start(view: DraftView, today: date, consider_days: int) -> date:
    """From when a version is in force unless staff say otherwise; a first one has nothing to go on in its place."""
    if view.version is None:
        return today
    day = today + timedelta(days=consider_days)
    return min(day, max(today, view.review_on)) if view.review_on else day


def force_problem(day: date | None, today: date, review_on: date) -> Any:
    """Words when a version cannot be in force from this day; None when it can, or when no day was named."""
    if day is None or today <= day < review_on:
        return None
    return _l("Pick a day from today on, and before the next review.")


def is_at_once(line: DraftItem) -> bool:
    """Whether a line that changes is in force at once unless staff say otherwise."""
    return line.change is not None and (line.change.at_once or line.kind.is_safety)


def _item(version: PlanVersion, line: DraftItem, position: int, today: date, soon: Collection[str]) -> PlanItem:
    """The line in the new version. Things not to be done belong to the person, from today to the review."""
    owner = line.owner or PATIENT
    starts_on, ends_on = line.starts_on or today, line.ends_on or version.review_on
    kept = line.item.substance if line.item and not _may_ask(line) else ""
    substance = kept or digest(line.kind.name, owner, starts_on, ends_on, line.content)
    change, was = line.change, line.item
    return PlanItem(
        version_id=version.id,
        patient_id=version.patient_id,
        number=version.number,
        key=line.key,
        kind=line.kind.name,
        owner=owner,
        starts_on=starts_on,
        ends_on=max(starts_on, ends_on),
        position=position,
        content=line.content,
        substance=substance,
        author_id=line.author_id,
        reason=change.reason if change else "",
        reason_code=_reason_code(change),
        change_label=_label(line, substance),
        changed_by_id=(change.saved_by_id or change.author_id) if change else None,
        said_on=today if change or was is None else was.said_on,
        at_once=line.key in soon if change else was is not None and was.at_once,
    )


def _reason_code(change: ItemChange | None) -> str:
    """Why the line changed; what the person suggested and the team took up as it was, they asked for."""
    if change is None:
        return ""
    asked = change.capacity == Capacity.SELF and change.saved_by_id is None
    return change.reason_code or ("my_wish" if asked else "")


def _label(line: DraftItem, substance: str) -> str:
    """What the team said of the line in this version: new, only other words, another substance, or nothing."""
    if line.item is None:
        return "new"
    if line.change is None:
        return ""
    if line.item.substance != substance:
        return "substance"
    return "wording" if line.item.content != line.content else ""


def is_asked(line: DraftItem) -> bool:
    """Whether the person is asked about this line when the draft is offered as it is."""
    if not _may_ask(line):
        return False
    now = digest(line.kind.name, line.owner or PATIENT, line.starts_on, line.ends_on, line.content)
    return line.item is None or line.item.substance != now


def _may_ask(line: DraftItem) -> bool:
    """New lines and changes that the team did not call "wording only" belong to a substance of their own."""
    return line.item is None or (line.change is not None and not line.change.wording_only)


def _close_draft(session: Session, grant: Grant, plan: CarePlan, number: int) -> None:
    plan.draft_review_on = None
    waits = (ItemChange.state == "draft") | ((ItemChange.state == "applied") & ItemChange.applied_number.is_(None))
    rows = list(session.scalars(records.of(session, grant.with_private(), ItemChange).where(waits)))
    mine = {row.key: row for row in rows if row.drafter_id == grant.actor_id and row.state == "draft"}
    for row in rows:
        if row.drafter_id == grant.actor_id or (row.state == "draft" and _says_the_same(row, mine.get(row.key))):
            row.state, row.applied_number = "applied", number
        elif row.action == "add" and row.key in mine:
            row.action = "change"  # a colleague has other words for a line that is in the plan now


def _says_the_same(row: ItemChange, other: ItemChange | None) -> bool:
    """Whether a colleague's draft of a line is what was offered just now: then nothing of it is left to offer."""
    names = ("action", "content", "owner", "starts_on", "ends_on")
    return other is not None and all(getattr(row, name) == getattr(other, name) for name in names)


def _moved_on(line: DraftItem) -> Conflict:
    """A line of the draft that was begun on an older text: both texts, never the older one in silence."""
    words = _l("A line in your draft has changed since you began it. Look at both texts, then offer the plan.")
    if line.is_locked:
        return Conflict(words)
    theirs = line.kind.as_text(line.item.content) if line.item else ""
    return Conflict(words, mine=line.kind.as_text(line.content), theirs=theirs)


def _by_field(found: list[Problem]) -> dict[str, Any]:
    return {f"{p.field}-{p.key}" if p.key else p.field: p.words for p in found}
