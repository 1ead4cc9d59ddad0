"""A guest's way in on the screen of whoever made it: a link with its square, or a code to read out."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.access.codes import spaced
from app.web.context import current
from app.web.square import square


def way_in(secret: str, *, by_code: bool) -> dict[str, Any]:
    """The address to send or to show, or the code with the address where it is typed."""
    if by_code:
        return {"code": spaced(secret), "address": current.typed_url + "/guest"}
    link = current.config.public_url + url_for("guest.door", token=secret)
    return {"link": link, "square": square(link)}
