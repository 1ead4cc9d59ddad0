"""How many lines of the plan came from the person (X8): a count for the two at the table, never a mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.names import accounts_of
from app.care.plan.kinds import KINDS
from app.models import Patient, PlanItem


@dataclass(frozen=True)
class Share:
    """Lines that the person proposed, that a helper proposed, that hold the person's own words besides; and all."""

    person: int
    helpers: int
    own_words: int
    all: int


def share(session: Session, grant: Grant, items: Iterable[PlanItem]) -> Share:
    """Out of the lines in force, by who is their author. One statement at most.

    Own words that the team typed in for the person count apart: what matters, a goal, a strength, an if–then.
    """
    grant.must(Permission.REVIEW)
    lines = list(items)
    own = session.get_one(Patient, grant.patient_id).account_id
    authors = accounts_of(session, {item.author_id for item in lines})
    theirs = [item for item in lines if not authors[item.author_id].is_staff]
    mine = sum(1 for item in theirs if item.author_id == own)
    typed = [item for item in lines if item not in theirs and KINDS[item.kind].own_words(item.content)]
    return Share(mine, len(theirs) - mine, len(typed), len(lines))
