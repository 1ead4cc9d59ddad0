"""Why a line changed, from a short list: the same for staff who choose it and for the person who reads it."""

from __future__ import annotations

from app.errors import Invalid
from app.i18n import lazy_gettext as _l

REASONS = {
    "goes_on": _l("It goes on as before, until the next review."),
    "progress": _l("It is going well, so the plan moves on."),
    "no_progress": _l("It did not help as we hoped."),
    "side_effect": _l("It did not agree with you."),
    "new_problem": _l("Something new came up."),
    "my_wish": _l("You asked for it."),
    "cost": _l("It cost too much money, time or effort."),
    "circumstances": _l("Your life has changed."),
    "new_resource": _l("There is new help for you."),
    "trial_result": _l("We tried it out and looked at what happened."),
    "evidence": _l("There is new knowledge about this."),
    "mistake": _l("Something in it was wrong."),
    "other": _l("Another reason."),
}
"""Code → whole sentence for the person. Source: own list, after what plans change for in practice."""


def known(code: str) -> str:
    """The code as stored; empty when nobody said why. Raises ``Invalid`` for a code nobody offered."""
    if code and code not in REASONS:
        raise Invalid(fields={"reason_code": _l("Pick one of the reasons shown.")})
    return code


def words(code: str) -> str:
    """The sentence for a code; empty for none, also for one that is no longer on the list."""
    return str(REASONS.get(code, ""))
