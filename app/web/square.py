"""A QR code as inline SVG, for a phone's camera."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

from app.i18n import _


def square(text: str) -> Markup:
    """One path, sized by the style sheet, black on white on every screen."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass="square", lineclass=None, border=4,
        light="#fff", title=_("Square for the phone's camera"), nl=False,
    )  # fmt: skip
    drawn = out.getvalue().decode()
    named = drawn.replace("<svg ", '<svg role="img" aria-labelledby="square-title" ', 1)
    return Markup(named.replace("<title>", '<title id="square-title">', 1))  # noqa: S704  segno drew and escaped it
