"""Results of expressions as answers and options."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.care.questionnaires.fields import Notes, value
from app.care.questionnaires.parts import Item, Option, Text, Value

#: The ``value[x]`` that each kind of question takes.
VALUE = {
    "boolean": "valueBoolean",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "string": "valueString",
    "text": "valueString",
    "url": "valueUri",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
    "quantity": "valueQuantity",
}


def yes_or_no(found: Sequence[Any] | None) -> bool | None:
    """The truth of a result by FHIRPath's own rules: nothing is no, one thing that is no boolean is yes."""
    if found is None:
        return None
    if not found:
        return False
    return found[0] if len(found) == 1 and isinstance(found[0], bool) else True


def value_of(item: Item, found: Any) -> Value | None:
    """One result as an answer to the question, or None when it does not fit."""
    if item.kind in ("choice", "open-choice"):
        return _choice(item, found)
    key = VALUE.get(item.kind)
    if key is None:
        return None
    content = _as(item, found)
    notes = Notes()
    checked = value({key: content}, "value", notes) if content is not None else None
    return None if notes.reasons else checked


def option_of(item: Item, number: int, found: Any) -> Option | None:
    """One result as something to choose."""
    if isinstance(found, dict) and ("code" in found or "display" in found):
        coding = {key: str(found[key]) for key in ("system", "version", "code", "display") if found.get(key)}
        return Option(str(number), {"valueCoding": coding}, Text(coding.get("display") or coding["code"]))
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    if item.kind in ("choice", "open-choice", "string", "text"):
        return Option(str(number), {"valueString": str(found)}, Text(str(found)))
    answer = value_of(item, found)
    return Option(str(number), answer, Text(str(found))) if answer else None


def _choice(item: Item, found: Any) -> Value | None:
    if isinstance(found, dict):
        option = option_of(item, 0, found)
        return option.value if option else None
    for option in item.options:
        content = next(iter(option.value.values()))
        if found in ((content.get("code"), content.get("display")) if isinstance(content, dict) else (content,)):
            return option.value
    if isinstance(found, str) and (item.kind == "open-choice" or not item.options):
        return {"valueString": found}
    return None


def _as(item: Item, found: Any) -> Any:
    """A result in the shape that the kind of question takes; whole numbers stay whole, and are never invented."""
    if item.kind == "boolean":
        return found if isinstance(found, bool) else None
    if isinstance(found, bool):
        return None
    if item.kind == "integer":
        return int(found) if isinstance(found, int | float) and float(found).is_integer() else None
    if item.kind == "decimal":
        number = found.get("value") if isinstance(found, dict) else found
        return Decimal(str(round(number, 6))) if isinstance(number, int | float) else None
    if item.kind == "quantity":
        return _amount(item, found)
    return str(found) if isinstance(found, str | int | float) else None


def _amount(item: Item, found: Any) -> Any:
    if isinstance(found, dict) and isinstance(found.get("value"), int | float):
        return {key: found[key] for key in ("value", "unit", "system", "code") if found.get(key) is not None}
    if not isinstance(found, int | float):
        return None
    unit = item.units[0] if item.units else None
    named = {"unit": unit.words, "system": unit.system, "code": unit.code} if unit else {}
    return {"value": round(found, 6)} | {key: words for key, words in named.items() if words}
