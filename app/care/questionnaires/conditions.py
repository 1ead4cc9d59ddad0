"""Which items are enabled for a set of answers (FHIR R4 ``enableWhen``, all operators, both behaviours)."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.care.questionnaires.parts import Condition, Definition, Value

Answers = Mapping[str, Sequence[Value]]
COMPARE = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}


def enabled(definition: Definition, answers: Answers) -> frozenset[str]:
    """The places that apply to these answers (see :mod:`.state`)."""
    from app.care.questionnaires.state import state_of

    return state_of(definition, answers).active


def effective(definition: Definition, answers: Answers) -> dict[str, Sequence[Value]]:
    """The answers that count: of enabled questions, in the order of the document, fixed values included."""
    from app.care.questionnaires.state import state_of

    return state_of(definition, answers).effective


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
    if "valueCoding" in answer and "valueCoding" in wanted:
        if "code" not in other:
            return bool(given.get("display") == other.get("display"))
        return given.get("code") == other["code"] and other.get("system") in (None, given.get("system"))
    if "valueReference" in answer and "valueReference" in wanted:
        return bool(given.get("reference") == other.get("reference"))
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
    if kinds <= {"valueDate", "valueDateTime"}:
        return _moments(given, other)
    if kinds == {"valueQuantity"}:
        return _amounts(given, other)
    if kinds <= {"valueString", "valueUri"}:
        return given, other
    if len(kinds) != 1 or isinstance(given, dict):
        return None
    if kinds == {"valueTime"}:
        return _clock(given), _clock(other)
    return given, other


def _clock(given: str) -> tuple[Decimal, ...]:
    """Hours, minutes, seconds: "08:00" is the same time of day as "08:00:00.0"."""
    return tuple(Decimal(part) for part in (given + ":0:0").split(":")[:3])


def _moments(given: str, other: str) -> tuple[Any, Any]:
    """Moments with a time of day by the clock of the world, else as exactly as the rougher one is."""
    if "T" in given and "T" in other:
        first, second = datetime.fromisoformat(given), datetime.fromisoformat(other)
        if (first.tzinfo is None) == (second.tzinfo is None):
            return first, second
    length = min(len(given), len(other), 10)
    return given[:length], other[:length]


def _amounts(given: dict[str, Any], other: dict[str, Any]) -> tuple[Any, Any] | None:
    """Amounts in the same unit; we convert nothing."""
    units = [amount.get("code") or amount.get("unit") for amount in (given, other)]
    if "value" not in given or "value" not in other or (all(units) and units[0] != units[1]):
        return None
    return Decimal(str(given["value"])), Decimal(str(other["value"]))


def _content(value: Value) -> Any:
    return next(iter(value.values()))
