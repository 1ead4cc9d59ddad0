"""Works out what a form's expressions say about a set of answers, round by round until nothing changes.

Expressions are foreign code, so ``expressions.evaluate`` runs them in a process of its own with little time. What
could not be worked out is "not calculated": a question is then shown, a total says so, and nothing is guessed.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app import clock
from app.care.questionnaires.conditions import Answers
from app.care.questionnaires.document import items_of
from app.care.questionnaires.expressions import Batch, Outcome, Step, evaluate
from app.care.questionnaires.parts import Constraint, Definition, Expression, Option, Value
from app.care.questionnaires.results import option_of, value_of, yes_or_no
from app.care.questionnaires.state import Node, State, Worked, passed

MOST_ROUNDS = 8  # one total may rest on another; a longer chain is left as it stands
MOST_SECONDS = 1.5  # over all rounds
MOST_STEPS = 400
MOST_KEPT = 128


def work_out(definition: Definition, nodes: tuple[Node, ...], answers: Answers) -> State:
    """The state with everything worked out that could be. The same answers on the same day are worked out once."""
    key = _key(definition, answers)
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    state = _rounds(definition, nodes, answers)
    with _LOCK:
        _KEPT[key] = state
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return state


_KEPT: OrderedDict[tuple[str, str, str], State] = OrderedDict()
_LOCK = threading.Lock()


def _key(definition: Definition, answers: Answers) -> tuple[str, str, str]:
    said = json.dumps({place: list(values) for place, values in answers.items()}, sort_keys=True, default=str)
    return definition.digest, said, clock.now().date().isoformat()


def _rounds(definition: Definition, nodes: tuple[Node, ...], answers: Answers) -> State:
    ends = time.monotonic() + MOST_SECONDS
    state = passed(definition, nodes, answers, Worked())
    for _round in range(MOST_ROUNDS):
        worked = _once(state)
        following = passed(definition, nodes, answers, worked)
        settled = following.active == state.active and following.counted == state.counted
        state = following
        if settled or time.monotonic() > ends:
            break
    return state


def _once(state: State) -> Worked:
    """Everything worked out once, on the answers as they count so far."""
    items, paths = items_of(state, weights=True)
    steps = _Steps(state, paths)
    batch = Batch(
        {"resourceType": "QuestionnaireResponse", "questionnaire": state.definition.url, "item": items},
        tuple(steps.steps),
        state.definition.document if state.definition.looks_at_form else None,
    )
    return steps.worked(evaluate(batch))


class _Steps:
    """The steps of one batch, and how to read what comes back."""

    def __init__(self, state: State, paths: Mapping[str, tuple[str | int, ...]]) -> None:
        self.state, self.paths = state, paths
        self.steps: list[Step] = []
        self.wanted: list[tuple[str, str, Node | None, Constraint | None]] = []
        top = self._variables(None, state.definition.variables, ())
        sees: dict[str | None, tuple[str, ...]] = {None: top}
        for node in state.nodes:
            around = sees.get(node.above, top)
            mine = self._variables(node, node.item.variables, around)
            sees[node.place] = mine
            self._ask(node, mine)
        for constraint in state.definition.constraints:
            self._want("constraint", None, constraint.expression, top, constraint)

    def _variables(self, node: Node | None, found: Iterable[Expression], sees: tuple[str, ...]) -> tuple[str, ...]:
        for expression in found:
            step = self._step(expression, node, sees)
            sees = (*sees, step) if step else sees
        return sees

    def _ask(self, node: Node, sees: tuple[str, ...]) -> None:
        item = node.item
        if item.shown_if:
            self._want("shown", node, item.shown_if, sees)
        if node.place not in self.state.active:
            return
        for name, expression in (
            ("calculated", item.calculated),
            ("suggested", item.suggested),
            ("offered", item.offered),
        ):
            if expression:
                self._want(name, node, expression, sees)
        for constraint in item.constraints:
            if node.place in self.paths:
                self._want("constraint", node, constraint.expression, sees, constraint)

    def _want(
        self,
        what: str,
        node: Node | None,
        expression: Expression,
        sees: tuple[str, ...],
        rule: Constraint | None = None,
    ) -> None:
        step = self._step(expression, node, sees)
        self.wanted.append((what, step, node, rule))

    def _step(self, expression: Expression, node: Node | None, sees: tuple[str, ...]) -> str:
        """The id of a new step; empty when there are too many."""
        if len(self.steps) >= MOST_STEPS:
            return ""
        focus = None if node is None else self.paths.get(node.place, ("nowhere",))
        self.steps.append(Step(f"s{len(self.steps)}", expression.source, focus, expression.name, sees))
        return self.steps[-1].id

    def worked(self, outcomes: Mapping[str, Outcome]) -> Worked:
        """The outcomes as facts about places."""
        calculated: dict[str, tuple[Value, ...] | None] = {}
        shown: dict[str, bool | None] = {}
        suggested: dict[str, tuple[Value, ...]] = {}
        offered: dict[str, tuple[Option, ...] | None] = {}
        broken: list[tuple[str, Any]] = []
        for what, step, node, rule in self.wanted:
            outcome = outcomes.get(step)
            found = outcome.values if outcome else None
            if rule is not None:
                if yes_or_no(found) is False:
                    broken.append((node.place if node else "", rule))
            elif node is None:
                continue
            elif what == "shown":
                shown[node.place] = yes_or_no(found)
            elif what == "calculated":
                calculated[node.place] = _values(node, found)
            elif what == "suggested":
                suggested[node.place] = _values(node, found) or ()
            else:
                offered[node.place] = _options(node, found)
        return Worked(calculated, shown, suggested, offered, tuple(broken))


def _values(node: Node, found: Sequence[Any] | None) -> tuple[Value, ...] | None:
    """Results as answers to this question, or None when one does not fit it."""
    if found is None:
        return None
    values = tuple(value_of(node.item, one) for one in found[: None if node.item.repeats else 1])
    return None if any(value is None for value in values) else tuple(v for v in values if v)


def _options(node: Node, found: Sequence[Any] | None) -> tuple[Option, ...] | None:
    if found is None:
        return None
    options = (option_of(node.item, number, one) for number, one in enumerate(found))
    return tuple(option for option in options if option)
