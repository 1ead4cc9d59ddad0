"""Both sides' promises in one list: kept, late, or dropped with a reason (B5). A late one says so by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.names import accounts_of
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.community_resource import STATES
from app.care.plan.sections import PATIENT
from app.models import Account, Delivered, Patient, PlanItem, ProgressEntry

TO_DO = ("activity", "follow_up", "community_resource", "trial")
"""Kinds that somebody says they will do. A trial is due on its day to decide, help nearby on its last day."""
SET_UP = ("starts", "going", "ended")
"""States of help nearby in which it was set up, so that nothing of it is late."""
ORDER = {"late": 0, "open": 1, "kept": 2, "dropped": 3}
PERSON, HELPER, TEAM = "person", "helper", "team"


@dataclass(frozen=True)
class Promise:
    """One thing that somebody said they would do. ``state``: "open", "kept", "late" or "dropped".

    ``owner`` is None for the person themselves. ``said``: what the person says came of a team's promise, or "".
    """

    item: PlanItem
    side: str
    owner: Account | None
    state: str
    reason: str = ""
    kept_on: date | datetime | None = None
    """A day, or the moment at which somebody said so."""
    said: str = ""
    by: ProgressEntry | Delivered | None = None
    """The row that ``reason`` was written in: a helper's words carry both names."""

    @property
    def title(self) -> str:
        return KINDS[self.item.kind].title(self.item.content)

    @property
    def due(self) -> date:
        """The last day of its window."""
        return self.item.ends_on


def of(session: Session, grant: Grant, items: list[PlanItem] | None = None) -> list[Promise]:
    """Promises of the version in force, both sides' in one list: late, open by their day, kept, dropped.

    ``items``: the lines in force, when the caller has read them already. Five statements at most.
    """
    grant.must(Permission.SEE_PLAN)
    if items is None:
        items = brief.active_items(session, grant, TO_DO)
    ours, theirs = _by_side(session, items)
    did = _did(session, grant, [item for item, _owner in theirs])
    today = _today(session, grant)
    own = [own_promise(item, owner, did.get(item.key, []), today) for item, owner in theirs]
    return sorted([*_of_team(session, grant, ours), *own], key=lambda one: (ORDER[one.state], *_order(one)))


def of_team(session: Session, grant: Grant, items: list[PlanItem]) -> list[Promise]:
    """What the team took on among these lines of one version, by its day. Two statements."""
    grant.must(Permission.SEE_PLAN)
    return _of_team(session, grant, _by_side(session, items)[0])


Owned = list[tuple[PlanItem, Account]]


def _by_side(session: Session, items: list[PlanItem]) -> tuple[Owned, list[tuple[PlanItem, Account | None]]]:
    """Things to be done with their owners: the team's, and everybody else's."""
    to_do = [item for item in items if item.kind in TO_DO]
    owners = accounts_of(session, {item.owner for item in to_do} - {PATIENT})
    pairs = [(item, owners.get(item.owner)) for item in to_do]
    ours = [(item, owner) for item, owner in pairs if owner is not None and owner.is_staff]
    return ours, [(item, owner) for item, owner in pairs if owner is None or not owner.is_staff]


def _of_team(session: Session, grant: Grant, ours: Owned) -> list[Promise]:
    if not ours:
        return []
    said, today = said_of(session, grant, ours[0][0].number), _today(session, grant)
    found = [
        team_promise(item, owner, said.get((item.key, TEAM)), said.get((item.key, PERSON)), today)
        for item, owner in ours
    ]
    return sorted(found, key=_order)


def _order(promise: Promise) -> tuple[date, int]:
    return promise.due, promise.item.position


def _today(session: Session, grant: Grant) -> date:
    return clock.today(session.get_one(Patient, grant.patient_id).time_zone)


def team_promise(
    item: PlanItem, owner: Account, team: Delivered | None, person: Delivered | None, today: date
) -> Promise:
    """The team's promise: past its day it is late unless somebody said it was kept, or the team dropped it."""
    said = person.answer if person else ""
    if team is not None and team.answer == "dropped":
        return Promise(item, TEAM, owner, "dropped", team.words, said=said, by=team)
    for row in (team, person):
        if row is not None and row.answer == "kept":
            return Promise(item, TEAM, owner, "kept", row.words, row.at, said, row)
    if item.kind == "community_resource" and not team and not person:
        state = item.content.get("state")
        if state in SET_UP:
            return Promise(item, TEAM, owner, "kept", str(STATES[state]), said=said)
        if state == "did_not_work":
            return Promise(item, TEAM, owner, "dropped", str(STATES[state]), said=said)
    late = item.ends_on < today or (team is not None and team.answer in ("late", "not_kept"))
    return Promise(item, TEAM, owner, "late" if late else "open", team.words if team else "", said=said)


def own_promise(item: PlanItem, owner: Account | None, entries: list[ProgressEntry], today: date) -> Promise:
    """The person's own (or a helper's): kept when it was done in its time, dropped when it no longer fits.

    Never late: what did not happen is no debt.
    """
    side = PERSON if owner is None else HELPER
    if entries and entries[-1].outcome == "no_longer_fits":
        return Promise(item, side, owner, "dropped", entries[-1].note or entries[-1].barrier, by=entries[-1])
    done = [entry for entry in entries if entry.outcome in ("did", "partly")]
    if done and (item.ends_on < today or item.kind == "follow_up"):
        return Promise(item, side, owner, "kept", kept_on=done[-1].happened_on)
    return Promise(item, side, owner, "open")


def said_of(session: Session, grant: Grant, number: int) -> dict[tuple[str, str], Delivered]:
    """What each side says came of the lines of version ``number``, by item key and side."""
    query = records.of(session, grant, Delivered).where(Delivered.number == number)
    return {(row.key, row.side): row for row in session.scalars(query)}


def _did(session: Session, grant: Grant, items: list[PlanItem]) -> dict[str, list[ProgressEntry]]:
    """For each line its newest entry and its newest "did it" or "partly", oldest first; however many there are."""
    keys = [item.key for item in items]
    if not keys:
        return {}

    def newest(*more: Any) -> Any:
        each = sa.select(ProgressEntry.id).where(
            ProgressEntry.patient_id == PlanItem.patient_id, ProgressEntry.key == PlanItem.key,
            ProgressEntry.undone_at.is_(None), *more,
        )  # fmt: skip
        order = (ProgressEntry.happened_on.desc(), ProgressEntry.recorded_at.desc(), ProgressEntry.id.desc())
        one = each.order_by(*order).limit(1).correlate(PlanItem).scalar_subquery()
        return sa.select(one).where(PlanItem.id.in_([item.id for item in items]))

    ids = sa.union_all(newest(), newest(ProgressEntry.outcome.in_(("did", "partly"))))
    found: dict[str, list[ProgressEntry]] = {}
    query = records.of(session, grant, ProgressEntry).where(ProgressEntry.id.in_(ids))
    for entry in session.scalars(query.order_by(ProgressEntry.happened_on, ProgressEntry.recorded_at)):
        found.setdefault(entry.key, []).append(entry)
    return found
