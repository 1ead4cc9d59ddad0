"""Set a line aside until a time that always comes (rule 11). What is new from the person brings it back at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.concerns.closing import open_line
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Concern
from app.models.concern import BANDS

MORNING = time(8)
LONGEST = {
    BANDS["urgent"]: timedelta(hours=4),
    BANDS["soon"]: timedelta(days=14),
    BANDS["routine"]: timedelta(days=90),
}
"""The longest that a line may be set aside, by its band [own]."""
TOO_LONG = {
    BANDS["urgent"]: _l("This one is for today. Set it aside for at most 4 hours."),
    BANDS["soon"]: _l("Choose a day in the next 14 days."),
    BANDS["routine"]: _l("Choose a day in the next 90 days."),
}
CHOICES = {
    "hour": _l("For 1 hour"),
    "hours": _l("For 4 hours"),
    "tomorrow": _l("Until tomorrow morning"),
    "week": _l("For a week"),
    "day": _l("Until the morning of a day"),
}


def choices_for(concern: Concern) -> dict[str, object]:
    """Which ends are offered for a line of this band."""
    urgent = concern.band == BANDS["urgent"]
    return {name: words for name, words in CHOICES.items() if not urgent or name in ("hour", "hours")}


def end_of(choice: str, day: date | None, zone: str, now: datetime) -> datetime | None:
    """The moment that a choice means on the practice's clock (``zone``); None when no day was given for "day"."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    if choice in ("hour", "hours"):
        return now + timedelta(hours=1 if choice == "hour" else 4)
    ends = {"tomorrow": today + timedelta(days=1), "week": today + timedelta(days=7), "day": day}
    on = ends.get(choice)
    return datetime.combine(on, MORNING, here).astimezone(now.tzinfo) if on else None


def snooze(
    session: Session, grant: Grant, concern_id: str, choice: str, day: date | None = None, *, zone: str
) -> Concern:
    """Set an open line aside. It stays with whoever does so, keeps its age, and comes back by itself.

    Raises ``Invalid`` for an end that has passed or is too far for its band, ``Conflict`` when it was closed.
    """
    grant.must(Permission.CLOSE_CONCERN)
    concern, now = open_line(session, grant, concern_id), clock.now()
    if choice not in choices_for(concern):
        raise Invalid(fields={"until": _l("Choose when it should come back.")})
    until = end_of(choice, day, zone, now)
    field = "day" if choice == "day" else "until"
    if until is None or until <= now:
        raise Invalid(fields={field: _l("Choose a day that is still to come.")})
    if until > now + LONGEST[concern.band] + timedelta(days=1 if choice == "day" else 0):
        raise Invalid(fields={field: TOO_LONG[concern.band]})
    if concern.due_at > now:  # nothing is set aside past the time that was promised for it
        until = min(until, concern.due_at)
    concern.snoozed_until, concern.snoozed_by_id = until, grant.actor_id
    concern.owner_id, concern.taken_at = grant.actor_id, concern.taken_at or now
    audit.record(session, grant, "snooze concern", concern.rule, concern.id)
    return concern


def wake(session: Session, grant: Grant, concern_id: str) -> Concern:
    """Bring a line back now."""
    grant.must(Permission.CLOSE_CONCERN)
    concern = open_line(session, grant, concern_id)
    if concern.snoozed_until is not None:
        concern.snoozed_until = concern.snoozed_by_id = None
        audit.record(session, grant, "wake concern", concern.rule, concern.id)
    return concern
