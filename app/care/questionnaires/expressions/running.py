"""Working out a batch within its time, whatever its expressions do."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from decimal import Decimal
from typing import Any

from app.care.questionnaires.expressions import limits, shape
from app.care.questionnaires.expressions.batch import Batch, Outcome, Step
from app.care.questionnaires.expressions.pool import POOL
from app.care.questionnaires.expressions.process import Helper, Stopped


def evaluate(batch: Batch) -> dict[str, Outcome]:
    """An outcome for every step. Never raises for what an expression does."""
    found: dict[str, Outcome] = {}
    steps: list[Step] = []
    for step in batch.steps:
        problem = shape.problem(step.expression) or ("time" if _SLOW.has(step.expression) else "")
        if problem or len(steps) >= limits.MOST_STEPS:
            found[step.id] = Outcome(None, problem or "too much")
        else:
            steps.append(step)
    spent, again = 0.0, True
    while steps:
        took, culprit = _try(batch, steps, found, min(limits.SECONDS, limits.SECONDS_IN_ALL - spent))
        spent += took
        left = [step for step in steps if step.id not in found]
        if left and (culprit is None or not again or spent >= limits.SECONDS_IN_ALL):
            found |= {step.id: Outcome(None, "time" if culprit else "error") for step in left}
            break
        again = False
        steps = _with_variables(steps, left, culprit)
    return found


def _with_variables(steps: list[Step], left: list[Step], culprit: Step | None) -> list[Step]:
    """What is left, with the variables that it sees: a fresh helper has to work them out once more."""
    seen = {one for step in left for one in step.sees}
    return [step for step in steps if step in left or (step.id in seen and step is not culprit)]


def check(expression: str) -> str | None:
    """None when the expression can be compiled within the limits, else why not: too long, too deep, error, time."""
    if problem := shape.problem(expression):
        return problem
    if _SLOW.has(expression):
        return "time"
    try:
        helper = POOL.take()
    except (Stopped, OSError):
        return "error"
    alive = False
    try:
        ends = time.monotonic() + limits.SECONDS
        helper.send(_line({"check": expression}), ends)
        said = helper.line(ends)
        alive = True
    except Stopped as stopped:
        if stopped.late:
            _SLOW.add(expression)
        return "time" if stopped.late else "too much"
    finally:
        POOL.give(helper, alive=alive)
    return said.get("problem")


def _try(batch: Batch, steps: list[Step], found: dict[str, Outcome], seconds: float) -> tuple[float, Step | None]:
    """Work out what can be in this time: ``(seconds taken, the step that stopped it)``."""
    request = _request(batch, steps)
    if len(request) > limits.MOST_BYTES:
        found |= {step.id: Outcome(None, "too much") for step in steps}
        return 0.0, None
    try:
        helper = POOL.take()
    except (Stopped, OSError):
        return 0.0, None
    alive, begun = False, time.monotonic()
    try:
        helper.send(request, begun + seconds)
        _listen(helper, steps, found, begun + seconds)
        alive = True
        return time.monotonic() - begun, None
    except Stopped as stopped:
        culprit = next(step for step in steps if step.id not in found)
        found[culprit.id] = Outcome(None, "time" if stopped.late else "too much")
        if stopped.late and time.monotonic() - begun >= limits.SECONDS:
            _SLOW.add(culprit.expression)
        return time.monotonic() - begun, culprit
    finally:
        POOL.give(helper, alive=alive)


def _listen(helper: Helper, steps: list[Step], found: dict[str, Outcome], ends: float) -> None:
    for _step in steps:
        said = helper.line(ends)
        values = said.get("values")
        found[str(said.get("id"))] = Outcome(
            tuple(values) if isinstance(values, list) else None, str(said.get("problem", ""))
        )


def _request(batch: Batch, steps: list[Step]) -> bytes:
    facts: dict[str, Any] = {"resource": batch.resource, "steps": [_step(step) for step in steps]}
    if batch.questionnaire is not None:
        facts["questionnaire"] = batch.questionnaire
    return _line(facts)


def _step(step: Step) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": step.id, "expression": step.expression}
    if step.focus is not None:
        facts["focus"] = step.focus
    if step.name:
        facts["name"] = step.name
    if step.sees:
        facts["sees"] = step.sees
    if step.qitem is not None:
        facts["qitem"] = step.qitem
    return facts


def _line(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "items"):
        return dict(value)
    raise TypeError(value)


class _Slow:
    """Expressions that ran out of time in this process, the newest ``MOST_REMEMBERED``."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, expression: str) -> None:
        with self._lock:
            self._texts[expression] = None
            while len(self._texts) > limits.MOST_REMEMBERED:
                self._texts.popitem(last=False)

    def has(self, expression: str) -> bool:
        with self._lock:
            return expression in self._texts

    def clear(self) -> None:
        with self._lock:
            self._texts.clear()


_SLOW = _Slow()
