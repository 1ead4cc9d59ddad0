"""A medicine that is kept ready: what for, where it is, who may give it, what must come first, how long it keeps.

The app names no medicine by itself: everything here is what somebody prescribed, with their name and the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.care.plan.kinds.zone_parts import day_words
from app.i18n import _
from app.i18n import lazy_gettext as _l

AHEAD = timedelta(days=30)
"""How long before its last day somebody should see to a new one [own]."""


@dataclass(frozen=True)
class MedicineAtHand:
    """Days as ``2026-03-10``. ``use_until`` is the day printed on it; empty when it has none."""

    name: str
    prescribed_by: str
    prescribed_on: str
    what_for: str
    kept: str
    may_give: str
    not_without: str
    use_until: str
    checked_on: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a name, a prescriber, a day, the place, or what must come first."""
    fields = Fields(raw)
    made = MedicineAtHand(
        name=fields.text("name", SHORT, missing=_l("Write the name as it was prescribed.")),
        prescribed_by=fields.text("prescribed_by", SHORT, missing=_l("Say who prescribed it.")),
        prescribed_on=fields.day("prescribed_on"),
        what_for=fields.text("what_for", SHORT, missing=_l("Write what it is for, in plain words.")),
        kept=fields.text("kept", SHORT, missing=_l("Write where it is kept.")),
        may_give=fields.text("may_give", SHORT, missing=_l("Write who may give it.")),
        not_without=fields.text("not_without", SHORT, missing=_l("Write what must come first, for example a call.")),
        use_until=fields.day("use_until"),
        checked_on=fields.day("checked_on"),
    )
    if not made.prescribed_on and "prescribed_on" not in fields.problems:
        fields.problems["prescribed_on"] = _l("Say on which day it was prescribed.")
    return fields.done(made)


def title(content: Content) -> str:
    """The medicine as it was prescribed."""
    return _("Medicine at hand: %(name)s", name=content.get("name", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """What must come first stands first."""
    by = _(
        "%(who)s, %(day)s", who=content.get("prescribed_by", ""), day=day_words(content.get("prescribed_on"))
    )  # fmt: skip
    return [
        (_("Do not use without"), str(content.get("not_without", ""))),
        (_("What it is for"), str(content.get("what_for", ""))),
        (_("Where it is kept"), str(content.get("kept", ""))),
        (_("Who may give it"), str(content.get("may_give", ""))),
        (_("Prescribed by"), by),
        (_("Good until"), day_words(content.get("use_until"))),
        (_("Last checked"), day_words(content.get("checked_on"))),
    ]


def state(content: Content, today: date) -> str:
    """ "past" on the last day and after it, "soon" in the 30 days before, else nothing."""
    if not content.get("use_until"):
        return ""
    last = date.fromisoformat(content["use_until"])
    if last <= today:
        return "past"
    return "soon" if last - AHEAD <= today else ""


KIND = Kind(
    "medicine_at_hand", _l("Medicine at hand"), "medicine", parse, title, lines,
    ("name", "prescribed_by", "prescribed_on", "what_for", "kept", "may_give", "not_without"), "worse",
    is_to_do=True, is_safety=True, keeps_days=90,
)  # fmt: skip
