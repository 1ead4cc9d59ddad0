"""Who will be in touch with whom, how, when, about what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _
from app.i18n import lazy_gettext as _l

WAYS = {
    "phone": _l("By phone"),
    "visit": _l("A visit"),
    "video": _l("By video"),
    "message": _l("By message"),
}


@dataclass(frozen=True)
class FollowUp:
    """``when`` is in words ("the first week of May"); the item's window holds the days."""

    with_whom: str
    how: str
    when: str
    about: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when nobody would know with whom."""
    fields = Fields(raw)
    return fields.done(
        FollowUp(
            with_whom=fields.text("with_whom", SHORT, missing=_l("Write who it is with.")),
            how=fields.one_of("how", WAYS, "phone"),
            when=fields.text("when", SHORT),
            about=fields.text("about"),
        )
    )


def title(content: Content) -> str:
    """How and with whom, as one sentence."""
    words = {
        "phone": _("A phone call with %(who)s"),
        "visit": _("A visit with %(who)s"),
        "video": _("A video call with %(who)s"),
        "message": _("A message with %(who)s"),
    }
    return words.get(content.get("how", "phone"), words["phone"]) % {"who": content.get("with_whom", "")}


def lines(content: Content) -> list[tuple[str, str]]:
    """When and about what."""
    return [(_("When"), content.get("when", "")), (_("About"), content.get("about", ""))]


KIND = Kind(
    "follow_up", _l("Follow-up"), "visit", parse, title, lines,
    ("with_whom", "how", "when", "about"), "follow_up", is_to_do=True, choices={"ways": WAYS},
)  # fmt: skip
