"""The page that opens a copy of a plan kept on the device, and the question whether it may stay. Holds nobody."""

from __future__ import annotations

from flask import Response, current_app, request

from app.access import copies
from app.pwa.views import pages
from app.web.context import current
from app.web.needs import PUBLIC
from app.web.render import render


@pages.get("/copy", needs=PUBLIC)
def copy() -> str:
    """An empty page; the phone fills it from its own sealed store, with or without a network or a session."""
    return render("pwa/copy.html")


@pages.get("/copy/stays", needs=PUBLIC)
def copy_stays() -> Response:
    """204 while the copy whose pass is in the header ``Copy-Pass`` may stay, 410 when it has to go."""
    key = str(current_app.secret_key)
    stays = copies.stays(current.session, key, request.headers.get("Copy-Pass", ""))
    return Response(status=204 if stays else 410, mimetype="text/plain")
