"""What was agreed with a helper when, and what each step made new or took away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.access import records, scopes
from app.access.grants import Capacity, Grant
from app.care.people import agreed_words, agreements
from app.models import Account, ProxyChange, ProxyGrant

Parts = list[tuple[Any, list[Any]]]
"""Sections in words, each with the verbs that are meant; without verbs the whole section."""


@dataclass(frozen=True)
class Step:
    """One step, and who made it."""

    row: ProxyChange
    who: Account
    left_out: list[Any] = field(default_factory=list)
    """Sections that were not agreed when it began; only the person reads that."""
    new: Parts = field(default_factory=list)
    gone: Parts = field(default_factory=list)
    other_end: bool = False
    """Whether it changed the last day."""

    @property
    def last_moment(self) -> datetime | None:
        """A moment of the last day that holds since this step; None without one."""
        return self.row.ends_at - timedelta(seconds=1) if self.row.ends_at else None


def history(session: Session, grant: Grant, grant_id: str) -> list[tuple[ProxyChange, Account]]:
    """Each step of what was agreed, oldest first, and who made it."""
    agreements.one(session, grant, grant_id)
    query = (
        records.of(session, grant, ProxyChange)
        .add_columns(Account)
        .join(Account, Account.id == ProxyChange.actor_id)
        .where(ProxyChange.grant_id == grant_id)
        .order_by(ProxyChange.at, ProxyChange.id)
    )
    return [(row, account) for row, account in session.execute(query)]


def of(session: Session, grant: Grant, helps: ProxyGrant) -> list[Step]:
    """Each step, oldest first.

    A helper reads the same steps without what was left out, and without the sections that the team keeps from them
    now: also a step that moved nothing else is none.
    """
    helper = grant.capacity is Capacity.PROXY
    away = scopes.kept_back(helps.withheld) if helper else set()
    before: dict[str, list[str]] | None = None
    ended: datetime | None = None
    found = []
    for row, who in history(session, grant, helps.id):
        now = scopes.without(row.scopes, away)
        if before is None:
            found.append(Step(row, who, left_out=[] if helper else agreed_words.left_out(now)))
        else:
            step = Step(row, who, new=_more(now, before), gone=_less(now, before), other_end=row.ends_at != ended)
            if row.what != "changed" or not helper or step.new or step.gone or step.other_end:
                found.append(step)
        before, ended = now, row.ends_at
    return found


def _more(now: dict[str, list[str]], before: dict[str, list[str]]) -> Parts:
    added = {name: [verb for verb in verbs if verb not in before.get(name, ())] for name, verbs in now.items()}
    return [agreed_words.part(name, verbs) for name, verbs in added.items() if verbs]


def _less(now: dict[str, list[str]], before: dict[str, list[str]]) -> Parts:
    gone = {name: [verb for verb in verbs if verb not in now.get(name, ())] for name, verbs in before.items()}
    return [agreed_words.part(name, verbs if name in now else []) for name, verbs in gone.items() if verbs]
