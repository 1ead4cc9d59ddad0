"""Many people with a plan and entries, written in bulk: the subject of the measurements."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.db import Database, new_id
from app.models import (
    Account,
    CarePlan,
    CareTeamMember,
    Concern,
    DayChoice,
    Measurement,
    Patient,
    PlanItem,
    PlanVersion,
    ProgressEntry,
)

ENTRIES, CONCERNS_EVERY = 200, 4
ACTIVITIES = 4


def fill(database: Database, patients: int) -> tuple[Account, Account, str]:
    """``patients`` people of one nurse, each with a plan and 200 entries.

    Returns the nurse, the account of the first person, and that person's id.
    """
    now = clock.now()
    with database.write() as session:
        nurse = _account(session, "Nurse Bench", "bench.nurse", "nurse")
        person = _account(session, "Person Bench", "bench.person", None)
        ids = [new_id() for _ in range(patients)]
        rows = [
            {
                "id": id_,
                "account_id": person.id if n == 0 else None,
                "full_name": f"Person Number {n}",
                "preferred_name": f"Person {n}",
                "birth_date": (now - timedelta(days=25_000 + n)).date(),
                "time_zone": "UTC",
                "created_at": now,
                "phone": "",
                "language": "en",
                "units": {},
            }
            for n, id_ in enumerate(ids)
        ]
        session.execute(sa.insert(Patient), rows)
        team = [{"id": new_id(), "patient_id": i, "account_id": nurse.id, "since": now, "lead": True} for i in ids]
        session.execute(sa.insert(CareTeamMember), team)
    for start in range(0, patients, 100):
        with database.write() as session:
            for n, id_ in enumerate(ids[start : start + 100]):
                _plan(session, id_, nurse, person, with_concern=n % CONCERNS_EVERY == 0)
    return nurse, person, ids[0]


def _account(session: Session, name: str, sign_in: str, role: str | None) -> Account:
    account = Account(name=name, sign_in=sign_in, role=role, time_zone="UTC", created_at=clock.now())
    session.add(account)
    session.flush()
    return account


def _plan(session: Session, patient_id: str, nurse: Account, person: Account, *, with_concern: bool) -> None:
    from app.care.plan.kinds import KINDS
    from app.care.plan.substance import digest

    now = clock.now()
    day = now.date()
    plan = CarePlan(patient_id=patient_id, created_at=now, current_number=1)
    session.add(plan)
    session.flush()
    version = PlanVersion(
        plan_id=plan.id,
        patient_id=patient_id,
        number=1,
        offered_by_id=nurse.id,
        offered_at=now,
        in_force_from=day,
        review_on=day + timedelta(days=180),
    )
    session.add(version)
    session.flush()
    contents = [("what_matters", {"words": "To dance at the wedding."}), ("goal", {"words": "Walk to the shop."})]
    contents += [("activity", {"what": f"Walk number {n}", "part": "morning"}) for n in range(ACTIVITIES)]
    keys, items = [], []
    for position, (kind, content) in enumerate(contents):
        key, parsed = new_id(), KINDS[kind].parse(content)
        keys.append(key)
        window = (day - timedelta(days=60), day + timedelta(days=180))
        items.append(
            {
                "id": new_id(),
                "version_id": version.id,
                "patient_id": patient_id,
                "number": 1,
                "key": key,
                "kind": kind,
                "owner": "patient",
                "starts_on": window[0],
                "ends_on": window[1],
                "position": position,
                "content": parsed,
                "substance": digest(kind, "patient", *window, parsed),
                "author_id": nurse.id,
                "reason": "",
            }
        )
    session.execute(sa.insert(PlanItem), items)
    common = {"patient_id": patient_id, "actor_id": person.id, "capacity": "self"}
    on_day = [{"id": new_id(), "key": k, "on_my_day": True, "remind": True, "at": now, **common} for k in keys[2:]]
    session.execute(sa.insert(DayChoice), on_day)
    entries = []
    for n in range(ENTRIES // 2):
        when = now - timedelta(days=n // ACTIVITIES + 1)
        entries.append(
            {
                "id": new_id(),
                "key": keys[2 + n % ACTIVITIES],
                "outcome": ("did", "partly", "did", "not_this_time")[n % 4],
                "happened_on": when.date(),
                "happened_at": when,
                "recorded_at": when,
                "note": "",
                "barrier": "",
                "client_key": new_id(),
                **common,
            }
        )
    session.execute(sa.insert(ProgressEntry), entries)
    readings = [
        {
            "id": new_id(),
            "kind": "weight",
            "values": {"weight": 80 + n % 3},
            "unit": "kg",
            "canonical": float(80 + n % 3),
            "confirmed": False,
            "note": "",
            "happened_at": now - timedelta(days=n),
            "recorded_at": now - timedelta(days=n),
            "client_key": new_id(),
            **common,
        }
        for n in range(ENTRIES // 2)
    ]
    session.execute(sa.insert(Measurement), readings)
    if with_concern:
        session.add(
            Concern(
                patient_id=patient_id,
                rule="lets_talk",
                subject=keys[1],
                band=2,
                why={},
                raised_at=now,
                last_at=now,
                due_at=now + timedelta(days=2),
            )
        )
