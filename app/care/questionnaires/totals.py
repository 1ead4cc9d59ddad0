"""Totals that published forms ask for as if they were questions. We score ourselves, so nobody is asked for them."""

from __future__ import annotations

from dataclasses import replace

from app.care.questionnaires.fields import Notes
from app.care.questionnaires.parts import Item
from app.i18n import _

LOINC = "http://loinc.org"
#: Results of PHQ-2, PHQ-9, GAD-7, PHQ-4, Hunger Vital Sign, Exercise Vital Sign (clinical content, 1.3 and 1.6).
TOTALS = frozenset({"55758-7", "44261-6", "70274-6", "70272-0", "88124-3", "77594-0"})


def unasked(items: tuple[Item, ...], notes: Notes) -> tuple[Item, ...]:
    """The items with known totals hidden, unless the form works them out itself."""
    return tuple(_unasked(item, notes) for item in items)


def is_total(item: Item) -> bool:
    """Whether the item holds a result that we work out by ourselves."""
    return any(system == LOINC and code in TOTALS for system, code in item.codes)


def _unasked(item: Item, notes: Notes) -> Item:
    item = replace(item, children=unasked(item.children, notes)) if item.children else item
    if not item.asks or item.is_given or not is_total(item):
        return item
    notes.warn(_("It is a result that we work out ourselves, so the person is not asked for it."), item.link_id)
    return replace(item, hidden=True, required=False, initial=())
