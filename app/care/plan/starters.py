"""Starter plans: lines for common situations that a clinician may put into a draft, and change there like any other.

Data in ``content/starters``, in our own words, each text in every language we offer. What matters, strengths and
goals are never written for somebody: a starter only brings questions to ask. Nothing in one is an order or a dose.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from app import clock
from app.access import named, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import drafting
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.sections import PATIENT
from app.db import is_id
from app.errors import Invalid, NotFound
from app.i18n import known
from app.i18n import lazy_gettext as _l
from app.models import ItemChange, Patient

CONTENT = Path(__file__).resolve().parents[2] / "content" / "starters"
HOLDS_MONTHS = 12
"""How long a text to read holds after somebody checked it: own proposal, the longest distance between two reviews."""
GOAL, READ = "goal_key", "information"


@dataclass(frozen=True)
class Starting:
    """One line. ``team``: whoever puts it into the draft does it, else the person. ``links``: field → local name."""

    name: str
    kind: Kind
    content: dict[str, Any]
    links: dict[str, str]
    is_for_team: bool
    weeks: int

    @property
    def title(self) -> str:
        return self.kind.title(self.content)


@dataclass(frozen=True)
class Starter:
    """One starter plan in one language. ``prompts``: what to ask so that the person words goals of their own.

    After ``good_until`` its texts to read are not handed out any more: ``is_stale``.
    """

    name: str
    language: str
    title: str
    for_whom: str
    checked_on: date
    good_until: date
    is_stale: bool
    prompts: list[str]
    lines: list[Starting]
    symptom_plan: str = ""
    """The symptom plan to begin with beside it, by the name of its own starter: a clinician checks that by itself."""


def names() -> list[str]:
    """Every starter by the name of its file, in order."""
    return sorted(path.stem for path in CONTENT.glob("*.json"))


def one(name: str, language: str, today: date) -> Starter:
    """A starter in the language of the person, else in English. Raises ``NotFound``.

    Left out are lines of a kind that is not there, and texts to read that nobody checked for a year.
    """
    if name not in names():
        raise NotFound()
    raw, tag = source(name), spoken(language)
    checked_on = date.fromisoformat(raw["checked_on"])
    until = checked_on + relativedelta(months=HOLDS_MONTHS)
    lines = [
        _line(each, tag, raw["source"][tag], until.isoformat())
        for each in raw["lines"]
        if each["kind"] in KINDS and (each["kind"] != READ or today <= until)
    ]
    prompts = [each[tag] for each in raw["prompts"]]
    return Starter(
        name, tag, raw["title"][tag], raw["for_whom"][tag], checked_on, until, today > until, prompts, lines,
        raw.get("symptom_plan", ""),
    )  # fmt: skip


def all_in(language: str, today: date) -> list[Starter]:
    """Every starter, by its title in this language."""
    return sorted((one(name, language, today) for name in names()), key=lambda starter: starter.title)


def spoken(language: str) -> str:
    """The language in which starters are handed out to somebody who speaks ``language``."""
    tag = known(language)
    return tag if tag in ("en", "es") else "en"


@lru_cache(maxsize=64)
def source(name: str) -> Any:
    """The file as it is."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def in_language(value: Any, tag: str) -> Any:
    """A value of a file with each text in one language."""
    if isinstance(value, dict) and tag in value:
        return value[tag]
    if isinstance(value, dict):
        return {name: in_language(each, tag) for name, each in value.items()}
    if isinstance(value, list):
        return [in_language(each, tag) for each in value]
    return value


def put(
    session: Session,
    grant: Grant,
    starter: Starter,
    ticked: Collection[str],
    keys: Mapping[str, str],
    goal_key: str = "",
) -> int:
    """Put the ticked lines into the actor's own draft, from today; returns how many are there now through this form.

    ``keys``: local name → the identity that the form gave the line, so that a form sent twice is stored once. A line
    that was put there before stays as it is now. A link to a line that is not in the draft is left open.
    ``goal_key``: a goal of the person that everything new serves. Raises ``Invalid`` when nothing is ticked, for
    something that is no line of this starter, and for a goal that is not there now; ``NotFound`` for one that never
    was. Then nothing is stored.
    """
    grant.must(Permission.EDIT_PLAN)
    named.lines(session, grant, [goal_key])
    if not ticked:
        raise Invalid(_l("Tick at least one line."), fields={"lines": _l("Tick at least one line.")})
    wanted = [line for line in starter.lines if line.name in ticked]
    if len(wanted) != len(set(ticked)) or not all(is_id(keys.get(line.name, "")) for line in wanted):
        raise Invalid(fields={"lines": _l("Pick one of the lines shown.")})
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    sent = _sent(session, grant, keys)
    there = set(sent)
    for line in wanted:
        key = keys[line.name]
        if key not in sent:
            _save(session, grant, line, key, {n: keys[to] for n, to in line.links.items() if keys.get(to) in there},
                  goal_key, today)  # fmt: skip
        there.add(key)
    return len(wanted)


def _save(
    session: Session, grant: Grant, line: Starting, key: str, links: Mapping[str, str], goal_key: str, today: date
) -> None:
    content = {**line.content, **({GOAL: goal_key} if goal_key and GOAL in line.kind.links else {}), **links}
    facts: dict[str, Any] = {}
    if line.kind.is_to_do:
        owner = grant.actor_id if line.is_for_team else PATIENT
        facts = {"owner": owner, "starts_on": today, "ends_on": today + timedelta(weeks=line.weeks)}
    drafting.save(session, grant, kind=line.kind.name, content=content, new_key=key, **facts)


def _sent(session: Session, grant: Grant, keys: Mapping[str, str]) -> set[str]:
    """Identities of this form that are stored already, whatever became of them."""
    query = records.of(session, grant, ItemChange).where(ItemChange.key.in_(set(keys.values())))
    return set(session.scalars(query.with_only_columns(ItemChange.key)))


def _line(raw: Mapping[str, Any], tag: str, who: str, until: str) -> Starting:
    content = in_language(raw["content"], tag)
    if raw["kind"] == READ:
        content = {**content, "from_whom": who, "good_until": until, "level": "easy"}
    return Starting(
        raw["name"], KINDS[raw["kind"]], content, dict(raw.get("links", {})), raw.get("owner") == "team",
        int(raw.get("weeks", 0)),
    )  # fmt: skip
