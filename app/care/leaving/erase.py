"""Erasing: rows of every table that says whose they are, in an order that no foreign key minds, in one transaction.

What the law keeps is sealed off first: nobody reaches the record, what no law asks for goes at once, and the rest
goes after the years. Done twice, or by two at once, it is done once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import system
from app.care.leaving import accounts
from app.care.leaving.asking import NOTHING
from app.care.leaving.retention import RULES, Goes
from app.care.leaving.rows import remove
from app.care.reminders.times import local
from app.db import Base, lock
from app.errors import NotFound
from app.models import CareTeamMember, Erasure, ErasureReceipt, ItemChange, Patient

STAYS = {"audit_event": "ids alone, which lead to nobody when the person is gone; the database lets nobody change it"}
"""Tables with a person's id whose rows are not erased, with the reason."""


def carry_out(session: Session, patient_id: str, keep_years: int, *, now: bool = False) -> ErasureReceipt | None:
    """Do what is due for one person: seal the record, or erase it. None when nothing is.

    ``now``: without waiting, and without having been asked (a command of the practice). Raises ``NotFound``.
    """
    person = session.scalars(lock(sa.select(Patient).where(Patient.id == patient_id))).first()
    if person is None:
        raise NotFound()
    today = clock.today(person.time_zone)
    row = session.scalars(
        sa.select(Erasure).where(Erasure.patient_id == patient_id, Erasure.taken_back_at.is_(None))
    ).first()
    if row is None and now:
        row = Erasure(patient_id=patient_id, capacity="system", at=clock.now(), due_on=today, actor_id=None)
        session.add(row)
        session.flush()
    if row is None:
        return None
    if row.sealed_at is not None:
        is_over = row.keeps == NOTHING or (row.keep_until is not None and row.keep_until <= today)
        return _erase(session, person, row) if is_over else None
    if not now and row.due_on > today:
        return None
    if keep_years and row.keeps != NOTHING:
        return _seal(session, person, row, _years_on(today, keep_years))
    return _erase(session, person, row)


def _seal(session: Session, person: Patient, row: Erasure, until: date) -> ErasureReceipt:
    """Closed to everybody, kept until ``until``; what no law asks for is gone."""
    behind = accounts.behind(session, person.id)
    moment = clock.now()
    row.sealed_at, row.keep_until = moment, until
    person.sealed_at, person.left_at = moment, person.left_at or moment
    on_team = sa.update(CareTeamMember).where(CareTeamMember.patient_id == person.id)
    session.execute(on_team.where(CareTeamMember.in_force(moment)).values(until=moment))
    session.flush()
    gone = _delete(session, person.id, {name for name, rule in RULES.items() if rule.goes is Goes.AT_ONCE})
    never_offered = sa.delete(ItemChange).where(ItemChange.patient_id == person.id, ItemChange.state != "applied")
    gone["item_change"] += remove(session, never_offered)
    accounts.close(session, behind, person.id)
    receipt = _receipt(session, person, row, gone)
    receipt.sealed_on, receipt.kept_until = local(moment, person.time_zone).date(), until
    audit.record(session, system(person.id), "seal record", "erasure", row.id)
    session.flush()
    return receipt


def _erase(session: Session, person: Patient, row: Erasure) -> ErasureReceipt:
    """Everything that says whose it is, and the person."""
    patient_id, today = person.id, clock.today(person.time_zone)
    behind = accounts.behind(session, patient_id)
    receipt = _receipt(session, person, row, Counter())
    session.flush()
    session.expunge(row)
    tables = {name for name, table in Base.metadata.tables.items() if "patient_id" in table.c}
    gone = _delete(session, patient_id, tables - STAYS.keys())
    gone["patient"] += remove(session, sa.delete(Patient).where(Patient.id == patient_id))
    accounts.close(session, behind, patient_id)
    receipt.rows = _added(receipt.rows, gone)
    receipt.erased_on = today
    audit.record(session, system(patient_id), "erase record", "erasure", receipt.number)
    session.flush()
    return receipt


def _delete(session: Session, patient_id: str, names: Collection[str]) -> Counter[str]:
    """Rows of this person, those that refer to others first. One statement each, so rows may refer to one another."""
    gone: Counter[str] = Counter()
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in names and "patient_id" in table.c:
            gone[table.name] += remove(session, sa.delete(table).where(table.c.patient_id == patient_id))
    return gone


def _receipt(session: Session, person: Patient, row: Erasure, gone: Counter[str]) -> ErasureReceipt:
    receipt = session.get(ErasureReceipt, row.id)
    if receipt is None:
        receipt = ErasureReceipt(number=row.id, asked_on=local(row.at, person.time_zone).date(), rows={})
        session.add(receipt)
    receipt.rows = _added(receipt.rows, gone)
    return receipt


def _added(before: dict[str, int], gone: Counter[str]) -> dict[str, int]:
    return {name: n for name, n in sorted((Counter(before) + gone).items()) if n}


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
