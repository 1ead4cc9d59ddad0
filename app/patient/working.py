"""*Are my reminders working?*: what is true of each device, how to repair it, a test, an e-mail if nothing helps."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.reminders import devices, mails, unseen, working
from app.care.reminders.kinds import KINDS
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.vault import Unreadable
from app.web.context import current
from app.web.render import render, say, see


@pages.get("/reminders/working", needs=Permission.OWN_REMINDERS)
def working_page() -> Any:
    return _show()


@pages.post("/reminders/working/test", needs=Permission.OWN_REMINDERS)
def test_here() -> Any:
    devices.ask_for_test(current.session, current.grant)
    return see("patient.working_page", _anchor="test")


@pages.post("/reminders/working/mail", needs=Permission.OWN_REMINDERS)
def give_mail() -> Any:
    address = "" if request.form.get("take_back") else request.form.get("address", "")
    try:
        kept = mails.give(current.session, current.grant, address, current.config.vault)
    except Invalid as problem:
        return _show(problem.errors, address), 422
    say(_("Your e-mail address is kept.") if kept else _("Your e-mail address is taken back."))
    return see("patient.working_page", _anchor="mail")


@pages.context_processor
def _card() -> dict[str, Any]:
    """For Today: asked only there, so that no other page pays for it."""
    return {"my_unseen": lambda: unseen.mine(current.session, current.grant)}


def _show(problems: dict[str, Any] | None = None, typed: str | None = None) -> str:
    found = working.of(current.session, current.grant)
    here = current.login.id if current.login else ""
    prints = {one.device.id: devices.print_of(one.device) for one in found.known}
    return render(
        "patient/reminders/working.html",
        found=found, prints=prints, kinds=KINDS, key=current.config.vapid.public_b64, login=here,
        known=[prints[one.device.id] for one in found.known if one.device.login_session_id == here],
        may_mail=current.config.mail is not None, address=_address() if typed is None else typed,
        problems=problems or {},
    )  # fmt: skip


def _address() -> str:
    if current.config.mail is None:
        return ""
    try:
        return mails.opened(current.config.vault, mails.address_of(current.session, current.grant))
    except Unreadable:  # the installation has another key now: asked for again
        return ""
