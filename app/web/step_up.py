"""Asking once more who somebody is, before what matters most: letting others in, taking a plan along.

A view says ``if again := step_up.ask(): return again`` before it does anything.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import request, url_for
from werkzeug.wrappers import Response

from app.access import sessions, ways
from app.web.context import current
from app.web.incoming import is_own_path
from app.web.render import see

TO_FILL_IN = timedelta(minutes=10)
"""How much longer a proof holds for the form that was opened with it."""


def ask(*, form: bool = False) -> Response | None:
    """None when somebody proved on this device in the last ten minutes who they are; else the way to do so.

    ``form=True`` on the POST of a form whose own page asked: what is typed gets ten minutes more, so that it is not
    lost. Nobody is asked for what they do not have: an account without any passphrase, passkey or number, which lives
    on its one phone, has no more to show.
    """
    if sessions.is_proved(current.login, TO_FILL_IN if form else timedelta()):
        return None
    if not current.me.is_staff and not ways.of(current.session, current.me).any:
        return None
    return see("account.prove", next=here())


def here() -> str:
    """The page to come back to: this one, or the one whose form was sent. Only ever one of ours."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    back = request.form.get("back", "")
    if not is_own_path(back):
        came = urlsplit(request.referrer or "")
        back = (came.path + (f"?{came.query}" if came.query else "")) if came.netloc == request.host else ""
    return back if is_own_path(back) else url_for("account.home")
