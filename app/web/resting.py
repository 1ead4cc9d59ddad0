"""A device whose quick lock is shut: its session is there, but no page opens until somebody proves who they are.

Public pages go on as for somebody who is not signed in, so that *Help now* opens and nothing gets past the lock. What
a form brought is not stored and not lost: it comes back, sealed, with the page that asks for the PIN.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from typing import Any, NamedTuple, cast

from flask import g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from app.access import passkeys, quick_lock
from app.access.permissions import Permission
from app.models import Account, LoginSession
from app.vault import Unreadable, is_sealed
from app.web.context import current
from app.web.needs import Need
from app.web.problems import not_signed_in, wants_json

OPEN = frozenset({"account.sign_out", "pwa.renew_device", "pwa.known_device"})
"""What needs no unlocking: leaving, and keeping reminders alive. They show nothing of a person."""
DOORS = frozenset({"account.home", "account.sign_in"})
"""Public pages that lead to somebody's own: here they lead to the lock."""
BY_ITSELF = frozenset({"pwa.renew_device", "pwa.known_device", "pwa.test_state"})
"""What a device asks for without anybody touching it: no sign of use."""
LEFT_OUT = ("csrf_token", "passphrase", "current_one", "pin", "held", "sealed")
"""Never sealed into a page: what proves who somebody is, and what we put into the form."""


class Resting(NamedTuple):
    """Whose session waits behind the lock."""

    login: LoginSession
    account: Account


class Held(NamedTuple):
    """A form that met the lock, or that needed a proof first."""

    path: str
    fields: list[tuple[str, str]]
    with_file: bool

    @property
    def typed(self) -> list[str]:
        """The words among it, each once: what somebody knows again."""
        words = [text for name, text in self.fields if name not in ("client_key", "key") and " " in text.strip()]
        return list(dict.fromkeys(words))


def meets(endpoint: str) -> bool:
    """Whether this request meets the lock. From then on nobody is signed in, as far as it is concerned."""
    if endpoint in OPEN or current.account is None or not quick_lock.is_shut(current.login):
        return False
    g.resting = Resting(cast(LoginSession, g.pop("login")), cast(Account, g.pop("account")))
    return True


def behind() -> Resting | None:
    """The session that waits behind the lock, if this request met it."""
    return cast("Resting | None", g.get("resting"))


def is_use() -> bool:
    """Whether this request shows that somebody uses the device: a page or a press, nothing that runs by itself."""
    if request.endpoint in BY_ITSELF:
        return False
    return request.method != "GET" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def answer(need: Need | Permission) -> Any:
    """What is shown instead: the lock. A script is told that nobody is signed in, and keeps what it has.

    None: a public page, which opens as for anybody.
    """
    if need is Need.PUBLIC and (request.endpoint not in DOORS or request.method != "GET"):
        return None
    if request.method in ("GET", "HEAD") and not wants_json():
        return redirect(url_for("account.locked", next=request.full_path.rstrip("?")), 303)
    if wants_json() or not isinstance(need, Permission):
        return not_signed_in() if wants_json() else redirect(url_for("account.locked"), 303)
    assert g.resting is not None
    return page(status=423, sealed=sealed(g.resting.login))


def page(problem: Any = None, status: int = 200, sealed: str = "", next_: str = "", headers: Any = None) -> Any:
    """The page that asks for the PIN. Nothing of a person is on it."""
    assert g.resting is not None
    shown = render_template(
        "account/locked.html",
        problem=problem,
        sealed=sealed,
        next=next_,
        has_passphrase=g.resting.account.passphrase_hash is not None,
        has_passkey=bool(passkeys.of(current.looking, g.resting.account.id)),
        unsure=True,
    )
    return make_response(shown, status, headers or {})


def sealed(login: LoginSession) -> str:
    """The form of this request, sealed for this session and its path. Empty when it is none of ours."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return ""
    fields = [(name, text) for name, text in request.form.items(multi=True) if name not in LEFT_OUT]
    if request.form.get("held"):
        fields.append(("held", request.form["held"]))
    kept = json.dumps([request.full_path.rstrip("?"), fields, any(file.filename for file in request.files.values())])
    pressed = b64encode(zlib.compress(kept.encode())).decode()  # so that the largest form fits into the next one
    return current.config.vault.seal(pressed, "login_session", "form", login.id)


def unsealed(text: str, login: LoginSession) -> Held | None:
    """What the lock page or the one that asks for a proof carried, for this session alone."""
    if not is_sealed(text):
        return None
    try:
        kept = zlib.decompress(b64decode(current.config.vault.open(text, "login_session", "form", login.id)))
        path, fields, with_file = json.loads(kept)
        return Held(path, [(name, value) for name, value in fields], with_file)
    except Unreadable:
        return None
