"""What an answer stood on: how the words were shown, on what device, who helped. To be shown, never judged."""

from __future__ import annotations

from dataclasses import dataclass

from app.care.limits import too_long
from app.care.plan.kinds.fields import SHORT, clean
from app.errors import Invalid
from app.i18n import lazy_gettext as _l

FORMATS = {
    "phone": _l("On this screen"),
    "large": _l("In large print"),
    "paper": _l("On paper"),
    "read_aloud": _l("It was read aloud"),
    "in_room": _l("Together, in one room"),
}
DEVICES = {
    "phone": _l("a phone"),
    "tablet": _l("a tablet"),
    "computer": _l("a computer"),
}


@dataclass(frozen=True)
class How:
    """``shown_as`` is a name in FORMATS, ``device`` one in DEVICES or "unknown"."""

    shown_as: str = "phone"
    device: str = "unknown"
    helped: bool = False
    helper: str = ""
    with_team: bool = False

    def checked(self) -> How:
        """As it is stored. Raises ``Invalid`` naming fields; a device nobody knows is "unknown"."""
        helper = clean(self.helper)
        if self.shown_as not in FORMATS:
            raise Invalid(fields={"shown_as": _l("Pick one of the answers shown.")})
        if problem := too_long(helper, SHORT):
            raise Invalid(fields={"helper": problem})
        device = self.device if self.device in DEVICES else "unknown"
        return How(self.shown_as, device, self.helped or bool(helper), helper, self.with_team)
