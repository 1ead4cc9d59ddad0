"""Facts as pages show them: what stands, how fresh it is, what the person says about it, and its history."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.facts import freshness, kinds
from app.care.facts.freshness import Freshness
from app.care.facts.kinds import KINDS, Kind
from app.models import FactStatement, RecordFact


@dataclass(frozen=True)
class FactView:
    """One row of a fact with what belongs to it. ``said``: what waits for an answer, or was kept with words."""

    row: RecordFact
    said: list[FactStatement] = field(default_factory=list)
    own: RecordFact | None = None
    """How the person had put it, before the team worded it anew."""

    @property
    def kind(self) -> Kind:
        return KINDS[self.row.kind]

    @property
    def title(self) -> str:
        return self.kind.title(self.row.content)

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.kind.lines(self.row.content) if value]

    @property
    def freshness(self) -> Freshness:
        return freshness.of(self.row)

    @property
    def waiting(self) -> list[FactStatement]:
        return [one for one in self.said if one.answered_at is None]

    @property
    def asks(self) -> bool:
        """Whether it wants somebody's eye: it has faded, was never confirmed, or somebody says otherwise."""
        return self.freshness.asks or bool(self.waiting)

    @property
    def asks_the_person(self) -> bool:
        """The same for the person: what they said already is for the team to look at."""
        return self.freshness.asks and not self.waiting

    def waits_for(self, account_id: str) -> bool:
        """Whether this account said something about it that nobody has answered."""
        return any(one.said_by_id == account_id for one in self.waiting)

    @property
    def people(self) -> set[str | None]:
        """Account ids of everybody whose name belongs on a page about it."""
        rows = [self.row, *([self.own] if self.own else [])]
        ids: set[str | None] = set()
        for row in rows:
            ids |= {row.actor_id, row.confirmed_by_id, row.ended_by_id}
        for said in self.said:
            ids |= {said.said_by_id, said.answered_by_id}
        return ids


def current(session: Session, grant: Grant, kind: str = "") -> list[FactView]:
    """What stands now, in the order of the kinds, the newest first; two statements. ``kind`` limits it to one."""
    grant.must(Permission.SEE_FACTS)
    own_words = sa.and_(RecordFact.source == "person", RecordFact.capacity != "team")
    query = records.of(session, grant, RecordFact).where(sa.or_(RecordFact.ended_at.is_(None), own_words))
    if kind:
        query = query.where(RecordFact.kind == kinds.known(kind).name)
    found = list(session.scalars(query.order_by(RecordFact.recorded_at.desc(), RecordFact.id)))
    waits = records.of(session, grant, FactStatement).where(FactStatement.answer.in_(["", "kept"]))
    said = list(session.scalars(waits.order_by(FactStatement.said_at, FactStatement.id)))
    order = list(KINDS)
    standing = sorted((row for row in found if row.ended_at is None), key=lambda row: order.index(row.kind))
    return [_view(row, found, said) for row in standing]


def one(session: Session, grant: Grant, fact_id: str) -> list[FactView]:
    """The whole history of the line that this row belongs to, the newest first. ``NotFound`` for no row of ours."""
    grant.must(Permission.SEE_FACTS)
    row = records.one(session, grant, RecordFact, fact_id)
    query = records.of(session, grant, RecordFact).where(RecordFact.line == row.line)
    rows = list(session.scalars(query.order_by(RecordFact.recorded_at.desc(), RecordFact.id)))
    rows.sort(key=lambda one: one.ended_at is not None)
    waits = records.of(session, grant, FactStatement).where(FactStatement.line == row.line)
    said = list(session.scalars(waits.order_by(FactStatement.said_at, FactStatement.id)))
    return [FactView(rows[0], said, _own(rows[0], rows)), *(FactView(row) for row in rows[1:])]


def statement(session: Session, grant: Grant, statement_id: str) -> FactStatement:
    """What somebody said about a fact. ``NotFound`` for no statement of ours."""
    grant.must(Permission.SEE_FACTS)
    return records.one(session, grant, FactStatement, statement_id)


def _view(row: RecordFact, rows: list[RecordFact], said: list[FactStatement]) -> FactView:
    mine = [s for s in said if s.line == row.line and (s.answered_at is None or s.fact_id == row.id)]
    return FactView(row, mine, _own(row, rows))


def _own(row: RecordFact, rows: list[RecordFact]) -> RecordFact | None:
    """The newest wording by the person or a helper, when the row that stands is the team's."""
    if row.capacity != "team":
        return None
    theirs = [r for r in rows if r.line == row.line and r.capacity in ("self", "proxy") and r.source == "person"]
    return max(theirs, key=lambda r: r.recorded_at, default=None)
