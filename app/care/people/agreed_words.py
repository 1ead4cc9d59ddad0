"""What was agreed with a helper, in words that both sides read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.access import scopes
from app.i18n import lazy_gettext as _l

SECTIONS = {
    "goals": _l("What matters, strengths and goals"),
    "health": _l("Health now, and things to read"),
    "actions": _l("What to do, and ways round on hard days"),
    "medicines": _l("Treatments"),
    "worse": _l("What to do if it gets worse"),
    "around": _l("Visits, and help around"),
    "diary": _l("Readings, and how it went"),
    "answers": _l("Questions before a visit, and the answers"),
    "known": _l("What the team knows: conditions, allergies, medicines, tests, letters"),
    "card": _l("The emergency card, with what stands on it"),
}
ICONS = {
    "goals": "goal", "health": "info", "actions": "check", "medicines": "medicine", "worse": "urgent",
    "around": "visit", "diary": "measure", "answers": "prepare", "known": "read", "card": "people",
}  # fmt: skip

VERBS = {
    "see": _l("see"),
    "fill_in": _l("fill in"),
    "log": _l("write down"),
    "ask": _l("ask the team"),
    "decide": _l("answer, with both names"),
}
VERBS_OF = {("known", "fill_in"): _l("say what is right"), ("card", "see"): _l("see and show")}
"""Where a verb has another word in one section."""

BUNDLES = {
    "logging": (
        _l("Help with writing down"),
        _l("See the plan, and write down what was done and readings. Not: answers, and what the team knows."),
    ),
    "see": (_l("Only look"), _l("See everything you do not leave out below. Change nothing.")),
    "visits": (
        _l("Help before visits"),
        _l("See everything, ask the team, and fill in the questions before a visit."),
    ),
    "all": (
        _l("Help with everything"),
        _l("See, write down, ask and fill in. Never decide. Leave out what you like below."),
    ),
    "emergency": (
        _l("Only for an emergency"),
        _l("See what to do if it gets worse, what the team knows, and show the emergency card."),
    ),
}
"""Ready-made scopes in words: a name, and what it opens."""

STEPS = {
    "accepted": _l("Agreed and taken up"),
    "changed": _l("Changed"),
    "paused": _l("Paused"),
    "went_on": _l("Gone on with"),
    "ended": _l("Ended"),
    "stepped_back": _l("Stopped helping"),
}


def lines(scope: scopes.Scope) -> list[tuple[str, Any, list[Any]]]:
    """For each section of a scope its icon, its words, and its verbs in words."""
    return [
        (ICONS[section], SECTIONS[section], [_verb(section, verb) for verb in verbs])
        for section, verbs in scopes.tidy(scope).items()
    ]


def part(section: str, verbs: Iterable[str]) -> tuple[Any, list[Any]]:
    """A section in words, with these of its verbs; seeing goes without saying beside another."""
    named = [str(verb) for verb in verbs]
    return SECTIONS[section], [_verb(section, verb) for verb in named if verb != "see" or len(named) == 1]


def left_out(scope: scopes.Scope) -> list[Any]:
    """The sections that are not in a scope, in words. For the person: nothing tells a helper of them."""
    agreed = scopes.tidy(scope)
    return [words for section, words in SECTIONS.items() if section not in agreed]


def _verb(section: str, verb: str) -> Any:
    return VERBS_OF.get((section, verb), VERBS[verb])


@dataclass(frozen=True)
class ScopeForm:
    """What the form about a scope shows as chosen: a ready-made one, what is left out, or part by part."""

    bundle: str
    left_out: list[str]
    parts: frozenset[str]
    """Ticked in the list of all parts, as "section.verb"."""

    @property
    def scope(self) -> dict[str, list[str]]:
        """The scope that it means."""
        if self.bundle != "parts":
            return scopes.without(scopes.BUNDLES.get(self.bundle, {}), self.left_out)
        found: dict[str, list[str]] = {}
        for part in sorted(self.parts):
            section, _dot, verb = part.partition(".")
            found.setdefault(section, []).append(verb)
        return scopes.tidy(found)

    @property
    def bundles(self) -> list[tuple[str, Any, Any]]:
        """The ready-made ones, and the way to choose each part: name, words, hint."""
        own = ("parts", _l("Choose part by part"), _l("Tick what you want in the list below."))
        return [*((name, *words) for name, words in BUNDLES.items()), own]

    @property
    def sections(self) -> list[tuple[str, Any]]:
        """What can be left out."""
        return list(SECTIONS.items())

    @property
    def every_part(self) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
        """Each section with its verbs as they are ticked; deciding is not among them."""
        return [
            (name, SECTIONS[name], [(f"{name}.{verb}", _verb(name, verb)) for verb in verbs if verb != "decide"])
            for name, verbs in scopes.SECTIONS.items()
        ]


USUAL = ScopeForm("logging", [], frozenset())
"""What a form about a new helper starts with."""


def typed(lists: Callable[[str], list[str]]) -> ScopeForm:
    """What was chosen in the form (``lists`` gives every value of a field)."""
    bundle = (lists("bundle") or [""])[0]
    return ScopeForm(bundle, lists("left_out"), frozenset(lists("part")))


def shown(scope: scopes.Scope) -> ScopeForm:
    """The form for a scope as it is now."""
    agreed = scopes.without_verb(scope, scopes.DECIDE)
    parts = frozenset(f"{section}.{verb}" for section, verbs in agreed.items() for verb in verbs)
    fits = [
        (name, left_out)
        for name, whole in scopes.BUNDLES.items()
        if scopes.without(whole, left_out := [section for section in whole if section not in agreed]) == agreed
    ]
    if not fits or not agreed:
        return ScopeForm("parts", [], parts)
    return ScopeForm(*min(fits, key=lambda fit: len(fit[1])), parts)
