"""The person's own order of their goals: what comes first for them (G6). It orders lists and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import GoalOrder


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Line = TypeVar("Line", bound=_Keyed)


def sort(goals: Iterable[Line], keys: Sequence[str]) -> list[Line]:
    """Goals in the person's order; those that they have not placed follow as the plan has them."""
    place = {key: number for number, key in enumerate(keys)}
    return sorted(goals, key=lambda goal: place.get(goal.key, len(place)))


def keys(session: Session, grant: Grant) -> list[str]:
    """Keys of goals, the most important first; empty when the person said nothing."""
    grant.must(Permission.SEE_PLAN)
    row = _newest(session, grant)
    return [str(key) for key in row.keys] if row else []


def put(session: Session, grant: Grant, key: str, place: int | None) -> list[str]:
    """Let one goal stand at ``place`` (0 is first) among the goals of the newest version. Gives the new order.

    Sent twice it is stored once. ``NotFound`` for a key that is no goal of the plan, ``Invalid`` for no place.
    """
    grant.must(Permission.OWN_LIFE)
    plan = versions.plan_of(session, grant)
    items = versions.items_of(session, grant, [plan.current_number]).get(plan.current_number, [])
    before = _newest(session, grant)
    goals = sort(
        [item for item in items if item.kind == "goal"], [str(each) for each in before.keys] if before else []
    )
    order = [goal.key for goal in goals]
    if key not in order:
        raise NotFound()
    if place is None or not 0 <= place < len(order):
        raise Invalid(_l("Pick a place in the list."))
    order.remove(key)
    order.insert(place, key)
    if before is not None and before.keys == order:
        return order
    session.add(
        GoalOrder(
            patient_id=grant.patient_id, keys=order, actor_id=grant.actor_id, capacity=grant.capacity,
            at=versions.later_than(before.at if before else None),
        )
    )  # fmt: skip
    audit.record(session, grant, "order goals", "plan_item", key)
    session.flush()
    return order


def _newest(session: Session, grant: Grant) -> GoalOrder | None:
    query = records.of(session, grant, GoalOrder).order_by(GoalOrder.at.desc(), GoalOrder.id.desc())
    return session.scalars(query.limit(1)).first()
