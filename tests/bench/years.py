"""Two people with the same plan: one wrote something down every day for five years, the other for a month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import Database, new_id
from app.models import Account, Measurement, Patient, PlanItem, ProgressEntry
from tests.bench.people import fill

LONG, SHORT = 5 * 365, 30
"""Days with entries."""
MOST = 1.5
"""What looking back over five years may cost of what a month costs: a promise."""


def two_pasts(database: Database) -> dict[int, tuple[Account, str]]:
    """Days of entries → account and patient's id; each activity and two readings every day."""
    _nurse, account, _id = fill(database, 2)
    found = {}
    with database.write() as session:
        for patient, days in zip(session.scalars(sa.select(Patient)).all(), (LONG, SHORT), strict=True):
            own = account
            if patient.account_id is None:
                own = Account(name="A Month", sign_in="a.month", role=None, time_zone="UTC", created_at=clock.now())
                session.add(own)
                session.flush()
                patient.account_id = own.id
            _write(session, patient, own, days)
            found[days] = (own, patient.id)
    return found


def _write(session: Session, patient: Patient, own: Account, days: int) -> None:
    for table in (ProgressEntry, Measurement):
        session.execute(sa.delete(table).where(table.patient_id == patient.id))
    now = clock.now()
    lines = session.scalars(
        sa.select(PlanItem).where(PlanItem.patient_id == patient.id, PlanItem.kind == "activity")
    ).all()
    entries: list[dict[str, Any]] = []
    readings: list[dict[str, Any]] = []
    for line in lines:
        line.starts_on = now.date() - timedelta(days=LONG)
    for n in range(days):
        at = now - timedelta(days=n)
        common = {
            "patient_id": patient.id, "actor_id": own.id, "capacity": "self", "happened_at": at, "recorded_at": at,
            "note": "",
        }  # fmt: skip
        entries += [
            {"id": new_id(), "key": line.key, "outcome": ("did", "partly", "not_this_time")[n % 3],
             "happened_on": at.date(), "barrier": "", "client_key": new_id(), **common}
            for line in lines
        ]  # fmt: skip
        pressure = {"systolic": 130 + n % 9, "diastolic": 80 + n % 5}
        readings += [
            {"id": new_id(), "kind": kind, "values": values, "unit": unit, "canonical": canonical, "confirmed": False,
             "client_key": new_id(), **common}
            for kind, values, unit, canonical in (
                ("weight", {"weight": 80 + n % 3}, "kg", 80.0 + n % 3),
                ("blood_pressure", pressure, "mm[Hg]", float(pressure["systolic"])),
            )
        ]  # fmt: skip
    session.execute(sa.insert(ProgressEntry), entries)
    session.execute(sa.insert(Measurement), readings)
