"""Private lines of a plan: behind a second step, and never there for helpers unless the person shows one of them.

This is the only place that decides it. Every query that goes through ``records`` is limited here, so a page cannot
forget it. Writing that must keep what it may not show (an offer by somebody who has not opened the lines) says so
with ``Grant.with_private``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.models import (
    Arrangement,
    Attachment,
    Explained,
    Folded,
    ItemChange,
    Patient,
    PlanItem,
    PlanVersion,
    PullsApart,
    Question,
    RecordFact,
    Reminder,
    ShownToHelpers,
)

PRIVATE_KINDS = ("advance_wish",)
"""Kinds of lines that are private; ``Kind.is_private`` says the same, held together by a test."""
PRIVATE_PARTS = ("wishes",)
"""Parts of the plan in which such lines stand."""
BESIDE = (Attachment, PullsApart)
"""What lies beside a line in whatever version: a photo of a paper, a word that two lines pull apart."""


def may_see_all(grant: Grant) -> bool:
    """Whether this grant reads every private line: the practice's own jobs, and who took the second step."""
    if grant.capacity in (Capacity.PROXY, Capacity.GUEST):
        return False
    return grant.capacity is Capacity.SYSTEM or grant.unlocked


def may_unlock(grant: Grant) -> bool:
    """Whether private lines are closed to this reader now, but there is a step that opens them."""
    return grant.may(Permission.OPEN_PRIVATE) and not may_see_all(grant)


def visible(grant: Grant, model: Any) -> sa.ColumnElement[bool] | None:
    """What a row of ``model`` must fulfil for this reader; None when there is nothing to hide."""
    if grant.capacity is Capacity.GUEST:
        return _named(grant, model)
    if model is Arrangement and grant.hides("around"):
        return sa.false()
    limits = _in_scope(grant, model) if grant.hidden_kinds else []
    if not may_see_all(grant) and (model in (PlanItem, ItemChange, Explained) or _hangs_on_a_line(model)):
        limits.append(_without_private(grant, model))
    return sa.and_(*limits) if limits else None


def _in_scope(grant: Grant, model: Any) -> list[sa.ColumnElement[bool]]:
    """What a helper's sections leave of a row: nothing of a line that stands in another one."""
    if model in (PlanItem, ItemChange):
        return [model.kind.not_in(grant.hidden_kinds)]
    if model is not Explained and not _names_a_line(model):
        return []
    hidden = _keys_of_kinds(grant.patient_id, grant.hidden_kinds)
    if model is Explained:
        return [Explained.subject.not_in(grant.hidden_parts), Explained.subject.not_in(hidden)]
    columns = (model.key, model.other_key) if model is PullsApart else (model.key,)
    return [column.not_in(hidden) for column in columns]


def _without_private(grant: Grant, model: Any) -> sa.ColumnElement[bool]:
    helps = grant.capacity is Capacity.PROXY
    if model is Explained:  # it names a part of the plan, or one line
        return Explained.subject.not_in(PRIVATE_PARTS) & Explained.subject.not_in(_private_keys(grant.patient_id))
    if model is ItemChange:
        return ItemChange.kind.not_in(PRIVATE_KINDS)
    if model is PlanItem:
        is_open = PlanItem.kind.not_in(PRIVATE_KINDS)
    else:
        is_open = model.key.not_in(_private_keys(grant.patient_id))
    seen = sa.or_(is_open, _shown(grant.patient_id, model)) if helps else is_open
    if model is PullsApart:  # a word about two lines says something of both
        seen = sa.and_(seen, PullsApart.other_key.not_in(_private_keys(grant.patient_id)))
    if helps and model is not PlanItem:
        for column in (model.key, model.other_key) if model is PullsApart else (model.key,):
            seen = sa.and_(seen, _not_folded(grant.patient_id, column))
    if helps and model is Attachment:  # a page that came in on paper shows the whole plan, also what is private
        lines = sa.select(PlanItem.key).where(PlanItem.patient_id == grant.patient_id)
        seen = sa.and_(seen, Attachment.key.in_(lines))
    return seen


def _named(grant: Grant, model: Any) -> sa.ColumnElement[bool]:
    """Closed by default: a guest sees the lines that they were given, as they stand now, and nothing else at all."""
    if model is PlanItem:
        newest = sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == grant.patient_id)
        return PlanItem.key.in_(grant.named) & (PlanItem.number == newest.scalar_subquery())
    if model is RecordFact:
        return RecordFact.line.in_(grant.named) & RecordFact.ended_at.is_(None)
    return sa.true() if model is Patient else sa.false()


def folded_away_since(session: Session, patient_id: str, moment: datetime) -> set[str]:
    """Keys of lines that the person folded away after ``moment`` and did not open again."""
    rows = sa.select(Folded.key, Folded.folded, Folded.at).where(Folded.patient_id == patient_id)
    newest = {key: (away, at) for key, away, at in session.execute(rows.order_by(Folded.at, Folded.id))}
    return {key for key, (away, at) in newest.items() if away and at > moment}


def _hangs_on_a_line(model: Any) -> bool:
    """Whether its rows say something about one line: they name it by ``key`` and ``number``, or lie beside it."""
    columns = model.__table__.columns
    return model in BESIDE or ("key" in columns and "number" in columns)


def _names_a_line(model: Any) -> bool:
    """Whether its rows belong to one line: of what was done, what was said, who takes it on."""
    columns = model.__table__.columns
    return "key" in columns and "patient_id" in columns and model is not Reminder


def _offered(patient_id: str, kinds: Iterable[str] = PRIVATE_KINDS) -> sa.Select[str]:
    """Keys of private lines (or lines of other kinds) that were offered."""
    return sa.select(PlanItem.key).where(PlanItem.patient_id == patient_id, PlanItem.kind.in_(kinds))


def _private_keys(patient_id: str) -> sa.CompoundSelect[str]:
    """Keys of private lines, offered or still in a draft."""
    return _keys_of_kinds(patient_id, PRIVATE_KINDS)


def _keys_of_kinds(patient_id: str, kinds: Iterable[str]) -> sa.CompoundSelect[str]:
    drafted = sa.select(ItemChange.key).where(ItemChange.patient_id == patient_id, ItemChange.kind.in_(kinds))
    return _offered(patient_id, kinds).union(drafted)


def _not_folded(patient_id: str, key: Any) -> sa.ColumnElement[bool]:
    """The person did not fold the line ``key`` away: when they did, helpers see nothing that hangs on it."""
    newest = (
        sa.select(Folded.folded)
        .where(Folded.patient_id == patient_id, Folded.key == key)
        .order_by(Folded.at.desc(), Folded.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(newest, sa.false()).is_(False)


def _shown(patient_id: str, model: Any) -> sa.ColumnElement[bool]:
    """The person shows this line to helpers, and the row is not older than that."""
    shown = [ShownToHelpers.patient_id == patient_id, ShownToHelpers.key == model.key, ShownToHelpers.shown]
    if model not in BESIDE:
        shown.append(ShownToHelpers.since_number <= model.number)
    return sa.exists().where(*shown)


def hidden_keys(session: Session, grant: Grant) -> set[str]:
    """Keys of private lines that this reader does not see, for what points to lines by a list of keys."""
    if may_see_all(grant):
        return set()
    hidden = set(session.scalars(_private_keys(grant.patient_id)))
    if grant.capacity is Capacity.PROXY:
        shown = sa.select(ShownToHelpers.key).where(
            ShownToHelpers.patient_id == grant.patient_id, ShownToHelpers.shown
        )
        hidden -= set(session.scalars(shown))
        rows = sa.select(Folded.key, Folded.folded).where(Folded.patient_id == grant.patient_id)
        newest = dict(session.execute(rows.order_by(Folded.at, Folded.id)).all())
        hidden |= {key for key, folded in newest.items() if folded}
        if grant.hidden_kinds:
            hidden |= set(session.scalars(_keys_of_kinds(grant.patient_id, grant.hidden_kinds)))
    return hidden


def something_locked(session: Session, grant: Grant) -> bool:
    """Whether there are private lines that a second step would open for this reader. Never for helpers."""
    return may_unlock(grant) and session.scalar(sa.select(_offered(grant.patient_id).exists())) is True


def is_locked_away(session: Session, grant: Grant, id_: str) -> bool:
    """Whether ``id_`` names something private that a second step would open for this reader. Never for helpers."""
    if not may_unlock(grant):
        return False
    mine = grant.patient_id
    places = (
        _offered(mine).where(PlanItem.key == id_),
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
