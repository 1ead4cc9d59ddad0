"""The draft as the editor shows it: one line for each item, with what changed and what is missing, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.people import owners
from app.care.plan import reasons
from app.care.plan.drafting import DraftItem, DraftView
from app.care.plan.drafting import draft as read_draft
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.sections import SECTIONS
from app.i18n import _, format_day, ngettext
from app.i18n import lazy_gettext as _l
from app.web.context import current

TITLES = {
    "what_matters": _l("What matters"),
    "strengths": _l("Strengths"),
    "goals": _l("Goals"),
    "my_actions": _l("Their part"),
    "team_actions": _l("Our part"),
    "my_life": _l("Their life as it is"),
    "health": _l("Their health now"),
    "treatments": _l("Treatments"),
    "around_me": _l("Help nearby"),
    "worse": _l("If they get worse"),
}
"""Sections as the team calls them; the others have the same name for everybody."""


@dataclass(frozen=True)
class Line:
    """One line. ``state`` is "", "new", "changed" or "removed"; texts are whole, to stand side by side."""

    draft: DraftItem
    key: str
    kind: Kind
    title: str
    meta: str
    state: str
    state_words: str
    undo_words: str
    before_text: str
    now_text: str
    reason: str
    why: str = ""
    """The chosen reason as a sentence, and what was written beside it."""

    @property
    def title_in_use(self) -> str:
        """The title as the newest version has it."""
        item = self.draft.item
        return self.title if item is None or self.draft.is_locked else self.kind.title(item.content)

    @property
    def icon(self) -> str:
        return self.kind.icon


@dataclass(frozen=True)
class Part:
    """A section with its lines."""

    name: str
    title: Any
    lines: list[Line]


@dataclass(frozen=True)
class Draft:
    """Everything around the list: sections with lines, what is new, what waits."""

    view: DraftView
    owners: dict[str, str]
    sections: list[Part]
    kinds: list[Kind]
    state_words: str
    suggestions: int
    colleagues: int
    proposals: int
    only_clinical: bool
    wishes_closed: bool
    """Wishes for later that are closed to who drafts stand in the draft, or wait to be looked at."""

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.sections for line in part.lines]

    def one(self, key: str) -> Line | None:
        """The line with this key. None for a private one that is closed to who asks."""
        return next((line for line in self.lines if line.key == key and not line.draft.is_locked), None)


def draft() -> Draft:
    """The draft of the person whose page this is."""
    view = read_draft(current.session, current.grant)
    named = owners.of(current.session, current.grant, person())
    titles = {item.key: item.title for item in view.items if not item.is_locked}
    lines = [line_of(item, named, titles) for item in view.items]
    parts = [
        Part(section.name, TITLES.get(section.name, section.title), found)
        for section in SECTIONS.values()
        if (found := [line for line in lines if line.draft.section == section.name])
    ]
    goals = [item for item in view.kept if item.kind.name == "goal"]
    only_clinical = bool(goals) and all(goal.content.get("sort") == "clinical" for goal in goals)
    return Draft(
        view, named, parts, list(KINDS.values()), _state(view),
        len(view.suggestions), len(view.colleagues), len(view.proposals), only_clinical,
        any(item.is_locked for item in view.items) or view.closed > 0,
    )  # fmt: skip


def person() -> str:
    """What the person of this page is called."""
    return current.patient.preferred_name if current.patient else ""


def line_of(item: DraftItem, named: dict[str, str], titles: dict[str, str]) -> Line:
    """How one line of the draft is shown; ``named`` says what owners are called, ``titles`` what keys stand for."""
    if item.is_locked:
        return _locked_line(item)
    as_text = item.kind.as_text
    state = "" if item.change is None else "removed" if item.removed else "changed" if item.item else "new"
    words = {
        "": "",
        "new": _("New"),
        "changed": _("Wording changes") if item.change and item.change.wording_only else _("Changes"),
        "removed": _("Leaves the plan"),
    }
    undo = {"new": _("Do not add it"), "changed": _("Undo this change"), "removed": _("Keep it in the plan")}
    return Line(
        item,
        item.key,
        item.kind,
        item.title,
        _meta(item, named, titles),
        state,
        _("Look again: it has changed since") if item.is_behind else words[state],
        undo.get(state, ""),
        with_facts(as_text(item.item.content), item.item, named) if item.item else "",
        with_facts(as_text(item.content), item, named),
        item.change.reason if item.change else "",
        _why(item),
    )


def _locked_line(item: DraftItem) -> Line:
    """A private line that is closed to who drafts: it is there, it stays, and none of its words is shown."""
    words = _("Kept as it is. Open it with a reason.")
    return Line(item, item.key, item.kind, _("A wish for later"), words, "", "", "", "", "", "")


def _why(item: DraftItem) -> str:
    if item.change is None:
        return ""
    return " ".join(text for text in (reasons.words(item.change.reason_code), item.change.reason) if text)


def with_facts(text: str, item: Any, named: dict[str, str]) -> str:
    """The text of an item with who does it and until when, for kinds that are done by somebody."""
    kind = item.kind if isinstance(item.kind, Kind) else KINDS[item.kind]
    if not kind.is_to_do:
        return text
    return f"{text}\n{who_and_when(item, named)}"


def who_and_when(item: Any, named: dict[str, str]) -> str:
    """«Rosa, until Friday 6 March», with what is missing said in words."""
    who = named.get(item.owner, _("Somebody who left the team")) if item.owner else _("Nobody yet")
    if item.starts_on and item.ends_on:
        return _(
            "%(who)s, from %(first)s until %(last)s",
            who=who,
            first=format_day(item.starts_on),
            last=format_day(item.ends_on),
        )
    return _("%(who)s, no dates yet", who=who)


def _meta(item: DraftItem, named: dict[str, str], titles: dict[str, str]) -> str:
    serves = next((titles[key] for key in item.kind.linked(item.content) if key in titles), None)
    if serves and item.kind.is_to_do:
        return _("For: %(title)s. %(who)s", title=serves.rstrip("."), who=who_and_when(item, named))
    if item.kind.is_to_do:
        return who_and_when(item, named)
    if item.kind.is_dated and item.ends_on:
        return _("By %(day)s", day=format_day(item.ends_on))
    return ""


def _state(view: DraftView) -> str:
    changes = sum(1 for item in view.items if item.change)
    if not view.number:
        return _("No version was offered yet.")
    if not changes:
        return _("Nothing is changed since version %(number)s.", number=view.number)
    return ngettext(
        "One line is changed since version %(number)s.",
        "%(n)s lines are changed since version %(number)s.",
        changes,
        number=view.number,
    )
