"""What got in the way, the person's own if–then for it, and whether it helped (B4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import audit, named, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds.coping_strategy import BARRIERS, barrier_in_words
from app.care.progress import logging
from app.errors import Invalid
from app.i18n import LANGUAGES, locale_tag, using_locale
from app.i18n import lazy_gettext as _l
from app.models import PlanItem, ProgressEntry

HELPED = {"yes": _l("Yes"), "a_little": _l("A little"), "no": _l("No")}
UNSAID = {"not_yet": _l("I don’t know yet"), "not_sure": _l("I can’t say")}
"""No answer, said out loud: "not_yet" is asked once more later, "not_sure" never again. Neither counts for a line."""
LATER, ENOUGH = timedelta(hours=3), timedelta(days=2)
"""After how long the question comes again, or on the next day; and after how long it is let go."""
PICTURES = {
    "pain": "pain", "tired": "moon", "unwell": "thermometer", "low_mood": "face-2", "forgot": "thought",
    "no_time": "hourglass", "weather": "rain", "alone": "person", "getting_there": "bus", "cost": "coins",
    "worried": "worried",
}  # fmt: skip
TRIES = 2
"""Answers after which a line that seldom helped is offered for change."""
OWN_LINE = "line:"
"""Prefix of a picked barrier that is one of the person's own lines."""


@dataclass(frozen=True)
class Barrier:
    """Something to pick: what is sent, what is read, and its picture. ``own``: the person's words, and what then."""

    value: str
    words: str
    picture: str
    own: bool = False
    then: str = ""


def strategies(session: Session, grant: Grant, activity_key: str) -> list[PlanItem]:
    """The person's if–then lines under this activity: those that helped rise, the others as the plan has them."""
    grant.must(Permission.SEE_PLAN)
    items = brief.active_items(session, grant, ("coping_strategy",))
    lines = [item for item in items if item.content.get("activity_key") == activity_key]
    return what_helps_first(session, grant, lines)


def what_helps_first(session: Session, grant: Grant, lines: list[PlanItem]) -> list[PlanItem]:
    """These if–then lines, those that helped first, the others as they are; as they are for who sees no progress."""
    if len(lines) < 2 or not grant.may(Permission.SEE_PROGRESS):
        return lines
    known = records_of(session, grant, [line.key for line in lines])
    return sorted(lines, key=lambda line: -known.get(line.key, Record()).worth)


def barriers(lines: Iterable[PlanItem]) -> list[Barrier]:
    """What may have got in the way: first the person's own lines, then the common ones not among them."""
    lines = list(lines)
    own = [
        Barrier(
            OWN_LINE + line.key,
            barrier_in_words(line.content),
            _picture(line.content),
            own=True,
            then=str(line.content.get("then_words", "")),
        )
        for line in lines
    ]
    named = {line.content.get("barrier") for line in lines}
    common = [
        Barrier(key, str(words), PICTURES.get(key, "info"))
        for key, words in BARRIERS.items()
        if key != "own" and key not in named
    ]
    return own + common


def match(session: Session, grant: Grant, activity_key: str, barrier: str) -> PlanItem | None:
    """The person's own line for what got in the way: the picked line, the same barrier, or the same words."""
    lines = strategies(session, grant, activity_key)
    if barrier.startswith(OWN_LINE):
        return next((line for line in lines if line.key == barrier.removeprefix(OWN_LINE)), None)
    said = barrier.strip().casefold()
    for line in lines:
        content = line.content
        if said and said != "own" and said in {str(content.get("barrier", "")), *_in_every_language(content)}:
            return line
    return None


def _in_every_language(content: Mapping[str, Any]) -> set[str]:
    """The barrier's words as any reader saw them: somebody may change languages between two taps."""
    found = set()
    for tag in (*LANGUAGES, locale_tag()):
        with using_locale(tag):
            found.add(barrier_in_words(content).strip().casefold())
    return found


def in_words(lines: Iterable[PlanItem], barrier: str) -> str:
    """What is stored of a barrier: the person's own words of that line, the common words, or what was typed."""
    if barrier.startswith(OWN_LINE):
        key = barrier.removeprefix(OWN_LINE)
        return next((barrier_in_words(line.content) for line in lines if line.key == key), "")
    return str(BARRIERS[barrier]) if barrier in BARRIERS and barrier != "own" else barrier.strip()


def not_this_time(
    session: Session,
    grant: Grant,
    activity_key: str,
    barrier: str,
    *,
    happened_on: date,
    client_key: str,
    done_at: datetime | None = None,
) -> tuple[ProgressEntry, PlanItem | None]:
    """Store "not this time" with what got in the way; gives the entry and the person's own line for it, if any."""
    lines = strategies(session, grant, activity_key)
    line = match(session, grant, activity_key, barrier) if barrier else None
    entry = logging.record(
        session, grant, activity_key, "not_this_time",
        happened_on=happened_on, barrier=in_words(lines, barrier), client_key=client_key,
        done_at=done_at,
    )  # fmt: skip
    return entry, line


def line_for(session: Session, grant: Grant, entry: ProgressEntry) -> PlanItem | None:
    """The person's own line that answers what an entry says was in the way."""
    if not entry.barrier:
        return None
    keys = [key for key, words in BARRIERS.items() if str(words) == entry.barrier]
    for barrier in (*keys, entry.barrier):
        if line := match(session, grant, entry.key, barrier):
            return line
    return None


def use(session: Session, grant: Grant, entry_id: str, coping_key: str) -> ProgressEntry:
    """ "I will do that": the line is kept on the entry, so that we can ask later whether it helped."""
    grant.must(Permission.LOG)
    entry = records.one(session, grant, ProgressEntry, entry_id, lock=True)
    line = next((line for line in strategies(session, grant, entry.key) if line.key == coping_key), None)
    if line is None:
        named.lines(session, grant, [coping_key])
        raise Invalid(_l("That line is no longer in your plan."))
    if entry.coping_key != coping_key:
        entry.coping_key, entry.helped = coping_key, None
        audit.record(session, grant, "use coping", "plan_item", coping_key)
        session.flush()
    return entry


def helped(session: Session, grant: Grant, entry_id: str, answer: str) -> ProgressEntry:
    """Whether the line helped: "yes", "a_little", "no", or one of ``UNSAID``, which never takes an answer away.

    Raises ``Invalid`` for anything else.
    """
    grant.must(Permission.LOG)
    if answer not in HELPED and answer not in UNSAID:
        raise Invalid(fields={"helped": _l("Choose one of the answers.")})
    entry = records.one(session, grant, ProgressEntry, entry_id, lock=True)
    stays = answer in UNSAID and entry.helped in (*HELPED, "not_sure")
    if entry.coping_key and entry.helped != answer and not stays:
        entry.helped = answer
        audit.record(session, grant, "coping helped", "plan_item", entry.coping_key)
        session.flush()
    return entry


def asks(entry: ProgressEntry, now: datetime, zone: str) -> bool:
    """Whether it is time to ask if the line helped: at once, and after "I don't know yet" once more, later.

    ``zone``: the person's. Nobody is asked after two days, or after "I can't say".
    """
    if not entry.coping_key or now - entry.recorded_at >= ENOUGH:
        return False
    return entry.helped is None or (entry.helped == "not_yet" and is_later(entry, now, zone))


def is_later(entry: ProgressEntry, now: datetime, zone: str) -> bool:
    """Whether some hours went by since, or a night."""
    here = ZoneInfo(zone)
    nights = now.astimezone(here).date() - entry.recorded_at.astimezone(here).date()
    return now - entry.recorded_at >= LATER or nights > timedelta(0)


@dataclass(frozen=True)
class Record:
    """How often a line was used and somebody said whether it helped; ``little``: how often it helped a little."""

    used: int = 0
    helped: int = 0
    """At least a little."""
    little: int = 0

    @property
    def worth(self) -> float:
        """Between 0 and 1, one half for a line that nobody tried: few answers move it little."""
        return (self.helped - self.little / 2 + 1) / (self.used + 2)

    @property
    def does_not_help(self) -> bool:
        """Tried at least twice, and it helped less than every second time: to be offered for change at the review."""
        return self.used >= TRIES and self.helped * 2 < self.used


def record_of(session: Session, grant: Grant, coping_key: str) -> Record:
    """How a line did so far, counting only answers that were given."""
    return records_of(session, grant, [coping_key]).get(coping_key, Record())


def records_of(session: Session, grant: Grant, keys: Iterable[str]) -> dict[str, Record]:
    """How these lines did so far, by key, in one statement; lines without an answer are left out."""
    grant.must(Permission.SEE_PROGRESS)
    answer = ProgressEntry.helped
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.coping_key.in_(list(keys)), ProgressEntry.undone_at.is_(None), answer.in_(HELPED)
    )
    counted = query.with_only_columns(
        ProgressEntry.coping_key, sa.func.count(),
        sa.func.sum(sa.case((answer != "no", 1), else_=0)), sa.func.sum(sa.case((answer == "a_little", 1), else_=0)),
    ).group_by(ProgressEntry.coping_key)  # fmt: skip
    return {str(key): Record(*(int(each) for each in numbers)) for key, *numbers in session.execute(counted)}


def did_not_help(
    session: Session, grant: Grant, items: Iterable[PlanItem] | None = None
) -> list[tuple[PlanItem, Record]]:
    """Lines in force that were tried and seldom helped, for the review: what becomes of them is talked about.

    ``items``: lines in force, when the caller has read them already.
    """
    grant.must(Permission.SEE_PLAN)
    if not grant.may(Permission.SEE_PROGRESS):
        return []
    if items is None:
        items = brief.active_items(session, grant, ("coping_strategy",))
    lines = [item for item in items if item.kind == "coping_strategy"]
    known = records_of(session, grant, [line.key for line in lines]) if lines else {}
    return [(line, known[line.key]) for line in lines if line.key in known and known[line.key].does_not_help]


def _picture(content: Mapping[str, Any]) -> str:
    return PICTURES.get(content.get("barrier", ""), "coping")
