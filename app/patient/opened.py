"""A page that was reached from a notification: the message is marked as opened, and the address loses its token.

A worker does both by itself. Here arrive those whose system shows messages without one.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import redirect, request

from app.care.reminders import seen
from app.patient.base import pages
from app.web.context import current


@pages.before_request
def _opened() -> Any:
    """Nothing but the receipt is written, in a transaction of its own; then the page itself is asked for."""
    token = request.args.get(seen.NAME)
    if request.method != "GET" or token is None:
        return None
    with current.database.write() as writing:
        seen.note(writing, token, "opened")
    rest = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != seen.NAME])
    return redirect(request.path + (f"?{rest}" if rest else ""), 303)
