"""From a verdict to the worklist: what goes at once, what waits for a second reading, what nobody settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant, system
from app.care import concerns
from app.care.progress import again, holding
from app.care.progress.flagging import Verdict, way_of
from app.care.progress.flags import FLAGS, spoken
from app.care.progress.holding import Holding
from app.care.progress.quiet import alike
from app.care.progress.reading import Reading
from app.db import lock
from app.models import Concern, Measurement

NOBODY = "none"
"""No second reading came in time."""
URGENT_WITHIN = timedelta(hours=4)
AT_MOST = 200  # readings of one pass


def kept(verdict: Verdict, reading: Reading, held: Holding) -> dict[str, Any] | None:
    """What a reading keeps of its verdict, so that phone and worklist can say why, also later."""
    if verdict.flag is None:
        return None
    found: dict[str, Any] = {"band": verdict.band, "against": verdict.against}
    if verdict.against is not None and reading.kind.name == "weight":
        found["way"] = way_of(reading, verdict.against)
        found["began"] = verdict.began
    found["limits"] = held.limits.used(FLAGS[verdict.flag].limits, reading.unit)
    if verdict.zone is not None:
        found["zone"] = verdict.zone.facts()
    return found


def follow(
    session: Session, grant: Grant, row: Measurement, reading: Reading, at: datetime, verdict: Verdict,
    held: Holding, before: Sequence[Measurement],
) -> None:  # fmt: skip
    """Settle what waited for this reading, and raise what stands. ``at``: when it was, in the person's zone."""
    found = again.settle(reading, at, verdict, held, [one for one in before if one.id != row.id])
    for waiting, answer in found.settled:
        until = waiting.again_by.isoformat() if waiting.again_by else ""
        _settle(session, grant, waiting, answer, by=row.id, until=until)
        row.because = {**(row.because or {}), "second": answer}
    if found.first is not None:
        row.again_by = None
    if found.band:
        raise_for(session, grant, row, found.band, first=found.first)


def _settle(session: Session, grant: Grant, row: Measurement, answer: str, **kept: str) -> None:
    row.again_by = None
    row.because = {**(row.because or {}), "again": answer, **kept}
    audit.record(session, grant, f"second reading {answer}", row.kind, row.id)


def raise_for(
    session: Session, grant: Grant, row: Measurement, band: str, *, first: Measurement | None = None,
    signs: bool = False, flag: str | None = None,
) -> None:  # fmt: skip
    """Bring a reading to the worklist. ``first``: the one that waited, whose flag this reading agrees with.

    ``flag``: when it is not the row's own.
    """
    of = first if first is not None and not (row.flag and band == "urgent") else row
    because = of.because or {}
    why: dict[str, Any] = {
        "kind": row.kind, "values": row.values, "unit": row.unit, "flag": flag or of.flag,
        "happened_at": row.happened_at.isoformat(), "measurement": row.id, "symptoms": signs,
        "limits": because.get("limits") or [], "zone": because.get("zone"), "again": because.get("again"),
        "way": because.get("way"),
        "against": because.get("against"), "began": because.get("began"),
    }  # fmt: skip
    if _had_signs(session, row):  # what somebody said of an earlier reading is not lost under a newer one
        why["symptoms"] = True
    due = clock.now() + URGENT_WITHIN if band == "urgent" else None
    concerns.raise_concern(session, grant, rule="measurement_flag", subject=row.kind, why=why, band=band, due_at=due)


def _had_signs(session: Session, row: Measurement) -> bool:
    query = sa.select(Concern.why).where(
        Concern.patient_id == row.patient_id, Concern.rule == "measurement_flag", Concern.subject == row.kind,
        Concern.closed_at.is_(None),
    )  # fmt: skip
    return any(why.get("symptoms") for why in session.scalars(query))


def with_signs(session: Session, grant: Grant, row: Measurement) -> None:
    """The person has the signs that the flag asks for: urgent at once, nothing waits any more."""
    row.again_by = None
    named = spoken(row.flag, row.values)
    raise_for(session, grant, row, "urgent", signs=True, flag=named.name if named else None)


def wait_again(session: Session, grant: Grant, row: Measurement, before: Sequence[Measurement]) -> None:
    """``row`` was taken back: what it settled by saying otherwise waits again, until the time that was said first."""
    for other in before:
        because = other.because or {}
        if because.get("by") == row.id and because.get("again") == again.DIFFERS and because.get("until"):
            other.again_by = datetime.fromisoformat(because["until"])
            other.because = {name: value for name, value in because.items() if name not in ("again", "by", "until")}
            audit.record(session, grant, "second reading taken back", other.kind, other.id)


def stands(row: Measurement) -> bool:
    """Whether this reading is a reason for a line of the worklist."""
    because = row.because or {}
    return bool(row.flag) and row.again_by is None and because.get("again") not in (again.DIFFERS, again.SEEN)


def due(session: Session) -> list[str]:
    """Which readings wait and whose second one did not come in time, the longest first; as many as one pass takes."""
    query = _waiting().with_only_columns(Measurement.id).order_by(Measurement.again_by)
    return list(session.scalars(query.limit(AT_MOST)))


def raise_one(session: Session, measurement_id: str) -> bool:
    """Raise the flag of one reading that waited long enough, unless the team has looked meanwhile.

    Safe to run twice at once: the row is held. Says whether it still waited.
    """
    row = session.scalars(lock(_waiting().where(Measurement.id == measurement_id), skip_locked=True)).first()
    if row is None:
        return False
    grant = system(row.patient_id)
    seen = holding.last_seen(session, grant, row.kind)
    looked = seen is not None and seen.closed_at is not None and row.happened_at <= seen.closed_at
    if looked and alike(row.flag or "", str((seen.why if seen else {}).get("flag") or "")):
        _settle(session, grant, row, again.SEEN)
        return True
    _settle(session, grant, row, NOBODY)
    raise_for(session, grant, row, str((row.because or {}).get("band") or "soon"))
    return True


def _waiting() -> Any:
    return sa.select(Measurement).where(
        Measurement.again_by.is_not(None), Measurement.again_by <= clock.now(), Measurement.undone_at.is_(None)
    )
