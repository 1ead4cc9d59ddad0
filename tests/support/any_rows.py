"""One row in every table for one person, with words that are easy to find again.

Made from the tables themselves, so that a table added tomorrow is covered today.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Base, new_id
from app.models import Account, Patient

MARK = "zzsecret"
FORM = {  # the same for everybody, so nobody's words
    "resourceType": "Questionnaire",
    "url": "urn:form",
    "version": "1",
    "title": "A form",
    "status": "active",
    "item": [{"linkId": "1", "type": "string", "text": "How are you?"}],
}
NOBODYS = {"local_service", "burden_list", "known_chances"}
"""Tables that are the same for everybody: their words are not anybody's secret."""
SKIP = {"account", "patient", "audit_event", "throttle", "sign_in_link", "audit_seal"}


def fill(session: Session, patient: Patient, actor: Account) -> dict[str, dict[str, Any]]:
    """Store one row of every table for `patient`, written by `actor`; gives them back by table."""
    made: dict[str, dict[str, Any]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in SKIP:
            continue
        row = {column.name: _value(column, table, patient, actor, made) for column in table.c}
        if table.name == "questionnaire":
            row |= {"document": FORM, "title": "A form", "version": "1", "url": f"urn:{new_id()}"}
        session.execute(table.insert().values(**row))
        made[table.name] = row
    return made


def _value(column: sa.Column, table: sa.Table, patient: Patient, actor: Account, made: dict) -> Any:
    for key in column.foreign_keys:
        target = key.column.table.name
        if target == "patient":
            return patient.id
        if target == table.name:
            return None  # the first row follows no other
        if target == "account":
            # each account has one of those
            return patient.account_id if column.primary_key or table.name == "mail_address" else actor.id
        return made[target][key.column.name]
    if column.primary_key:
        return new_id()
    if choice := _first_choice(column, table):
        return choice
    if column.nullable and not isinstance(column.type, (sa.String, sa.Text)):
        return None
    return _of_type(column, table, patient)


def _first_choice(column: sa.Column, table: sa.Table) -> Any:
    for constraint in table.constraints:
        if isinstance(constraint, sa.CheckConstraint):
            found = re.match(rf"{column.name} in \((.*)\)", str(constraint.sqltext))
            if found:
                first = found[1].split(",")[0].strip()
                return first.strip("'") if first.startswith("'") else int(first)
    return None


def _of_type(column: sa.Column, table: sa.Table, patient: Patient) -> Any:
    kind = column.type
    words = f"{'' if table.name in NOBODYS else MARK} {patient.id} {table.name}.{column.name}".strip()
    if isinstance(kind, sa.JSON):
        return {"text": words}
    if isinstance(kind, sa.LargeBinary):
        return words.encode()
    if isinstance(kind, sa.types.TypeDecorator):
        return datetime(2026, 3, 1, 12, tzinfo=UTC)
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, (sa.Integer, sa.Numeric, sa.Float)):
        return 1
    if isinstance(kind, sa.Date):
        return date(2026, 3, 1)
    if isinstance(kind, sa.Time):
        return time(21)
    length = getattr(kind, "length", None)
    return words[:length] if length is None or length >= 30 else new_id()[:length]
