"""A strength: as what matters, with a code of our own."""

from __future__ import annotations

from typing import Any

from app.fhir import seen
from app.fhir.kinds.what_matters import said, words
from app.fhir.parts import Parts, ours
from app.fhir.seen import Left
from app.i18n import _
from app.models import PlanItem

RESOURCE = "Observation"
READS = ("Observation",)


def write(item: PlanItem, parts: Parts) -> None:
    """Supporting information of the plan."""
    words(item, parts, ours("observation", "strength", _("Strength")))


def read(resource: dict[str, Any], found: Any) -> dict[str, Any]:
    """The value in words. ``Left`` for an Observation about anything else."""
    if seen.own_code(resource, "observation", "code") != "strength":
        raise Left(_("It records something else than a strength."))
    return said(resource)
