"""The person's helpers: letting one in, what each may do, changing it, pausing it, ending it."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import codes
from app.access.permissions import Permission
from app.care.people import agreed_steps, agreed_words, agreements, invitations, invited
from app.care.people.agreed_words import ScopeForm
from app.care.people.agreements import Agreed
from app.errors import Invalid
from app.i18n import _, locale_tag
from app.patient.base import pages
from app.web import incoming, shown_once, step_up
from app.web.context import current
from app.web.render import render, say, see
from app.web.square import square

SHOWN_ONCE = "helper sheet"


def _one(grant_id: str) -> Agreed:
    return agreements.one(current.session, current.grant, grant_id)


@pages.get("/me/helpers/new", needs=Permission.GIVE_ACCESS)
def new_helper() -> Any:
    """Who is to help, and with what."""
    if again := step_up.ask():
        return again
    return _new(agreed_words.USUAL)


def _new(scope: ScopeForm, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    return render(
        "patient/me/helper_new.html",
        scope=scope,
        typed=request.form,
        invited=invited.of(current.session, current.grant),
        problems=problems or {},
    ), status


@pages.post("/me/helpers/new", needs=Permission.GIVE_ACCESS)
def let_in() -> Any:
    """A code for the helper; it travels once in the person's own cookie and is stored nowhere."""
    if again := step_up.ask(form=True):
        return again
    typed = agreed_words.typed(request.form.getlist)
    try:
        row, code = invitations.invite(
            current.session,
            current.grant,
            kind="proxy",
            name=request.form.get("name", ""),
            relation=request.form.get("relation", ""),
            scope=typed.scope,
            ends_on=incoming.typed_day("ends_on"),
        )
    except Invalid as problem:
        return _new(typed, problem.errors, 422)
    shown_once.keep(SHOWN_ONCE, row.id, code)
    return see("patient.helper_code")


@pages.post("/me/helpers/invited/<row_id>/back", needs=Permission.GIVE_ACCESS)
def take_back_code(row_id: str) -> Any:
    """Somebody who was invited and is not in yet stays out."""
    row = invited.take_back(current.session, current.grant, row_id)
    say(_("Taken back. The code for %(name)s opens nothing any more.", name=row.invitee_name))
    return see("patient.me", _anchor="helpers")


@pages.post("/me/helpers/invited/<row_id>/again", needs=Permission.GIVE_ACCESS)
def new_code(row_id: str) -> Any:
    """The same help, with another code: the first was lost, or somebody else saw it."""
    if again := step_up.ask(form=True):
        return again
    row, code = invited.again(current.session, current.grant, row_id)
    shown_once.keep(SHOWN_ONCE, row.id, code)
    return see("patient.helper_code")


@pages.get("/me/helpers/code", needs=Permission.GIVE_ACCESS)
def helper_code() -> Any:
    """The code for the helper, shown once: to scan from this screen, or to read out."""
    id_, kept = shown_once.take_latest(SHOWN_ONCE)
    row = invitations.waiting(current.session, current.grant, id_) if id_ else None
    if row is None:
        say(_("That code was shown once. If it is lost, let them in again here."))
        return see("patient.new_helper")
    (code,) = kept
    return render(
        "patient/me/helper_code.html",
        invitation=row,
        code=codes.spaced(code),
        address=current.typed_url + "/join",
        square=square(invitations.link(current.config.public_url, code, locale_tag())),
        agreed=agreed_words.lines(row.scopes),
        left_out=agreed_words.left_out(row.scopes),
    )


@pages.get("/me/helpers/<grant_id>", needs=Permission.OWN_DETAILS)
def me_helper(grant_id: str) -> Any:
    """One helper: what they may do, what was agreed when, and the ways to change, pause and end it."""
    helper = _one(grant_id)
    return render(
        "patient/me/helper.html",
        helper=helper,
        agreed=agreed_words.lines,
        left_out=agreed_words.left_out(helper.scope),
        steps=agreed_words.STEPS,
        history=agreed_steps.of(current.session, current.grant, helper.grant),
    )


@pages.get("/me/helpers/<grant_id>/change", needs=Permission.GIVE_ACCESS)
def change_help(grant_id: str) -> Any:
    """What this helper may do from now on, part by part."""
    if again := step_up.ask():
        return again
    helper = _one(grant_id)
    return _change(helper, agreed_words.shown(helper.scope))


def _change(helper: Agreed, scope: ScopeForm, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    return render(
        "patient/me/helper_change.html",
        helper=helper,
        scope=scope,
        ends_on=request.form.get("ends_on", agreements.last_day(helper.grant, current.patient) or ""),
        problems=problems or {},
    ), status


@pages.post("/me/helpers/<grant_id>/change", needs=Permission.GIVE_ACCESS)
def save_help(grant_id: str) -> Any:
    """It holds from the helper's next press."""
    if again := step_up.ask(form=True):
        return again
    helper, typed = _one(grant_id), agreed_words.typed(request.form.getlist)
    try:
        agreements.change(current.session, current.grant, grant_id, typed.scope, incoming.typed_day("ends_on"))
    except Invalid as problem:
        return _change(helper, typed, problem.errors, 422)
    say(_("Stored. It holds from now on."))
    return see("patient.me_helper", grant_id=grant_id)


@pages.post("/me/helpers/<grant_id>/pause", needs=Permission.GIVE_ACCESS)
def pause_help(grant_id: str) -> Any:
    """The helper opens nothing here until the person goes on with it."""
    helper = _one(grant_id)
    agreements.pause(current.session, current.grant, grant_id)
    say(_("Paused. %(name)s sees nothing here until you go on.", name=helper.account.first_name))
    return see("patient.me_helper", grant_id=grant_id)


@pages.post("/me/helpers/<grant_id>/go-on", needs=Permission.GIVE_ACCESS)
def go_on_with_help(grant_id: str) -> Any:
    """The pause is over. Whoever only holds the phone does not end it."""
    if again := step_up.ask(form=True):
        return again
    helper = _one(grant_id)
    agreements.go_on(current.session, current.grant, grant_id)
    say(_("%(name)s can help again, as agreed.", name=helper.account.first_name))
    return see("patient.me_helper", grant_id=grant_id)


@pages.post("/me/helpers/<grant_id>/end", needs=Permission.OWN_DETAILS)
def me_end_help(grant_id: str) -> Any:
    """The helper sees and does nothing here from the next request on."""
    account = agreements.end(current.session, current.grant, grant_id)
    say(_("%(name)s can no longer open your plan.", name=account.first_name))
    return see("patient.me")


@pages.post("/me/step-back", needs=Permission.OWN_REMINDERS)
def step_back() -> Any:
    """A helper stops helping, of their own accord."""
    person = current.patient
    agreements.step_back(current.session, current.grant)
    assert person is not None
    say(_("You do not help %(name)s here any more. What you wrote stays.", name=person.preferred_name))
    return see("account.people")
