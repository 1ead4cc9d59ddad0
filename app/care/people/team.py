"""Who joins a person's care team, who leaves it, and who then looks after what was theirs."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people import ownerless, rehoming
from app.care.people.patients import team_of
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.db import is_id, lock
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, CareTeamMember, Concern, Patient, PlanItem, Question

JOIN = sorted(role for role, allowed in policy.TEAM.items() if Permission.WORK_WITH in allowed)
"""Roles that can do something on a team."""


@dataclass(frozen=True)
class Held:
    """How much one member of the team looks after now, as counts."""

    promises: int = 0
    questions: int = 0
    concerns: int = 0

    def __bool__(self) -> bool:
        return bool(self.promises or self.questions or self.concerns)


@dataclass(frozen=True)
class Left:
    """Somebody left: ``heir`` has their questions and worklist lines; ``promises`` need a new owner in the plan."""

    account: Account
    heir: Account
    promises: list[str]


def is_clinical(account: Account) -> bool:
    """Whether they can answer the person and look after what comes in."""
    return Permission.ANSWER in policy.for_team(account.role)


def could_join(session: Session, grant: Grant) -> list[Account]:
    """Open accounts of the practice that are not on this team yet, by name."""
    grant.must(Permission.INVITE)
    on_it = records.of(session, grant, CareTeamMember).where(CareTeamMember.in_force(clock.now()))
    query = sa.select(Account).where(
        Account.role.in_(JOIN),
        Account.closed_at.is_(None),
        Account.id.not_in(on_it.with_only_columns(CareTeamMember.account_id)),
    )
    return list(session.scalars(query.order_by(sa.func.lower(Account.name), Account.id)))


def join(session: Session, grant: Grant, account_id: str) -> Account:
    """As :func:`join_team`, for an account by its id. ``NotFound`` for one that is no colleague's."""
    if not is_id(account_id):
        raise Invalid(fields={"account_id": _l("Choose somebody from the list.")})
    account = session.get(Account, account_id)
    if account is None or not account.is_staff:
        raise NotFound()
    join_team(session, grant, account)
    return account


def join_team(session: Session, grant: Grant, account: Account, *, lead: bool = False) -> CareTeamMember:
    """Put a member of staff on the person's care team from now on.

    Raises ``Invalid`` for somebody who is on it already, has left the practice, or has no part in a team.
    """
    grant.must(Permission.INVITE)
    if account.role not in JOIN or account.closed_at is not None:
        raise Invalid(fields={"account_id": _l("Choose somebody from the list.")})
    _hold(session, grant)
    if _members(session, grant, account.id):
        raise Invalid(fields={"account_id": _l("They are on this team already.")})
    member = CareTeamMember(patient_id=grant.patient_id, account_id=account.id, lead=lead, since=clock.now())
    session.add(member)
    audit.record(session, grant, "join team", "account", account.id)
    session.flush()
    return member


def call_for(session: Session, grant: Grant, account_id: str, words: str) -> CareTeamMember:
    """Say in plain words what to call them for. Raises ``NotFound``, ``Invalid`` naming "call_for"."""
    grant.must(Permission.INVITE)
    words = " ".join(words.split())
    if len(words) > 200:
        raise Invalid(fields={"call_for": _l("That is too long. Use at most %(most)s letters.", most=200)})
    members = _members(session, grant, account_id)
    if not members:
        raise NotFound()
    if members[0].call_for != words:
        members[0].call_for = words
        audit.record(session, grant, "say what to call for", "account", account_id)
    return members[0]


def leave_team(session: Session, grant: Grant, account_id: str) -> Left:
    """From now on they are not on the team. Their waiting questions and open concerns go to who answers first.

    When the lead leaves, that one leads. Items of the plan keep their owner until the plan is changed.
    Raises ``NotFound`` for somebody not on the team, ``Invalid`` when nobody clinical would be left.
    """
    grant.must(Permission.INVITE)
    _hold(session, grant)
    leaving = _members(session, grant, account_id)
    if not leaving:
        raise NotFound()
    stay = [each for each in team_of(session, grant.patient_id) if each.id != account_id]
    heir = next((each for each in stay if is_clinical(each)), None)
    if heir is None:
        raise Invalid(_l("A nurse or a doctor must stay on the team. Add one first."))
    now = clock.now()
    if any(member.lead for member in leaving):
        for member in _members(session, grant, heir.id)[:1]:
            member.lead = True
    for member in leaving:
        member.until, member.lead = now, False
    audit.record(session, grant, "leave team", "account", account_id)
    _hand_on(session, grant, account_id, heir)
    session.flush()
    day = clock.today(session.get_one(Patient, grant.patient_id).time_zone)
    rehoming.rehome(session, day, grant.patient_id)
    ownerless.raise_due(session, day, grant.patient_id)
    titles = [KINDS[item.kind].title(item.content) for item in _promises(session, grant) if item.owner == account_id]
    return Left(session.get_one(Account, account_id), heir, titles)


def held(session: Session, grant: Grant) -> dict[str, Held]:
    """What each member looks after now, by account id; whoever has nothing is not in it. Three statements."""
    grant.must(Permission.SEE_PLAN)
    promises = [item.owner for item in _promises(session, grant)]
    questions = [row.owner_id for row in session.scalars(_waiting(session, grant))]
    concerns = [row.owner_id for row in session.scalars(_open(session, grant))]
    return {
        id_: Held(promises.count(id_), questions.count(id_), concerns.count(id_))
        for id_ in {*promises, *questions, *concerns} - {None}
        if id_
    }


def _promises(session: Session, grant: Grant) -> list[PlanItem]:
    return brief.active_items(session, grant)


def _waiting(session: Session, grant: Grant) -> sa.Select[Question]:
    return records.of(session, grant, Question).where(Question.waiting())


def _open(session: Session, grant: Grant) -> sa.Select[Concern]:
    return records.of(session, grant, Concern).where(Concern.closed_at.is_(None))


def _hand_on(session: Session, grant: Grant, account_id: str, heir: Account) -> None:
    for question in session.scalars(lock(_waiting(session, grant).where(Question.owner_id == account_id))):
        question.owner_id = heir.id
        audit.record(session, grant, "hand on", "question", question.id)
    for concern in session.scalars(lock(_open(session, grant).where(Concern.owner_id == account_id))):
        concern.owner_id, concern.taken_at = heir.id, None  # they have not looked yet
        audit.record(session, grant, "hand on", concern.rule, concern.id)


def _members(session: Session, grant: Grant, account_id: str) -> list[CareTeamMember]:
    query = records.of(session, grant, CareTeamMember).where(
        CareTeamMember.account_id == account_id, CareTeamMember.in_force(clock.now())
    )
    return list(session.scalars(query)) if is_id(account_id) else []


def _hold(session: Session, grant: Grant) -> None:
    """Changes to one team come one after the other, so that no two people leave it empty together."""
    session.scalars(lock(sa.select(Patient.id).where(Patient.id == grant.patient_id))).one()
