"""Who would be missed and by nobody replaced: people and services in the plan without a stand-in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.care.plan.sections import PATIENT
from app.models import PlanItem


def of(items: Iterable[PlanItem], names: Mapping[str, str] | None = None) -> list[str]:
    """Names without a stand-in, each once, in the order of the plan.

    Named are whoever does an activity or comes along, and whoever a follow-up is with. A stand-in covers the line it
    points to, and everybody whose name stands in its words. ``names``: what owners are called, by account id.
    """
    lines = list(items)
    stand_ins = [item.content for item in lines if item.kind == "stand_in"]
    covered = {str(content.get("for_key", "")) for content in stand_ins}
    words = " · ".join(str(content.get("missing", "")) for content in stand_ins).casefold()
    found: dict[str, str] = {}
    for item in lines:
        if item.key in covered or item.kind not in ("activity", "follow_up"):
            continue
        owner = (names or {}).get(item.owner, "") if item.owner != PATIENT and item.kind == "activity" else ""
        for name in (owner, str(item.content.get("with_whom") or "").strip()):
            if name and name.casefold() not in words and not _first(name) & set(words.split()):
                found.setdefault(name.casefold(), name)
    return list(found.values())


def _first(name: str) -> set[str]:
    """The first word of a name, as a stand-in may be written for: "Nora" for "Nora (nurse)"."""
    return {name.casefold().split()[0]}
