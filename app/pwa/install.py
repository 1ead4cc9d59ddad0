"""How to put Handrail on the home screen, drawn, for each browser; the reader's own comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request

from app.i18n import lazy_gettext as _l
from app.pwa.views import pages
from app.web.needs import PUBLIC
from app.web.render import render


@dataclass(frozen=True)
class Way:
    """One browser: its name, and steps as words with a picture from ``static/pictures``."""

    name: str
    title: Any
    steps: tuple[tuple[Any, str], ...]
    notes: tuple[Any, ...] = ()


OPEN = _l("Open it from the new picture on your home screen.")
WAYS = (
    Way(
        "apple", _l("iPhone or iPad, with Safari"),
        (
            (_l("Press Share. You do not see it? Press the 3 dots first."), "share"),
            (_l("Go down the list. Press “Add to Home Screen”."), "add"),
            (_l("Press “Add”."), "done"),
            (OPEN, "home"),
        ),
        (_l("An iPhone or iPad shows reminders only from there. Apple made it so."),
         _l("You may have to sign in once more there.")),
    ),
    Way(
        "chrome", _l("Android phone, with Chrome"),
        (
            (_l("Press the 3 dots at the top."), "dots"),
            (_l("Press “Add to home screen”. Then press “Install”."), "add"),
            (OPEN, "home"),
        ),
    ),
    Way(
        "samsung", _l("Samsung phone, with Samsung Internet"),
        (
            (_l("Press the 3 lines at the bottom."), "lines"),
            (_l("Press “Add page to”. Then press “Home screen”."), "add"),
            (_l("Press “Add”."), "done"),
            (OPEN, "home"),
        ),
    ),
    Way(
        "firefox", _l("Android phone, with Firefox"),
        (
            (_l("Press the 3 dots."), "dots"),
            (_l("Press “Add app to Home screen”. It may also say “Install”."), "add"),
            (OPEN, "home"),
        ),
        (_l("Firefox on a computer cannot do this. Reminders work there without it."),),
    ),
)  # fmt: skip


def ways_for(agent: str) -> list[Way]:
    """All ways, the one for the browser that says ``agent`` first."""
    mine = next(_names(agent), "")
    return sorted(WAYS, key=lambda way: way.name != mine)


def is_known(agent: str) -> bool:
    """Whether the first way is for this very browser."""
    return next(_names(agent), "") != ""


def _names(agent: str) -> Iterator[str]:
    """On an iPhone or iPad every browser is Apple's. An iPad may call itself a Mac with Safari."""
    if any(mark in agent for mark in ("iPhone", "iPad")) or (
        "Macintosh" in agent and "Chrome" not in agent and "Safari" in agent
    ):
        yield "apple"
    if "SamsungBrowser" in agent:
        yield "samsung"
    if "Firefox" in agent:
        yield "firefox"
    if "Android" in agent and "Chrome" in agent:
        yield "chrome"


@pages.get("/install", needs=PUBLIC)
def install() -> str:
    """The same page for everybody; nothing on it needs a script."""
    agent = request.headers.get("User-Agent", "")
    return render("pwa/install.html", ways=ways_for(agent), known=is_known(agent))
