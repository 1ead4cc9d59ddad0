"""Store a reading once, with its unit, and tell the team when a limit says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.limits import OLDEST, too_long
from app.care.progress import flagging, holding, once, standing
from app.care.progress.flagging import Verdict
from app.care.progress.flags import OLD, spoken
from app.care.progress.kinds import KINDS, WEIGHT_CHANGE, Kind, Unit
from app.care.progress.reading import Earlier, Reading, read
from app.errors import Forbidden, Invalid, NotFound, Refusal
from app.i18n import lazy_gettext as _l
from app.models import Concern, Measurement, Patient
from app.models.concern import BANDS

FUTURE = timedelta(minutes=10)  # clocks of phones run ahead
HEARD_ANYWAY = ("glucose_very_low",)
"""Any of these goes to the team (clinical rule of the lows, ADA level 2), also when it is better by now."""
BEFORE = timedelta(days=10)


class NotSure(Refusal):
    """Nothing is stored yet: the person is asked to look again. ``still``: an old reading that would alarm;
    ``flag``: what it would be if it is right, so that help stands on the page before anything is stored.
    """

    def __init__(self, reading: Reading, still: bool = False, flag: str | None = None) -> None:
        self.reading, self.still, self.flag = reading, still, flag
        super().__init__(_l("Please look at this once more."))


@dataclass(frozen=True)
class Asked:
    """What a form sent. ``sure``: yes to the doubts; ``still``: an old reading is still so (None: not asked)."""

    typed: Mapping[str, str]
    client_key: str
    unit: str = ""
    happened_at: datetime | None = None
    sure: bool = False
    still: bool | None = None
    note: str = ""


def kind_of(name: str) -> Kind:
    """The kind of reading with this name. Raises ``NotFound``."""
    if name not in KINDS:
        raise NotFound()
    return KINDS[name]


def unit_for(kind: Kind, patient: Patient, asked: str = "") -> Unit | None:
    """The unit asked for, else the one the person chose, else the only one; None when it must be asked."""
    if asked:
        return kind.unit(asked)
    if len(kind.offered) == 1:
        return kind.offered[0]
    return kind.unit((patient.units or {}).get(kind.name, ""))


def record(session: Session, grant: Grant, name: str, asked: Asked) -> Measurement:
    """Store a reading and raise what it means for the team.

    A repeat of the client key gives the stored row. Raises ``Invalid`` naming fields (part names, "unit",
    "when", "note"), ``NotSure`` when the person should look again, ``NotFound`` for an unknown kind, ``Conflict``
    when the client key was used for another reading.
    """
    grant.must_in(Permission.LOG, "diary")
    kind = kind_of(name)
    sent_before = once.stored(session, grant, Measurement, asked.client_key)
    patient = records.one(session, grant, Patient, grant.patient_id)
    unit = unit_for(kind, patient, asked.unit)
    if unit is None:
        raise Invalid(fields={"unit": _l("Choose the unit that your meter shows.")})
    if sent_before:
        values = read(kind, unit, asked.typed).values
        once.must_be_same(sent_before, kind=kind.name, unit=unit.code, values=values, note=asked.note.strip())
        return sent_before
    if words := too_long(asked.note.strip()):
        raise Invalid(fields={"note": words})
    now = clock.now()
    at = _moment(asked.happened_at, now)
    best = holding.best_of_a_year(session, grant, at) if kind.name == "peak_flow" else None
    held = holding.of(session, grant, kind, at, best)
    before = _before(session, grant, kind, at, held.days)
    reading = read(kind, unit, asked.typed, _earlier(session, grant, kind, before, best, at))
    if reading.other is not None and not (asked.sure and reading.doubts):
        raise NotSure(reading)
    there = at.astimezone(ZoneInfo(patient.time_zone))
    verdict = flagging.judge(reading, there, before, held)
    if reading.doubts and not asked.sure:
        raise NotSure(reading, flag=verdict.flag if now - at <= OLD else None)
    if verdict.alarms and now - at > OLD and asked.still is None:
        raise NotSure(reading, still=True)
    better = verdict.flag if asked.still is False and verdict.flag in HEARD_ANYWAY else None
    if asked.still is False:
        verdict = Verdict()
    row, is_new = once.add(
        session, grant, Measurement,
        kind=kind.name, values=reading.values, unit=unit.code, canonical=reading.canonical,
        confirmed=bool(reading.doubts and asked.sure), flag=verdict.flag, note=asked.note.strip(),
        because={"better": better} if better else standing.kept(verdict, reading, held),
        again_by=now + verdict.again if verdict.again else None,
        happened_at=at, recorded_at=now, client_key=asked.client_key,
    )  # fmt: skip
    if is_new:
        if len(kind.offered) > 1 and not (patient.units or {}).get(kind.name):
            choose_unit(session, grant, kind.name, unit.code)  # asked once: the first is shown from then on
        audit.record(session, grant, "measure", kind.name, row.id)
        standing.follow(session, grant, row, reading, there, verdict, held, before)
        if better:  # no alarm any more, but the team hears that it was so
            standing.raise_for(session, grant, row, "soon", flag=better)
        _refresh(session, grant)
    else:
        once.must_be_same(row, kind=kind.name, unit=unit.code, values=reading.values, note=asked.note.strip())
    return row


def with_signs(session: Session, grant: Grant, measurement_id: str) -> Measurement:
    """The person says yes, they have the signs that the flag asks for: urgent, whatever it was before."""
    grant.must_in(Permission.LOG, "diary")
    row = one(session, grant, measurement_id)
    flag = spoken(row.flag, row.values)
    if flag is not None and flag.asks is not None and row.undone_at is None:
        standing.with_signs(session, grant, row)
    return row


def undo(session: Session, grant: Grant, measurement_id: str, *, wrong_person: bool = False) -> Measurement:
    """Take a reading back: it stays stored, is shown nowhere, and its line on the worklist is closed.

    The person may take back anything, a proxy only what they wrote (``Forbidden`` otherwise). ``wrong_person``: it
    was somebody else's, so that its line is closed however urgent it was: nobody here is unwell.
    """
    grant.must_in(Permission.LOG, "diary")
    row = records.one(session, grant, Measurement, measurement_id, lock=True)
    may_take_back(grant, row.actor_id)
    if row.undone_at is None:
        row.undone_at, row.again_by = clock.now(), None
        audit.record(session, grant, "undo measure", row.kind, row.id)
        session.flush()
        left = _before(session, grant, KINDS[row.kind], clock.now() + FUTURE)
        standing.wait_again(session, grant, row, left)
        was = row.flag or (row.because or {}).get("better")
        if was and not any(standing.stands(other) for other in left):
            _leave_the_list(session, grant, row, wrong_person)
        _refresh(session, grant)
    return row


def _leave_the_list(session: Session, grant: Grant, row: Measurement, wrong_person: bool) -> None:
    """The line of a reading that was taken back is closed, unless it was urgent, came with signs or somebody has
    taken it: then it stays with a word, and somebody asks. A line about another reading stays as it is."""
    query = records.of(session, grant, Concern).where(
        Concern.rule == "measurement_flag", Concern.subject == row.kind, Concern.closed_at.is_(None)
    )
    line = session.scalars(query).first()
    if line is None or line.why.get("measurement") not in (row.id, None):
        return
    if wrong_person:
        concerns.close_concern_for(session, grant, "measurement_flag", row.kind, outcome="wrong_person")
    elif line.band == BANDS["urgent"] or line.why.get("symptoms") or line.taken_at is not None:
        concerns.note_taken_back(session, grant, "measurement_flag", row.kind)
    else:
        concerns.close_concern_for(session, grant, "measurement_flag", row.kind, outcome="taken_back")


def one(session: Session, grant: Grant, measurement_id: str) -> Measurement:
    """One reading of the grant's patient. Raises ``NotFound``."""
    grant.must(Permission.SEE_PROGRESS)
    return records.one(session, grant, Measurement, measurement_id)


def since(session: Session, grant: Grant, start: datetime, most: int = 400) -> list[Measurement]:
    """Readings since ``start`` that were not taken back, newest first, at most ``most``."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, Measurement).where(
        Measurement.happened_at >= start, Measurement.undone_at.is_(None)
    )
    return list(session.scalars(query.order_by(Measurement.happened_at.desc(), Measurement.id).limit(most)))


def may_take_back(grant: Grant, actor_id: str) -> None:
    """Raises ``Forbidden`` unless it is the person, or whoever wrote it."""
    if grant.capacity is not Capacity.SELF and actor_id != grant.actor_id:
        raise Forbidden()


def _moment(asked: datetime | None, now: datetime) -> datetime:
    if asked is None:
        return now
    if asked > now + FUTURE:
        raise Invalid(fields={"when": _l("That day or time has not come yet.")})
    if now - asked > OLDEST:
        raise Invalid(fields={"when": _l("That is more than a year ago. Check the year.")})
    return min(asked, now)


def _before(session: Session, grant: Grant, kind: Kind, at: datetime, span: timedelta = BEFORE) -> list[Measurement]:
    query = records.of(session, grant, Measurement).where(
        Measurement.kind == kind.name,
        Measurement.undone_at.is_(None),
        Measurement.happened_at <= at,
        Measurement.happened_at > at - max(span, BEFORE),
    )
    return list(session.scalars(query.order_by(Measurement.happened_at.desc()).limit(400)))


def _earlier(
    session: Session,
    grant: Grant,
    kind: Kind,
    before: list[Measurement],
    best: tuple[float, int] | None,
    at: datetime,
) -> Earlier:
    days = timedelta(days=WEIGHT_CHANGE[2])
    last = next((row.canonical for row in before if at - row.happened_at <= days), None)
    long_ago = None
    if kind.name == "weight" and last is None:
        query = records.of(session, grant, Measurement).where(
            Measurement.kind == kind.name, Measurement.undone_at.is_(None), Measurement.happened_at <= at
        )
        newest = query.with_only_columns(Measurement.canonical).order_by(Measurement.happened_at.desc()).limit(1)
        long_ago = session.scalar(newest)
    return Earlier(last, best[0] if best else None, long_ago)


def choose_unit(session: Session, grant: Grant, name: str, code: str) -> None:
    """Change the unit that is shown for a kind. Raises ``Invalid`` for one that the kind does not have."""
    grant.must_in(Permission.LOG, "diary")
    kind = kind_of(name)
    if kind.unit(code) is None:
        raise Invalid(fields={"unit": _l("Choose the unit that your meter shows.")})
    patient = records.one(session, grant, Patient, grant.patient_id, lock=True)
    if (patient.units or {}).get(name) != code:
        patient.units = {**(patient.units or {}), name: code}
        audit.record(session, grant, "choose unit", name)


def _refresh(session: Session, grant: Grant) -> None:
    from app.care import reminders

    reminders.refresh(session, grant.patient_id)
