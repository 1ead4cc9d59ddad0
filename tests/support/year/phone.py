"""The phone and the worklist of one person, twice: as the pure rules alone, and through the database.

Both answer the same three calls, so that one year can be lived on either and the worklists compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.care.progress import again, flagging, measurements, standing
from app.care.progress.flagging import RANK
from app.care.progress.holding import BEST_NEEDS, Holding
from app.care.progress.kinds import KINDS
from app.care.progress.limits import Limits, Own
from app.care.progress.measurements import BEFORE, Asked, NotSure
from app.care.progress.reading import Earlier, read
from app.errors import Invalid

REFUSED, UNIT, SURE, STORED = "refused", "which unit", "are you sure", "stored"


@dataclass
class Line:
    """One line of the worklist."""

    kind: str
    band: str
    raised_at: datetime
    flag: str
    times: int = 1
    closed_at: datetime | None = None
    way: str = ""
    last_at: datetime | None = None
    against: float | None = None
    began: float | None = None
    band_first: str = ""
    """The band in which it was raised: a repeat may have made it more urgent since."""
    moved: float = 0.0
    """How far the true value had moved when the reading was made that raised it. Only the model knows."""
    slipped: bool = False
    """Whether that reading was mistyped. Only the model knows."""


@dataclass
class Answer:
    """What the phone said. ``again``: it asks to measure again in a few minutes; ``flag``: it said what to do."""

    said: str
    again: bool = False
    flag: str | None = None


@dataclass(slots=True)
class Row:
    """A stored reading."""

    values: dict[str, Any]
    unit: str
    canonical: float
    happened_at: datetime
    flag: str | None = None
    because: dict[str, Any] | None = None
    again_by: datetime | None = None
    moved: float = 0.0
    slipped: bool = False


@dataclass
class PurePhone:
    """The rules alone: reading.py, flagging.py and again.py, with a worklist kept in memory."""

    zone: str
    own: dict[str, float]
    twice: bool = True
    """Whether a flag may wait for a second reading; for comparing."""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    best: dict[str, list[float]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    seen: dict[str, datetime] = field(default_factory=dict)
    truth: tuple[float, bool] = (0.0, False)
    """Of the reading that is typed now; no rule reads it."""

    def __post_init__(self) -> None:
        self.limits = Limits({name: Own(name, value, "%", "Ines") for name, value in self.own.items()})
        self.ways: dict[str, tuple[str, str, float | None, float | None]] = {}
        self.there = ZoneInfo(self.zone)

    def write(self, kind: str, unit: str, typed: dict[str, str], at: datetime, sure: bool = False) -> Answer:
        """Type one reading at ``at`` (UTC)."""
        known = KINDS[kind]
        measured_in = known.unit(unit)
        assert measured_in is not None
        rows = [row for row in self.rows.get(kind, []) if row.happened_at > at - BEFORE]
        past = self.best.get(kind, [])
        last = next((row.canonical for row in rows if at - row.happened_at <= timedelta(days=7)), None)
        long_ago = self.rows[kind][0].canonical if last is None and self.rows.get(kind) else None
        good = sorted(past)[-3] if len(past) >= 3 else max(past) if past else None
        earlier = Earlier(last, good, long_ago if kind == "weight" else None)
        try:
            reading = read(known, measured_in, typed, earlier)
        except Invalid:
            return Answer(REFUSED)
        if reading.other is not None and not (sure and reading.doubts):
            return Answer(UNIT)
        if reading.doubts and not sure:
            return Answer(SURE)
        best = good if len(past) >= BEST_NEEDS else None
        held = Holding(self.limits, (), best, True, self.seen.get(kind), *self.ways.get(kind, ("", "", None, None)))
        local = at.astimezone(self.there)
        verdict = flagging.judge(reading, local, rows, held)
        row = Row(reading.values, unit, reading.canonical, at, verdict.flag)
        row.moved, row.slipped = self.truth
        row.because = standing.kept(verdict, reading, held)
        row.again_by = at + verdict.again if verdict.again else None
        found = again.settle(reading, local, verdict, held, rows)
        for waiting, answer in found.settled:
            waiting.again_by = None
            waiting.because = {**(waiting.because or {}), "again": answer}
        if found.first is not None:
            row.again_by = None
        self.rows[kind] = [row, *rows]
        if kind == "peak_flow":
            past.append(reading.canonical)
            self.best[kind] = past
        if found.band:
            of = found.first if found.first is not None and not (row.flag and found.band == "urgent") else row
            of.moved, of.slipped = self.truth
            self._raise(kind, found.band, of, at)
        elif row.again_by and not self.twice:
            row.again_by = None
            self._raise(kind, verdict.band or "soon", row, at)
        return Answer(STORED, row.again_by is not None and kind != "weight", verdict.flag)

    def due(self, now: datetime) -> None:
        """Raise what waited long enough."""
        for kind, rows in self.rows.items():
            for row in rows:
                if row.again_by is not None and row.again_by <= now:
                    row.again_by = None
                    if kind in self.seen and row.happened_at <= self.seen[kind]:
                        row.because = {**(row.because or {}), "again": again.SEEN}
                        continue
                    row.because = {**(row.because or {}), "again": standing.NOBODY}
                    self._raise(kind, str(row.because.get("band") or "soon"), row, now)

    def close(self, line: Line, now: datetime) -> None:
        """The nurse closes a line with what was done."""
        line.closed_at = now
        self.seen[line.kind], self.ways[line.kind] = now, (line.way, line.flag, line.against, line.began)

    def _raise(self, kind: str, band: str, row: Row, now: datetime) -> None:
        because = row.because or {}
        way, against = str(because.get("way") or ""), because.get("against")
        began = because.get("began") or against
        line = next((one for one in self.lines if one.kind == kind and one.closed_at is None), None)
        if line is None:
            line = Line(kind, band, now, row.flag or "", 1, None, way, now, against, began, band)
            line.moved, line.slipped = row.moved, row.slipped
            self.lines.append(line)
            return
        line.times, line.way, line.last_at, line.flag = line.times + 1, way, now, row.flag or ""
        line.against, line.began = against, began
        line.band = min(line.band, band, key=lambda name: RANK[name])


class WholePath:
    """The same through ``measurements.record``, the job and the table of concerns. The test's clock stands still."""

    def __init__(self, database: Any, grant_of: Any, nurse_of: Any, clock: Any, prefix: str) -> None:
        self.database, self.grant_of, self.nurse_of, self.clock = database, grant_of, nurse_of, clock
        self.prefix, self.count = prefix, 0

    def write(self, kind: str, unit: str, typed: dict[str, str], at: datetime, sure: bool = False) -> Answer:
        """Type one reading at ``at`` (UTC)."""
        self.clock.set(at)
        self.count += 1
        with self.database.write() as session:
            try:
                asked = Asked(typed, f"{self.prefix}-{self.count}", unit, sure=sure)
                row = measurements.record(session, self.grant_of(session), kind, asked)
            except Invalid:
                return Answer(REFUSED)
            except NotSure as question:
                return Answer(UNIT if question.reading.other is not None else SURE)
            return Answer(STORED, row.again_by is not None and kind != "weight", row.flag)

    def due(self, now: datetime) -> None:
        """Run the job."""
        self.clock.set(now)
        with self.database.write() as session:
            for one in standing.due(session):
                standing.raise_one(session, one)

    @property
    def lines(self) -> list[Line]:
        """The table of concerns about readings."""
        import sqlalchemy as sa

        from app.models import Concern
        from app.models.concern import BANDS

        names = {number: name for name, number in BANDS.items()}
        with self.database.read() as session:
            patient_id = self.grant_of(session).patient_id
            query = sa.select(Concern).where(Concern.patient_id == patient_id, Concern.rule == "measurement_flag")
            return [
                Line(one.subject, names[one.band], one.raised_at.astimezone(UTC), str(one.why["flag"]), one.times,
                     one.closed_at, str(one.why.get("way") or ""), one.last_at,
                     one.why.get("against"))
                for one in session.scalars(query.order_by(Concern.raised_at))
            ]  # fmt: skip

    def close(self, line: Line, now: datetime) -> None:
        """The nurse closes the open line of this kind, in words."""
        import sqlalchemy as sa

        from app.care import concerns
        from app.models import Concern

        self.clock.set(now)
        with self.database.write() as session:
            grant = self.nurse_of(session)
            query = sa.select(Concern.id).where(
                Concern.patient_id == grant.patient_id, Concern.subject == line.kind, Concern.closed_at.is_(None)
            )
            concerns.close(session, grant, session.scalars(query).one(), "talked", "Rang.", told_how="phone")
