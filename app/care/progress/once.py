"""A form sent twice stores once: one insert that yields to the row with the same client key."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.db import new_id
from app.errors import Conflict, Invalid, Repeated
from app.i18n import lazy_gettext as _l
from app.models import GoalNear, Measurement, ProgressEntry, TreatmentWord

Row = TypeVar("Row", ProgressEntry, Measurement, TreatmentWord, GoalNear)
LONGEST = 64


def stored(session: Session, grant: Grant, model: type[Row], client_key: str) -> Row | None:
    """What this person already has under this client key. Raises ``Invalid`` for a key that is no key."""
    if not client_key or len(client_key) > LONGEST:
        raise Invalid(_l("This form is broken. Load the page again."), fields={})
    return session.scalars(records.of(session, grant, model).where(model.client_key == client_key)).first()


def must_be_same(row: ProgressEntry | Measurement | TreatmentWord | GoalNear, **facts: Any) -> None:
    """Raise ``Conflict`` unless ``row`` says the same and still stands: then it was sent twice, and is stored once.

    ``Repeated`` when it says the same and was taken back: whoever sends it again unseen has nothing left to send.

    A page that a phone brings back with its "back" button has its old client key but perhaps new words.
    """
    words = _l("You sent this page before. To write this down as well, press the button once more.")
    if any(getattr(row, name) != value for name, value in facts.items()):
        raise Conflict(words)
    if row.undone_at is not None:
        raise Repeated(words)


def add(session: Session, grant: Grant, model: type[Row], **facts: Any) -> tuple[Row, bool]:
    """Store a row with its ``client_key``; of two at the same moment one is stored. Says whether it was this one."""
    session.flush()
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"id": new_id(), "patient_id": grant.patient_id, **facts}
    values |= {"actor_id": grant.actor_id, "capacity": grant.capacity.value}
    insert = dialect.insert(model).values(values).on_conflict_do_nothing(index_elements=["patient_id", "client_key"])
    made = session.execute(insert.returning(model.id)).scalar()
    row = stored(session, grant, model, facts["client_key"])
    assert row is not None, "the row was there or was just stored"
    return row, made is not None
