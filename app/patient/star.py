"""Give the one star to what matters most, or take it away. Only the person does."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import starring
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import say, see


@pages.post("/plan/items/<key>/star", needs=Permission.OWN_LIFE)
def star(key: str) -> Any:
    wish = request.form.get("star", "")
    if wish not in ("yes", "no"):
        raise Invalid()
    starring.star(current.session, current.grant, key, wish == "yes")
    say(_("Your star is here. Your team sees it too.") if wish == "yes" else _("The star is taken away."))
    return see("patient.plan_item", key=key)
