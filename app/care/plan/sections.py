"""The parts of a plan in the order a person reads them, and which item belongs where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import KINDS
from app.i18n import lazy_gettext as _l

PATIENT = "patient"
"""The owner of what the person does themselves; other owners are account ids."""


@dataclass(frozen=True)
class Section:
    """One page of the plan. ``kind``: what the person can suggest here, if anything."""

    name: str
    title: Any
    explains: Any
    icon: str
    kind: str = ""


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        Section(
            "what_matters", _l("What matters to me"), _l("The things this plan is for."), "strength", "what_matters"
        ),
        Section(
            "my_life", _l("My life as it is"), _l("What we should know, so that the plan fits you."), "home",
            "circumstance",
        ),
        Section("strengths", _l("My strengths"), _l("What goes well, and what helps."), "check", "strength"),
        Section("health", _l("My health now"), _l("What you live with, and what we expect."), "info", "problem"),
        Section("goals", _l("My goals"), _l("Where you want to get to."), "goal", "goal"),
        Section("my_actions", _l("What I will do"), _l("Your part."), "activity", "activity"),
        Section(
            "coping", _l("If things get in the way"), _l("Your own way round, for hard days."), "coping",
            "coping_strategy",
        ),
        Section("treatments", _l("My treatments"), _l("What each one is for, and what you think of it."), "medicine"),
        Section("team_actions", _l("What my team will do"), _l("Our part."), "people"),
        Section(
            "around_me", _l("Help around me"), _l("People and places that can lend a hand."), "people",
            "community_resource",
        ),
        Section("worse", _l("If I get worse"), _l("What to look for, what to do, and whom to ring."), "urgent"),
        Section(
            "wishes", _l("Wishes for later"), _l("Only if and when you want to talk about it."), "lock",
            "advance_wish",
        ),
        Section("follow_up", _l("Follow-up"), _l("When we are in touch next."), "visit"),
        Section("to_read", _l("To read"), _l("Good things to know about living with it."), "read"),
        Section("review", _l("Next review"), _l("When we look at the whole plan again."), "calendar"),
    )
}  # fmt: skip


def section_of(kind: str, owner: str) -> str:
    """The name of the section where an item of this kind and owner stands."""
    section = KINDS[kind].section
    if section == "actions":
        return "my_actions" if owner == PATIENT else "team_actions"
    return section
