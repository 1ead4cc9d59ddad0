"""Write down what happened with one line of the plan: did it, partly, not this time, no longer fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.concerns.confidence import watch
from app.care.concerns.limits import values_for
from app.care.limits import too_long, wrong_day
from app.care.plan.kinds import rhythm
from app.care.plan.sections import PATIENT
from app.care.progress import once
from app.care.progress.measurements import may_take_back
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, Patient, PlanItem, ProgressEntry

OUTCOMES = ("did", "partly", "not_this_time", "no_longer_fits")


def record(
    session: Session,
    grant: Grant,
    key: str,
    outcome: str,
    *,
    happened_on: date,
    note: str = "",
    barrier: str = "",
    coping_key: str | None = None,
    client_key: str,
    confidence: int | None = None,
    done_at: datetime | None = None,
    changed: list[PlanItem] | None = None,
) -> ProgressEntry:
    """Store what happened on one of the person's own days (``happened_on``), once per client key.

    ``done_at``: the moment of the press when it is sent later; it counts when it lies on that day.
    A second "not this time" of the same helper for the same day mends the first, when the line is for once a day:
    only what was in the way changes. A line for several times a day has an entry for each.
    ``changed``: takes the line when something was stored; the caller then says ``look_anew`` once for all of them.
    Raises ``NotFound`` for a key outside the person's plan, ``Invalid`` naming fields,
    ``Conflict`` when the client key was used for something else.
    """
    grant.must(Permission.LOG)
    barrier, note = barrier.strip(), note.strip()
    if row := once.stored(session, grant, ProgressEntry, client_key):
        mended, sent = _mended_by(session, grant, row), (note, barrier) == (row.note, row.barrier)
        row = mended or row
        once.must_be_same(row, key=key, outcome=outcome, happened_on=happened_on)
        if outcome != "not_this_time" or row.actor_id != grant.actor_id:
            once.must_be_same(row, note=note, barrier=barrier)
        if sent:
            return row
    item = _item(session, grant, key)
    grant.must(Permission.LOG, item.kind)
    _theirs_to_do(session, item)
    zone = records.one(session, grant, Patient, grant.patient_id).time_zone
    _check(outcome, happened_on, note, barrier, confidence, clock.today(zone))
    once_a_day = outcome == "not_this_time" and rhythm.times(item.content) == 1
    if first := row or (_same_day(session, grant, key, happened_on) if once_a_day else None):
        if row is None:
            _remember(session, grant, first, client_key, note, barrier)
        if barrier:
            first.barrier = barrier
        first.note = note or first.note
        audit.record(session, grant, "mend progress", "plan_item", key)
        _changed(session, grant, item, changed)
        return first
    now = clock.now()
    row, is_new = once.add(
        session, grant, ProgressEntry,
        key=key, outcome=outcome, happened_on=happened_on,
        happened_at=_moment(happened_on, zone, done_at or now, now), recorded_at=now,
        note=note, barrier=barrier, coping_key=coping_key, confidence=confidence, client_key=client_key,
    )  # fmt: skip
    if is_new:
        audit.record(session, grant, f"log {outcome}", "plan_item", key)
        _changed(session, grant, item, changed)
    else:
        once.must_be_same(row, key=key, outcome=outcome, happened_on=happened_on, note=note, barrier=barrier)
    return row


def undo(
    session: Session, grant: Grant, entry_id: str, *, changed: list[PlanItem] | None = None
) -> ProgressEntry:  # fmt: skip
    """Take an entry back: it stays stored and counts nowhere. Harmless to repeat. ``changed``: as in ``record``.

    The person may take back anything, a proxy only what they wrote (``Forbidden`` otherwise).
    """
    grant.must(Permission.LOG)
    row = records.one(session, grant, ProgressEntry, entry_id, lock=True)
    may_take_back(grant, row.actor_id)
    if row.undone_at is None:
        row.undone_at = clock.now()
        audit.record(session, grant, "undo progress", "plan_item", row.key)
        _changed(session, grant, _item(session, grant, row.key), changed)
    return row


def one(session: Session, grant: Grant, entry_id: str) -> ProgressEntry:
    """One entry of the grant's patient. Raises ``NotFound``."""
    grant.must(Permission.SEE_PROGRESS)
    return records.one(session, grant, ProgressEntry, entry_id)


def item_of(session: Session, grant: Grant, key: str) -> PlanItem:
    """The newest text of a line that was in the person's plan at any time. Raises ``NotFound``."""
    grant.must(Permission.SEE_PLAN)
    return _item(session, grant, key)


def _item(session: Session, grant: Grant, key: str) -> PlanItem:
    query = records.of(session, grant, PlanItem).where(PlanItem.key == key)
    item = session.scalars(query.order_by(PlanItem.number.desc()).limit(1)).first()
    if item is None:
        raise NotFound()
    return item


def _theirs_to_do(session: Session, item: PlanItem) -> None:
    """Only what the person or a helper does is written down here; the team's promises are kept by the team."""
    if item.kind not in ("activity", "follow_up"):
        raise NotFound()
    owner = session.get(Account, item.owner) if item.owner != PATIENT else None
    if owner is not None and owner.is_staff:
        raise Invalid(_l("Your team does this one. You see it under what we promised each other."))


def _check(outcome: str, day: date, note: str, barrier: str, confidence: int | None, today: date) -> None:
    wrong: dict[str, Any] = {}
    if outcome not in OUTCOMES:
        wrong["outcome"] = _l("Choose what happened.")
    if problem := wrong_day(day, today):
        wrong["happened_on"] = problem
    for name, text in (("note", note), ("barrier", barrier)):
        if words := too_long(text):
            wrong[name] = words
    if confidence is not None and not 0 <= confidence <= 10:
        wrong["confidence"] = _l("Choose a number from 0 to 10.")
    if wrong:
        raise Invalid(fields=wrong)


def _moment(day: date, zone: str, done: datetime, now: datetime) -> datetime:
    """When it was done, if that is the same day of the person; now for today; else noon, which is no hour when clocks
    change."""
    for at in (done, now):
        if day == at.astimezone(ZoneInfo(zone)).date():
            return at
    return datetime.combine(day, time(12), ZoneInfo(zone))


def _same_day(session: Session, grant: Grant, key: str, day: date) -> ProgressEntry | None:
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.key == key,
        ProgressEntry.happened_on == day,
        ProgressEntry.outcome == "not_this_time",
        ProgressEntry.actor_id == grant.actor_id,
        ProgressEntry.undone_at.is_(None),
    )
    return session.scalars(query.order_by(ProgressEntry.recorded_at.desc()).with_for_update()).first()


def _remember(
    session: Session, grant: Grant, first: ProgressEntry, client_key: str, note: str, barrier: str
) -> None:  # fmt: skip
    """Keep what mended an entry as a row that counts nowhere from its first moment: sent again it changes nothing,
    also once the entry was taken back."""
    now = clock.now()
    once.add(
        session, grant, ProgressEntry,
        key=first.key, outcome=first.outcome, happened_on=first.happened_on, happened_at=first.happened_at,
        recorded_at=now, undone_at=now, note=note, barrier=barrier, client_key=client_key,
    )  # fmt: skip


def _mended_by(session: Session, grant: Grant, row: ProgressEntry) -> ProgressEntry | None:
    """The entry that stands and that this row mended, if it did no more than that."""
    if row.outcome != "not_this_time" or row.undone_at is None or row.undone_at != row.recorded_at:
        return None
    return _same_day(session, grant, row.key, row.happened_on)


def _changed(session: Session, grant: Grant, item: PlanItem, changed: list[PlanItem] | None) -> None:
    if changed is None:
        look_anew(session, grant, [item])
    else:
        changed.append(item)


def look_anew(session: Session, grant: Grant, items: Sequence[PlanItem]) -> None:
    """What entries mean for the worklist and for reminders: the same facts, looked at once for all these lines."""
    from app.care import reminders

    grant.must(Permission.LOG)
    if not items:
        return
    session.flush()
    enough = int(values_for(session, grant).of(grant.patient_id, "not_this_time_in_a_row"))
    for item in items:
        _watch(session, grant, item, enough)
    reminders.refresh(session, grant.patient_id)


def _watch(session: Session, grant: Grant, item: PlanItem, enough: int) -> None:
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.key == item.key, ProgressEntry.undone_at.is_(None)
    )
    order = (ProgressEntry.happened_on.desc(), ProgressEntry.recorded_at.desc(), ProgressEntry.id.desc())
    last = list(session.scalars(query.order_by(*order).limit(enough)))
    title = str(item.content.get("what") or "")
    if len(last) == enough and all(row.outcome == "not_this_time" for row in last):
        barrier = next((row.barrier for row in last if row.barrier), "")
        why = {"title": title, "key": item.key, "times": len(last), "barrier": barrier}
        concerns.raise_concern(session, grant, rule="not_this_time", subject=item.key, why=why)
    else:
        concerns.close_concern_for(session, grant, "not_this_time", item.key, outcome="changed")
    if last:
        watch(session, grant, item.key, title, last[0].confidence)
