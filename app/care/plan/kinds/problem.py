"""A condition or a concern: in plain words, as the person understands it, and by its clinical name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.dates import since_in_words
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

STATUSES = {
    "active": _l("It is there now"),
    "better": _l("It is better now"),
    "over": _l("It is over"),
    "not_sure": _l("We are not sure"),
}


@dataclass(frozen=True)
class Problem:
    """``understood`` is verbatim: what the person takes it to be. ``since``: a year, a month or a day, or nothing."""

    plain: str
    clinical: str
    status: str
    since: str
    understood: str
    team_line: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without plain words, or when a part does not fit."""
    fields = Fields(raw)
    return fields.done(
        Problem(
            plain=fields.text("plain", SHORT, missing=_l("Say in plain words what it is.")),
            clinical=fields.text("clinical", SHORT),
            status=fields.one_of("status", STATUSES, "active"),
            since=fields.since("since"),
            understood=fields.text("understood"),
            team_line=fields.text("team_line"),
        )
    )


def title(content: Content) -> str:
    """The plain words."""
    return str(content.get("plain", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """How it is now, since when, both ways of seeing it, and the clinical name last."""
    return [
        (_("How it is now"), str(STATUSES.get(content.get("status", ""), ""))),
        (_("Since"), since_in_words(content.get("since", ""))),
        (_("In your own words"), content.get("understood", "")),
        (_("What your team says"), content.get("team_line", "")),
        (_("Name that doctors use"), content.get("clinical", "")),
    ]


KIND = Kind(
    "problem", _l("Health problem"), "info", parse, title, lines, ("plain", "clinical", "status", "team_line"),
    "health", own=("understood",), is_titled=True, keeps_days=365, choices={"statuses": STATUSES},
)  # fmt: skip
