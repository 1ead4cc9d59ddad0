"""The order of my day: what comes first, moved one place at a time with a button."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.progress import day_order
from app.patient.base import pages
from app.patient.today import PARTS
from app.web import incoming
from app.web.context import current
from app.web.render import render, see


@pages.get("/today/order", endpoint="day_order", needs=Permission.OWN_DAY)
def day_order_page() -> Any:
    return render("patient/today/order.html", items=day_order.of_day(current.session, current.grant), parts=PARTS)


@pages.post("/today/order/<key>", needs=Permission.OWN_DAY)
def place_in_day(key: str) -> Any:
    day_order.put(current.session, current.grant, key, incoming.whole(request.form.get("place", "")))
    return see("patient.day_order", _anchor=f"o-{key}")
