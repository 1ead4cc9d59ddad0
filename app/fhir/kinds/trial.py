"""A change that is tried: a detail of the plan, what not to do marked as such, its end the day to decide."""

from __future__ import annotations

from typing import Any

from app.fhir.kinds.generic import read
from app.fhir.parts import Parts, as_text, ours
from app.models import PlanItem

__all__ = ["READS", "RESOURCE", "read", "write"]

RESOURCE = "CarePlan"
READS: tuple[str, ...] = ()
WITHOUT = ("stop", "pause", "try_without")


def write(item: PlanItem, parts: Parts) -> None:
    """An activity of the plan; the whole line in words as its description."""
    content: dict[str, Any] = item.content
    detail = {
        "kind": "Task",
        "code": ours("trial-way", content.get("way", ""), content.get("what", "")),
        "doNotPerform": content.get("way") in WITHOUT,
        "reasonCode": [{"text": content.get("aim")}],
        "description": as_text(item),
    }
    parts.detail(item, detail)
