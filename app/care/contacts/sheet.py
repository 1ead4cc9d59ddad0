"""The call sheet: what to have in view when ringing one person (P8). Read once, few statements, no decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.concerns import worklist
from app.care.contacts import asking, calls
from app.care.contacts.asking import Said, Suggested
from app.care.contacts.calls import Call
from app.care.people import profile
from app.care.people.profile import Plan
from app.care.plan import questions, sureness
from app.care.plan.kinds import KINDS
from app.care.progress import promises
from app.care.progress.coping import HELPED
from app.models import Measurement, Patient, ProgressEntry

LATEST = 6


@dataclass(frozen=True)
class Used:
    """One if–then line that was used: the person's "then", what was in the way, whether it helped ("" not said)."""

    then: str
    barrier: str
    helped: str
    entry: ProgressEntry


@dataclass(frozen=True)
class Sure:
    """How sure the person is of one activity: the newest number, the one before or None, and who said the newest."""

    title: str
    now: int
    before: int | None
    actor_id: str = ""
    capacity: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything on the page."""

    plan: Plan
    entries: list[ProgressEntry]
    readings: list[Measurement]
    sure: list[Sure]
    used: list[Used]
    concerns: list[worklist.Line]
    suggested: list[Suggested]
    calls: list[Call]


def of(session: Session, grant: Grant) -> Sheet:
    """The sheet of the grant's patient as it is now."""
    grant.must(Permission.REVIEW)
    zone = records.one(session, grant, Patient, grant.patient_id).time_zone
    plan, noted = profile.plan(session, grant), profile.entries(session, grant)
    sure = asking.sureness_of(plan.items, noted, sureness.newest(session, grant))
    version = plan.version
    known = asking.Known(
        today=clock.today(zone),
        items=plan.items,
        entries=noted,
        sure=sure,
        questions=questions.waiting(session, grant),
        promises=promises.of_team(session, grant, plan.items),
        offered_on=version.offered_at.astimezone(ZoneInfo(zone)).date() if version else None,
        review_on=version.review_on if version else None,
    )
    return Sheet(
        plan, noted[:LATEST], profile.readings(session, grant)[: profile.LATEST_READINGS],
        _trend(plan, noted, sure), _used(plan, noted),
        worklist.about(session, grant), asking.questions(known), calls.recent(session, grant),
    )  # fmt: skip


def _trend(plan: Plan, noted: list[ProgressEntry], sure: Mapping[str, Said]) -> list[Sure]:
    found = []
    for item in plan.lines_of("activity"):
        newest = sure.get(item.key)
        if newest is None:
            continue
        numbers = [e.confidence for e in noted if e.key == item.key] + [item.content.get("confidence")]
        before = next((number for number in numbers if number is not None and number != newest.number), None)
        title = KINDS["activity"].title(item.content)
        found.append(Sure(title, newest.number, before, newest.actor_id, newest.capacity))
    return found


def _used(plan: Plan, noted: list[ProgressEntry]) -> list[Used]:
    lines = {item.key: item for item in plan.lines_of("coping_strategy")}
    return [
        Used(lines[e.coping_key].content.get("then_words", ""), e.barrier, e.helped if e.helped in HELPED else "", e)
        for e in noted
        if e.coping_key in lines
    ][:4]
