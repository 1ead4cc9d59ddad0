"""What was sent and read, and what is still waited for: lists for the person and for the team."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import store
from app.care.questionnaires.parts import Text
from app.care.questionnaires.reading import receipts
from app.models import Account, Assignment, Questionnaire, Receipt, Response


@dataclass(frozen=True)
class Sent:
    """A form that was sent, with who has read it."""

    response: Response
    definition_title: Text
    sent_by: Account
    readers: list[tuple[Receipt, Account]]
    assignment: Assignment
    replaced: bool = False
    """Whether the person changed these answers and sent them again."""
    with_private: bool = False
    """Whether a helper sent it, who was not asked what is private in it."""


_about_all = Assignment.for_account_id.is_(None)


def sent(session: Session, grant: Grant, limit: int = 20) -> list[Sent]:
    """What was sent for this person, the latest first. For the person, their helpers and the team."""
    if not (grant.may(Permission.FILL_IN) or grant.may(Permission.READ_ANSWERS)):
        grant.must(Permission.SEE_ANSWERS)
    query = (
        records.of(session, grant, Response)
        .where(Response.submitted_at.is_not(None))
        .where(sa.true() if grant.is_team else sa.or_(_about_all, Assignment.for_account_id == grant.actor_id))
        .join(Questionnaire, Questionnaire.id == Response.questionnaire_id)
        .join(Account, Account.id == Response.submitted_by_id)
        .join(Assignment, Assignment.id == Response.assignment_id)
        .order_by(Response.submitted_at.desc())
        .limit(limit)
        .add_columns(Questionnaire, Account, Assignment)
    )
    found = session.execute(query).all()
    read_by: dict[str, list[tuple[Receipt, Account]]] = {}
    for receipt, account in receipts(session, grant, [response.id for response, *_ in found]):
        read_by.setdefault(receipt.response_id, []).append((receipt, account))
    newest: dict[str, int] = {}
    for response, *_rest in found:
        newest[response.assignment_id] = max(newest.get(response.assignment_id, 0), response.number)
    return [
        Sent(
            response,
            store.of(form).title,
            account,
            read_by.get(response.id, []),
            assignment,
            response.number < newest[response.assignment_id],
            response.capacity == "proxy" and store.of(form).has_private,
        )
        for response, form, account, assignment in found
    ]


@dataclass(frozen=True)
class Asked:
    """A form that somebody was asked to fill in and has not sent."""

    assignment: Assignment
    title: Text
    reader: Account
    begun: bool


def asked(session: Session, grant: Grant) -> list[Asked]:
    """What the team waits for, for the team."""
    grant.must(Permission.ASSIGN)
    query = (
        records.of(session, grant, Assignment)
        .join(Questionnaire, Questionnaire.id == Assignment.questionnaire_id)
        .join(Account, Account.id == Assignment.reader_id)
        .outerjoin(Response, sa.and_(Response.assignment_id == Assignment.id, Response.is_latest))
        .where(
            Assignment.withdrawn_at.is_(None),
            Assignment.nothing_to_tell_at.is_(None),
            Response.submitted_at.is_(None),
            sa.or_(Response.id.is_(None), Response.follows_why != "amends"),
        )
        .order_by(Assignment.closes_on)
        .add_columns(Questionnaire, Account, Response)
    )
    return [
        Asked(assignment, store.of(form).title, reader, response is not None)
        for assignment, form, reader, response in session.execute(query)
    ]


@dataclass(frozen=True)
class Nothing:
    """A form that was spared: nothing to tell, said by whom and when."""

    assignment: Assignment
    title: Text
    by: Account


def nothing_to_tell(session: Session, grant: Grant, limit: int = 20) -> list[Nothing]:
    """Forms that were spared, the latest first. For the person, their helpers and the team."""
    if not (grant.may(Permission.FILL_IN) or grant.may(Permission.READ_ANSWERS)):
        grant.must(Permission.SEE_ANSWERS)
    query = (
        records.of(session, grant, Assignment)
        .where(Assignment.nothing_to_tell_at.is_not(None))
        .where(sa.true() if grant.is_team else sa.or_(_about_all, Assignment.for_account_id == grant.actor_id))
        .join(Questionnaire, Questionnaire.id == Assignment.questionnaire_id)
        .join(Account, Account.id == Assignment.nothing_to_tell_by_id)
        .order_by(Assignment.nothing_to_tell_at.desc())
        .limit(limit)
        .add_columns(Questionnaire, Account)
    )
    return [Nothing(assignment, store.of(form).title, by) for assignment, form, by in session.execute(query)]
