"""A guest without an account: the door behind a link or a code, the named lines, one line back.

The address of a link is a secret, so these pages tell no other page where they were reached from, are kept by
nobody, and start no worker. Opening a link shows a door only (mail programs open links by themselves): a use begins
with the press of its button, and goes on under an address that holds nothing.
"""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms import ValidationError

from app.access import passphrases, throttle
from app.account import home
from app.account.sign_in import wait_words
from app.care.guests import opening, passcode, shown, words
from app.care.guests.opening import Visiting
from app.errors import Conflict, Gone, Invalid, TooMany
from app.i18n import _
from app.models import GuestPass
from app.web.context import current
from app.web.device import device
from app.web.needs import PUBLIC
from app.web.pages import Pages
from app.web.render import render, say, see

pages = Pages("guest", __name__)
KEPT = "guest"
"""What the token of a use is called in this browser's cookie."""


@pages.before_request
def _form_token() -> None:
    """Without a referrer, which these pages do not send, the usual check of a form's token refuses over https."""
    if request.method == "POST":
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError as problem:
            raise CSRFError(str(problem)) from None


@pages.after_request
def _tell_nobody(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/guest", needs=PUBLIC)
def code() -> Any:
    """Type a code that was read out."""
    return _code_page()


@pages.post("/guest", needs=PUBLIC)
def open_code() -> Any:
    """A code that works, with its six digits where they are asked for."""
    try:
        session[KEPT] = _enter(request.form.get("code", ""), by_code=True)
    except (Gone, Invalid, TooMany) as problem:
        return _code_page(problem)
    return see("guest.look")


@pages.get("/guest/<token>", needs=PUBLIC)
def door(token: str) -> Any:
    """A plain door with a button: nothing is used up, and nobody is named."""
    try:
        row = opening.find(current.session, token, by_code=False)
    except Gone as problem:
        return _gone(problem)
    return _door_page(token, row)


@pages.post("/guest/<token>", needs=PUBLIC)
def open_door(token: str) -> Any:
    """The press of the button is a use."""
    try:
        session[KEPT] = _enter(token, by_code=False)
    except Gone as problem:
        return _gone(problem)
    except (Invalid, TooMany) as problem:
        current.session.rollback()
        with current.database.read() as reading:
            row = opening.find(reading, token, by_code=False)
        return _door_page(token, row, problem)
    return see("guest.look")


@pages.get("/guest/look", needs=PUBLIC)
def look() -> Any:
    """The named lines and nothing else."""
    try:
        guest = opening.visiting(current.session, session.get(KEPT, ""), current.request_id)
    except Gone as problem:
        return _gone(problem)
    with current.database.write() as writing:
        opening.record(writing, guest.row, guest.grant, "read guest.look")
    return _look_page(guest)


@pages.post("/guest/look", needs=PUBLIC)
def write_back() -> Any:
    """One line back, for the person and their team to take up or not."""
    try:
        guest = opening.visiting(current.session, session.get(KEPT, ""), current.request_id)
    except Gone as problem:
        return _gone(problem)
    typed = {name: request.form.get(name, "") for name in ("words", "key", "sort")}
    try:
        words.write(current.session, guest, **typed)
    except Invalid as problem:
        return _look_page(guest, typed, problem.errors), 422
    except Conflict as problem:
        return _look_page(guest, typed, {"": problem.words}), 409
    say(_("Your line is with %(name)s and the team.", name=guest.patient.preferred_name))
    return see("guest.look")


@pages.post("/guest/language", needs=PUBLIC)
def choose_language() -> Any:
    """Another language, from a page that tells nobody where somebody came from."""
    return home.choose_language()


@pages.post("/guest/leave", needs=PUBLIC)
def leave() -> Any:
    """Close it on this device."""
    opening.leave(current.session, session.pop(KEPT, ""))
    say(_("It is closed on this device."))
    return redirect(url_for("guest.code"), 303)


def _enter(secret: str, *, by_code: bool) -> str:
    """Start a use; tries of codes and digits are slowed down. Raises ``Gone``, ``Invalid`` or ``TooMany``."""
    tries = [throttle.key("code", request.remote_addr or "")] if by_code else []
    with current.database.read() as reading:
        throttle.check(reading, tries)
        try:
            row = opening.find(reading, secret, by_code=by_code)
        except Gone:
            row = None
        digits = [throttle.key("passcode", row.id)] if row is not None and row.passcode_hash else []
        throttle.check(reading, digits)
    if row is None:
        if tries:
            with current.database.write() as writing:
                throttle.failed(writing, tries)
        raise opening.mistyped() if by_code else opening.gone()
    if digits:
        _check_digits(row, digits)
        throttle.succeeded(current.session, digits)
    return opening.enter(
        current.session, secret, by_code=by_code, device=device(), request_id=current.request_id
    )  # fmt: skip


def _check_digits(row: GuestPass, tries: list[str]) -> None:
    """Outside of a transaction: the comparison is slow on purpose."""
    typed = passcode.tidy(request.form.get("passcode", ""))
    if not typed:
        raise Invalid(fields={"passcode": _("Type the six digits that you were told.")})
    if passphrases.matches(row.passcode_hash, typed):
        return
    with current.database.write() as writing:
        throttle.failed(writing, tries)
        grant = shown.grant_of(writing, row, current.request_id)
        opening.record(writing, row, grant, "open guest link", "refused")
    raise Invalid(fields={"passcode": _("These are not the six digits. Look again, or ask whoever told you.")})


def _answer(page: str, problem: Gone | Invalid | TooMany | None) -> Any:
    headers = {"Retry-After": str(problem.retry_after)} if isinstance(problem, TooMany) else {}
    return page, problem.status if problem else 200, headers


def _errors(problem: Gone | Invalid | TooMany | None, field: str) -> dict[str, Any]:
    if isinstance(problem, Invalid):
        return problem.errors
    return {field: wait_words(problem) if isinstance(problem, TooMany) else problem.words} if problem else {}


def _code_page(problem: Gone | Invalid | TooMany | None = None) -> Any:
    errors = _errors(problem, "code")
    page = render(
        "guest/code.html", code=request.form.get("code", "")[:40], errors=errors, digits="passcode" in errors
    )
    return _answer(page, problem)


def _door_page(token: str, row: GuestPass, problem: Invalid | TooMany | None = None) -> Any:
    page = render("guest/door.html", token=token, digits=bool(row.passcode_hash), errors=_errors(problem, "passcode"))
    return _answer(page, problem)


def _look_page(guest: Visiting, typed: dict[str, str] | None = None, errors: dict[str, Any] | None = None) -> str:
    items = shown.items(current.session, guest.grant)
    return render(
        "guest/look.html", guest=guest, person=guest.patient, typed=typed or {}, errors=errors or {},
        lines=shown.drawn(current.session, guest.grant, items, guest.patient), sorts=words.SORTS,
        written=words.written(current.session, guest) if guest.row.may_write else None,
    )  # fmt: skip


def _gone(problem: Gone) -> Any:
    """The same for a link that never was, is over or was ended."""
    return render("guest/gone.html", words=problem.words), problem.status
