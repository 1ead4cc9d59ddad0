"""Flask-Login, told to keep a stored, revocable token instead of a user id."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.orm import Session

from app.access import sessions
from app.models import Account
from app.web import known_device
from app.web.context import current

manager = LoginManager()
manager.session_protection = None  # type: ignore[assignment]  # "strong" throws people out when a phone changes network


class SignedIn:
    """What Flask-Login carries: the token, never the account's id."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


@manager.user_loader
def _load(token: str) -> SignedIn | None:
    found = sessions.find(current.looking, token)
    if found is None:
        return None
    g.login, g.account = found
    return SignedIn(token)


def sign_in(
    account: Account,
    *,
    stay: bool,
    how: str,
    passkey_id: str | None = None,
    card_id: str | None = None,
    session_: Session | None = None,
) -> None:
    """Start a session for ``account`` on this device, with a fresh cookie (no fixation).

    Whoever was signed in here before is signed out first, also behind a quick lock. ``how`` is one of
    ``access.sessions.WAYS``.
    """
    database_session = session_ or current.session
    if current.account and current.login:
        sessions.end(database_session, current.account, current.login.id)
    elif (waits := g.get("resting")) is not None:
        sessions.end(database_session, waits.account, waits.login.id)
    session.clear()
    token = sessions.start(database_session, account, device_name(), stay, how, passkey_id, card_id)
    session.permanent = stay and not account.is_staff
    login_user(SignedIn(token))
    g.account = account
    known_device.remember(account)


def sign_out() -> None:
    """End this device's session on the server and empty its cookie."""
    if current.account and current.login:
        sessions.end(current.session, current.account, current.login.id)
    forget()


def forget() -> None:
    """Empty this device's cookie."""
    logout_user()
    session.clear()


def device_name() -> str:
    """A few words for the list of devices, from what the browser says of itself."""
    agent = request.headers.get("User-Agent", "")
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Mac OS", "Mac"),
        ("Windows", "Windows"),
    )
    browsers = (("Firefox", "Firefox"), ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("Chrome", "Chrome"))
    system = next((name for mark, name in systems if mark in agent), "Linux" if "Linux" in agent else "")
    browser = next((name for mark, name in browsers if mark in agent), "Safari" if "Safari" in agent else "")
    return " · ".join(part for part in (system, browser) if part) or "?"


def install(app: Flask) -> None:
    """Connect Flask-Login; what happens without a session is the guard's business."""
    manager.init_app(app)


def user() -> Any:
    """The signed-in user as Flask-Login knows it (loads the session once per request)."""
    from flask_login import current_user

    return current_user
