"""What the fields of a form name by id. A choice that this person never had is not theirs: it is answered as its
address would be, and leaves a row in the log. One that they had and that is gone is for the form to speak of, so that
nothing typed is lost over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.access import private, records
from app.access.grants import Capacity, Grant
from app.db import is_id
from app.errors import NotFound
from app.models import CareTeamMember, ItemChange, PlanItem, ProxyGrant


def lines(session: Session, grant: Grant, keys: Iterable[Any]) -> None:
    """Raise ``NotFound`` unless each key is of a line that this person has or had, and that is open to this reader.

    A private line that this reader may open is there, also while it is closed: the form says so and loses nothing.
    Empty ones are left out.
    """
    own = grant.with_private() if private.may_unlock(grant) else grant
    left = _unknown(session, own, keys, PlanItem.key, ItemChange.key)
    if left or (own.capacity is Capacity.PROXY and set(keys) & private.hidden_keys(session, own)):
        raise NotFound()


def people(session: Session, grant: Grant, accounts: Iterable[Any]) -> None:
    """Raise ``NotFound`` unless each account is or was of this person's team or one of their helpers."""
    if _unknown(session, grant, accounts, CareTeamMember.account_id, ProxyGrant.account_id):
        raise NotFound()


def rows(session: Session, grant: Grant, column: Any, ids: Iterable[Any]) -> None:
    """Raise ``NotFound`` unless each id stands in this column of a row of this person's, also of an ended one."""
    if _unknown(session, grant, ids, column):
        raise NotFound()


def _unknown(session: Session, grant: Grant, wanted: Iterable[Any], *columns: Any) -> set[str]:
    """Those of ``wanted`` that stand in none of these columns; what is no id at all is for the form to refuse."""
    left = {each for each in wanted if isinstance(each, str) and is_id(each)}
    for column in columns:
        if left:
            query = records.of(session, grant, column.class_).where(column.in_(left))
            left -= set(session.scalars(query.with_only_columns(column).distinct()))
    return left
