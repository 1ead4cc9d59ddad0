"""The only road from a page to a row: within the grant's patient, and never to a private line that is closed."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import private
from app.access.grants import Grant
from app.db import lock as held
from app.errors import NotFound

Row = TypeVar("Row")


def of(session: Session, grant: Grant, model: type[Row]) -> sa.Select[Row]:
    """A query over ``model`` that can only see rows of the grant's patient that are open to this reader."""
    query = sa.select(model).where(_patient_column(model) == grant.patient_id)
    limit = private.visible(grant, model)
    return query if limit is None else query.where(limit)


def one(session: Session, grant: Grant, model: type[Row], id_: str, *, lock: bool = False) -> Row:
    """The row with this id if it is the grant's patient's. Raises :class:`NotFound` otherwise.

    With ``lock`` the row is held until the transaction ends (for reading, changing and writing it).
    """
    query = of(session, grant, model).where(sa.inspect(model).primary_key[0] == id_)
    row = session.scalars(held(query) if lock else query).first()
    if row is None:
        raise NotFound()
    return row


def _patient_column(model: Any) -> Any:
    if model.__tablename__ == "patient":
        return model.id
    if not hasattr(model, "patient_id"):
        raise TypeError(f"{model.__name__} has no patient_id: add one, every personal row belongs to a person")
    return model.patient_id
