"""Small things that people put on lines and versions, read together in one statement: they are on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.models import Confirmed, ItemNote, LabelDispute, MoreTime, PartOpened, SoftNote, Starred


@dataclass(frozen=True)
class Mark:
    """One of them. ``what``: "disputed", "confirmed", "note", "more_time", "shown" or "hidden" (the soft note),
    "star", or "opened" (``key``: the part)."""

    what: str
    key: str
    number: int
    actor_id: str
    capacity: str
    at: datetime
    until: date | None


@dataclass(frozen=True)
class Marks:
    """All of one person, oldest first."""

    rows: list[Mark] = field(default_factory=list)

    def newest(self, what: str, *, key: str = "", number: int | None = None) -> Mark | None:
        """The newest of one sort for a line, or for a version, or for both."""
        for mark in reversed(self.rows):
            if mark.what == what and mark.key == key and number in (None, mark.number):
                return mark
        return None

    @property
    def starred(self) -> str:
        """The key of the line that matters most to the person, or ""."""
        return next((mark.key for mark in reversed(self.rows) if mark.what == "star"), "")

    def opened(self, number: int, actor_id: str) -> frozenset[str]:
        """Names of the parts of version ``number`` that this account opened."""
        rows = (mark for mark in self.rows if mark.what == "opened" and mark.number == number)
        return frozenset(mark.key for mark in rows if mark.actor_id == actor_id)

    def count(self, what: str, key: str) -> int:
        """How many of one sort a line has."""
        return sum(mark.what == what and mark.key == key for mark in self.rows)


def of(session: Session, grant: Grant) -> Marks:
    """Every mark of the grant's patient, in one statement."""
    nobody, no_day = sa.literal(""), sa.cast(sa.null(), sa.Date)

    def part(what: str, model: Any, *columns: Any) -> sa.Select[Any]:
        return records.of(session, grant, model).with_only_columns(sa.literal(what), *columns)

    more, note = MoreTime, SoftNote
    star, of_part = Starred, PartOpened
    query = sa.union_all(
        part("star", star, star.key, sa.literal(0), star.actor_id, star.capacity, star.at, no_day),
        part("opened", of_part, of_part.part, of_part.number, of_part.actor_id, of_part.capacity, of_part.at, no_day),
        part("disputed", LabelDispute, *_line(LabelDispute), no_day),
        part("confirmed", Confirmed, *_line(Confirmed), no_day),
        part("note", ItemNote, *_line(ItemNote), no_day).where(ItemNote.withdrawn_at.is_(None)),
        part("more_time", more, nobody, more.number, more.actor_id, more.capacity, more.at, more.until),
        part("shown", note, nobody, note.number, nobody, nobody, note.shown_at, no_day),
        part("hidden", note, nobody, note.number, nobody, nobody, note.hidden_at, no_day).where(
            note.hidden_at.is_not(None)
        ),
    )
    return Marks(sorted((Mark(*row) for row in session.execute(query)), key=lambda mark: mark.at))


def _line(model: Any) -> tuple[Any, ...]:
    return model.key, model.number, model.actor_id, model.capacity, model.at
