"""The kinds of plan items. Adding one: its module, two templates, its FHIR mapping, and a line here."""

from __future__ import annotations

from app.care.plan.kinds import (
    activity,
    advance_wish,
    before_hospital,
    circumstance,
    community_resource,
    coping_strategy,
    expectation,
    follow_up,
    goal,
    information,
    medicine_at_hand,
    problem,
    stand_in,
    strength,
    symptom_zones,
    treatment,
    trial,
    trigger,
    what_matters,
)
from app.care.plan.kinds.kind import Kind
from app.errors import Invalid
from app.i18n import lazy_gettext as _l

MODULES = (
    what_matters,
    circumstance,
    strength,
    problem,
    expectation,
    goal,
    activity,
    coping_strategy,
    treatment,
    trial,
    community_resource,
    symptom_zones,
    before_hospital,
    medicine_at_hand,
    stand_in,
    trigger,
    advance_wish,
    follow_up,
    information,
)
"""In the order in which the editor offers them."""

KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in MODULES}


def known(name: str) -> Kind:
    """The kind with this name. Raises ``Invalid`` for a name nobody knows."""
    kind = KINDS.get(name)
    if kind is None:
        raise Invalid(fields={"kind": _l("Pick one of the kinds shown.")})
    return kind


__all__ = ["KINDS", "Kind", "known"]
