"""What answers put on the nurse's worklist, and what takes it off again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import policy, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.concerns import close_concern_for, raise_concern
from app.care.people import absence
from app.care.people.patients import team_of
from app.care.questionnaires import score_alarms
from app.care.questionnaires.comparing import changes
from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Value
from app.care.questionnaires.sheet import Sheet, load
from app.care.questionnaires.state import Node
from app.care.questionnaires.urgency import band as mark
from app.models import Concern, Patient, Response

#: How soon somebody should look. Red: the same working day (clinical content, red-flag rule: same-day due time).
DUE = {"urgent": timedelta(hours=4), "soon": timedelta(days=1), "routine": timedelta(days=3)}


def answered(session: Session, grant: Grant, sheet: Sheet, node: Node, values: Sequence[Value] | None = None) -> None:
    """A red answer reaches the nurse at once, even if the form is never finished.

    ``values`` are given for an answer that could not be stored any more: the nurse hears of it all the same.
    """
    item = node.item
    values = sheet.effective.get(node.place, ()) if values is None else values
    row = _open_red(session, grant, sheet, node)
    lines = dict(enumerate(row.why.get("lines", []))) if row else {}
    at = next((n for n, line in lines.items() if line.get("place") == node.place), len(lines))
    if mark(item, values) == "red":
        chosen = [str(option.text) for option in item.options if any(equal(one, option.value) for one in values)]
        lines[at] = {"place": node.place, "question": str(item.text or ""), "answer": ", ".join(chosen)}
        why = {"lines": list(lines.values())}
        owner = _responsible(session, sheet)
        _raise(session, grant, "red_answer", sheet, "urgent", why, owner_id=owner, subject=row.subject if row else "")
    elif row and at in lines:
        lines[at] = {**lines[at], "taken_back": True}
        row.why = {**row.why, "lines": list(lines.values())}


def sent(session: Session, grant: Grant, sheet: Sheet) -> None:
    """Answers wait to be read; a score that changed and low confidence are lines of their own."""
    fresh = _fresh(session, grant, sheet)
    wishes_to_talk = any(sheet.rows[n.place].how == "talk" for n in fresh if n.place in sheet.rows)
    bands = {sheet.band(node) for node in fresh}
    worst = "red" if "red" in bands else "amber" if "amber" in bands else None
    band = "urgent" if worst == "red" else "soon" if worst == "amber" or wishes_to_talk else "routine"
    visit = sheet.assignment.visit_on
    why: dict[str, Any] = {"title": sheet.definition.title.source, "visit_on": visit.isoformat() if visit else None}
    if sheet.response.follows_why == "amends":
        why["changed"] = True
        close_concern_for(session, grant, "unread_answers", sheet.response.follows_id or "", "changed")
    due = _before_the_visit(session, grant, visit, clock.now() + DUE[band])
    _raise(session, grant, "unread_answers", sheet, band, why, due)
    score_alarms.watch(session, grant, sheet)


def _fresh(session: Session, grant: Grant, sheet: Sheet) -> list[Node]:
    """The questions whose answers are news: all, or those that a change to sent answers has changed."""
    if sheet.response.follows_why != "amends" or not sheet.response.follows_id:
        return list(sheet.asked)
    changed = {one.place for one in changes(load(session, grant, sheet.response.follows_id), sheet)}
    return [node for node in sheet.asked if node.place in changed]


def read(session: Session, grant: Grant, response_id: str) -> None:
    """Somebody opened the answers, so they no longer wait to be read."""
    close_concern_for(session, grant, "unread_answers", response_id, "read")


def _before_the_visit(session: Session, grant: Grant, visit: date | None, usual: datetime) -> datetime:
    """Answers for a visit are worth little after it: by the start of its day on the person's clock, if sooner.

    Within the hour when the day has come.
    """
    if visit is None:
        return usual
    zone = ZoneInfo(records.one(session, grant, Patient, grant.patient_id).time_zone)
    start = datetime.combine(visit, time(0), zone)
    return min(usual, max(start, clock.now() + timedelta(hours=1)))


def _responsible(session: Session, sheet: Sheet) -> str | None:
    """Who is named for a red answer: the reader while they are on the team and there today, else who leads it."""
    team = team_of(session, sheet.response.patient_id)
    today = clock.today(session.get_one(Patient, sheet.response.patient_id).time_zone)
    away = absence.away_today(session, (one.id for one in team), today)
    able = [one.id for one in team if Permission.CLOSE_CONCERN in policy.for_team(one.role) and one.id not in away]
    return sheet.reader.id if sheet.reader.id in able else (able[0] if able else None)


def _open_red(session: Session, grant: Grant, sheet: Sheet, node: Node) -> Concern | None:
    """The open line about red answers of this form, asked for only where this question can be red.

    It stays when an answer was red and is not any more; then it says so.
    """
    if not any(option.band == "red" for option in node.item.options) and not node.item.urgent:
        return None
    chain = sa.select(Response.id).where(Response.assignment_id == sheet.response.assignment_id)
    query = records.of(session, grant, Concern).where(
        Concern.rule == "red_answer", Concern.subject.in_(chain), Concern.closed_at.is_(None)
    )
    return session.scalars(query).first()


def _raise(
    session: Session,
    grant: Grant,
    rule: str,
    sheet: Sheet,
    band: str,
    why: dict[str, Any],
    due: datetime | None = None,
    owner_id: str | None = None,
    subject: str = "",
) -> None:
    due = due or clock.now() + DUE[band]
    subject = subject or sheet.response.id
    raise_concern(session, grant, rule=rule, subject=subject, why=why, band=band, due_at=due, owner_id=owner_id)
