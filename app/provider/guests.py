"""Guests of a person, on the staff side: who has access, making one with the person's consent noted, ending one."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from app.access import passphrases
from app.access.permissions import Permission
from app.care.guests import asked, making, passcode, shown, words
from app.care.plan import folding, who
from app.errors import Invalid
from app.i18n import _
from app.models import PlanItem
from app.provider.base import record
from app.web import shown_once, step_up
from app.web.context import current
from app.web.render import render, say, see
from app.web.square import square

SIDE = "record"


@record.get("/guests", needs=Permission.SHARE)
def guests() -> Any:
    """Everybody who sees something without an account, now and before."""
    return render("guest/list.html", side=SIDE, guests=making.of(current.session, current.grant))


@record.get("/guests/new", needs=Permission.SHARE)
def guest_new() -> Any:
    """Who it is for, which lines, how long."""
    if again := step_up.ask():
        return again
    return _form(asked.Asked(), shown.choosable(current.session, current.grant))


@record.post("/guests/preview", needs=Permission.SHARE)
def guest_preview() -> Any:
    """Exactly what the guest will see, before anything is made."""
    if again := step_up.ask(form=True):
        return again
    lines = shown.choosable(current.session, current.grant)
    wanted = asked.read(request.form.getlist, lines)
    if request.form.get("back"):
        return _form(wanted, lines)
    try:
        asked.check(current.grant, wanted)
    except Invalid as problem:
        return _form(wanted, lines, problem.errors), 422
    assert current.patient is not None
    chosen = [item for item in lines if item.key in wanted.keys]
    drawn = shown.drawn(current.session, current.grant, chosen, current.patient)
    return render("guest/preview.html", side=SIDE, asked=wanted, asking=asked, lines=drawn, person=current.patient)


@record.post("/guests", needs=Permission.SHARE)
def guest_make() -> Any:
    """The link or code is shown once, on the page of this guest."""
    if again := step_up.ask(form=True):
        return again
    digits = passcode.new() if request.form.get("passcode") == "yes" else ""
    hashed = passphrases.hash_(digits) if digits else ""  # before the transaction begins: it is slow on purpose
    lines = shown.choosable(current.session, current.grant)
    wanted = asked.read(request.form.getlist, lines)
    try:
        row, secret = making.make(current.session, current.grant, wanted, hashed)
    except Invalid as problem:
        return _form(wanted, lines, problem.errors), 422
    shown_once.keep("guest", row.id, secret, digits)
    return see("record.guest", pass_id=row.id)


@record.get("/guests/<pass_id>", needs=Permission.SHARE)
def guest(pass_id: str) -> Any:
    """What this guest sees, each use, and what they wrote; the way in itself is there once."""
    return _page(pass_id)


@record.post("/guests/<pass_id>/end", needs=Permission.SHARE)
def guest_end(pass_id: str) -> Any:
    """It ends with the guest's next press."""
    row = making.end(current.session, current.grant, pass_id)
    say(_("%(name)s can no longer open anything here.", name=row.name))
    return see("record.guests")


@record.post("/guests/words/<word_id>", needs=Permission.SHARE)
def guest_word(word_id: str) -> Any:
    """Take up what a guest wrote, or not. What should change leads to one's own draft of that line."""
    row = words.answer(current.session, current.grant, word_id, request.form.get("outcome", ""))
    if row.outcome == "declined":
        say(_("Put aside. The plan stays as it is."))
    elif row.sort == "change" and words.is_still_there(current.session, current.grant, row):
        say(_("The guest wrote: %(words)s", words=row.words))
        return see("record.editor_line", key=row.key)
    else:
        say(_("Kept. Thank you for looking."))
    return see("record.guest", pass_id=row.pass_id)


def _form(wanted: asked.Asked, lines: list[PlanItem], problems: dict[str, Any] | None = None) -> str:
    away = folding.folded_among(current.session, current.grant, lines)
    return render(
        "guest/form.html", side=SIDE, asked=wanted, asking=asked, parts=shown.parts(lines), away=away,
        problems=problems or {}, person=current.patient,
    )  # fmt: skip


def _page(pass_id: str) -> str:
    assert current.patient is not None
    found = making.one(current.session, current.grant, pass_id)
    lines, more = shown.now(current.session, current.grant, found.row, current.patient)
    ids = {found.row.made_by_id, found.row.ended_by_id, *(word.answered_by_id for word in found.words)}
    kept = shown_once.take("guest", pass_id)
    return render(
        "guest/one.html", side=SIDE, guest=found, shown=shown, lines=lines, more=more, sorts=words.SORTS,
        people=who.called(current.session, current.grant, ids, current.patient), person=current.patient, kept=kept,
        way=_way(kept[0], by_code=found.row.by_code) if kept else None,
    )  # fmt: skip


def _way(secret: str, *, by_code: bool) -> dict[str, Any]:
    """The address to send or to show, or the code to read out with the address where it is typed."""
    if by_code:
        return {"code": shown.spaced(secret), "address": current.config.public_url.split("://", 1)[-1] + "/guest"}
    link = current.config.public_url + url_for("guest.door", token=secret)
    return {"link": link, "square": square(link)}
