"""What happened, as rows for the file: readings, entries, how near and how sure, and what was arranged."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.arrangements.sorts import LOOPS
from app.models import Arrangement, GoalNear, Measurement, ProgressEntry, Sureness


@dataclass(frozen=True)
class Lived:
    """Everything that stands, oldest first; what was taken back is not among it."""

    readings: list[Measurement] = field(default_factory=list)
    entries: list[ProgressEntry] = field(default_factory=list)
    near: list[GoalNear] = field(default_factory=list)
    sure: list[Sureness] = field(default_factory=list)
    arranged: list[Arrangement] = field(default_factory=list)

    def people(self) -> set[str]:
        """Accounts of those who wrote, arranged or see to something."""
        wrote = {row.actor_id for rows in (self.readings, self.entries, self.near, self.sure) for row in rows}
        see_to = {id_ for row in self.arranged for id_ in (row.owner_id, row.created_by_id) if id_}
        return wrote | see_to


def of(session: Session, grant: Grant) -> Lived:
    """The rows that this grant may read. One statement for each sort."""
    arranged = records.of(session, grant, Arrangement)
    if not grant.may(Permission.SEE_FACTS):
        arranged = arranged.where(Arrangement.sort.not_in(LOOPS))
    rows = list(session.scalars(arranged.order_by(Arrangement.created_at, Arrangement.id)))
    if not grant.may(Permission.SEE_PROGRESS):
        return Lived(arranged=rows)
    readings = records.of(session, grant, Measurement).where(Measurement.undone_at.is_(None))
    entries = records.of(session, grant, ProgressEntry).where(ProgressEntry.undone_at.is_(None))
    near = records.of(session, grant, GoalNear).where(GoalNear.undone_at.is_(None))
    sure = records.of(session, grant, Sureness)
    return Lived(
        list(session.scalars(readings.order_by(Measurement.happened_at, Measurement.id))),
        list(session.scalars(entries.order_by(ProgressEntry.recorded_at, ProgressEntry.id))),
        list(session.scalars(near.order_by(GoalNear.happened_on, GoalNear.recorded_at, GoalNear.id))),
        list(session.scalars(sure.order_by(Sureness.at, Sureness.id))),
        rows,
    )
