"""Sheets that somebody takes home: in their own language, inside a page for whoever prints them."""

from __future__ import annotations

import io
from typing import Any

import segno
from markupsafe import Markup

from app.i18n import _, direction, using_locale, using_zone
from app.web.render import render


def paper(template: str, tag: str, zone: str, **names: Any) -> dict[str, Any]:
    """What is printed, and in which language and direction."""
    with using_locale(tag), using_zone(zone):
        drawn, way = render(template, **names), direction()
    return {"paper": Markup(drawn), "paper_language": tag, "paper_direction": way}  # noqa: S704  a template of ours escaped it


def square(text: str) -> Markup:
    """A QR code as inline SVG: one path, sized by the style sheet, black on white on every screen."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass="square", lineclass=None, border=4,
        light="#fff", title=_("Square for the phone's camera"), nl=False,
    )  # fmt: skip
    drawn = out.getvalue().decode()
    named = drawn.replace("<svg ", '<svg role="img" aria-labelledby="square-title" ', 1)
    return Markup(named.replace("<title>", '<title id="square-title">', 1))  # noqa: S704  segno drew and escaped it
