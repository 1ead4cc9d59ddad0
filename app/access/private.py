"""Private lines of a plan: behind a second step, and never there for helpers unless the person shows one of them.

This is the only place that decides it. Every query that goes through ``records`` is limited here, so a page cannot
forget it. Writing that must keep what it may not show (an offer by somebody who has not opened the lines) says so
with ``Grant.with_private``.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.models import ItemChange, PlanItem, Question, ShownToHelpers

PRIVATE_KINDS = ("advance_wish",)
"""Kinds of lines that are private; ``Kind.is_private`` says the same, held together by a test."""


def may_see_all(grant: Grant) -> bool:
    """Whether this grant reads every private line: the practice's own jobs, and who took the second step."""
    return grant.capacity is Capacity.SYSTEM or (grant.unlocked and grant.capacity is not Capacity.PROXY)


def may_unlock(grant: Grant) -> bool:
    """Whether private lines are closed to this reader now, but there is a step that opens them."""
    return grant.may(Permission.OPEN_PRIVATE) and not may_see_all(grant)


def visible(grant: Grant, model: Any) -> sa.ColumnElement[bool] | None:
    """What a row of ``model`` must fulfil for this reader; None when there is nothing to hide."""
    if may_see_all(grant) or not (model in (PlanItem, ItemChange) or _hangs_on_a_line(model)):
        return None
    helps = grant.capacity is Capacity.PROXY
    if model is ItemChange:
        return ItemChange.kind.not_in(PRIVATE_KINDS)
    if model is PlanItem:
        is_open = PlanItem.kind.not_in(PRIVATE_KINDS)
    else:
        is_open = model.key.not_in(_private_keys(grant.patient_id))
    return sa.or_(is_open, _shown(grant.patient_id, model)) if helps else is_open


def _hangs_on_a_line(model: Any) -> bool:
    """Whether its rows say something about one line of one version: they name it by ``key`` and ``number``."""
    columns = model.__table__.columns
    return "key" in columns and "number" in columns


def _private_keys(patient_id: str) -> sa.Select[str]:
    return sa.select(PlanItem.key).where(PlanItem.patient_id == patient_id, PlanItem.kind.in_(PRIVATE_KINDS))


def _shown(patient_id: str, model: Any) -> sa.ColumnElement[bool]:
    """The person shows this line to helpers, and the row is not older than that."""
    return sa.exists().where(
        ShownToHelpers.patient_id == patient_id,
        ShownToHelpers.key == model.key,
        ShownToHelpers.shown,
        ShownToHelpers.since_number <= model.number,
    )


def hidden_keys(session: Session, grant: Grant) -> set[str]:
    """Keys of private lines that this reader does not see, for what points to lines by a list of keys."""
    if may_see_all(grant):
        return set()
    query = _private_keys(grant.patient_id).distinct()
    if grant.capacity is Capacity.PROXY:
        shown = sa.exists().where(
            ShownToHelpers.patient_id == grant.patient_id, ShownToHelpers.key == PlanItem.key, ShownToHelpers.shown
        )
        query = query.where(~shown)
    return set(session.scalars(query))


def something_locked(session: Session, grant: Grant) -> bool:
    """Whether there are private lines that a second step would open for this reader. Never for helpers."""
    return may_unlock(grant) and session.scalar(sa.select(_private_keys(grant.patient_id).exists())) is True


def is_locked_away(session: Session, grant: Grant, id_: str) -> bool:
    """Whether ``id_`` names something private that a second step would open for this reader. Never for helpers."""
    if not may_unlock(grant):
        return False
    mine = grant.patient_id
    places = (
        _private_keys(mine).where(PlanItem.key == id_),
        sa.select(ItemChange.id).where(
            ItemChange.patient_id == mine,
            ItemChange.kind.in_(PRIVATE_KINDS),
            sa.or_(ItemChange.id == id_, ItemChange.key == id_),
        ),
        sa.select(Question.id).where(
            Question.patient_id == mine, Question.id == id_, Question.key.in_(_private_keys(mine))
        ),
    )
    return session.scalar(sa.select(sa.or_(*(place.exists() for place in places)))) is True
