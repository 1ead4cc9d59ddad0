"""What a helper may do, section by section: the parts of somebody's record, and the verbs that exist in each.

A scope is a mapping from a section to the verbs agreed there: ``{"actions": ["see", "log"]}``. It is what is stored,
what both sides read in words, and what every lock is worked out from. Nothing outside a scope exists for a helper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol

from app.access.permissions import Permission as P

Scope = Mapping[str, Iterable[str]] | Iterable[str]
"""A mapping; a plain list of verbs is what was agreed before there were sections, and means the same in each."""


class Verb(StrEnum):
    """What one may do in a section."""

    SEE = "see"
    FILL_IN = "fill_in"
    LOG = "log"
    ASK = "ask"
    DECIDE = "decide"


SEE, FILL_IN, LOG, ASK, DECIDE = Verb.SEE, Verb.FILL_IN, Verb.LOG, Verb.ASK, Verb.DECIDE
_LINES = (SEE, ASK, DECIDE)

SECTIONS: dict[str, tuple[Verb, ...]] = {
    "goals": (SEE, LOG, ASK, DECIDE),
    "health": _LINES,
    "actions": (SEE, LOG, ASK, DECIDE),
    "medicines": (SEE, LOG, ASK, DECIDE),
    "worse": _LINES,
    "around": (SEE, LOG, ASK, DECIDE),
    "diary": (SEE, LOG),
    "answers": (SEE, FILL_IN),
    "known": (SEE, FILL_IN),
    "card": (SEE,),
}
"""Each section with the verbs that mean something there, in the order in which people read them."""

KINDS: dict[str, tuple[str, ...]] = {
    "goals": ("what_matters", "circumstance", "strength", "goal"),
    "health": ("problem", "expectation", "information"),
    "actions": ("activity", "coping_strategy"),
    "medicines": ("treatment", "trial"),
    "worse": ("symptom_zones", "before_hospital", "medicine_at_hand", "stand_in", "trigger"),
    "around": ("community_resource", "follow_up"),
}
"""Which kinds of lines stand in which section. Wishes for later are in none: they are shown one by one."""

ON_THE_CARD = ("health", "medicines", "worse", "known")
"""Sections of which the emergency card may say something."""

SECTION_OF: dict[str, str] = {kind: section for section, kinds in KINDS.items() for kind in kinds}

PARTS: dict[str, tuple[str, ...]] = {
    "goals": ("what_matters", "my_life", "strengths", "goals"),
    "health": ("health", "to_read"),
    "actions": ("my_actions", "team_actions", "coping"),
    "medicines": ("treatments",),
    "worse": ("worse",),
    "around": ("around_me", "follow_up"),
}
"""Which parts of the plan, as the person reads it, stand in which section; held to the plan's own by a test."""

VERB_OF: dict[P, Verb] = {
    P.ASK: ASK, P.NOTE: ASK, P.SUGGEST: ASK, P.LOG: LOG, P.DECIDE: DECIDE, P.SEE_PLAN: SEE, P.FILL_IN: FILL_IN,
    P.CORRECT_FACTS: FILL_IN,
}  # fmt: skip
"""The verb that a permission needs in the section of the line that it is used on."""


def tidy(scope: Scope) -> dict[str, list[str]]:
    """The scope as it is stored: known sections and verbs, in order; whoever does something there also sees it."""
    scope = scope if isinstance(scope, Mapping) else from_verbs(scope)
    found: dict[str, list[str]] = {}
    for section, verbs in SECTIONS.items():
        given = set(scope.get(section, ())) & {str(verb) for verb in verbs}
        if given:
            found[section] = [str(verb) for verb in verbs if verb in given or verb is SEE]
    return found


def without(scope: Scope, sections: Iterable[str]) -> dict[str, list[str]]:
    """The scope with these sections taken out."""
    gone = set(sections)
    return {section: list(verbs) for section, verbs in tidy(scope).items() if section not in gone}


class _Agreed(Protocol):
    scopes: Any
    withheld: Any


def of(agreed: _Agreed) -> dict[str, list[str]]:
    """What a helper has now: what was agreed, without the sections that the team keeps from them."""
    return without(agreed.scopes, kept_back(agreed.withheld))


def kept_back(withheld: Iterable[str] | None) -> set[str]:
    """Everything that does not exist for a helper from whom the team keeps these sections.

    The emergency card says something of some of them, so it is kept together with those.
    """
    kept = set(withheld or ())
    return kept | {"card"} if kept & set(ON_THE_CARD) else kept


def with_verb(scope: Scope, verb: Verb) -> dict[str, list[str]]:
    """The scope with ``verb`` in each of its sections where that exists."""
    agreed = tidy(scope)
    return tidy({section: [*verbs, verb] for section, verbs in agreed.items()})


def without_verb(scope: Scope, verb: Verb) -> dict[str, list[str]]:
    """The scope with ``verb`` nowhere."""
    return {section: [v for v in verbs if v != verb] for section, verbs in tidy(scope).items()}


def has_verb(scope: Scope, verb: Verb) -> bool:
    """Whether ``verb`` was agreed in some section."""
    return any(verb in verbs for verbs in tidy(scope).values())


def everywhere(*verbs: str, besides: Iterable[str] = ()) -> dict[str, list[str]]:
    """These verbs in each section where they exist, ``besides`` some."""
    wanted = set(verbs)
    return without({name: [v for v in there if v in wanted] for name, there in SECTIONS.items()}, besides)


def hidden_kinds(scope: Scope) -> frozenset[str]:
    """Kinds of lines that somebody with this scope does not see."""
    seen = tidy(scope)
    return frozenset(kind for kind, section in SECTION_OF.items() if section not in seen)


def hidden_parts(scope: Scope) -> frozenset[str]:
    """Parts of the plan that somebody with this scope does not see."""
    seen = tidy(scope)
    return frozenset(part for section, parts in PARTS.items() if section not in seen for part in parts)


def permissions(scope: Scope, *, has_basis: bool = False) -> frozenset[P]:
    """What the scope opens in some section; in which one is asked for each line (``Grant.may``).

    Deciding is only among it while a basis for it is recorded and in force.
    """
    agreed = tidy(scope)
    lines = [set(agreed.get(section, ())) for section in KINDS]
    diary, answers, known = (set(agreed.get(name, ())) for name in ("diary", "answers", "known"))
    logs = {section for section, verbs in agreed.items() if LOG in verbs}
    checks: tuple[tuple[bool, tuple[P, ...]], ...] = (
        (any(lines), (P.SEE_PLAN,)),
        (bool(agreed), (P.OWN_REMINDERS, P.SEE_AGREED)),
        (SEE in diary, (P.SEE_PROGRESS,)),
        (SEE in answers, (P.SEE_ANSWERS,)),
        (FILL_IN in answers, (P.FILL_IN,)),
        (SEE in known, (P.SEE_FACTS,)),
        (FILL_IN in known, (P.CORRECT_FACTS,)),
        ("card" in agreed, (P.SHOW_CARD,)),
        (bool(logs), (P.LOG,)),
        ("actions" in logs, (P.PAUSE,)),
        (any(ASK in verbs for verbs in lines), (P.ASK, P.NOTE, P.SUGGEST)),
        (has_basis and any(DECIDE in verbs for verbs in lines), (P.DECIDE,)),
    )
    return frozenset(permission for holds, given in checks if holds for permission in given)


BUNDLES: dict[str, dict[str, list[str]]] = {
    "see": everywhere(SEE),
    "logging": everywhere(SEE, LOG, besides=("answers", "known", "card")),
    "visits": everywhere(SEE, ASK, FILL_IN),
    "all": everywhere(SEE, FILL_IN, LOG, ASK),
    "emergency": {"worse": ["see"], "known": ["see"], "card": ["see"]},
}
"""Ready-made scopes; a person starts from one and leaves out what they want to keep."""


def from_verbs(verbs: Iterable[str]) -> dict[str, list[str]]:
    """The scope that was meant when helpers were given verbs only: "see", "log", "fill_in", "ask", "decide"."""
    given = set(verbs)
    scope: dict[str, list[str]] = {}
    for name, there in SECTIONS.items():
        if name == "card":
            continue  # helpers could not show it then, so nobody agreed to it
        whole = "fill_in" if name in ("answers", "known") else "see"
        if whole in given:
            scope[name] = [SEE, *(verb for verb in there if verb in given and verb is not SEE)]
        elif given & {"log", "ask", "decide"} & {str(verb) for verb in there}:
            scope[name] = [str(verb) for verb in there if verb in given]
    return scope
