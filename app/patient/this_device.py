"""Handrail on this device: on the home screen, without a network, reminders, the number on the icon."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, see


@pages.get("/device", needs=Permission.SEE_PLAN)
def this_device() -> Any:
    """What can be set on the device in one's hand; nothing of it is stored with us."""
    return see("record.profile") if current.grant.is_team else render("patient/device/device.html")
