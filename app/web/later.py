"""Forms that a phone keeps while it has no network and sends later: what its script is told, and when it was done.

A script asks for JSON: ``{"stored": true, "address": …}`` once the rows are there, else the words of the refusal.
Everybody else gets the page as always.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import jsonify, request, url_for

from app import clock
from app.errors import Refusal
from app.web.problems import wants_json
from app.web.render import see

NEAR = timedelta(minutes=2)
"""Clocks that differ by less than this agree: the rest is the way through the network."""
OLDEST = timedelta(days=366)


def stored(endpoint: str, *, look: bool = False, **values: Any) -> Any:
    """After a change: go to ``endpoint``, or tell a script that it is stored and where it can be seen.

    ``look``: the page says something that must be read, also when it was sent while nobody looked.
    """
    if not wants_json():
        return see(endpoint, **values)
    return told(url_for(endpoint, **values), look=look)


def told(address: str, *, look: bool = False) -> Any:
    """What a script gets of something that is stored now."""
    return jsonify(stored=True, address=address, look=look)


def to_script(problem: Refusal) -> None:
    """Raise the refusal when a script asks: it shows the words itself."""
    if wants_json():
        raise problem


def done_at() -> datetime | None:
    """When something was done that was sent later, on our clock; None when the page did not say, or nonsense.

    The page sends two readings of the phone's own clock, of the press and of the sending. How far that clock is off
    now is taken out of the first; what is then in the future happened now.
    """
    done, sent = _moment("done_at"), _moment("sent_at")
    if done is None or sent is None:
        return None
    now = clock.now()
    ago = sent - done
    if ago > OLDEST:
        return None
    at = now - ago if abs(now - sent) > NEAR else done
    return min(at, now) if now - at < OLDEST else None


def _moment(name: str) -> datetime | None:
    """A field with milliseconds since 1970."""
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 15):
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)
