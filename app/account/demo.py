"""Single-use sign-in links that the demo command prints. This file is not loaded in production."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import redirect

from app import clock
from app.access.sessions import digest
from app.db import lock
from app.errors import Gone
from app.models import Account, SignInLink
from app.web import sessions
from app.web.context import current
from app.web.needs import PUBLIC
from app.web.pages import Pages

pages = Pages("demo", __name__)


@pages.get("/demo/sign-in/<token>", needs=PUBLIC)
def follow(token: str) -> Any:
    """Sign in as a demo person. Works once, for an hour; the one GET that changes something, and only here."""
    with current.database.write() as writing:
        unused = sa.select(SignInLink).where(
            SignInLink.token_hash == digest(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > clock.now(),
        )
        link = writing.scalars(lock(unused)).first()
        if link is None:
            raise Gone()
        link.used_at = clock.now()
        account, landing = writing.get_one(Account, link.account_id), link.landing
        sessions.sign_in(account, stay=True, how="link", session_=writing)
    return redirect(landing, 303)
