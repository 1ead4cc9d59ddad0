"""The four sorts of arrangements as data: their steps, what each step is called, and what readies a visit."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l

VISIT, REFERRAL, TEST, RETURN = "visit", "referral", "test", "return"
SORTS = {
    VISIT: _l("A visit or call to plan care"),
    REFERRAL: _l("A referral"),
    TEST: _l("A test"),
    RETURN: _l("When to come back"),
}
ICONS = {VISIT: "visit", REFERRAL: "sent", TEST: "measure", RETURN: "calendar"}
HOWS = {
    "place": _l("At the practice or another place"),
    "home": _l("At their home"),
    "phone": _l("By phone"),
    "video": _l("By video"),
}
LOOPS = (REFERRAL, TEST)
"""Something goes out, and an answer has to come back and be told before it can be closed (M2, P14)."""
FIRST = {VISIT: "booked", REFERRAL: "sent", TEST: "sent", RETURN: "open"}
NEXT: dict[str, dict[str, tuple[str, ...]]] = {
    VISIT: {"booked": ("booked", "done", "called_off")},
    REFERRAL: {
        "sent": ("accepted", "booked", "done", "result_back"),
        "accepted": ("booked", "done", "result_back"),
        "booked": ("booked", "done", "result_back"),
        "done": ("result_back",),
    },
    RETURN: {
        "open": ("booked", "done", "called_off"),
        "happened": ("booked", "done", "called_off"),
        "booked": ("booked", "done", "called_off"),
    },
}
NEXT[TEST] = NEXT[REFERRAL]
"""From which step to which. "booked" again moves the time. A loop ends only by telling the person."""
STATES = {
    "open": _l("Not booked yet"),
    "happened": _l("They say that it happened"),
    "sent": _l("Sent"),
    "accepted": _l("Accepted"),
    "booked": _l("Booked"),
    "done": _l("Done"),
    "result_back": _l("Result is back"),
    "called_off": _l("Called off"),
    "closed": _l("Closed, person told"),
}
TOLD = {
    "here": _l("In this plan: they read it here"),
    "phone": _l("Told by phone"),
}
PREP = {
    "profile": _l("Profile looked through"),
    "answers": _l("Answers read"),
    "proposals": _l("Proposals drafted"),
    "results": _l("Results and letters are here"),
    "interpreter": _l("Interpreter booked, or none is needed"),
}
"""The list before a visit (R5): each line is ticked with initials and time; all of them make it ready."""


def ends(sort: str, state: str) -> bool:
    """Whether an arrangement of this sort is over in this state."""
    return state in ("called_off", "closed") or (state == "done" and sort not in LOOPS)
