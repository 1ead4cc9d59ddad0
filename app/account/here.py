"""Who is signed in on this device now, for what a phone kept to send later. Nothing of it is kept anywhere."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask_wtf.csrf import generate_csrf

from app.access import relationships
from app.access.permissions import Permission
from app.account.base import pages
from app.web.context import current
from app.web.needs import PUBLIC


@pages.get("/here", needs=PUBLIC)
def here() -> Any:
    """The account, a fresh token, and for whom it may write down or fill in; no account when nobody is signed in."""
    me = current.account
    if me is None:
        return jsonify(account=None, csrf=None, people=[])
    people = [
        {"id": found.patient.id, "log": found.grant.may(Permission.LOG), "fill": found.grant.may(Permission.FILL_IN)}
        for found in relationships.all_for(current.session, me)
    ]
    return jsonify(account=me.id, csrf=generate_csrf(), people=people)
