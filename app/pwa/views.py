"""Public pages that hold nothing about anybody, so that the worker may keep them."""

from __future__ import annotations

from flask import Response

from app import clock
from app.pwa import manifest as manifests
from app.pwa import worker as workers
from app.web.assets import light
from app.web.context import current
from app.web.needs import PUBLIC
from app.web.pages import Pages
from app.web.render import render

pages = Pages("pwa", __name__)


@pages.get("/manifest.webmanifest", needs=PUBLIC)
def manifest() -> Response:
    """What the phone needs to put the app on its home screen."""
    return _kept_fresh(manifests.text(current.assets), "application/manifest+json")


@pages.get("/sw.js", needs=PUBLIC)
def worker() -> Response:
    """The worker of this release, at the root so that it answers for every page."""
    return _kept_fresh(workers.text(current.assets), "text/javascript; charset=utf-8")


@pages.get("/offline", needs=PUBLIC)
def offline() -> str:
    """What is shown for any page when there is no network."""
    return render("pwa/offline.html")


@pages.get("/help-now", needs=PUBLIC)
def help_now() -> str:
    """The numbers to ring, with the day on which they were right."""
    practice = current.config.practice
    return render("pwa/help_now.html", practice=practice, day=clock.today(practice.time_zone))


@pages.get("/waiting", needs=PUBLIC)
def waiting() -> str:
    """What waits on this phone to be sent: an empty page, filled by its script from what the phone holds."""
    return render("pwa/waiting.html")


@pages.get("/sign-out-here", needs=PUBLIC)
def leave() -> str:
    """Signing out where there is no network: the device forgets at once, the session ends at the next contact."""
    return render("pwa/leave.html")


@pages.get("/today-is", needs=PUBLIC)
def blank() -> str:
    """A page that says nothing about anybody: where the quick way out leads."""
    return render("pwa/blank.html", day=clock.today(current.config.practice.time_zone))


def _kept_fresh(text: str, kind: str) -> Response:
    response = light(text.encode())
    response.headers.update({"Content-Type": kind, "Cache-Control": "no-cache"})
    return response
