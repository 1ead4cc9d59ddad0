"""Pause life (B21): for some days the plan asks nothing. What keeps a person safe is never paused.

A pause always ends (rule 11): it has a last day, and "until I say" is asked again before that day. It reads no
decision and no entry, and nothing about care follows from it: only what the phone asks for rests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient, Pause

WHYS = {
    "holiday": _l("Holiday or a trip"),
    "hospital": _l("In hospital"),
    "grief": _l("Grief, or a hard time"),
    "other": _l("Something else"),
}
OPEN_END = timedelta(days=14)
"""How long "until I say" goes before it is asked about."""
LONGEST = timedelta(days=92)
EARLIEST, LATEST = timedelta(days=31), timedelta(days=366)
"""How long ago a pause may have begun (somebody was in hospital), and how far ahead it may be planned."""
ASKS = timedelta(days=2)
"""The last days of "until I say", on which it is asked whether it goes on."""
OVER = timedelta(days=2)
"""For how long it is said that a pause ended by itself."""
BACK = timedelta(days=120)
SHOWN = 5
"""How many earlier pauses are listed."""


@dataclass(frozen=True)
class Life:
    """Pauses around a day: ``now`` covers it, ``next`` is planned, ``over`` ended by itself a moment ago."""

    day: date
    rows: tuple[Pause, ...] = ()

    @property
    def now(self) -> Pause | None:
        return next((row for row in self.rows if row.covers(self.day)), None)

    @property
    def next(self) -> Pause | None:
        ahead = [row for row in self.rows if row.starts_on > self.day and row.covers(row.starts_on)]
        return min(ahead, key=lambda row: row.starts_on, default=None)

    @property
    def over(self) -> Pause | None:
        """Ended by itself in the last days, and nobody said more since."""
        if self.now or self.next:
            return None
        ended = [row for row in self.rows if row.ended_on is None and self.day - OVER <= row.ends_on < self.day]
        return ended[0] if ended else None

    @property
    def cut(self) -> Pause | None:
        """Ended before its last day, in the last days, and nothing was paused since: who did it is said."""
        if self.now or self.next:
            return None
        for row in self.rows:
            on = row.ended_on
            if on and self.day - OVER <= on <= self.day and (on > row.starts_on or on == self.day):
                return row
        return None

    @property
    def before(self) -> list[Pause]:
        """Pauses that are over or were taken back, the newest first; a change of a pause is the newer one."""
        over = [row for row in self.rows if not row.covers(self.day) and row is not self.next]
        return [row for row in over if row.ended_on is None or not self._changed(row)][:SHOWN]

    def _changed(self, row: Pause) -> bool:
        """Whether a newer pause took this one's place."""
        return any(
            other.at > row.at
            and other.starts_on <= row.ends_on
            and other.ends_on >= row.starts_on
            and row.ended_on == max(row.starts_on, other.starts_on)
            for other in self.rows
        )

    @property
    def asks_again(self) -> bool:
        """Whether "until I say" is near its last day."""
        return self.now is not None and self.now.until_told and self.now.ends_on - self.day < ASKS

    def is_paused(self, day: date) -> bool:
        return any(row.covers(day) for row in self.rows)

    def people(self) -> set[str]:
        """Accounts of those who paused or ended a pause, when it was not the person."""
        paused = {row.actor_id for row in self.rows if row.capacity != "self"}
        return paused | {
            row.ended_by_id for row in self.rows if row.ended_by_id and row.ended_capacity not in ("", "self")
        }


def of(session: Session, grant: Grant, day: date, since: date | None = None) -> Life:
    """Pauses that touch ``since`` (by default some months back) or later, the newest first. One statement."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Pause).where(Pause.ends_on >= (since or day - BACK))
    return Life(day, tuple(session.scalars(query.order_by(Pause.at.desc(), Pause.id).limit(200))))


def begin(
    session: Session, grant: Grant, why: str, starts_on: date | None, ends_on: date | None, client_key: str,
    *, until_told: bool = False, words: str = "",
) -> Pause:  # fmt: skip
    """Pause the plan. A pause that reaches into these days gives way to this one; the days before stay as they were.

    Without ``starts_on`` from today; ``until_told`` needs no ``ends_on``. Raises ``Invalid`` naming fields,
    ``Conflict`` when the client key was used for other days.
    """
    grant.must(Permission.PAUSE)
    patient = records.one(session, grant, Patient, grant.patient_id, lock=True)
    today = clock.today(patient.time_zone)
    words, start = clean(words), starts_on or today
    end = max(start, today) + OPEN_END if until_told else ends_on
    _check(why, start, end, words, today)
    assert end is not None
    if not (0 < len(client_key) <= 64 and client_key.isprintable()):
        raise Invalid(_l("This form is broken. Load the page again."), fields={})
    query = records.of(session, grant, Pause).where(Pause.client_key == client_key)
    if stored := session.scalars(query).first():
        if stored.ended_on or (stored.why, stored.starts_on, stored.ends_on, stored.words) != (
            why,
            start,
            end,
            words,
        ):
            raise Conflict(_l("You sent this page before. To pause like this as well, press the button once more."))
        return stored
    _give_way(session, grant, start, end)
    row = Pause(
        patient_id=grant.patient_id, why=why, words=words, starts_on=start, ends_on=end, until_told=until_told,
        client_key=client_key, actor_id=grant.actor_id, capacity=grant.capacity, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, f"pause the plan: {why}", "pause", row.id)
    _remind(session, grant)
    return row


def go_on(session: Session, grant: Grant, pause_id: str, client_key: str) -> Pause:
    """ "Yes, it still goes on": the same reason for two weeks more. ``Conflict`` when it is over already."""
    grant.must(Permission.PAUSE)
    row = records.one(session, grant, Pause, pause_id)
    if row.ended_on is not None:
        raise Conflict(_l("This pause was changed. Here is how it stands now."))
    return begin(
        session,
        grant,
        row.why,
        None,
        None,
        client_key,
        until_told=True,
        words=row.words if row.actor_id == grant.actor_id else "",
    )


def end(session: Session, grant: Grant, pause_id: str) -> Pause:
    """The plan goes on from today; a planned pause does not begin. Harmless to repeat."""
    grant.must(Permission.PAUSE)
    row = records.one(session, grant, Pause, pause_id, lock=True)
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    if row.ends_on >= today and (row.ended_on is None or row.ended_on > today):
        _end(row, grant, max(today, row.starts_on))
        session.flush()
        audit.record(session, grant, "end the pause", "pause", row.id)
        _remind(session, grant)
    return row


def paused_days(rows: Iterable[Pause], days: Iterable[date]) -> set[date]:
    """Those of ``days`` on which the plan was paused."""
    rows = list(rows)
    return {day for day in days if any(row.covers(day) for row in rows)}


def last_days(session: Session, since: date, today: date) -> dict[str, date]:
    """For jobs that look at everybody: the last paused day from ``since`` to ``today``, by patient; one statement.

    What was silent until that day was silent because of a pause.
    """
    rows = session.scalars(sa.select(Pause).where(Pause.starts_on <= today, Pause.ends_on >= since))
    found: dict[str, date] = {}
    for row in rows:
        last = min(row.ends_on, today, row.ended_on - timedelta(days=1) if row.ended_on else today)
        if row.covers(last) and last >= since:
            found[row.patient_id] = max(last, found.get(row.patient_id, last))
    return found


def _give_way(session: Session, grant: Grant, start: date, end: date) -> None:
    query = records.of(session, grant, Pause).where(Pause.starts_on <= end, Pause.ends_on >= start)
    for row in session.scalars(query.with_for_update()):
        if row.ended_on is None or row.ended_on > start:
            _end(row, grant, max(row.starts_on, start))


def _end(row: Pause, grant: Grant, on: date) -> None:
    row.ended_on, row.ended_by_id, row.ended_capacity = on, grant.actor_id, grant.capacity


def _remind(session: Session, grant: Grant) -> None:
    from app.care import reminders

    session.flush()
    reminders.refresh(session, grant.patient_id)


def _check(why: str, start: date, end: date | None, words: str, today: date) -> None:
    wrong = {}
    if why not in WHYS:
        wrong["why"] = _l("Choose what fits best.")
    if start < today - EARLIEST:
        wrong["starts_on"] = _l("That is more than a month ago. Choose a later day.")
    elif start > today + LATEST:
        wrong["starts_on"] = _l("That is more than a year ahead. Choose an earlier day.")
    if end is None:
        wrong["ends_on"] = _l("Choose the last day, or “Until I say”.")
    elif end < max(start, today):
        wrong["ends_on"] = _l("The last day is before the pause begins, or is over.")
    elif end - max(start, today) > LONGEST:
        wrong["ends_on"] = _l("A pause lasts 3 months at most. You can start a new one then.")
    if problem := too_long(words, 400):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
