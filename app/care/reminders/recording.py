"""What became of a row that was sent: the answer of each device, and whether the row is closed or tried again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import system
from app.care.reminders.sending import PHONES, ROWS, Claim, Device, Errand, give_back
from app.db import lock
from app.models import Delivery, Reminder

GAPS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60))
FAILURES_IN_A_ROW = 5
DELIVERED = "delivered"

ATTEMPTS = cast(sa.Table, Delivery.__table__)
_ATTEMPT = sa.update(ATTEMPTS).where(ATTEMPTS.c.id == sa.bindparam("attempt")).values(
    status=sa.bindparam("new_status"), outcome=sa.bindparam("new_outcome"), at=sa.bindparam("now")
)  # fmt: skip
_PHONE = sa.update(PHONES).where(PHONES.c.id == sa.bindparam("phone"))
_HEARD = _PHONE.values(last_success_at=sa.bindparam("now"), failures=0)
_REFUSED = _PHONE.values(failures=PHONES.c.failures + 1)
_ROW = sa.update(ROWS).where(ROWS.c.id == sa.bindparam("row"))
_SENT = _ROW.where(ROWS.c.sent_at.is_(None)).values(sent_at=sa.bindparam("now"))
_OURS = sa.and_(ROWS.c.lease == sa.bindparam("mine"), ROWS.c.state == "due")
_SENT_AND_CLOSED = _ROW.values(
    sent_at=sa.func.coalesce(ROWS.c.sent_at, sa.bindparam("now", type_=ROWS.c.sent_at.type)),
    state=sa.case((_OURS, "sent"), else_=ROWS.c.state),
    lease=sa.case((_OURS, sa.null()), else_=ROWS.c.lease),
    leased_until=sa.case((_OURS, sa.null()), else_=ROWS.c.leased_until),
)


def held(session: Session, claimed: Claim) -> Reminder | None:
    """The row, locked, if it is still due and the lease is still ours."""
    grant = system(claimed.patient_id)
    query = records.of(session, grant, Reminder).where(
        Reminder.id == claimed.reminder_id, Reminder.lease == claimed.lease, Reminder.state == "due"
    )
    return session.scalars(lock(query)).first()


def record_answer(session: Session, claimed: Claim, device: Device, outcome: str, status: int | None) -> None:
    """Store what one push service said, and forget a device that is gone or refused five times in a row."""
    _answer(session, device, outcome, status)
    if outcome == DELIVERED:
        session.connection().execute(_SENT, {"row": claimed.reminder_id, "now": clock.now()})


def record_last(
    session: Session, claimed: Claim, device: Device, outcome: str, status: int | None, *, again: bool,
    wait: timedelta | None,
) -> None:  # fmt: skip
    """Store the answer of the last device of a row, and what becomes of the row.

    Sent counts also when the lease ended meanwhile; only who holds the lease closes the row.
    """
    if outcome == DELIVERED and not again:
        _answer(session, device, outcome, status)
        values = {"row": claimed.reminder_id, "mine": claimed.lease, "now": clock.now()}
        session.connection().execute(_SENT_AND_CLOSED, values)
    else:
        record_answer(session, claimed, device, outcome, status)
        settle(session, claimed, again=again, wait=wait)


def _answer(session: Session, device: Device, outcome: str, status: int | None) -> None:
    run, now, phone = session.connection().execute, clock.now(), {"phone": device.id}
    run(_ATTEMPT, {"attempt": device.delivery_id, "new_status": status or 0, "new_outcome": outcome, "now": now})
    if outcome == DELIVERED:
        run(_HEARD, {**phone, "now": now})
    elif outcome == "our_fault":
        run(_REFUSED, phone)
    if outcome in ("gone", "our_fault"):
        too_often = sa.true() if outcome == "gone" else PHONES.c.failures >= FAILURES_IN_A_ROW
        run(sa.delete(PHONES).where(PHONES.c.id == device.id, too_often))


def settle(session: Session, claimed: Claim, *, again: bool, wait: timedelta | None) -> None:
    """Close the row, or plan the next try: after 1, 5, 15, 60 minutes and never before `wait` is over."""
    row = held(session, claimed)
    if row is None:
        return  # somebody did it meanwhile, or the lease ended and another sender has it
    if again and row.tries < len(GAPS):
        gap = GAPS[row.tries] * (1 + random.random() / 4)  # noqa: S311 - only spreads the load
        row.tries += 1
        put_off(row, clock.now() + max(gap, wait or gap))
    else:
        close(row, "gave_up" if again else "no_device")


def not_begun(session: Session, errands: Sequence[Errand]) -> None:
    """Give rows back that were looked at and not begun, without a trace of attempts that never were."""
    attempts = [device.delivery_id for errand in errands for device in errand.devices]
    session.connection().execute(sa.delete(ATTEMPTS).where(ATTEMPTS.c.id.in_(attempts)))
    give_back(session, [errand.claim for errand in errands])


def put_off(row: Reminder, until: datetime) -> None:
    """Try again at `until`; if that is too late to be of use, close it."""
    if until >= row.stale_at:
        close(row, "stale")
    else:
        row.next_try_at, row.lease, row.leased_until = until, None, None


def close(row: Reminder, why: str) -> None:
    """Nothing more to try: sent, when at least one device had it; dropped otherwise."""
    if row.sent_at is None:
        drop(row, why)
    else:
        row.state, row.lease, row.leased_until = "sent", None, None


def drop(row: Reminder, why: str) -> None:
    """Nothing is sent for this row, and why."""
    row.state, row.why_dropped, row.lease, row.leased_until = "dropped", why, None, None
