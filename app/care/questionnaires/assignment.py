"""Asking somebody to fill in a form: why, who reads it, from when until when, before which visit."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, policy, records, scopes
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.patients import team_of
from app.care.questionnaires import burden, store
from app.care.reminders.refresh import refresh
from app.db import is_id
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext
from app.models import Account, Assignment, Patient, ProxyGrant, Questionnaire, Response

MAX_WHY = 300
LONGEST = timedelta(days=366)


def readers(session: Session, grant: Grant) -> list[Account]:
    """Who of the care team may read answers now, the lead first."""
    team = team_of(session, grant.patient_id)
    return [one for one in team if Permission.READ_ANSWERS in policy.for_team(one.role)]


def assign(
    session: Session,
    grant: Grant,
    questionnaire_id: str,
    *,
    why: str = "",
    reader_id: str,
    opens_on: date | None,
    closes_on: date | None,
    visit_on: date | None = None,
    most: int | None = None,
    anyway: bool = False,
    helper_id: str = "",
    order: int = 0,
) -> Assignment:
    """Ask the person to fill in a form. Days are calendar days where the person lives.

    ``most`` is how many questions a month the practice allows itself; going over it needs ``anyway``, which is
    noted. A form about a helper goes to the helper ``helper_id``, and to nobody else. ``order`` places it among
    others of the same visit. Raises ``Invalid`` with the fields to mend: questionnaire, reader, opens_on,
    closes_on, visit_on, why, helper, anyway; ``NotFound`` for a form, reader or helper that is not there for them.
    """
    grant.must(Permission.ASSIGN)
    must_be_there(session, grant, questionnaire_id, reader_id, helper_id)
    questionnaire = session.get(Questionnaire, questionnaire_id)
    person = records.one(session, grant, Patient, grant.patient_id, lock=True)
    today = clock.today(person.time_zone)
    problems = _wrong_days(opens_on, closes_on, visit_on, today)
    if questionnaire is None or store.of(questionnaire).status == "retired":
        problems["questionnaire"] = lazy_gettext("Choose the questions to send.")
    elif _is_waiting(session, grant, questionnaire_id, today):
        problems["questionnaire"] = lazy_gettext("These questions are already waiting for an answer.")
    if person.left_at is not None:
        problems["questionnaire"] = lazy_gettext("They take part no longer, so nothing is asked of them.")
    if reader_id not in {one.id for one in readers(session, grant)}:
        problems["reader"] = lazy_gettext("Choose somebody of the care team who will read the answers.")
    if len(why) > MAX_WHY:
        problems["why"] = lazy_gettext("Say it in at most 300 letters.")
    about_helper = questionnaire is not None and store.of(questionnaire).about == "caregiver"
    if about_helper and helper_id not in helpers_who_fill_in(session, grant):
        problems["helper"] = lazy_gettext("Choose the helper whom these questions are about.")
    over = False
    if most is not None and questionnaire is not None and not about_helper and not problems:
        adds = burden.questions_in(store.of(questionnaire))
        over = burden.Burden(burden.asked_lately(session, grant, today), most, adds).is_over
        if over and not anyway:
            problems["anyway"] = lazy_gettext(
                "This is more than we want to ask in a month. Tick here to send it anyway."
            )
    if problems:
        raise Invalid(fields=problems)
    assert opens_on is not None
    assert closes_on is not None
    made = Assignment(
        patient_id=grant.patient_id,
        questionnaire_id=questionnaire_id,
        why=why.strip(),
        reader_id=reader_id,
        opens_on=opens_on,
        closes_on=closes_on,
        visit_on=visit_on,
        assigned_by_id=grant.actor_id,
        assigned_at=clock.now(),
        order=order,
        origin="visit" if visit_on else "hand",
        for_account_id=helper_id if about_helper else None,
    )
    session.add(made)
    session.flush()
    audit.record(session, grant, "assign over the limit" if over else "assign", "assignment", made.id)
    refresh(session, grant)
    return made


def must_be_there(session: Session, grant: Grant, form_id: str, *people: str) -> None:
    """Raise ``NotFound`` for the id of a form that does not exist, or of people who have nothing to do with them."""
    if is_id(form_id) and session.get(Questionnaire, form_id) is None:
        raise NotFound()
    named.people(session, grant, people)


def helpers_who_fill_in(session: Session, grant: Grant) -> dict[str, Account]:
    """Helpers who may fill in forms today, by account id."""
    query = (
        records.of(session, grant, ProxyGrant)
        .where(ProxyGrant.in_force(clock.now()))
        .join(Account, Account.id == ProxyGrant.account_id)
        .add_columns(Account)
    )
    rows = session.execute(query)
    return {
        account.id: account for proxy, account in rows if Permission.FILL_IN in policy.for_proxy(scopes.of(proxy))
    }


def withdraw(session: Session, grant: Grant, assignment_id: str) -> Assignment:
    """Ask no longer. Harmless to repeat; answers already sent stay."""
    grant.must(Permission.ASSIGN)
    found = records.one(session, grant, Assignment, assignment_id, lock=True)
    if found.withdrawn_at is None:
        found.withdrawn_at = clock.now()
        audit.record(session, grant, "withdraw", "assignment", found.id)
        refresh(session, grant)
    return found


def _wrong_days(
    opens_on: date | None, closes_on: date | None, visit_on: date | None, today: date
) -> dict[str, object]:
    problems: dict[str, object] = {}
    if opens_on is None:
        problems["opens_on"] = lazy_gettext("Choose the first day.")
    if closes_on is None:
        problems["closes_on"] = lazy_gettext("Choose the last day.")
    elif closes_on < today:
        problems["closes_on"] = lazy_gettext("The last day is in the past.")
    elif opens_on and closes_on < opens_on:
        problems["closes_on"] = lazy_gettext("The last day lies before the first.")
    elif closes_on > today + LONGEST:
        problems["closes_on"] = lazy_gettext("Choose a last day within a year.")
    if visit_on and visit_on < today:
        problems["visit_on"] = lazy_gettext("The day of the visit is in the past.")
    return problems


def _is_waiting(session: Session, grant: Grant, questionnaire_id: str, today: date) -> bool:
    sent = sa.exists().where(Response.assignment_id == Assignment.id, Response.submitted_at.is_not(None))
    query = records.of(session, grant, Assignment).where(
        Assignment.questionnaire_id == questionnaire_id,
        Assignment.withdrawn_at.is_(None),
        Assignment.closes_on >= today,
        ~sent,
    )
    return session.scalars(query.limit(1)).first() is not None
