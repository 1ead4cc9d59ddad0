"""Reminders: switch them on for this phone, choose when and about what, see where they go."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.access.permissions import Permission
from app.care.reminders import choices, devices, others, settings
from app.care.reminders.kinds import ASKED_FOR, KINDS, NAMES
from app.care.reminders.settings import Asked
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.base import pages
from app.web.context import current
from app.web.render import render, say, see
from app.web.sessions import device_name


@pages.get("/reminders", needs=Permission.OWN_REMINDERS)
def reminders() -> Any:
    chosen = choices.mine(current.session, current.grant, ASKED_FOR)
    typed = {"quiet_from": f"{chosen.quiet_from:%H:%M}", "quiet_to": f"{chosen.quiet_to:%H:%M}"}
    typed |= {"daily_limit": str(chosen.daily_limit)} | chosen.times
    return _show(chosen, typed, NAMES - chosen.off, chosen.named)


@pages.post("/reminders", needs=Permission.OWN_REMINDERS)
def save_reminders() -> Any:
    typed = request.form.to_dict()
    on, named = (frozenset(request.form.getlist(name)) & NAMES for name in ("on", "named"))
    times = {name: value for name, value in typed.items() if name.startswith(("part:", "kind:", "item:"))}
    said = {name: typed.get(name, "") for name in ("quiet_from", "quiet_to", "daily_limit", "time_zone")}
    asked = Asked(on, times, named=named, **said)
    try:
        settings.save(current.session, current.grant, asked)
    except Invalid as problem:
        chosen = choices.mine(current.session, current.grant, ASKED_FOR)
        return _show(chosen, typed, on, named, problem.errors), 422
    say(_("Your reminders are saved."))
    return see("patient.reminders")


@pages.post("/reminders/devices", needs=Permission.OWN_REMINDERS)
def keep_device() -> Any:
    """From the browser's script: the subscription as `PushSubscription.toJSON()` gives it.

    `account`, when it is there, is whose reminders they were: a phone that changed hands is not taken along.
    """
    given = request.get_json(silent=True)
    if isinstance(given, dict) and given.get("account", current.me.id) != current.me.id:
        raise Conflict()
    devices.keep(
        current.session, current.grant, **devices.subscription_of(given), device=device_name(),
        login_id=current.login.id if current.login else None, key_id=current.config.vapid.key_id,
        vault=current.config.vault, extra_origins=current.config.push_origins,
    )  # fmt: skip
    return jsonify(kept=True), 201


@pages.post("/reminders/devices/<id_>/remove", needs=Permission.OWN_REMINDERS)
def remove_device(id_: str) -> Any:
    devices.remove(current.session, current.grant, id_)
    say(_("That device gets no more reminders."))
    return see("patient.reminders")


@pages.post("/reminders/test", needs=Permission.OWN_REMINDERS)
def test_reminders() -> Any:
    devices.ask_for_test(current.session, current.grant)
    say(_("We will send a test now. It can take a minute."))
    return see("patient.reminders")


def _show(
    chosen: choices.Choices, typed: dict[str, str], on: frozenset[str], named: frozenset[str],
    problems: dict[str, Any] | None = None,
) -> str:  # fmt: skip
    mine = devices.mine(current.session, current.grant)
    here = current.login.id if current.login else ""
    prints = {one.id: devices.print_of(one) for one in mine}
    return render(
        "patient/reminders/reminders.html",
        typed=typed, on=on, named=named, zone=chosen.time_zone, problems=problems or {}, kinds=KINDS.values(),
        times=settings.lines(current.session, current.grant, chosen),
        others=others.of(current.session, current.grant),
        devices=mine, prints=prints, failing={one.id for one in mine if one.failures},
        known=[prints[one.id] for one in mine if one.login_session_id == here],
        key=current.config.vapid.public_b64, login=here,
    )  # fmt: skip
