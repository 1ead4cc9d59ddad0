"""Letting somebody in: a printed sheet with a code for the person, for a lost phone, or for a helper."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import codes
from app.access.permissions import Permission
from app.care.people import agreed_words, agreements, invitations, invited
from app.care.people.agreed_words import ScopeForm
from app.care.people.agreements import Rests
from app.care.people.basis import BASES
from app.errors import Invalid
from app.i18n import PSEUDO, _, known, locale_tag
from app.models import Invitation
from app.provider.base import record
from app.provider.papers import paper
from app.web import incoming, shown_once, step_up
from app.web.context import current
from app.web.render import render, say, see
from app.web.square import square

SHOWN_ONCE = "sheet"


def _page(scope: ScopeForm, problems: dict[str, Any] | None = None, status: int = 200) -> Any:
    return (
        render(
            "provider/invite/invite.html",
            person=current.patient,
            helpers=agreements.of(current.session, current.grant),
            invited=invited.of(current.session, current.grant),
            typed=request.form,
            scope=scope,
            bases=BASES,
            agreed=agreed_words.lines,
            problems=problems or {},
        ),
        status,
    )


@record.get("/invite", needs=Permission.INVITE)
def invite() -> Any:
    """Who is to come in: the person, or somebody who helps them."""
    return step_up.ask() or _page(agreed_words.USUAL)


@record.post("/invite", needs=Permission.INVITE)
def invite_person() -> Any:
    """A code for the person; older unused ones stop working. Who is in already needs another way: a way back."""
    if again := step_up.ask(form=True):
        return again
    assert current.patient is not None
    if current.patient.account_id:
        say(_("%(name)s is already in. Choose here what is needed.", name=current.patient.preferred_name))
        return see("record.ways")
    return _to_sheet(*invitations.invite(current.session, current.grant, name=current.patient.full_name))


@record.post("/invite/helper", needs=Permission.INVITE)
def invite_helper() -> Any:
    """A code for somebody who helps, with what they may do."""
    if again := step_up.ask(form=True):
        return again
    scope = agreed_words.typed(request.form.getlist)
    try:
        made = invitations.invite(
            current.session,
            current.grant,
            kind="proxy",
            name=request.form.get("name", ""),
            relation=request.form.get("relation", ""),
            scope=scope.scope,
            on=Rests(request.form.get("basis", "consent"), request.form.get("document", "")),
            starts_on=incoming.typed_day("starts_on"),
            ends_on=incoming.typed_day("ends_on"),
        )
    except Invalid as problem:
        return _page(scope, problem.errors, 422)
    return _to_sheet(*made)


@record.post("/invite/<row_id>/back", needs=Permission.INVITE)
def take_back_code(row_id: str) -> Any:
    """A helper who was invited and is not in yet stays out."""
    row = invited.take_back(current.session, current.grant, row_id)
    say(_("Taken back. The code for %(name)s opens nothing any more.", name=row.invitee_name))
    return see("record.invite", _anchor="invited")


@record.post("/invite/<row_id>/again", needs=Permission.INVITE)
def new_code(row_id: str) -> Any:
    """The same help, with another code; the one before stops working."""
    return step_up.ask(form=True) or _to_sheet(*invited.again(current.session, current.grant, row_id))


@record.post("/helpers/<grant_id>/end", needs=Permission.INVITE)
def end_help(grant_id: str) -> Any:
    """On the person's word, a helper's access ends now."""
    account = agreements.end(current.session, current.grant, grant_id)
    say(_("%(name)s no longer has access.", name=account.name))
    return see("record.invite")


def _to_sheet(invitation: Invitation, code: str) -> Any:
    """The code is stored nowhere: it travels once in the nurse's own cookie, so that a reload makes no second one."""
    shown_once.keep(SHOWN_ONCE, invitation.id, code)
    return see("record.sheet")


@record.get("/invite/sheet", needs=Permission.INVITE)
def sheet() -> Any:
    """The sheet to print or to show, once."""
    id_, kept = shown_once.take_latest(SHOWN_ONCE)
    invitation = invitations.waiting(current.session, current.grant, id_) if id_ else None
    if invitation is None:
        say(_("That code was shown once. If the sheet is lost, make a new code here."))
        return see("record.invite")
    return render(
        "provider/invite/sheet.html", person=current.patient, invitation=invitation, **_paper(invitation, *kept)
    )


def _paper(invitation: Invitation, code: str) -> dict[str, Any]:
    """What is printed, in the language of whoever it is for: the person's own; a helper's we do not know."""
    assert current.patient is not None
    tag = known(current.patient.language) if invitation.kind == "self" else locale_tag()
    return paper(
        "provider/invite/paper.html",
        tag,
        current.patient.time_zone,
        person=current.patient,
        invitation=invitation,
        code=codes.spaced(code),
        address=current.typed_url + "/join",
        square=lambda: square(invitations.link(current.config.public_url, code, "" if tag == PSEUDO else tag)),
    )
