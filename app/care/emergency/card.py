"""The emergency card: item by item what the person chose, drawn the same for everybody who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, policy, private, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.facts import reading
from app.care.facts.kinds import KINDS as FACTS
from app.care.guests import shown
from app.care.guests.shown import Shown
from app.care.limits import too_long
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.config import Line
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import EmergencyCard, Patient, PlanItem, RecordFact

ON_IT = ("allergy", "diagnosis", "medicine")
"""Kinds of what is known that may stand on it, in this order."""
LINES = ("medicine_at_hand", "stand_in", "advance_wish")
"""Kinds of lines of the plan that may stand on it."""
MOST_CONTACTS = 3
LONGEST = 300


@dataclass(frozen=True)
class Choices:
    """What may be ticked now: facts as (line, kind, words), lines of the plan as (key, words)."""

    facts: list[tuple[str, str, str]] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Drawn:
    """A card as it is read. ``facts``: title of the kind, and its lines as (title, further facts)."""

    patient: Patient
    words: str
    facts: list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]
    lines: list[Shown]
    contacts: list[Line]
    closed: bool = False
    """Whether there are lines on it that the person can open first. A helper is told of none."""


def choices(session: Session, grant: Grant) -> Choices:
    """What the person may put on it; wishes only while they are open."""
    grant.must(Permission.OWN_CARD)
    views = [view for view in reading.current(session, grant) if view.row.kind in ON_IT]
    views.sort(key=lambda view: ON_IT.index(view.row.kind))
    lines = [item for item in brief.newest_items(session, grant) if _may_stand(item)]
    return Choices(
        [(view.row.line, str(view.kind.words), view.title) for view in views],
        [(item.key, KINDS[item.kind].title(item.content)) for item in lines],
    )


def _may_stand(item: PlanItem) -> bool:
    return item.kind in LINES and KINDS[item.kind].may_be_used(item.content)


def of(session: Session, grant: Grant) -> EmergencyCard | None:
    """The card, if the person made one."""
    grant.must(Permission.SHOW_CARD)
    return session.scalars(records.of(session, grant, EmergencyCard)).first()


def typed_contacts(value: Callable[[str], str]) -> list[dict[str, str]]:
    """The rows of a form, also those that do not fit yet."""
    names = ("name", "relation", "phone")
    return [{name: clean(value(f"{name}-{n}")) for name in names} for n in range(MOST_CONTACTS)]


def save(
    session: Session, grant: Grant, *, words: str, facts: list[str], lines: list[str], contacts: list[dict[str, str]]
) -> EmergencyCard:
    """Keep the choice. What is closed to the person now stays as it was chosen.

    Raises ``Invalid`` naming fields, ``NotFound`` for a line that was never theirs; one that is gone is left out.
    """
    grant.must(Permission.OWN_CARD)
    named.rows(session, grant, RecordFact.line, facts)
    named.lines(session, grant, lines)
    words, offered = clean(words), choices(session, grant)
    _check(words, contacts)
    closed, row = private.hidden_keys(session, grant), of(session, grant)
    if row is None:
        row = EmergencyCard(patient_id=grant.patient_id, updated_at=clock.now())
        session.add(row)
    kept = [key for key in row.lines or [] if key in closed]
    row.words = words
    row.facts = [line for line, _kind, _words in offered.facts if line in facts]
    row.lines = [key for key, _words in offered.lines if key in lines] + kept
    row.contacts = [contact for contact in contacts if any(contact.values())]
    row.updated_at = clock.now()
    session.flush()
    audit.record(session, grant, "choose emergency card", "emergency_card", row.id)
    return row


def _check(words: str, contacts: list[dict[str, str]]) -> None:
    wrong: dict[str, Any] = {}
    if problem := too_long(words, LONGEST):
        wrong["words"] = problem
    for n, contact in enumerate(contacts):
        for name in ("name", "relation", "phone"):
            if problem := too_long(contact[name], 40 if name == "phone" else 100):
                wrong[f"{name}-{n}"] = problem
        if any(contact.values()) and not contact["name"]:
            wrong[f"name-{n}"] = _l("Write the name, too.")
        if any(contact.values()) and not contact["phone"]:
            wrong[f"phone-{n}"] = _l("Write the number, too.")
        elif any(contact.values()) and len(re.findall(r"\d", contact["phone"])) < 3:
            wrong[f"phone-{n}"] = _l("A telephone number has digits.")
    if wrong:
        raise Invalid(fields=wrong)


def reader(row: EmergencyCard, request_id: str = "") -> Grant:
    """Who reads a card: exactly what stands on it and nothing else, as a guest."""
    named = frozenset(row.facts) | frozenset(row.lines)
    return Grant(None, row.patient_id, Capacity.GUEST, policy.for_guest(), request_id, named=named)


def drawn(
    session: Session, row: EmergencyCard, patient: Patient, looks: Grant | None = None, *, private_too: bool = True
) -> Drawn:
    """The card as it stands now. ``looks``: who looks, to whom it shows no line that is closed to them.

    Without ``private_too`` no private line is on it, also one that this helper is shown now: for what they keep.
    """
    guest = reader(row)
    found = {fact.line: fact for fact in session.scalars(records.of(session, guest, RecordFact))}
    facts = []
    for kind in ON_IT:
        rows = [found[line] for line in row.facts if line in found and found[line].kind == kind]
        if rows:
            facts.append((str(FACTS[kind].words), [_fact(fact) for fact in rows]))
    items = [item for item in shown.items(session, guest) if item.kind in LINES] if row.lines else []
    closed = private.hidden_keys(session, looks) if looks is not None and items else set()
    open_ = [item for item in items if item.key not in closed and (private_too or not KINDS[item.kind].is_private)]
    lines = shown.drawn(session, guest, open_, patient)
    can_open = looks is not None and private.may_unlock(looks) and any(item.key in closed for item in items)
    return Drawn(patient, row.words, facts, lines, _contacts(row), can_open)


def _contacts(row: EmergencyCard) -> list[Line]:
    return [Line(one["name"], one["phone"], one["relation"]) for one in row.contacts]


def _fact(row: RecordFact) -> tuple[str, list[tuple[str, str]]]:
    kind = FACTS[row.kind]
    return kind.title(row.content), [(name, value) for name, value in kind.lines(row.content) if value]
