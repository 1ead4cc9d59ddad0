"""The accounts of the practice: who works here, letting somebody in, a new way in, and closing."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import codes
from app.care.people import invitations, staff
from app.care.people.names import ROLES
from app.errors import Invalid
from app.i18n import LANGUAGES, _, known
from app.provider.base import office as pages
from app.provider.papers import paper
from app.web import shown_once, step_up
from app.web.context import current
from app.web.needs import OFFICE
from app.web.render import render, say, see
from app.web.square import square

CODE = "office code"


@pages.get("/", endpoint="people", needs=OFFICE)
def people() -> Any:
    """Everybody of the practice; asked for, also those who left."""
    closed = request.args.get("left") == "yes"
    return render(
        "provider/office/people.html",
        people=staff.everybody(current.session, closed=closed),
        closed=closed,
        roles=ROLES,
    )


@pages.get("/new", endpoint="new", needs=OFFICE)
def new() -> Any:
    """Who is new?"""
    if again := step_up.ask():
        return again
    return _form()


@pages.post("/new", endpoint="add", needs=OFFICE)
def add() -> Any:
    """The account, and the code that its owner chooses a passphrase with."""
    if again := step_up.ask(form=True):
        return again
    typed = {name: request.form.get(name, "") for name in ("name", "sign_in", "role", "language")}
    try:
        account, code = staff.add(current.session, current.me, zone=current.config.practice.time_zone, **typed)
    except Invalid as problem:
        return _form(problem.errors, 422)
    shown_once.keep(CODE, account.id, code, "new")
    return see("office.code")


@pages.get("/code", endpoint="code", needs=OFFICE)
def code() -> Any:
    """The code, once: to print, or to be scanned from this screen."""
    id_, kept = shown_once.take_latest(CODE)
    if not id_:
        say(_("That code was shown once. If it is lost, make a new one here."))
        return see("office.people")
    code, why = kept
    colleague = staff.one(current.session, id_)
    if colleague.code_until is None:
        return see("office.one", account_id=id_)
    link = invitations.link(current.config.public_url, code)
    names = {
        "account": colleague.account, "until": colleague.code_until, "code": codes.spaced(code),
        "address": current.typed_url + "/join", "is_new": why == "new",
    }  # fmt: skip
    tag, zone = known(colleague.account.language), colleague.account.time_zone
    drawn = paper("provider/office/code_paper.html", tag, zone, square=lambda: square(link), **names)
    return render("provider/office/code.html", **names, **drawn)


@pages.get("/<account_id>", endpoint="one", needs=OFFICE)
def one(account_id: str) -> Any:
    """Somebody of the practice, and what the office can do for them."""
    return render("provider/office/one.html", one=staff.one(current.session, account_id), roles=ROLES)


@pages.post("/<account_id>/code", endpoint="give_code", needs=OFFICE)
def give_code(account_id: str) -> Any:
    """For somebody who forgot the passphrase, or whose first code is too old."""
    if again := step_up.ask():
        return again
    account, code = staff.give_code(current.session, current.me, account_id)
    shown_once.keep(CODE, account.id, code, "new" if account.passphrase_hash is None else "lost")
    return see("office.code")


@pages.post("/<account_id>/second-step", endpoint="forget_second_step", needs=OFFICE)
def forget_second_step(account_id: str) -> Any:
    """Phone and paper are lost."""
    if again := step_up.ask():
        return again
    account = staff.forget_second_step(current.session, current.me, account_id)
    say(_("%(name)s sets up a new second step at the next sign-in.", name=account.name))
    return see("office.one", account_id=account.id)


@pages.get("/<account_id>/close", endpoint="closing", needs=OFFICE)
def closing(account_id: str) -> Any:
    """What closing does, before it is done."""
    colleague = staff.one(current.session, account_id)
    if colleague.account.closed_at:
        return see("office.one", account_id=account_id)
    return render("provider/office/close.html", one=colleague, roles=ROLES)


@pages.post("/<account_id>/close", endpoint="close", needs=OFFICE)
def close(account_id: str) -> Any:
    """Off all teams, signed out everywhere, and what waited handed on."""
    if again := step_up.ask():
        return again
    account, done = staff.close(current.session, current.me, account_id, current.config.practice.time_zone)
    say(
        _(
            "%(name)s cannot sign in any more. Care teams left: %(teams)s. Handed on: %(things)s.",
            name=account.name, teams=done.teams, things=done.handed_on,
        )
    )  # fmt: skip
    if done.without_lead:
        say(_("People whose team has nobody left who can answer: %(n)s.", n=len(done.without_lead)))
    return see("office.one", account_id=account.id)


def _form(problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    return render(
        "provider/office/new.html", typed=request.form, problems=problems or {}, languages=LANGUAGES,
        roles=[(role, str(words).capitalize()) for role, words in ROLES.items()],
    ), status  # fmt: skip
