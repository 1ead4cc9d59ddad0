"""The order of a person's day: as they put it; else their own times, their words for when, the part of the day.

It orders a list on the phone and nothing else: no reminder, no day and no count follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief, day, versions
from app.care.plan.kinds import rhythm
from app.care.plan.sections import PATIENT
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import DayOrder, Patient, PlanItem, ReminderSetting

LAST = 24 * 60
"""Minutes of what may be done at any time: after all that has a place in the day."""
BEFORE, AFTER = -30, 30
USUAL_ONLY: Mapping[str, str] = MappingProxyType({})

_ROUTINES = (
    (r"get(ting)? up|wak(e|ing)( up)?|levantar\w*|despertar\w*", "", 6 * 60 + 30),
    (r"breakfast|desayun\w*", "breakfast", BEFORE),
    (r"lunch|almuerzo|comida", "lunch", BEFORE),
    (r"midday|noon|mediod[ií]a", "midday", 0),
    (r"afternoon|tea time|tarde", "", 15 * 60),
    (r"supper|dinner|evening meal|cena\w*", "supper", BEFORE),
    (r"evening", "evening", 0),
    (r"bed(time)?|sleep|going to bed|acostar\w*|dormir|cama", "bed", AFTER),
    (r"night|noche", "bed", 0),
    (r"morning|ma[ñn]ana", "morning", 0),
)
ROUTINES = [(re.compile(rf"\b(?:{words})\b"), part, minutes) for words, part, minutes in _ROUTINES]
"""Fixed points of most days, in the order in which they are looked for: minutes from the time of a part of the day
("after lunch", "before bed"), or after midnight where no part is named."""
EARLIER = re.compile(r"\b(before|antes)\b")
LATER = re.compile(r"\b(after|despu[eé]s|tras)\b")
CLOCK = re.compile(r"\b([01]?\d|2[0-3])(?:[:.]([0-5]\d))?\s*(am\b|pm\b|a\.m\.|p\.m\.)?")


def place(content: Mapping[str, Any], own: str = "", times: Mapping[str, str] = USUAL_ONLY) -> int:
    """Minutes after midnight at which an activity has its place; the earliest where it is for several times a day.

    ``own``: the time ("08:30") of its reminder; it is of no use for several times a day. ``times``: those that the
    person chose for parts of the day ("part:supper").
    """
    if own and rhythm.times(content) == 1:
        return _minutes(time.fromisoformat(own))
    said = str(content.get("when") or "").casefold()
    if (at := _by_the_clock(said)) is not None:
        return at
    for words, part, minutes in ROUTINES:
        if words.search(said):
            shift = BEFORE if EARLIER.search(said) else AFTER if LATER.search(said) else 0
            return minutes + shift + (_of_part(part, times) if part else 0)
    return min(LAST if part == "any" else _of_part(part, times) for part in rhythm.parts(content))


def _of_part(part: str, times: Mapping[str, str]) -> int:
    chosen = times.get(f"part:{part}")
    return _minutes(time.fromisoformat(chosen) if chosen else rhythm.USUAL[part])


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _by_the_clock(said: str) -> int | None:
    """«at 10:30», «8 am», «a las 9»; a bare number may be anything and is no time."""
    for found in CLOCK.finditer(said):
        hours, minutes, half = int(found[1]), found[2], (found[3] or "").replace(".", "")
        named = re.search(r"\b(at|a las|a la)\s*$", said[: found.start()])
        if minutes is None and not half and not named:
            continue
        if half == "pm" and hours < 12:
            hours += 12
        elif half == "am" and hours == 12:
            hours = 0
        return hours * 60 + int(minutes or 0)
    return None


def sort(session: Session, grant: Grant, items: Iterable[PlanItem]) -> list[PlanItem]:
    """Activities in the order of the person's day. One statement, none for a single one."""
    grant.must(Permission.SEE_PLAN)
    items = list(items)
    if len(items) < 2:
        return items
    keys, times = _own(session, grant)
    placed = {key: number for number, key in enumerate(keys)}

    def where(item: PlanItem) -> tuple[int, int, int]:
        at = place(item.content, times.get(f"item:{item.key}", ""), times)
        return placed.get(item.key, len(placed)), at, item.position

    return sorted(items, key=where)


def of_day(session: Session, grant: Grant) -> list[PlanItem]:
    """All that the person put on their day, in its order, whatever weekday it is for."""
    chosen = day.on_my_day(session, grant)
    items = brief.active_items(session, grant, ("activity",))
    return sort(session, grant, [item for item in items if item.owner == PATIENT and item.key in chosen])


def put(session: Session, grant: Grant, key: str, at: int | None) -> list[str]:
    """Let one activity stand at ``at`` (0 is first) of the day. Gives the new order; sent twice it is stored once.

    ``NotFound`` for a key that is not on the day, ``Invalid`` for no place.
    """
    grant.must(Permission.OWN_DAY)
    records.one(session, grant, Patient, grant.patient_id, lock=True)
    order = [item.key for item in of_day(session, grant)]
    if key not in order:
        raise NotFound()
    if at is None or not 0 <= at < len(order):
        raise Invalid(_l("Pick a place in the list."))
    order.remove(key)
    order.insert(at, key)
    before = _newest(session, grant)
    if before is None or before.keys != order:
        session.add(DayOrder(
            patient_id=grant.patient_id, keys=order, actor_id=grant.actor_id, capacity=grant.capacity,
            at=versions.later_than(before.at if before else None),
        ))  # fmt: skip
        session.flush()
        audit.record(session, grant, "order the day", "plan_item", key)
    return order


def _newest(session: Session, grant: Grant) -> DayOrder | None:
    return session.scalars(_orders(session, grant).limit(1)).first()


def _orders(session: Session, grant: Grant) -> sa.Select[DayOrder]:
    return records.of(session, grant, DayOrder).order_by(DayOrder.at.desc(), DayOrder.id.desc())


def _own(session: Session, grant: Grant) -> tuple[list[str], dict[str, str]]:
    """The person's own order, and the own times of their reminders, whoever reads."""
    account_id = session.get_one(Patient, grant.patient_id).account_id
    order = _orders(session, grant).with_only_columns(DayOrder.keys).limit(1)
    setting = records.of(session, grant, ReminderSetting).where(ReminderSetting.account_id == account_id)
    times = setting.with_only_columns(ReminderSetting.times).limit(1)
    keys, found = session.execute(sa.select(order.scalar_subquery(), times.scalar_subquery())).one()
    return [str(key) for key in keys or ()], {str(name): str(at) for name, at in (found or {}).items()}
