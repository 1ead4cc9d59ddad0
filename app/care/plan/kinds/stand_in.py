"""Who steps in when a person or a service is missing: for whom, who, how to reach them, from when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class StandIn:
    """``missing``: whom or what it is for. ``for_key``: the line of the plan that they do. ``since``: in words."""

    missing: str
    for_key: str
    who: str
    number: str
    reach: str
    since: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when it is not clear who is missing, who comes, or how to reach them."""
    fields = Fields(raw)
    made = StandIn(
        missing=fields.text("missing", SHORT, missing=_l("Write who or what may be missing.")),
        for_key=fields.key("for_key"),
        who=fields.text("who", SHORT, missing=_l("Write who steps in.")),
        number=fields.text("number", 40),
        reach=fields.text("reach", SHORT),
        since=fields.text("since", SHORT),
    )
    if not made.number and not made.reach and "number" not in fields.problems:
        fields.problems["number"] = _l("Write a number, or another way to reach them.")
    if made.number and not any(letter.isdigit() for letter in made.number):
        fields.problems["number"] = _l("Write the digits of the number.")
    return fields.done(made)


def title(content: Content) -> str:
    """Who steps in for whom."""
    return _("If %(whom)s cannot come: %(who)s", whom=content.get("missing", ""), who=content.get("who", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """How to reach them and from when."""
    return [
        (_("Number"), str(content.get("number", ""))),
        (_("How to reach them"), str(content.get("reach", ""))),
        (_("From when"), str(content.get("since", ""))),
    ]


KIND = Kind(
    "stand_in", _l("Stand-in"), "people", parse, title, lines,
    ("missing", "who", "number", "reach", "since"), "worse",
    is_safety=True, keeps_days=180, links={"for_key": ("activity", "follow_up")},
)  # fmt: skip
