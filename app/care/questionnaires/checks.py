"""Checks that need the whole form: conditions that lead somewhere, and no circles among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.fields import Notes
from app.care.questionnaires.items import fits
from app.care.questionnaires.parts import Condition, Item, Value
from app.i18n import _

ORDERED = (
    "valueInteger",
    "valueDecimal",
    "valueDate",
    "valueDateTime",
    "valueTime",
    "valueString",
    "valueQuantity",
)


def flatten(items: tuple[Item, ...]) -> tuple[dict[str, Item], dict[str, str]]:
    """Items by link id in document order, and the link id of each item's parent."""
    by_link: dict[str, Item] = {}
    parent: dict[str, str] = {}
    stack = list(reversed(items))
    while stack:
        item = stack.pop()
        by_link[item.link_id] = item
        parent |= {child.link_id: item.link_id for child in item.children}
        stack.extend(reversed(item.children))
    return by_link, parent


def handed_down(items: tuple[Item, ...], private: bool = False, alone: bool = False) -> tuple[Item, ...]:
    """Privacy marks of a group hold for everything below it; what is only for somebody alone can be skipped."""
    return tuple(
        replace(
            item,
            private=item.private or private or item.alone or alone,
            alone=item.alone or alone,
            may_skip=item.may_skip or item.alone or alone,
            required=item.required and not (item.alone or alone),
            children=handed_down(item.children, item.private or private, item.alone or alone),
        )
        for item in items
    )


def check_conditions(by_link: dict[str, Item], notes: Notes) -> None:
    """Every condition looks at a question that is there, with a value and an operator that can match it."""
    for item in by_link.values():
        for condition in item.conditions:
            looked_at = by_link.get(condition.question)
            if looked_at is None:
                words = _("A condition looks at “%(link)s”, which is not in the form.", link=condition.question[:60])
                notes.refuse(words, item.link_id)
            elif not looked_at.asks:
                words = _("A condition looks at “%(link)s”, which takes no answer.", link=condition.question[:60])
                notes.refuse(words, item.link_id)
            else:
                _check_value(condition, looked_at, item.link_id, notes)
        for urgent in item.urgent:
            _check_value(urgent.condition, item, item.link_id, notes)


def _check_value(condition: Condition, looked_at: Item, where: str, notes: Notes) -> None:
    key = next(iter(condition.value))
    if condition.operator == "exists":
        if key != "valueBoolean":
            notes.refuse(_("A condition on “exists” needs true or false."), where)
        return
    numbers = key in ("valueInteger", "valueDecimal") and looked_at.kind in ("integer", "decimal")
    address = key == "valueString" and looked_at.kind == "url"  # R4 has no other way to ask for one
    if not (numbers or address or fits(looked_at.kind, condition.value)):
        link = looked_at.link_id[:60]
        notes.refuse(_("A condition compares “%(link)s” with a value of another kind.", link=link), where)
    elif condition.operator not in ("=", "!=") and key not in ORDERED:
        notes.refuse(_("A condition asks for more or less of something that has no order."), where)
    elif looked_at.kind == "choice" and not any(_is_one(o.value, condition.value) for o in looked_at.options):
        notes.warn(_("A condition waits for an answer that nobody can choose."), where)


def _is_one(option: Value, wanted: Value) -> bool:
    return next(iter(option)) != next(iter(wanted)) or equal(option, wanted)


def dependency_order(by_link: dict[str, Item], parent: dict[str, str], notes: Notes) -> tuple[str, ...]:
    """Link ids so that each comes after all it depends on; a circle is a reason to refuse."""
    waits: dict[str, set[str]] = {link: set(_needs(item, parent, by_link)) for link, item in by_link.items()}
    needed_by: dict[str, list[str]] = {link: [] for link in by_link}
    for link, needs in waits.items():
        for need in needs:
            needed_by[need].append(link)
    ready = [link for link, needs in waits.items() if not needs]
    order: list[str] = []
    while ready:
        link = ready.pop()
        order.append(link)
        for waiting in needed_by[link]:
            waits[waiting].discard(link)
            if not waits[waiting]:
                ready.append(waiting)
    if len(order) < len(by_link):
        stuck = [link for link in by_link if waits[link]]
        notes.refuse(_("Conditions go round in a circle: %(links)s.", links=", ".join(stuck[:5])), stuck[0])
    return tuple(order)


def _needs(item: Item, parent: dict[str, str], by_link: dict[str, Any]) -> Iterator[str]:
    if item.link_id in parent:
        yield parent[item.link_id]
    yield from (c.question for c in item.conditions if c.question in by_link)
