"""Where somebody lands: the sign-in form itself for strangers, their own first screen for everybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import make_response, redirect, request, url_for

from app.access import audit, office, overseeing, relationships
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.account.base import pages
from app.account.sign_in import show_form
from app.care.progress import of_several
from app.i18n import LANGUAGES, known
from app.models import Account
from app.web.context import current
from app.web.incoming import is_own_path
from app.web.language import remember
from app.web.needs import PUBLIC, SIGNED_IN
from app.web.render import render, see


def landing(account: Account) -> str:
    """The address of the first screen of ``account``."""
    return landing_among(account, [] if account.is_staff else relationships.all_for(current.session, account))


def landing_among(account: Account, people: list[Relationship]) -> str:
    """The first screen for somebody with these relationships: their own plan, the only one, or a choice."""
    if account.is_staff:
        if overseeing.is_officer(account):
            return url_for("privacy.desk")
        return url_for("office.people" if office.is_office(account) else "provider.worklist")
    if len(people) == 1 or (people and people[0].grant.capacity is Capacity.SELF):
        return first_page(people[0])
    return url_for("account.people")


_FIRST = (
    (Permission.SEE_PLAN, "patient.today"),
    (Permission.SHOW_CARD, "patient.my_card"),
    (Permission.FILL_IN, "patient.prepare"),
    (Permission.SEE_PROGRESS, "patient.look_back"),
    (Permission.SEE_FACTS, "patient.my_facts"),
)
"""The first of these that was agreed is where somebody begins; who begins nowhere reads what was agreed."""


def first_page(one: Relationship) -> str:
    """Where the pages about one person begin, for the person and for each helper."""
    first = next((page for need, page in _FIRST if one.grant.may(need)), "patient.me")
    return url_for(first, patient_id=one.patient.id)


def back() -> str:
    """Where the pages about an account are reached from: one's own page, else the choice of people or the desk."""
    if current.me.is_staff:
        return landing(current.me)
    mine = own_or_only()
    if mine is not None and mine.grant.capacity is Capacity.SELF:
        return url_for("patient.me", patient_id=mine.patient.id)
    return url_for("account.people")


@pages.get("/", needs=PUBLIC)
def home() -> Any:
    """No redirect between the address people type and their first screen."""
    if current.account is None:
        return show_form()
    return redirect(landing(current.account), 303)


@pages.get("/people", needs=SIGNED_IN)
def people() -> str:
    """Whose plan? Everybody side by side, for somebody who helps more than one person."""
    people = [] if current.me.is_staff else relationships.all_for(current.session, current.me)
    if people:
        grants = [replace(one.grant, request_id=current.request_id) for one in people]
        with current.database.write() as writing:
            audit.record_all(writing, grants, "read account.people")
    rests = [] if current.me.is_staff else relationships.resting(current.session, current.me)
    return render(
        "account/people.html", people=of_several.of(current.session, people), rests=rests, first_page=first_page
    )


@pages.get("/worse", needs=SIGNED_IN)
def own_worse() -> Any:
    """From *Help now*, which knows nobody, to what the person themselves has agreed for getting worse."""
    mine = own_or_only()
    if mine is None:
        return redirect(landing(current.me), 303)
    return redirect(url_for("patient.worse", patient_id=mine.patient.id), 303)


@pages.get("/log", needs=SIGNED_IN)
def own_log() -> Any:
    """From the icon's menu, which knows nobody, to where the person writes something down."""
    mine = own_or_only()
    if mine is None or not mine.grant.may(Permission.LOG):
        return redirect(landing(current.me), 303)
    return redirect(url_for("patient.measure", patient_id=mine.patient.id), 303)


def own_or_only() -> Relationship | None:
    """Whose pages somebody means who names nobody: their own, or those of the only person they help."""
    people = [] if current.me.is_staff else relationships.all_for(current.session, current.me)
    return people[0] if people and (len(people) == 1 or people[0].grant.capacity is Capacity.SELF) else None


@pages.post("/language", needs=PUBLIC)
def choose_language() -> Any:
    """Speak another language from now on; stored with the account when there is one."""
    tag = request.form.get("language", "")
    tag = tag if tag in LANGUAGES else known(tag)
    if current.account:
        current.session.get_one(Account, current.account.id).language = tag
    back = request.form.get("back", "")
    response = make_response(redirect(back) if is_own_path(back) else see("account.home"))
    response.status_code = 303
    remember(response, tag)
    return response
