"""Who is signed in on this device now, for what a phone kept to send later. Nothing of it is kept anywhere."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask_wtf.csrf import generate_csrf

from app.account.base import pages
from app.web.context import current
from app.web.needs import PUBLIC


@pages.get("/here", needs=PUBLIC)
def here() -> Any:
    """The account and a fresh token; neither when nobody is signed in."""
    if current.account is None:
        return jsonify(account=None, csrf=None)
    return jsonify(account=current.account.id, csrf=generate_csrf())
