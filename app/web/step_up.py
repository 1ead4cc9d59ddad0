"""Asking once more who somebody is, before what matters most: letting others in, taking a plan along.

A view says ``if again := step_up.ask(): return again`` before it does anything. What was typed into a form that came
too late is neither stored nor lost: it goes along, sealed, with the page that asks, as with the quick lock.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import request, url_for

from app.access import sessions, ways
from app.web import resting, whose
from app.web.context import current
from app.web.incoming import is_own_path
from app.web.render import render, see

TO_FILL_IN = timedelta(minutes=10)
"""How much longer a proof holds for the form that was opened with it."""


NOT_TYPED = frozenset({*resting.LEFT_OUT, whose.FIELD, "back"})
"""What a form brings of itself: with no more than this, its page is opened once more, and nothing was lost."""


def ask(*, form: bool = False, comes_back: bool = True) -> Any:
    """None when somebody proved on this device in the last ten minutes who they are; else the way to do so.

    ``form=True`` on the POST of a form whose own page asked: it gets ten minutes more, and what was typed comes back
    after the proof (unless ``comes_back=False``: of use for that one moment only). Nobody is asked for what they do
    not have: an account without any passphrase, passkey or number, which lives on its one phone, has no more to show.
    """
    if sessions.is_proved(current.login, TO_FILL_IN if form else timedelta()):
        return None
    if not current.me.is_staff and not ways.of(current.session, current.me).any:
        return None
    typed = any(text.strip() for name, text in request.form.items(multi=True) if name not in NOT_TYPED)
    if form and comes_back and typed and current.login and (sealed := resting.sealed(current.login)):
        return page(status=423, next_=here(), sealed=sealed)
    return see("account.prove", next=here())


def page(
    problem: Any = None,
    status: int = 200,
    wait: int = 0,
    which: str = "passphrase",
    next_: str = "",
    sealed: str = "",
) -> Any:
    """The page that asks. Nothing of a person is on it."""
    has = ways.of(current.session, current.me)
    shown = render("account/prove.html", ways=has, problem=problem, which=which, next=next_, sealed=sealed)
    return shown, status, {"Retry-After": str(wait)} if wait else {}


def here() -> str:
    """The page to come back to: this one, or the one whose form was sent. Only ever one of ours."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    back = request.form.get("back", "")
    if not is_own_path(back):
        came = urlsplit(request.referrer or "")
        back = (came.path + (f"?{came.query}" if came.query else "")) if came.netloc == request.host else ""
    return back if is_own_path(back) else url_for("account.home")
