"""Answers as a phone would post them: the other way round than ``validation.read_answer``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.care.questionnaires.answering import Entry
from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Item, Option, Value
from app.care.questionnaires.validation import LISTED, OTHER


def typed_back(item: Item, values: Sequence[Value]) -> Entry:
    """The entry that would store these values. What no page could post comes out as text, and is then refused."""
    if not item.options:
        unit = next((unit_of(item, value) for value in values if "valueQuantity" in value), "")
        return Entry([as_typed(value) for value in values], unit=unit)
    chosen = [(option_of(item, value), value) for value in values]
    if item.control in LISTED:
        return Entry([option.text.source if option else as_typed(value) for option, value in chosen])
    keys = [option.key for option, _value in chosen if option]
    own = [as_typed(value) for option, value in chosen if option is None]
    if not own:
        return Entry(keys)
    is_open = item.kind == "open-choice" and len(own) == 1
    return Entry([*keys, OTHER], other=own[0]) if is_open else Entry([*keys, *own])


def option_of(item: Item, value: Value) -> Option | None:
    """The option that an answer stands for, if any; a code without a system is taken at its word."""
    return next((o for o in item.options if equal(value, o.value) or equal(o.value, value)), None)


def unit_of(item: Item, value: Value) -> str:
    """The place of an amount's unit in the list of units."""
    amount = value["valueQuantity"]
    for number, unit in enumerate(item.units):
        if amount.get("code") == unit.code or amount.get("unit") == unit.words:
            return str(number)
    return ""


def as_typed(value: Value) -> str:
    """One value as somebody would type it."""
    content = next(iter(value.values()))
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, float):
        return format(Decimal(repr(content)).normalize(), "f")
    if isinstance(content, dict):
        if "valueQuantity" in value:
            return as_typed({"valueDecimal": float(content.get("value", 0))})
        return str(content.get("display") or content.get("code") or content.get("reference") or "")
    return str(content)
