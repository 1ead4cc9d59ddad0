"""Somebody who helps in an emergency types the code from the person's phone and reads the card, for half an hour."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session, url_for

from app.access import throttle
from app.account.guest import pages
from app.account.sign_in import wait_words
from app.care.emergency import card as cards
from app.care.emergency import codes
from app.errors import Gone, TooMany
from app.i18n import _
from app.web.context import current
from app.web.device import device
from app.web.needs import PUBLIC
from app.web.render import render, say, see

KEPT = "card"


@pages.get("/emergency", needs=PUBLIC)
def emergency() -> Any:
    """Type the code, or find it filled in from the square. Opening this page uses nothing up."""
    return _page()


@pages.post("/emergency", needs=PUBLIC)
def open_card() -> Any:
    """A code that works opens the card, once."""
    code, tries = request.form.get("code", ""), [throttle.key("code", request.remote_addr or "")]
    try:
        with current.database.read() as reading:
            throttle.check(reading, tries)
        session[KEPT] = codes.use(
            current.session, code, who=request.form.get("who", ""), device=device(), request_id=current.request_id
        )
    except TooMany as problem:
        return _page(wait_words(problem), problem.status, {"Retry-After": str(problem.retry_after)})
    except Gone as problem:
        current.session.rollback()  # the write lock must not be held while the try is counted
        with current.database.write() as writing:
            throttle.failed(writing, tries)
        return _page(problem.words, problem.status)
    return see("guest.card")


@pages.get("/emergency/card", needs=PUBLIC)
def card() -> Any:
    """The card and nothing else. No scripts, no plan, no way on from here."""
    try:
        found = codes.showing(current.session, session.get(KEPT, ""), current.request_id)
    except Gone as problem:
        return _page(problem.words, problem.status)
    with current.database.write() as writing:
        codes.record(writing, found.row, found.grant, "read guest.card")
    drawn = cards.drawn(current.session, found.card, found.patient)
    return render("guest/card.html", card=drawn, until=found.row.view_until)


@pages.post("/emergency/done", needs=PUBLIC)
def card_done() -> Any:
    """Close it on this device."""
    session.pop(KEPT, None)
    say(_("It is closed on this device."))
    return redirect(url_for("guest.emergency"), 303)


def _page(problem: Any = None, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    typed = {name: request.form.get(name, "")[:100] for name in ("code", "who")}
    return render("guest/emergency.html", typed=typed, problem=problem), status, headers or {}
