"""Fold a line away ("not now"), or open it again. Only the person does."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.plan import folding
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import say, see


@pages.post("/plan/items/<key>/fold", needs=Permission.OWN_LIFE)
def fold(key: str) -> Any:
    wish = request.form.get("away", "")
    if wish not in ("yes", "no"):
        raise Invalid()
    folding.fold(current.session, current.grant, key, wish == "yes")
    say(_("Folded away. Nobody who helps you sees it now.") if wish == "yes" else _("It is open again."))
    return see("patient.plan_item", key=key)
