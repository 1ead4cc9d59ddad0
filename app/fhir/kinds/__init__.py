"""How each kind of line is written as FHIR R4 and read from it: one module a kind, named like the kind.

A module here is found by its name; there is no list to add to. ``generic`` stands in for a kind without a module.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any, Protocol

from app.fhir.kinds import generic
from app.fhir.parts import Parts
from app.models import PlanItem


class Mapping(Protocol):
    """What a module of a kind offers. How to write one: app/fhir/README.md."""

    RESOURCE: str
    """The type of resource that stands for the line; "CarePlan" for a detail inside the plan's own activities."""
    READS: tuple[str, ...]
    """Types written by others that may be such a line; ``CarePlan.activity`` for a detail."""

    def write(self, item: PlanItem, parts: Parts) -> None:
        """Put the line into the bundle, marked once with all of it (``parts.line`` or ``parts.mark``)."""

    def read(self, resource: dict[str, Any], found: Any) -> dict[str, Any]:
        """Content out of a resource's own elements. Raises ``Left`` with the reason when it is no such line."""


def _modules() -> dict[str, Any]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "generic")
    return {name: import_module(f"{__name__}.{name}") for name in names}


MAPPINGS: dict[str, Any] = _modules()
"""By name of the kind."""


def mapping_of(kind: str) -> Any:
    """The module of a kind, or the stand-in that holds any content."""
    return MAPPINGS.get(kind, generic)


__all__ = ["MAPPINGS", "Mapping", "mapping_of"]
