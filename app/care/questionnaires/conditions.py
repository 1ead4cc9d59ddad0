"""Which items are enabled for a set of answers (FHIR R4 ``enableWhen``, all operators, both behaviours)."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.care.questionnaires.parts import Condition, Definition, Item, Value

Answers = Mapping[str, Sequence[Value]]
COMPARE = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}


def enabled(definition: Definition, answers: Answers) -> frozenset[str]:
    """The link ids that apply to these answers.

    A disabled item disables everything below it, and its stored answers count as absent. Items below a
    question wait for its answer, because a FHIR response has no place for them without one.
    """
    active: set[str] = set()
    counted: dict[str, Sequence[Value]] = {}
    for link in definition.order:
        item = definition.by_link[link]
        above = definition.parent.get(link)
        if above is not None and (above not in active or (definition.by_link[above].asks and not counted.get(above))):
            continue
        if not _applies(item, counted):
            continue
        active.add(link)
        if item.asks:
            counted[link] = _fixed(item) or answers.get(link, ())
    return frozenset(active)


def effective(definition: Definition, answers: Answers) -> dict[str, Sequence[Value]]:
    """The answers that count: of enabled questions, in the order of the document, fixed values included."""
    active = enabled(definition, answers)
    found = {item.link_id: _fixed(item) or answers.get(item.link_id, ()) for item in definition.questions}
    return {link: values for link, values in found.items() if link in active and values}


def _fixed(item: Item) -> Sequence[Value]:
    """Hidden and read-only questions are answered by the form itself."""
    return item.initial if item.hidden or item.read_only else ()


def _applies(item: Item, counted: Answers) -> bool:
    if not item.conditions:
        return True
    results = (holds(condition, counted.get(condition.question, ())) for condition in item.conditions)
    return any(results) if item.behaviour == "any" else all(results)


def holds(condition: Condition, answers: Sequence[Value]) -> bool:
    """Whether a condition is true for the answers to its question.

    R4: apart from ``exists``, at least one answer must compare as asked; ``!=`` without any answer is false.
    """
    if condition.operator == "exists":
        return bool(answers) == condition.value["valueBoolean"]
    if condition.operator == "=":
        return any(equal(answer, condition.value) for answer in answers)
    if condition.operator == "!=":
        return any(not equal(answer, condition.value) for answer in answers)
    return any(_ordered(condition.operator, answer, condition.value) for answer in answers)


def equal(answer: Value, wanted: Value) -> bool:
    """Codes are equal by system and code (by code alone when the condition names no system)."""
    given, other = _content(answer), _content(wanted)
    if isinstance(given, dict) and isinstance(other, dict):
        if "code" not in other:
            return given.get("display") == other.get("display")
        return given.get("code") == other["code"] and other.get("system") in (None, given.get("system"))
    pair = _pair(answer, wanted)
    return pair is not None and pair[0] == pair[1]


def _ordered(sign: str, answer: Value, wanted: Value) -> bool:
    pair = _pair(answer, wanted)
    return pair is not None and bool(COMPARE[sign](*pair))


def _pair(answer: Value, wanted: Value) -> tuple[Any, Any] | None:
    """Two contents that may be compared, or None. Dates are compared as exactly as the rougher one is."""
    kinds = {next(iter(answer)), next(iter(wanted))}
    given, other = _content(answer), _content(wanted)
    if kinds <= {"valueInteger", "valueDecimal"}:
        return Decimal(str(given)), Decimal(str(other))
    if len(kinds) != 1 or isinstance(given, dict):
        return None
    if kinds == {"valueDate"}:
        length = min(len(given), len(other))
        return given[:length], other[:length]
    return given, other


def _content(value: Value) -> Any:
    return next(iter(value.values()))
