"""A form as it stands for a set of answers: which parts are there how often, which apply, what was worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.care.questionnaires.conditions import Answers, holds
from app.care.questionnaires.parts import Definition, Item, Option, Value
from app.care.questionnaires.places import link_of, place

MOST_NODES = 4_000  # items times occurrences that one response may hold
MOST_OCCURRENCES = 50  # of one repeated part, where the form names no limit


@dataclass(frozen=True)
class Node:
    """An item in one occurrence of the repeated parts around it."""

    item: Item
    place: str
    occurrence: tuple[int, ...]
    above: str | None = None
    """Place of the item above, None at the top."""
    many: str | None = None
    """Where the list of occurrences stands, if this is one of several."""
    position: int = 1
    """Which of several it is, counted from 1."""


@dataclass(frozen=True)
class Worked:
    """What expressions said, by place. None stands for "not calculated"."""

    calculated: Mapping[str, tuple[Value, ...] | None] = field(default_factory=dict)
    shown: Mapping[str, bool | None] = field(default_factory=dict)
    suggested: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    offered: Mapping[str, tuple[Option, ...] | None] = field(default_factory=dict)
    broken: tuple[tuple[str, Any], ...] = ()
    """Constraints that these answers do not meet: place (empty for the whole form) and constraint."""


@dataclass(frozen=True)
class State:
    """The result. ``nodes`` are in the order of the document, whether they apply or not."""

    definition: Definition
    nodes: tuple[Node, ...]
    active: frozenset[str]
    counted: Mapping[str, Sequence[Value]]
    """The answers that count, by place: of questions that apply, fixed and calculated values included."""
    worked: Worked = field(default_factory=Worked)
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was found out about this state and holds as long as it does."""

    @cached_property
    def effective(self) -> dict[str, Sequence[Value]]:
        """``counted`` in the order of the document, questions without an answer left out."""
        return {n.place: self.counted[n.place] for n in self.nodes if self.counted.get(n.place)}

    @cached_property
    def by_place(self) -> dict[str, Node]:
        return {node.place: node for node in self.nodes}

    def options(self, node: Node) -> tuple[Option, ...]:
        """What there is to choose from: what an expression offers, else what the form lists."""
        offered = self.worked.offered.get(node.place)
        return node.item.options if offered is None else offered


def state_of(definition: Definition, answers: Answers, frozen: Mapping[str, Any] | None = None) -> State:
    """How the form stands. ``frozen`` is what was worked out when the answers were sent, and is not doubted."""
    nodes = expand(definition, answers)
    if frozen is not None:
        worked = Worked(calculated={key: tuple(values) for key, values in frozen.get("calculated", {}).items()})
        active, counted = _pass(definition, nodes, answers, worked)
        active = frozenset(frozen["active"]) & {n.place for n in nodes} if "active" in frozen else active
        return State(definition, nodes, active, {k: v for k, v in counted.items() if k in active}, worked)
    if not definition.has_expressions:
        active, counted = _pass(definition, nodes, answers, Worked())
        return State(definition, nodes, active, counted)
    from app.care.questionnaires.working import work_out

    return work_out(definition, nodes, answers)


def freeze(state: State) -> dict[str, Any]:
    """What to keep with a sent response, so that it reads the same for ever."""
    worked = {**state.worked.suggested, **state.worked.calculated}
    given = {node.place for node in state.nodes if node.item.is_given}
    calculated = {key: list(values) for key, values in worked.items() if values and key in given}
    return {"active": sorted(state.active), "calculated": calculated}


def passed(definition: Definition, nodes: Sequence[Node], answers: Answers, worked: Worked) -> State:
    """One look at all conditions with what was worked out so far."""
    return State(definition, tuple(nodes), *_pass(definition, nodes, answers, worked), worked)


def occurrences(item: Item, held: Sequence[Value]) -> list[int]:
    """The numbers of the occurrences of a repeated part: as kept, else as many as the form wants to begin with."""
    if held:
        return [value["valueInteger"] for value in held if "valueInteger" in value]
    return list(range(1, max(1, min(item.min_answers or 1, MOST_OCCURRENCES)) + 1))


def size(items: Sequence[Item]) -> int:
    """How many nodes these items are to begin with, each as often as the form wants it, and all below them."""
    return sum((len(occurrences(item, ())) if item.multiplies else 1) * (1 + size(item.children)) for item in items)


def expand(definition: Definition, answers: Answers) -> tuple[Node, ...]:
    """Every item as often as it is there, in the order of the document. At most ``MOST_NODES``."""
    found: list[Node] = []
    stack: list[tuple[Item, tuple[int, ...], str | None, str | None, int]] = []

    def push(children: Sequence[Item], around: tuple[int, ...], above: str | None) -> None:
        for child in reversed(children):
            if child.multiplies:
                many = place(child.link_id, around)
                numbers = enumerate(occurrences(child, answers.get(many, ())), 1)
                for position, number in reversed(list(numbers)):
                    stack.append((child, (*around, number), above, many, position))
            else:
                stack.append((child, around, above, None, 1))

    push(definition.items, (), None)
    while stack and len(found) < MOST_NODES:
        item, around, above, many, position = stack.pop()
        node = Node(item, place(item.link_id, around), around, above, many, position)
        found.append(node)
        push(item.children, around, node.place)
    return tuple(found)


def _pass(
    definition: Definition, nodes: Sequence[Node], answers: Answers, worked: Worked
) -> tuple[frozenset[str], dict[str, Sequence[Value]]]:
    """The places that apply and the answers that count.

    A disabled item disables everything below it, and its stored answers count as absent. Items below a
    question wait for its answer, because a FHIR response has no place for them without one.
    """
    by_link: dict[str, list[Node]] = {}
    for node in nodes:
        by_link.setdefault(node.item.link_id, []).append(node)
    active: set[str] = set()
    counted: dict[str, Sequence[Value]] = {}
    for link in definition.order:
        for node in by_link.get(link, ()):
            if node.above is not None:
                above = definition.by_link[link_of(node.above)]
                if node.above not in active or (above.asks and not counted.get(node.above)):
                    continue
            if worked.shown.get(node.place) is False or not _applies(node, by_link, counted):
                continue
            active.add(node.place)
            if node.item.asks:
                counted[node.place] = _values(node, answers, worked)
    return frozenset(active), counted


def _values(node: Node, answers: Answers, worked: Worked) -> Sequence[Value]:
    """Calculated, hidden and read-only questions are answered by the form itself."""
    item = node.item
    if item.calculated is not None:
        return worked.calculated.get(node.place) or ()
    if item.hidden or item.read_only:
        return worked.suggested.get(node.place) or worked.calculated.get(node.place) or item.initial
    return answers.get(node.place, ())


def _applies(node: Node, by_link: Mapping[str, list[Node]], counted: Answers) -> bool:
    conditions = node.item.conditions
    if not conditions:
        return True
    results = (holds(c, _nearest(node, by_link.get(c.question, ()), counted)) for c in conditions)
    return any(results) if node.item.behaviour == "any" else all(results)


def _nearest(node: Node, asked: Sequence[Node], counted: Answers) -> Sequence[Value]:
    """The answers a condition looks at: of the question that shares most of the repeated parts with this item.

    A question outside them that is there several times counts with the answers of all its occurrences together.
    """
    if len(asked) <= 1:
        return counted.get(asked[0].place, ()) if asked else ()
    shared = [_common(node.occurrence, one.occurrence) for one in asked]
    most = max(shared)
    near = [one for one, length in zip(asked, shared, strict=True) if length == most]
    return [value for one in near for value in counted.get(one.place, ())]


def _common(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length
