"""*Are my reminders working?*: what is true of each device, how to repair it, a test, an e-mail if nothing helps."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.reminders import choices, devices, mails, unseen, working
from app.care.reminders.kinds import ASKED_FOR, KINDS
from app.errors import Invalid
from app.i18n import _
from app.models import MailAddress
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
    address = request.form.get("address", "")
    try:
        if request.form.get("take_back"):
            mails.take_back(current.session, current.grant)
            say(_("Your e-mail address is taken back."))
        else:
            mails.give(current.session, current.grant, address, current.config.vault)
            say(_("Your e-mail address is kept."))
    except Invalid as problem:
        return _show(problem.errors, address), 422
    return see("patient.working_page", _anchor="mail")


@pages.context_processor
def _card() -> dict[str, Any]:
    """For Today: asked only there, so that no other page pays for it."""
    return {"my_unseen": lambda: unseen.mine(current.session, current.grant)}


def _show(problems: dict[str, Any] | None = None, typed: str | None = None) -> str:
    found = working.of(current.session, current.grant)
    kept = mails.address_of(current.session, current.grant) if current.config.mail else None
    here = current.login.id if current.login else ""
    prints = {one.device.id: devices.print_of(one.device) for one in found.known}
    return render(
        "patient/reminders/working.html",
        found=found, prints=prints, kinds=KINDS, key=current.config.vapid.public_b64, login=here,
        known=[prints[one.device.id] for one in found.known if one.device.login_session_id == here],
        may_mail=current.config.mail is not None, address=_opened(kept) if typed is None else typed, has_mail=kept,
        named=choices.mine(current.session, current.grant, ASKED_FOR).named, problems=problems or {},
    )  # fmt: skip


def _opened(kept: MailAddress | None) -> str:
    try:
        return mails.opened(current.config.vault, kept)
    except Unreadable:  # the installation has another key now: asked for again
        return ""
