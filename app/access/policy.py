"""The whole policy: which relationship may do what. One table, tested cell by cell."""

from __future__ import annotations

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
        P.EXPORT,
        P.SEE_FACTS,
        P.CORRECT_FACTS,
        P.ATTACH,
        P.OPEN_PRIVATE,
        P.SHARE,
        P.OWN_CARD,
    }
)

# What each scope of a proxy opens. Deciding is not among them: it needs a recorded basis of its own.
PROXY_SCOPES: dict[str, frozenset[P]] = {
    "see": frozenset({P.SEE_PLAN, P.SEE_PROGRESS, P.OWN_REMINDERS}),
    "log": frozenset({P.LOG, P.PAUSE}),
    "fill_in": frozenset({P.FILL_IN, P.SEE_ANSWERS, P.SEE_FACTS, P.CORRECT_FACTS}),
    "ask": frozenset({P.ASK, P.NOTE, P.SUGGEST}),
}
DECIDE = "decide"
"""The scope that opens nothing by itself: only with a basis that the team recorded, and while that is in force."""
DECIDING: frozenset[P] = frozenset({P.DECIDE})

_CLINICAL: frozenset[P] = frozenset(
    {
        P.SEE_PLAN,
        P.SEE_ANSWERS,
        P.SEE_PROGRESS,
        P.SEE_CONTACT,
        P.CONFIRM_CONTACT,
        P.SEE_PEOPLE,
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
        P.INVITE,
        P.SEE_FACTS,
        P.KEEP_FACTS,
        P.NOTE,
        P.STILL_RIGHT,
        P.RECORD_BASIS,
        P.OPEN_PRIVATE,
        P.SHARE,
    }
)

# What a member of the care team may do, by what they do at the practice.
TEAM: dict[str, frozenset[P]] = {
    "nurse": _CLINICAL,
    "physician": _CLINICAL | {P.COUNTERSIGN, P.TUNE_PRACTICE},
    "clerk": frozenset({P.SEE_CONTACT, P.CONFIRM_CONTACT, P.SEE_PEOPLE, P.INVITE}),
    "admin": frozenset(),
}


def for_self() -> frozenset[P]:
    """What the person may do with their own record."""
    return SELF


def for_proxy(scopes: list[str], *, has_basis: bool = False) -> frozenset[P]:
    """What a proxy with these scopes may do; an unknown scope opens nothing.

    ``has_basis``: whether a basis for deciding is recorded and in force today.
    """
    allowed: frozenset[P] = frozenset()
    for scope in scopes:
        allowed |= DECIDING if scope == DECIDE and has_basis else PROXY_SCOPES.get(scope, frozenset())
    return allowed


def for_guest(*, may_write: bool = False) -> frozenset[P]:
    """What somebody without an account may do who was given a link or a code: nothing that anybody else may."""
    return frozenset({P.SEE_NAMED, P.WRITE_BACK}) if may_write else frozenset({P.SEE_NAMED})


def for_team(role: str | None) -> frozenset[P]:
    """What a member of this person's care team may do; no role, nothing."""
    return TEAM.get(role or "", frozenset())
