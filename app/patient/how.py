"""What the form of an answer says about how it was read and who helped."""

from __future__ import annotations

from flask import request

from app.care.plan.how_answered import How
from app.web.device import device


def how() -> How:
    """From the form that was sent; what is not in it has its usual value."""
    form = request.form
    return How(
        shown_as=form.get("shown_as") or "phone",
        device=device(),
        helped=form.get("helped") == "yes",
        helper=form.get("helper", ""),
        with_team=form.get("with_team") == "yes",
    )
