"""Put right what a helper wrote on the page of the wrong person: away from the one, and if they like, to the other.

Both people are told, and neither learns anything of the other. The rows of the first stay stored, as with any undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, private, records, relationships
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.care.people.names import accounts_of
from app.care.plan import brief, notes, questions
from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.care.progress import logging, measurements
from app.care.progress.measurements import Asked, NotSure
from app.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import ItemNote, Measurement, PlanItem, ProgressEntry, Question, SetRight

WITHIN = timedelta(hours=24)
TOLD_FOR = timedelta(days=7)
MODELS: dict[str, type[ProgressEntry] | type[Measurement] | type[ItemNote] | type[Question]] = {
    "entry": ProgressEntry, "reading": Measurement, "note": ItemNote, "question": Question,
}  # fmt: skip
NEEDS = {
    "entry": Permission.LOG, "reading": Permission.LOG, "note": Permission.NOTE, "question": Permission.ASK,
}  # fmt: skip
Row = ProgressEntry | Measurement | ItemNote | Question


@dataclass(frozen=True)
class Told:
    """A word for the person: who put it right, and whether it went away or came."""

    who: str
    side: str
    at: datetime


def find(session: Session, grant: Grant, kind: str, row_id: str, *, lock: bool = False) -> Row:
    """What the reader wrote here less than a day ago and did not take back. ``NotFound``, ``Forbidden``, ``Gone``."""
    if kind not in MODELS:
        raise NotFound()
    grant.must(NEEDS[kind])
    row: Row = records.one(session, grant, MODELS[kind], row_id, lock=lock)
    if _author(row) != grant.actor_id:
        raise Forbidden()
    if clock.now() - _heard(row) > WITHIN:
        raise Gone(_l("That was written more than a day ago. Please ring the practice, so that it is put right."))
    if (row.withdrawn_at if isinstance(row, (ItemNote, Question)) else row.undone_at) is not None:
        raise Gone(_l("It was taken back already."))
    if isinstance(row, Question) and not questions.may_take_back(grant, row):
        raise Gone(_l("Your team has answered that question. Please ring the practice, so that it is put right."))
    return row


def others(session: Session, grant: Grant, kind: str) -> list[Relationship]:
    """For whom else the reader may write such a thing down; two statements at most."""
    assert grant.actor is not None
    found = relationships.all_for(session, grant.actor)
    return [one for one in found if one.patient.id != grant.patient_id and one.grant.may(NEEDS[kind])]


def lines(session: Session, other: Grant, kind: str) -> list[tuple[str, str]]:
    """Lines of the other person's plan on which the helper may write it, key and title; none for a reading."""
    if kind == "reading":
        return []
    kinds = ("activity",) if kind == "entry" else tuple(KINDS)
    hidden = private.hidden_keys(session, other)  # what was not agreed, or was folded away, leaves no trace here
    found = [
        item for item in brief.active_items(session, other, kinds)
        if item.key not in hidden and other.may(NEEDS[kind], item.kind)
    ]  # fmt: skip
    mine = (PATIENT, other.actor_id)
    return [(item.key, _title(item)) for item in found if kind != "entry" or item.owner in mine]


def likely(session: Session, grant: Grant, row: Row, offered: list[tuple[str, str]]) -> str:
    """The line of the other person that is called the same, or ""."""
    if isinstance(row, Measurement):
        return ""
    was = title_of(session, grant, row).casefold()
    return next((key for key, title in offered if title.casefold() == was), "")


def title_of(session: Session, grant: Grant, row: ProgressEntry | ItemNote | Question) -> str:
    """The line on which it stands here."""
    return _title(logging.item_of(session, grant, row.key))


def put_right(
    session: Session,
    grant: Grant,
    kind: str,
    row_id: str,
    other: Grant | None,
    key: str = "",
    *,
    answer_days: int = 2,
) -> bool:
    """Take it away here, and write it down for ``other`` (None: nobody). Says whether it is there now.

    ``answer_days``: working days within which a question is answered there, from now.

    Raises ``Invalid`` when no line was chosen, ``Gone`` when it was put right before or is older than a day. A second
    press of the same form finds it gone and stores nothing twice.
    """
    row = find(session, grant, kind, row_id, lock=True)
    came = None
    if other is not None:
        other.must(NEEDS[kind])
        if kind != "reading" and key not in dict(lines(session, other, kind)):
            named.lines(session, other, [key])
            raise Invalid(fields={"key": _l("Choose on which line it belongs.")})
        came = _write(session, other, row, key, answer_days)
    if isinstance(row, ProgressEntry):
        logging.undo(session, grant, row.id)
    elif isinstance(row, Measurement):
        measurements.undo(session, grant, row.id, wrong_person=True)
    elif isinstance(row, Question):
        questions.take_back(session, grant, row.id)
    else:
        notes.take_back(session, grant, row.id)
    _tell(session, grant, "gone", kind, row.id, "wrong person here")
    if other is not None and came is not None:
        _tell(session, other, "came", kind, came.id, "came from a wrong page")
    return came is not None


def told(session: Session, grant: Grant) -> list[Told]:
    """What was put right here in the last week, the newest first; for the person alone."""
    if grant.capacity is not Capacity.SELF:
        return []
    since = clock.now() - TOLD_FOR
    query = records.of(session, grant, SetRight).where(SetRight.at >= since, SetRight.actor_id != grant.actor_id)
    rows = list(session.scalars(query.order_by(SetRight.at.desc(), SetRight.id)))
    names = accounts_of(session, {row.actor_id for row in rows}) if rows else {}
    return [Told(names[row.actor_id].name, row.side, row.at) for row in rows]


def _write(session: Session, other: Grant, row: Row, key: str, answer_days: int) -> Row:
    """The same for the other person, once, with what it means for them and their own limits."""
    again = f"moved-{row.id}"
    if isinstance(row, ProgressEntry):
        return logging.record(
            session, other, key, row.outcome, happened_on=row.happened_on, note=row.note, barrier=row.barrier,
            client_key=again, confidence=row.confidence, done_at=row.happened_at,
        )  # fmt: skip
    if isinstance(row, ItemNote):
        return notes.write(session, other, key, row.words, again)
    if isinstance(row, Question):
        return questions.ask(session, other, key, row.words, again, answer_days=answer_days)
    typed: dict[str, Any] = {name: "yes" if value is True else str(value) for name, value in row.values.items()}
    asked = Asked(typed, again, row.unit, row.happened_at, sure=True, still=True, note=row.note)
    try:
        return measurements.record(session, other, row.kind, asked)
    except NotSure as doubt:
        raise Conflict(
            _l("We are not sure that this number is right for them. Take it away here, and write it down there.")
        ) from doubt


def _tell(session: Session, grant: Grant, side: str, kind: str, row_id: str, act: str) -> None:
    session.add(
        SetRight(
            patient_id=grant.patient_id, side=side, kind=kind, object_id=row_id, actor_id=grant.actor_id,
            capacity=grant.capacity, at=clock.now(),
        )
    )  # fmt: skip
    audit.record(session, grant, act, kind, row_id)


def _heard(row: Row) -> datetime:
    if isinstance(row, Question):
        return row.asked_at
    return row.at if isinstance(row, ItemNote) else row.recorded_at


def _author(row: Row) -> str:
    return row.asked_by_id if isinstance(row, Question) else row.actor_id


def _title(item: PlanItem) -> str:
    return str(KINDS[item.kind].title_outside(item.content))
