"""What a plan has and what it could still have, for the team to see. Nothing waits for a lamp: all may be out.

Six must-haves (problems, measurable goals, symptom plan, medicines, community services, review schedule) and the
four essentials of the talk about it (understanding, goals together, actions together, confirmed), in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import talks
from app.care.plan.draft_view import DraftItem, DraftView
from app.care.plan.kinds import KINDS
from app.models import Account, Patient

KIND_OF = {
    "problems": "problem",
    "measurable_goals": "goal",
    "symptom_plan": "symptom_zones",
    "medicines": "treatment",
    "community": "community_resource",
}
"""Lamp → the kind of line that lights it, by name: a kind that is not there yet lights nothing."""
LIGHTS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "measurable_goals": lambda content: bool(content.get("measure") or content.get("target")),
    "medicines": lambda content: content.get("sort") == "medicine",
    "community": lambda content: content.get("state") not in ("ended", "did_not_work"),
}
"""What a line of the kind must say as well; without an entry any line will do."""
WRITTEN = {"goals": "goal", "actions": "activity"}
"""An essential is there, too, when the person wrote such a line themselves."""
ALIGNED = "goal_key"
"""The field in which a line names the goal that it serves."""
SERVING = ("activity", "treatment", "community_resource")
"""Kinds of which each line is there for a goal. What is expected, say, is true whatever anybody wants."""


@dataclass(frozen=True)
class Lamp:
    """``add``: the kind of a new line that would light it, if there is such a kind. ``change``: a line that could."""

    name: str
    is_lit: bool
    add: str = ""
    change: str = ""
    again: bool = False
    """It was lit, and something in this draft asks to look at it once more."""


@dataclass(frozen=True)
class Lamps:
    """``has``: the six must-haves. ``talked``: the four essentials."""

    has: list[Lamp]
    talked: list[Lamp]


@dataclass(frozen=True)
class Alignment:
    """Lines that name no goal of this draft, and goals that no line names. For a talk, never an error."""

    without_goal: list[DraftItem]
    without_line: list[DraftItem]


def of(session: Session, grant: Grant, view: DraftView) -> Lamps:
    """The lamps of one draft. Talks count since the day on which the newest version was offered. Two statements.

    Raises ``Forbidden`` for who may not edit the plan.
    """
    grant.must(Permission.EDIT_PLAN)
    zone = ZoneInfo(session.get_one(Patient, grant.patient_id).time_zone)  # a request has the row already
    since = view.version.offered_at.astimezone(zone).date() if view.version else date.min
    talked = {about for talk in talks.all_of(session, grant) if talk.happened_on >= since for about in talk.about}
    return lit(view, talked, _theirs(session, view), clock.today(zone.key))


def lit(view: DraftView, talked: Iterable[str], theirs: Collection[str], today: date) -> Lamps:
    """Which lamps are lit: by the draft's lines, by what was talked about, by lines that the person wrote.

    ``talked``: names of ``talks.ABOUT``. ``theirs``: ids of authors who are the person or help them. Reads no answer.
    """
    lines = {kind: [line for line in view.kept if line.kind.name == kind] for kind in KINDS}
    written = {line.kind.name for line in view.kept if line.author_id in theirs}
    about = {*talked, *(name for name, kind in WRITTEN.items() if kind in written)}
    has = [_by_line(name, kind, lines.get(kind, [])) for name, kind in KIND_OF.items()]
    has = [_opened_again(lamp, lines) if lamp.name == "community" else lamp for lamp in has]
    has.append(Lamp("review", view.review_on is not None and view.review_on > today))
    return Lamps(has, [Lamp(name, name in about) for name in talks.ABOUT])


def aligned(view: DraftView) -> Alignment:
    """What serves no goal, unless it says why not, and goals that nothing serves. Removed lines count for nothing."""
    goals = [line for line in view.kept if line.kind.name == "goal"]
    keys = {goal.key for goal in goals}
    serving = [line for line in view.kept if line.kind.name in SERVING]
    served = {key for line in (*serving, *goals) for key in line.kind.linked(line.content)}
    loose = [line for line in serving if _names_no_goal(line, keys)]
    return Alignment(loose, [goal for goal in goals if goal.key not in served])


def _by_line(name: str, kind: str, lines: list[DraftItem]) -> Lamp:
    """A goal that is there but cannot be measured is changed; else a new line of the kind would light the lamp."""
    says = LIGHTS.get(name)
    change = lines[0].key if lines and kind == "goal" else ""
    add = kind if kind in KINDS and not change else ""
    return Lamp(name, any(says is None or says(line.content) for line in lines), add, change)


def _opened_again(lamp: Lamp, lines: Mapping[str, list[DraftItem]]) -> Lamp:
    """Where something is now expected to get harder, help around the person is looked at again, never closed (V4).

    The lamp is out until a line about help is new or changed in the same draft.
    """
    expected = [line for line in lines.get("expectation", []) if line.content.get("course") == "decline"]
    harder = any(line.change is not None for line in expected)
    looked = any(line.change is not None for line in lines.get("community_resource", []))
    return replace(lamp, is_lit=False, again=True) if harder and not looked else lamp


def _names_no_goal(line: DraftItem, goals: set[str]) -> bool:
    return line.content.get(ALIGNED) not in goals and not line.content.get("not_linked")


def _theirs(session: Session, view: DraftView) -> set[str]:
    """Authors of these lines who are the person or somebody who helps them: accounts without a role."""
    authors = {line.author_id for line in view.kept if line.kind.name in WRITTEN.values()}
    query = sa.select(Account.id).where(Account.id.in_(authors), Account.role.is_(None))
    return set(session.scalars(query)) if authors else set()
