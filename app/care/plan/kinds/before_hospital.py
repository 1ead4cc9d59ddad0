"""Before going to hospital: first when not to wait, then what can be done at home, by whom and how quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import zone_parts
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.care.plan.kinds.zone_parts import DAYS
from app.i18n import _
from app.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class BeforeHospital:
    """``unless``: signs for which one rings the emergency number at once. ``at_home``: what, who, how_fast."""

    about: str
    unless: list[str]
    at_home: list[dict[str, Any]]
    phones: list[dict[str, Any]]


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without the "unless", and without anything that can be done at home."""
    fields = Fields(raw)
    made = BeforeHospital(
        about=fields.text("about", SHORT, missing=_l("Write what it is about, in plain words.")),
        unless=fields.lines("unless"),
        at_home=fields.rows("at_home", _at_home, 8),
        phones=fields.rows("phones", zone_parts.phone, 6),
    )
    if not made.unless and "unless" not in fields.problems:
        fields.problems["unless"] = _l("Write at least one sign for which they ring the emergency number at once.")
    if not made.at_home and not any(name.startswith("at_home") for name in fields.problems):
        fields.problems["at_home.0.what"] = _l("Write at least one thing that can be done at home.")
    return fields.done(made)


def _at_home(fields: Fields) -> dict[str, Any]:
    return {
        "what": fields.text("what", 400, missing=_l("Write what can be done at home.")),
        "who": fields.text("who", SHORT, missing=_l("Write who does it.")),
        "how_fast": fields.text("how_fast", SHORT, missing=_l("Write how quickly they come or answer.")),
    }


def title(content: Content) -> str:
    """What it is about."""
    return _("Before you go to hospital: %(about)s", about=content.get("about", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """The "unless" first."""
    at_home = [home_words(row) for row in content.get("at_home") or []]
    phones = [zone_parts.phone_words(row) for row in content.get("phones") or []]
    return [
        (_("Ring the emergency number at once for"), "\n".join(content.get("unless") or [])),
        (_("If not: ring first"), "\n".join(phones)),
        (_("What can be done at home"), "\n".join(at_home)),
    ]


def home_words(row: Content) -> str:
    """«A nurse listens to your chest: Nora, the same day»."""
    return _("%(what)s: %(who)s, %(how_fast)s", what=row["what"], who=row["who"], how_fast=row["how_fast"])


KIND = Kind(
    "before_hospital", _l("Before hospital"), "home", parse, title, lines,
    ("about", "unless", "at_home", "phones"), "worse", is_to_do=True, is_safety=True, choices={"weekdays": DAYS},
)  # fmt: skip
