"""A state as the items of a FHIR QuestionnaireResponse: for expressions to look at, and to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.extensions import ORDINAL, WEIGHT
from app.care.questionnaires.parts import Option, Value
from app.care.questionnaires.state import Node, State

Path = tuple[str | int, ...]


def items_of(
    state: State, *, texts: bool = False, weights: bool = False
) -> tuple[list[dict[str, Any]], dict[str, Path]]:
    """The items with answers, nested as FHIR nests them, and the path to each place.

    Parts without any answer below them are left out, as are questions that do not apply. ``weights`` puts the
    weight of a chosen option beside it, where ``ordinal()`` and ``weight()`` look for it.
    """
    below: dict[str | None, list[Node]] = {}
    for node in state.nodes:
        if node.place in state.active:
            below.setdefault(node.above, []).append(node)
    said = _those_with_answers(state, below)
    paths: dict[str, Path] = {}
    top: list[dict[str, Any]] = []
    stack: list[tuple[str | None, list[dict[str, Any]], Path]] = [(None, top, ("item",))]
    while stack:
        above, into, path = stack.pop()
        many: dict[str, int] = {}
        for node in below.get(above, ()):
            if node.place not in said or node.item.kind == "display":
                continue
            values = state.counted.get(node.place, ())
            if node.many and node.item.asks and node.many in many:  # one more answer of a question with more below
                at = many[node.many]
                written = into[at]
            else:
                written = {"linkId": node.item.link_id} | _words(node, texts)
                at = len(into)
                into.append(written)
                many |= {node.many: at} if node.many else {}
            here: Path = (*path, at)
            paths[node.place] = here
            if not node.item.asks:
                inner: list[dict[str, Any]] = []
                written["item"] = inner
                stack.append((node.place, inner, (*here, "item")))
                continue
            answers = written.setdefault("answer", [])
            answers += [_written(state.options(node), value, weights) for value in values]
            if below.get(node.place) and any(child.place in said for child in below[node.place]) and values:
                inner = []
                answers[-1]["item"] = inner
                stack.append((node.place, inner, (*here, "answer", len(answers) - 1, "item")))
    return top, paths


def _those_with_answers(state: State, below: dict[str | None, list[Node]]) -> set[str]:
    """Places with an answer at or below them."""
    said: set[str] = set()
    for node in reversed(state.nodes):
        if (
            node.place in state.active
            and (state.counted.get(node.place) or node.place in said)
            and (not node.item.asks or state.counted.get(node.place))
        ):
            said.add(node.place)
            if node.above is not None:
                said.add(node.above)
    return said


def _words(node: Node, texts: bool) -> dict[str, Any]:
    return {"text": node.item.text.source} if texts and node.item.text else {}


def _written(options: Sequence[Option], value: Value, weights: bool) -> dict[str, Any]:
    if not weights:
        return dict(value)
    chosen = next((o for o in options if o.weight is not None and equal(value, o.value)), None)
    if chosen is None or chosen.weight is None:
        return dict(value)
    marks = [{"url": url, "valueDecimal": float(chosen.weight)} for url in (ORDINAL, WEIGHT)]
    key, content = next(iter(value.items()))
    if isinstance(content, dict):
        return {key: {**content, "extension": marks}}
    return {key: content, "_" + key: {"extension": marks}}
