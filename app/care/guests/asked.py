"""What somebody asks for when they make a way in for a guest: who, which lines, how long, what besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.access.grants import Grant
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.care.plan.sections import section_of
from app.errors import Invalid
from app.i18n import _
from app.i18n import lazy_gettext as _l
from app.models import PlanItem

HOURS: dict[str, Any] = {
    "4": _l("4 hours"),
    "24": _l("1 day"),
    "72": _l("3 days"),
    "168": _l("7 days"),
    "720": _l("30 days"),
    "2160": _l("90 days"),
}
"""How long a link may be good for."""
USUAL = "168"
CODE_HOURS = 24
"""A code that is read out is good for a day at most."""
LONGEST_NAME = 100


@dataclass(frozen=True)
class Asked:
    """As typed and ticked; ``keys`` are lines that whoever asks may share, each once, in the plan's order."""

    name: str = ""
    organisation: str = ""
    keys: list[str] = field(default_factory=list)
    hours: str = USUAL
    may_write: bool = False
    passcode: bool = False
    by_code: bool = False
    consent: str = ""
    lost: bool = False
    """Whether a line was ticked that may not be shared any more: closed again, or not in the plan now."""

    @property
    def good_for(self) -> int:
        """Hours until it ends."""
        return min(int(self.hours), CODE_HOURS) if self.by_code else int(self.hours)

    @property
    def how_long(self) -> str:
        """The same in words, and why where it is less than what was chosen."""
        if self.good_for == int(self.hours):
            return str(HOURS[self.hours])
        return _("1 day. A code is good for one day at most. For longer, choose a link.")


def read(lists: Callable[[str], list[str]], lines: list[PlanItem]) -> Asked:
    """What a form says (``lists`` gives every value of a field). A ticked part stands for its lines of today."""

    def one(name: str) -> str:
        return (lists(name) or [""])[0]

    wanted, parts = set(lists("keys")), set(lists("parts"))
    return Asked(
        name=clean(one("name")),
        organisation=clean(one("organisation")),
        keys=[i.key for i in lines if i.key in wanted or section_of(i.kind, i.owner) in parts],
        hours=one("hours") or USUAL,
        may_write=one("may_write") == "yes",
        passcode=one("passcode") == "yes",
        by_code=one("how") == "code",
        consent=clean(one("consent")),
        lost=bool(wanted - {item.key for item in lines}),
    )


def check(grant: Grant, asked: Asked) -> None:
    """Raise ``Invalid`` naming every field that needs another look."""
    wrong: dict[str, Any] = {}
    if not asked.name:
        wrong["name"] = _l("Write who it is for.")
    for name in ("name", "organisation"):
        if problem := too_long(getattr(asked, name), LONGEST_NAME):
            wrong[name] = problem
    if not asked.keys:
        wrong["keys"] = _l("Choose at least one line.")
    if asked.lost:
        wrong["keys"] = _l("A line that you chose is closed again, or not in the plan now. Look once more.")
    if asked.hours not in HOURS:
        wrong["hours"] = _l("Pick one of the answers shown.")
    if grant.is_team:
        if len(asked.consent) < 3:
            wrong["consent"] = _l("Write how and when they agreed to this.")
        elif problem := too_long(asked.consent, 500):
            wrong["consent"] = problem
    if wrong:
        raise Invalid(fields=wrong)


def as_fields(asked: Asked) -> Mapping[str, str]:
    """The same as the fields of a form, without the keys: to carry it from the preview on."""
    return {
        "name": asked.name,
        "organisation": asked.organisation,
        "hours": asked.hours,
        "may_write": "yes" if asked.may_write else "",
        "passcode": "yes" if asked.passcode else "",
        "how": "code" if asked.by_code else "link",
        "consent": asked.consent,
    }
