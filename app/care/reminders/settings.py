"""Change how one is reminded: times, kinds, quiet hours, the most in a day. Checked first, then stored whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief, day
from app.care.plan.kinds import activity, rhythm
from app.care.plan.sections import PATIENT
from app.care.reminders import choices
from app.care.reminders.choices import Choices
from app.care.reminders.kinds import ASKED_FOR, KINDS, NAMES
from app.care.reminders.refresh import refresh
from app.care.reminders.times import is_quiet, parse
from app.errors import Invalid
from app.i18n import lazy_gettext
from app.models import PlanItem, ReminderSetting

MOST_A_DAY = 10


@dataclass(frozen=True)
class Asked:
    """What the form says, as typed. `times` maps "part:<name>", "kind:<name>" and "item:<key>" to a time.

    `named`: kinds whose messages may say what they are about.
    """

    on: frozenset[str]
    times: Mapping[str, str]
    quiet_from: str
    quiet_to: str
    daily_limit: str
    time_zone: str = ""
    named: frozenset[str] = frozenset()


@dataclass
class _Checked:
    times: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Any] = field(default_factory=dict)


def save(session: Session, grant: Grant, asked: Asked) -> None:
    """Store the choices of whoever acts and bring the reminders in line. Invalid (per field) stores nothing."""
    grant.must(Permission.OWN_REMINDERS)
    now = choices.mine(session, grant, ASKED_FOR)
    checked, quiet_from, quiet_to, limit = _check(asked, {item.key for item in on_my_day(session, grant)})
    zone = asked.time_zone or now.time_zone
    if not _is_zone(zone):
        checked.problems["time_zone"] = lazy_gettext("We do not know this time zone.")
    if checked.problems or quiet_from is None or quiet_to is None:
        raise Invalid(fields=checked.problems)
    row = choices.saved(session, grant, lock=True)
    if row is None:
        row = ReminderSetting(account_id=grant.actor_id, patient_id=grant.patient_id)
        session.add(row)
    kept = {name: at for name, at in (row.times or {}).items() if name not in asked.times}
    row.times = {**kept, **checked.times}
    row.off = sorted(NAMES - asked.on)
    row.named = sorted(name for name in asked.named if name in KINDS and KINDS[name].named)
    row.quiet_from, row.quiet_to = quiet_from, quiet_to
    row.daily_limit, row.time_zone = limit, zone
    session.flush()
    audit.record(session, grant, "choose reminders", "reminder_setting", row.id)
    refresh(session, grant)


@dataclass(frozen=True)
class Line:
    """One time that can be chosen: its field, its words, what is used when nothing is chosen, what it is for."""

    name: str
    words: Any
    usual: str
    hint: str = ""


def lines(session: Session, grant: Grant, chosen: Choices) -> list[Line]:
    """The times that matter to this person: the routines that their day names, then things without one, then kinds.

    A thing that names one routine has a time of its own only if one was chosen for it before.
    """
    items = on_my_day(session, grant)
    used: dict[str, list[str]] = {}
    own = []
    for item in items:
        parts, title = rhythm.parts(item.content), activity.title(item.content)
        if len(parts) == 1 and (parts == ["any"] or f"item:{item.key}" in chosen.times):
            at = chosen.time_for(f"part:{parts[0]}", rhythm.USUAL[parts[0]])
            own.append(Line(f"item:{item.key}", title, f"{at:%H:%M}", rhythm.in_words(item.content)))
        else:
            for part in parts:
                used.setdefault(part, []).append(title)
    routines = [
        Line(f"part:{part}", words, f"{rhythm.USUAL[part]:%H:%M}", ", ".join(used[part]))
        for part, words in rhythm.AGAIN.items()
        if part in used
    ]
    kinds = [
        Line(f"kind:{kind.name}", kind.title, f"{kind.usual:%H:%M}") for kind in KINDS.values() if not kind.items
    ]
    return [*routines, *own, *kinds]


def on_my_day(session: Session, grant: Grant) -> list[PlanItem]:
    """The person's own activities in force that they put on their day, in the order of the plan.

    For a helper also those that they took on themselves.
    """
    chosen = day.on_my_day(session, grant)
    items = brief.active_items(session, grant, ("activity",))
    return [item for item in items if item.owner == grant.actor_id or (item.owner == PATIENT and item.key in chosen)]


def _check(asked: Asked, keys: Iterable[str]) -> tuple[_Checked, time | None, time | None, int]:
    checked = _Checked()
    quiet_from, quiet_to = parse(asked.quiet_from), parse(asked.quiet_to)
    for name, found in (("quiet_from", quiet_from), ("quiet_to", quiet_to)):
        if found is None:
            checked.problems[name] = lazy_gettext("Write a time, such as 21:00.")
    allowed = {f"kind:{kind.name}" for kind in KINDS.values() if not kind.items} | {f"item:{key}" for key in keys}
    allowed |= {f"part:{name}" for name in rhythm.AGAIN}
    for name, typed in asked.times.items():
        if name not in allowed or not typed.strip():
            continue  # an empty time means "as usual"
        at = parse(typed)
        if at is None:
            checked.problems[name] = lazy_gettext("Write a time, such as 08:30.")
        elif quiet_from is not None and quiet_to is not None and is_quiet(at, quiet_from, quiet_to):
            checked.problems[name] = lazy_gettext("This is in your quiet hours. Choose another time.")
        else:
            checked.times[name] = at.strftime("%H:%M")
    typed = asked.daily_limit
    limit = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 else 0
    if not 1 <= limit <= MOST_A_DAY:
        checked.problems["daily_limit"] = lazy_gettext("Choose a number from 1 to 10.")
    return checked, quiet_from, quiet_to, limit


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return False
    return len(name) <= 60
