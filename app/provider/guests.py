"""Guests of a person, on the staff side: who has access, making one with the person's consent noted, ending one."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.guests import asked, choosing, looking, making, passcode, words
from app.care.guests.choosing import Choice
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web import shown_once, step_up
from app.web.context import current
from app.web.render import render, say, see
from app.web.way_in import way_in

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
    return _form(choosing.choice(current.session, current.grant))


@record.post("/guests/preview", needs=Permission.SHARE)
def guest_preview() -> Any:
    """Exactly what the guest will see, before anything is made."""
    if again := step_up.ask(form=True):
        return again
    choice = choosing.choice(current.session, current.grant, request.form.getlist)
    if request.form.get("back"):
        return _form(choice)
    assert current.patient is not None
    try:
        lines = choosing.preview(current.session, current.grant, choice, current.patient)
    except Invalid as problem:
        return _form(choice, problem.errors), 422
    return render(
        "guest/preview.html", side=SIDE, asked=choice.asked, asking=asked, lines=lines, person=current.patient
    )


@record.post("/guests", needs=Permission.SHARE)
def guest_make() -> Any:
    """The link or code is shown once, on the page of this guest."""
    if again := step_up.ask(form=True):
        return again
    digits, hashed = passcode.drawn() if request.form.get("passcode") == "yes" else ("", "")
    choice = choosing.choice(current.session, current.grant, request.form.getlist)
    try:
        row, secret = making.make(current.session, current.grant, choice.asked, hashed)
    except Invalid as problem:
        return _form(choice, problem.errors), 422
    shown_once.keep("guest", row.id, secret, digits)
    return see("record.guest", pass_id=row.id)


@record.get("/guests/<pass_id>", needs=Permission.SHARE)
def guest(pass_id: str) -> Any:
    """What this guest sees, each use, and what they wrote; the way in itself is there once."""
    assert current.patient is not None
    looked = looking.look(current.session, current.grant, pass_id, current.patient)
    kept = shown_once.take("guest", pass_id)
    way = way_in(kept[0], by_code=looked.guest.row.by_code) if kept else None
    return render(
        "guest/one.html", side=SIDE, looked=looked, sorts=words.SORTS, digits=kept[1] if kept else "", way=way
    )


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


def _form(choice: Choice, problems: dict[str, Any] | None = None) -> str:
    return render("guest/form.html", side=SIDE, chosen=choice, problems=problems or {}, person=current.patient)
