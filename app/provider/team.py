"""Who is on a person's care team: adding somebody, and taking somebody off."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.people import absence, around
from app.care.people import team as members
from app.care.people.names import ROLES, called
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.render import render, say, see


@record.get("/team", needs=Permission.INVITE)
def team() -> Any:
    """The team of today, what each looks after, and who could join."""
    return _page()


@record.post("/team", needs=Permission.INVITE)
def team_join() -> Any:
    """Put a colleague on the team."""
    try:
        account = members.join(current.session, current.grant, request.form.get("account_id", ""))
    except Invalid as problem:
        return _page(problem), 422
    say(_("%(name)s is on the team now.", name=called(account)))
    return see("record.team")


@record.post("/team/<account_id>/leave", needs=Permission.INVITE)
def team_leave(account_id: str) -> Any:
    """Take somebody off the team; what waited for them goes to a colleague."""
    try:
        left = members.leave_team(current.session, current.grant, account_id)
    except Invalid as problem:
        return _page(problem), 422
    say(_said(left))
    return see("provider.patients" if left.account.id == current.me.id else "record.team")


@record.post("/team/<account_id>/call-for", needs=Permission.INVITE)
def team_call_for(account_id: str) -> Any:
    """What to call them for, in words that the person reads."""
    try:
        members.call_for(current.session, current.grant, account_id, request.form.get(f"call_for-{account_id}", ""))
    except Invalid as problem:
        return _page(problem, account_id), 422
    say(_("Stored."))
    return see("record.team")


def _said(left: members.Left) -> str:
    facts = {"name": left.account.first_name, "heir": called(left.heir)}
    if left.promises and current.grant.may(Permission.SEE_PLAN):
        return _(
            "%(name)s left the team, and %(heir)s takes over. In the plan, these need a new owner: %(titles)s.",
            titles="; ".join(left.promises),
            **facts,
        )
    if left.promises:
        return _(
            "%(name)s left the team, and %(heir)s takes over. Ask %(heir)s to name a new owner in the plan.", **facts
        )
    return _("%(name)s left the team, and %(heir)s takes over.", **facts)


def _page(problem: Invalid | None = None, at: str = "") -> str:
    session, grant = current.session, current.grant
    people = around.of(session, grant).team
    clinical = [account.id for _row, account in people if members.is_clinical(account)]
    return render(
        "provider/team/team.html",
        person=current.patient,
        at=at,
        typed=request.form.get(f"call_for-{at}", ""),
        team=people,
        me=current.me.id,
        roles=ROLES,
        away=absence.away_today(session, [account.id for _row, account in people], current.today),
        called=called,
        heirs={
            account.id: next((called(a) for _row, a in people if a.id in clinical and a.id != account.id), "")
            for _row, account in people
        },
        held=members.held(session, grant) if grant.may(Permission.SEE_PLAN) else {},
        others=[(a.id, f"{a.name} ({ROLES[a.role or '']})") for a in members.could_join(session, grant)],
        chosen=request.form.get("account_id", ""),
        problems=problem.fields if problem else {},
        refused=problem.words if problem and not problem.fields else None,
    )
