"""The emergency card: choosing what stands on it, showing it, and a code for somebody who helps.

A helper with whom it was agreed shows it as it stands; all else is the person's own.
"""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.codes import spaced
from app.access.permissions import Permission
from app.care.emergency import card, codes
from app.errors import Invalid
from app.i18n import _
from app.models import EmergencyCard, EmergencyCode
from app.patient.base import pages
from app.web import shown_once
from app.web.context import current
from app.web.render import render, say, see
from app.web.square import square


@pages.get("/card", needs=Permission.SHOW_CARD)
def my_card() -> Any:
    """The card as others read it, and the ways to show it."""
    own = current.grant.may(Permission.OWN_CARD)
    row = card.of(current.session, current.grant)
    if row is None and own:
        return see("patient.my_card_choose")
    assert current.patient is not None
    drawn = card.drawn(current.session, row, current.patient, current.grant) if row is not None else None
    if not own:
        return render("guest/their_card.html", card=drawn, person=current.patient)
    used = codes.of(current.session, current.grant)
    return render(
        "guest/my_card.html",
        card=drawn,
        row=row,
        code=_code(used),
        used=[one for one in used if one.used_at],
        shows=codes.shows,
    )


@pages.get("/card/choose", needs=Permission.OWN_CARD)
def my_card_choose() -> Any:
    """What stands on it, item by item."""
    return _form(card.of(current.session, current.grant))


@pages.post("/card", needs=Permission.OWN_CARD)
def my_card_chosen() -> Any:
    """Keep the choice; the card shows it at once."""
    typed = EmergencyCard(
        words=request.form.get("words", ""),
        facts=request.form.getlist("facts"),
        lines=request.form.getlist("lines"),
        contacts=card.typed_contacts(lambda name: request.form.get(name, "")),
    )
    try:
        card.save(
            current.session, current.grant, words=typed.words, facts=typed.facts, lines=typed.lines,
            contacts=typed.contacts,
        )  # fmt: skip
    except Invalid as problem:
        return _form(typed, problem.errors), 422
    say(_("This is your card now."))
    return see("patient.my_card")


@pages.post("/card/code", needs=Permission.OWN_CARD)
def my_card_code() -> Any:
    """A code for whoever helps; one from before that nobody used stops working."""
    row, code = codes.make(current.session, current.grant)
    shown_once.keep("card", row.id, code)
    return see("patient.my_card", _anchor="code")


@pages.post("/card/code/<code_id>/end", needs=Permission.OWN_CARD)
def my_card_code_end(code_id: str) -> Any:
    """Nobody sees the card by this code from the next request on."""
    codes.end(current.session, current.grant, code_id)
    say(_("That code opens nothing any more."))
    return see("patient.my_card")


def _code(used: list[EmergencyCode]) -> dict[str, Any] | None:
    """The code that waits, on the phone that made it: also after the page was loaded again."""
    waiting = next((row for row in used if codes.waits(row)), None)
    kept = shown_once.peek("card", waiting.id) if waiting is not None else []
    if not kept:
        return None
    return {
        "row": waiting, "letters": spaced(kept[0]), "address": current.typed_url + "/emergency",
        "square": square(f"{current.config.public_url}/emergency#{kept[0]}"),
    }  # fmt: skip


def _form(row: EmergencyCard | None, problems: dict[str, Any] | None = None) -> str:
    contacts = list(row.contacts) if row is not None else []
    blank = {"name": "", "relation": "", "phone": ""}
    return render(
        "guest/card_form.html", row=row, choices=card.choices(current.session, current.grant),
        problems=problems or {},
        contacts=[*contacts, *[blank] * card.MOST_CONTACTS][: card.MOST_CONTACTS],
    )  # fmt: skip
