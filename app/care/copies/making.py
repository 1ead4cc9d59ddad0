"""A copy of the plan in force, in screens: ways round, "if I get worse", numbers, the whole plan.

What the grant does not let somebody see is not in it, and private lines never are, but for those that the person
chose for their emergency card. Reads no decision.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.copies import emergency, worse
from app.care.copies.nodes import Node, call, go, heading, listed, own, part, text
from app.care.plan import brief, said, who
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.coping_strategy import barrier_in_words
from app.care.plan.sections import SECTIONS, section_of
from app.care.plan.who import People
from app.care.progress.coping import what_helps_first
from app.care.worse import agreed
from app.config import Practice
from app.i18n import _, direction, format_day, format_moment, locale_tag
from app.models import Patient, PlanItem

DAYS = 14
"""A copy is removed after so many days; each visit of *Today* makes a new one."""
ELSEWHERE = ("symptom_zones", "coping_strategy")
"""Kinds that have a screen of their own."""

Screen = list[Node]


def make(session: Session, grant: Grant, practice: Practice, patient: Patient) -> dict[str, Any]:
    """Everything that the phone seals, as JSON. Seven statements at most, and four for a card.

    ``screens``: name → pieces, "start" first. ``as_of``, ``kept``: sentences with its day and its last.
    Raises ``Forbidden`` for who may not see the plan.
    """
    grant.must(Permission.SEE_PLAN)
    items = brief.active_items(session, grant)
    people = who.called(session, grant, {item.owner for item in items}, patient)
    ways_round = [item for item in items if item.kind == "coping_strategy"]
    coping = _coping(what_helps_first(session, grant, ways_round), items)
    own_card = emergency.screen(session, grant, patient)
    screens: dict[str, Screen] = {
        "start": _start(people, has_coping=bool(coping), has_card=bool(own_card)),
        **coping,
        **own_card,
        "worse": worse.screen(agreed.of(session, grant, practice), practice, people),
        "help": _numbers(practice),
        "plan": _plan(items, people),
    }
    last = clock.now() + timedelta(days=DAYS)
    return {
        "account": grant.actor_id,
        "patient": grant.patient_id,
        "lang": locale_tag(),
        "dir": direction(),
        "days": DAYS,
        "as_of": _("As of %(moment)s. The plan may have changed since.", moment=format_moment(clock.now())),
        "kept": _("It is removed after %(day)s, or sooner if you want.", day=format_day(last)),
        "back": _("Back"),
        "screens": screens,
    }


def _start(people: People, *, has_coping: bool, has_card: bool) -> Screen:
    name = people.patient.preferred_name
    title = _("My plan on this device") if people.is_self else _("The plan of %(name)s on this device", name=name)
    rows = [heading(title, 1)]
    if has_coping:
        rows.append(go(_("Something got in the way"), "coping", _("The way round, thought of before."), "coping"))
    bad = _("If I get worse") if people.is_self else _("If %(name)s gets worse", name=name)
    card = _("My emergency card") if people.is_self else _("The emergency card of %(name)s", name=name)
    rows += [
        go(bad, "worse", _("What to look for, what to do, and whom to ring."), "urgent"),
        *([go(card, "card", _("To show to whoever helps."), "urgent")] if has_card else []),
        go(_("Numbers to ring"), "help", icon="phone"),
        go(_("The whole plan"), "plan", icon="plan"),
    ]
    return rows


def _coping(lines: list[PlanItem], items: list[PlanItem]) -> dict[str, Screen]:
    """The list of what can get in the way, and a screen with the person's own words for each of ``lines``."""
    if not lines:
        return {}
    activities = {item.key: str(item.content.get("what", "")) for item in items if item.kind == "activity"}
    listing: Screen = [heading(_("What got in the way?"), 1)]
    screens: dict[str, Screen] = {"coping": listing}
    for line in lines:
        barrier = barrier_in_words(line.content)
        about = activities.get(str(line.content.get("activity_key")), "")
        listing.append(go(barrier, f"c-{line.key}", about, "coping"))
        words = [
            _("If: %(barrier)s", barrier=barrier),
            _("Then I will: %(then)s", then=line.content.get("then_words", "")),
        ]
        screens[f"c-{line.key}"] = [
            heading(_("You had a plan for that.") if about else _("A way round"), 1),
            own("\n".join(words), big=True),
            *([text(about, "quiet")] if about else []),
        ]
    return screens


def _numbers(practice: Practice) -> Screen:
    found = [
        heading(_("Numbers to ring"), 1),
        call(practice.emergency, _("Emergency"), urgent=True),
        heading(_("Do you feel you cannot go on?")),
        *(call(line) for line in practice.crisis_lines),
        heading(_("Do you need to ask somebody soon?")),
        call(practice.office),
    ]
    if practice.out_of_hours:
        found += [text(_("When we are closed, ring:")), call(practice.out_of_hours)]
    return [*found, text(_("Nobody is watching this app for you day and night."), "quiet")]


def _plan(items: list[PlanItem], people: People) -> Screen:
    found: Screen = [heading(_("The whole plan"), 1)]
    usable = [item for item in items if KINDS[item.kind].may_be_used(item.content) and item.kind not in ELSEWHERE]
    for name, section in SECTIONS.items():
        lines = [item for item in usable if section_of(item.kind, item.owner) == name]
        if lines:
            found.append(part(heading(section.title), *(_line(item, people) for item in lines)))
    if len(found) == 1:
        found.append(text(_("There is nothing in it yet.")))
    return found


def _line(item: PlanItem, people: People) -> Node:
    pairs = [f"{name}: {value}" for name, value in said.facts(item, people)]
    title = KINDS[item.kind].title(item.content)
    return part(heading(title, 3), *([listed(pairs)] if pairs else []))
