"""Sheets that somebody takes home: in their own language, inside a page for whoever prints them."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from app.i18n import direction, using_locale, using_zone
from app.web.render import render


def paper(template: str, tag: str, zone: str, **names: Any) -> dict[str, Any]:
    """What is printed, and in which language and direction."""
    with using_locale(tag), using_zone(zone):
        drawn, way = render(template, **names), direction()
    return {"paper": Markup(drawn), "paper_language": tag, "paper_direction": way}  # noqa: S704  a template of ours escaped it
