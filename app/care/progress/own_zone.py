"""What a stored reading says on the phone: the person's own words for its band, and limits set for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds.zone_parts import BANDS, NOW, number_words
from app.care.progress import limit_words
from app.care.progress.limits import LIMITS, PRACTICE
from app.care.progress.zones import Zone
from app.care.worse import agreed
from app.care.worse.hours import Ring
from app.config import Practice
from app.i18n import format_day
from app.i18n import gettext as _
from app.models import Measurement


@dataclass(frozen=True)
class OwnZone:
    """One band of the person's own checked plan, as it stands today. ``title`` and ``ring``: none for a line that
    is no symptom plan; ``signs_now``: the signs of "Act now", to ask about."""

    band: str
    title: Any
    number: str
    steps: list[str] = field(default_factory=list)
    medicines: list[str] = field(default_factory=list)
    signs_now: list[str] = field(default_factory=list)
    ring: Ring | None = None
    checked_by: str = ""
    checked_on: date | None = None


def of(session: Session, grant: Grant, row: Measurement, practice: Practice) -> OwnZone | None:
    """What the plan says for this reading; None when it reached no number of the plan, or the reader may not see it.

    The words are those of the plan in force now: if the line has left it, only the number that was reached is said.
    """
    kept = (row.because or {}).get("zone")
    if not kept or not grant.may(Permission.SEE_PLAN):
        return None
    number, key, band = number_words(kept.get("row") or {}), str(kept.get("key")), str(kept.get("band"))
    if band not in BANDS:
        items = brief.active_items(session, grant, ("trigger",))
        then = next((str(item.content.get("then_words") or "") for item in items if item.key == key), "")
        return OwnZone(band, None, number, [then] if then else [])
    return _of_plan(number, key, band, agreed.of(session, grant, practice).zones)


def before_sent(session: Session, grant: Grant, found: Sequence[Zone], practice: Practice) -> list[OwnZone | None]:
    """What the plan says for each of these numbers of it, before any reading; None for who may not see the plan.

    All its phone numbers are among those for now, each with its hours: the page may be read much later.
    """
    if not found or not grant.may(Permission.SEE_PLAN):
        return [None for _zone in found]
    plan = agreed.of(session, grant, practice).zones
    said = [_of_plan(number_words(zone.row), zone.key, zone.band, plan) for zone in found]
    return [replace(one, ring=one.ring and Ring([*one.ring.now, *one.ring.later])) for one in said]


def _of_plan(number: str, key: str, band: str, plan: Sequence[agreed.Zones]) -> OwnZone:
    found = next((zone for zone in plan if zone.key == key), None)
    bands = {one.name: one for one in found.bands} if found else {}
    if found is None or band not in bands:
        return OwnZone(band, BANDS[band], number)
    one, red = bands[band], bands.get(NOW)
    return OwnZone(
        band, one.words, number, one.steps, one.medicines, red.signs if red else [], one.ring, found.checked_by,
        found.checked_on,
    )  # fmt: skip


def limits_of(row: Measurement) -> list[str]:
    """The limits that somebody set, for this person or for everybody, and that this reading was held against."""
    kept = (row.because or {}).get("limits") or []
    return [plain(one) for one in kept if one.get("by") and one.get("name") in LIMITS]


def plain(one: dict[str, Any]) -> str:
    """«A lot for you: 1.5 kg or more, up or down, in a day. Ines (nurse) set this for you on 3 March 2026.»"""
    known = LIMITS[one["name"]]
    said = str(known.plain) % {"value": limit_words.amount(known, one["value"], one["unit"])}
    day = format_day(date.fromisoformat(one["on"])) if one.get("on") else ""
    if one.get("whose") == PRACTICE:
        return _("%(limit)s We chose this for everybody at our practice.", limit=said)
    return _("%(limit)s %(who)s set this for you on %(day)s.", limit=said, who=one["by"], day=day)
