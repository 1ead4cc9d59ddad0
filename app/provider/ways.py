"""Ways in for the person and for who helps them: a card to keep, and a way back after a lost phone."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access import codes
from app.access.permissions import Permission
from app.care.people import cards, invitations, recovery
from app.care.people.identity import SEEN
from app.care.people.recovery import Checked
from app.errors import Invalid
from app.i18n import _, known
from app.models import AccessCard, WayBack
from app.provider.base import record
from app.provider.papers import paper
from app.web import shown_once, step_up
from app.web.context import current
from app.web.render import render, say, see
from app.web.square import square

CARD, CODE = "card sheet", "way back"


@record.get("/ways", needs=Permission.INVITE)
def ways() -> Any:
    """Who has which way in, and what was given lately."""
    return render(
        "provider/ways/ways.html",
        person=current.patient,
        holders=cards.holders(current.session, current.grant),
        given=recovery.latest(current.session, current.grant),
        seen=SEEN,
        why=recovery.WHY,
    )


def _card_form(account_id: str, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    return render(
        "provider/ways/new_card.html",
        person=current.patient,
        account=cards.whose(current.session, current.grant, _id(account_id)),
        account_id=account_id,
        seen=SEEN,
        problems=problems or {},
    ), status


def _id(account_id: str) -> str:
    return "" if account_id == "person" else account_id


@record.get("/ways/<account_id>/card", needs=Permission.INVITE)
def new_card(account_id: str) -> Any:
    """How do you know who stands there? ``account_id`` is "person" for somebody who has not been in yet."""
    if again := step_up.ask():
        return again
    return _card_form(account_id)


@record.post("/ways/<account_id>/card", needs=Permission.INVITE)
def print_card(account_id: str) -> Any:
    """A new card for the person or a helper; it travels once in the nurse's own cookie, as a code does."""
    if again := step_up.ask(form=True):
        return again
    try:
        card, code = cards.print_for(
            current.session, current.grant, _id(account_id), seen=request.form.get("seen", "")
        )
    except Invalid as problem:
        return _card_form(account_id, problem.errors, 422)
    shown_once.keep(CARD, card.id, code)
    return see("record.card_sheet")


@record.get("/ways/card", needs=Permission.INVITE)
def card_sheet() -> Any:
    """The card to print, once."""
    id_, kept = shown_once.take_latest(CARD)
    holder = _holder_of(id_) if id_ else None
    if holder is None:
        say(_("A card is shown once. If it is lost, print a new one here."))
        return see("record.ways")
    return render("provider/ways/card_sheet.html", person=current.patient, holder=holder, **_card(holder, *kept))


def _holder_of(card_id: str) -> cards.Holder | None:
    found = cards.holders(current.session, current.grant)
    return next((one for one in found if one.card and one.card.id == card_id), None)


def _card(holder: cards.Holder, code: str) -> dict[str, Any]:
    assert current.patient is not None
    assert holder.account is not None
    card: AccessCard | None = holder.card
    return paper(
        "provider/ways/card_paper.html",
        known(holder.account.language),
        current.patient.time_zone,
        person=current.patient,
        holder=holder,
        card=card,
        groups=cards.groups(code),
        address=current.typed_url + "/card",
        square=lambda: square(cards.link(current.config.public_url, code)),
    )


@record.post("/ways/card/<card_id>/end", needs=Permission.INVITE)
def end_card(card_id: str) -> Any:
    """On their word, or because it was found: the card ends, and so does what it opened."""
    account = cards.end(current.session, current.grant, card_id)
    say(_("The card of %(name)s does not work any more.", name=account.name))
    return see("record.ways")


def _form(account_id: str, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    account, person = recovery.whose(current.session, current.grant, account_id)
    return render(
        "provider/ways/way_back.html",
        person=person,
        account=account,
        is_person=person.account_id == account.id,
        rules=recovery,
        seen=SEEN,
        typed=request.form,
        asked=request.form.getlist("asked"),
        problems=problems or {},
    ), status


@record.get("/ways/<account_id>/back", needs=Permission.INVITE)
def way_back(account_id: str) -> Any:
    """How do you know who it is?"""
    if again := step_up.ask():
        return again
    return _form(account_id)


@record.post("/ways/<account_id>/back", needs=Permission.INVITE)
def give_way_back(account_id: str) -> Any:
    """Written down what was checked: here is the code, once."""
    if again := step_up.ask(form=True):
        return again
    typed = request.form
    checked = Checked(
        way=typed.get("way", ""), seen=typed.get("seen", ""), asked=tuple(typed.getlist("asked")),
        rang=bool(typed.get("rang")), why=typed.get("why", ""),
    )  # fmt: skip
    try:
        row, code = recovery.give(current.session, current.grant, account_id, checked)
    except Invalid as problem:
        return _form(account_id, problem.errors, 422)
    shown_once.keep(CODE, row.id, account_id, code, checked.way)
    return see("record.way_back_sheet")


@record.get("/ways/back", needs=Permission.INVITE)
def way_back_sheet() -> Any:
    """The code, once: to print, or to read out on the telephone."""
    id_, kept = shown_once.take_latest(CODE)
    row = current.session.get(WayBack, id_) if id_ else None
    if row is None or row.used_at or row.withdrawn_at or row.expires_at <= clock.now():
        say(_("That code was shown once. If it is lost, make a new code here."))
        return see("record.ways")
    account_id, code, way = kept
    account, person = recovery.whose(current.session, current.grant, account_id)
    names = {
        "person": person, "account": account, "row": row, "code": codes.spaced(code),
        "address": current.typed_url + "/join",
    }  # fmt: skip
    if way == recovery.CALL_BACK:
        return render("provider/ways/read_out.html", minutes=recovery.good_until(row), **names)
    drawn = paper(
        "provider/ways/back_paper.html",
        known(account.language),
        person.time_zone,
        square=lambda: square(invitations.link(current.config.public_url, code)),
        **names,
    )
    return render("provider/ways/back_sheet.html", **names, **drawn)
