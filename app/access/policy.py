"""The whole policy: which relationship may do what. One table, tested cell by cell."""

from __future__ import annotations

from app.access import scopes
from app.access.permissions import Permission as P

SELF: frozenset[P] = frozenset(
    {
        P.SEE_PLAN,
        P.SEE_ANSWERS,
        P.SEE_PROGRESS,
        P.SEE_CONTACT,
        P.CONFIRM_CONTACT,
        P.SEE_PEOPLE,
        P.SEE_LOG,
        P.FILL_IN,
        P.LOG,
        P.PAUSE,
        P.ASK,
        P.PROPOSE,
        P.SUGGEST,
        P.DECIDE,
        P.NOTE,
        P.STILL_RIGHT,
        P.OWN_VOICE,
        P.OWN_DAY,
        P.OWN_LIFE,
        P.OWN_REMINDERS,
        P.OWN_DETAILS,
        P.GIVE_ACCESS,
        P.EXPORT,
        P.TAKE_PART,
        P.ERASE,
        P.SEE_FACTS,
        P.CORRECT_FACTS,
        P.ATTACH,
        P.OPEN_PRIVATE,
        P.SHARE,
        P.SEE_AGREED,
        P.SHOW_CARD,
        P.OWN_CARD,
    }
)

_CLINICAL: frozenset[P] = frozenset(
    {
        P.SEE_PLAN,
        P.SEE_AGREED,
        P.SEE_ANSWERS,
        P.SEE_PROGRESS,
        P.SEE_CONTACT,
        P.CONFIRM_CONTACT,
        P.SEE_PEOPLE,
        P.WORK_WITH,
        P.ASSIGN,
        P.READ_ANSWERS,
        P.EDIT_PLAN,
        P.ENTER_PAPER,
        P.ATTACH,
        P.ANSWER,
        P.CLOSE_CONCERN,
        P.TUNE,
        P.REVIEW,
        P.EXPORT,
        P.TAKE_PART,
        P.ERASE,
        P.INVITE,
        P.SEE_FACTS,
        P.KEEP_FACTS,
        P.NOTE,
        P.STILL_RIGHT,
        P.RECORD_BASIS,
        P.KEEP_SAFE,
        P.OPEN_PRIVATE,
        P.SHARE,
    }
)

_BESIDE: frozenset[P] = frozenset(
    {P.WORK_WITH, P.SEE_PLAN, P.SEE_AGREED, P.SEE_CONTACT, P.SEE_PEOPLE, P.NOTE, P.STILL_RIGHT}
)
"""Those who work beside the clinicians: they read the plan and put words beside a line of it."""

# What a member of the care team may do, by what they do at the practice.
TEAM: dict[str, frozenset[P]] = {
    "nurse": _CLINICAL,
    "physician": _CLINICAL | {P.COUNTERSIGN, P.TUNE_PRACTICE, P.SAY_WHAT_IS_KEPT},
    "pharmacist": _BESIDE | {P.SEE_FACTS, P.SEE_PROGRESS},
    "social_worker": _BESIDE | {P.KEEP_SAFE},
    "clerk": frozenset({P.WORK_WITH, P.SEE_CONTACT, P.CONFIRM_CONTACT, P.SEE_PEOPLE, P.INVITE}),
    "admin": frozenset({P.SAY_WHAT_IS_KEPT}),
    "privacy": frozenset(),
}

# What breaking the glass opens to clinical staff who are on no team of the person: looking, and nothing else.
EMERGENCY: frozenset[P] = frozenset(
    {P.WORK_WITH, P.SEE_PLAN, P.SEE_AGREED, P.SEE_PROGRESS, P.SEE_CONTACT, P.SEE_PEOPLE, P.SEE_FACTS, P.SEE_ANSWERS}
)
BREAKS_GLASS = ("nurse", "physician", "pharmacist")
"""Roles that may look without being on the team, with a reason, for a short time, and with a notice to the person."""


def for_self() -> frozenset[P]:
    """What the person may do with their own record."""
    return SELF


def for_proxy(scope: scopes.Scope, *, has_basis: bool = False) -> frozenset[P]:
    """What a proxy with this scope may do somewhere; what does not exist opens nothing.

    ``has_basis``: whether a basis for deciding is recorded and in force today.
    """
    return scopes.permissions(scope, has_basis=has_basis)


def for_guest(*, may_write: bool = False) -> frozenset[P]:
    """What somebody without an account may do who was given a link or a code: nothing that anybody else may."""
    return frozenset({P.SEE_NAMED, P.WRITE_BACK}) if may_write else frozenset({P.SEE_NAMED})


def for_team(role: str | None) -> frozenset[P]:
    """What a member of this person's care team may do; no role, nothing."""
    return TEAM.get(role or "", frozenset())


def works_with_people(role: str | None) -> bool:
    """Whether this role works with people on their care teams; the others have a desk of their own."""
    return P.WORK_WITH in for_team(role)


def for_emergency(role: str | None) -> frozenset[P]:
    """What somebody who broke the glass may do: never more than on the team, and for most roles nothing."""
    return EMERGENCY & for_team(role) if role in BREAKS_GLASS else frozenset()
