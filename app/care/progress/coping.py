"""What got in the way, the person's own if–then for it, and whether it helped (B4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access import audit, records
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
PICTURES = {
    "pain": "warn", "tired": "wait", "unwell": "measure", "low_mood": "strength", "forgot": "bell",
    "no_time": "calendar", "weather": "coping", "alone": "people", "getting_there": "visit", "cost": "medicine",
    "worried": "question",
}  # fmt: skip
OWN_LINE = "line:"
"""Prefix of a picked barrier that is one of the person's own lines."""


@dataclass(frozen=True)
class Barrier:
    """Something to pick: what is sent, what is read, and its picture. ``own``: the person's words."""

    value: str
    words: str
    picture: str
    own: bool = False


def strategies(session: Session, grant: Grant, activity_key: str) -> list[PlanItem]:
    """The person's if–then lines under this activity, in the order of the plan."""
    grant.must(Permission.SEE_PLAN)
    items = brief.active_items(session, grant.patient_id, ("coping_strategy",))
    return [item for item in items if item.content.get("activity_key") == activity_key]


def barriers(lines: Iterable[PlanItem]) -> list[Barrier]:
    """What may have got in the way: first the person's own lines, then the common ones not among them."""
    lines = list(lines)
    own = [
        Barrier(OWN_LINE + line.key, barrier_in_words(line.content), _picture(line.content), own=True)
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
    session: Session, grant: Grant, activity_key: str, barrier: str, *, happened_on: date, client_key: str
) -> tuple[ProgressEntry, PlanItem | None]:
    """Store "not this time" with what got in the way; gives the entry and the person's own line for it, if any."""
    lines = strategies(session, grant, activity_key)
    line = match(session, grant, activity_key, barrier) if barrier else None
    entry = logging.record(
        session, grant, activity_key, "not_this_time",
        happened_on=happened_on, barrier=in_words(lines, barrier), client_key=client_key,
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
        raise Invalid(_l("That line is no longer in your plan."))
    if entry.coping_key != coping_key:
        entry.coping_key, entry.helped = coping_key, None
        audit.record(session, grant, "use coping", "plan_item", coping_key)
        session.flush()
    return entry


def helped(session: Session, grant: Grant, entry_id: str, answer: str) -> ProgressEntry:
    """Whether the line helped: "yes", "a_little", "no". Raises ``Invalid`` for anything else."""
    grant.must(Permission.LOG)
    if answer not in HELPED:
        raise Invalid(fields={"helped": _l("Choose one of the answers.")})
    entry = records.one(session, grant, ProgressEntry, entry_id, lock=True)
    if entry.coping_key and entry.helped != answer:
        entry.helped = answer
        audit.record(session, grant, "coping helped", "plan_item", entry.coping_key)
        session.flush()
    return entry


@dataclass(frozen=True)
class Record:
    """How often a line was used, and how often it helped at least a little."""

    used: int
    helped: int


def record_of(session: Session, grant: Grant, coping_key: str) -> Record:
    """How a line did so far, counting only answers that were given."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.coping_key == coping_key, ProgressEntry.undone_at.is_(None), ProgressEntry.helped.is_not(None)
    )
    answers = [row.helped for row in session.scalars(query.limit(100))]
    return Record(len(answers), sum(answer != "no" for answer in answers))


def _picture(content: Mapping[str, Any]) -> str:
    return PICTURES.get(content.get("barrier", ""), "coping")
