"""The kinds of facts, in the order in which pages show them. Adding one: its module, its form, and a line here."""

from __future__ import annotations

from app.care.facts.kinds import allergy, diagnosis, letter, medicine, practice, test
from app.care.facts.kinds.kind import Kind
from app.errors import NotFound

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND for module in (allergy, diagnosis, medicine, practice, test, letter)
}


def known(name: str) -> Kind:
    """The kind with this name. Raises ``NotFound`` for a name nobody knows."""
    if name not in KINDS:
        raise NotFound()
    return KINDS[name]


__all__ = ["KINDS", "Kind", "known"]
