"""A second, plain reading of ``enableWhen`` straight from the JSON of a form, to hold the engine against.

It knows nothing of the engine: no parsed form, no order of evaluation, only the sentences of FHIR R4. Forms that
:func:`forms` makes may repeat groups at the top; a condition inside one of several looks at its own occurrence,
one from elsewhere at all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.care.questionnaires.forms import ask, coding, form, group, options, when

Place = tuple[str, int]
"""A linkId with the number of the occurrence around it, 0 outside repeated groups."""
KINDS = {
    "boolean": [{"valueBoolean": True}, {"valueBoolean": False}],
    "integer": [{"valueInteger": n} for n in (0, 1, 2)],
    "choice": [{"valueCoding": coding(code)} for code in "xy"],
}
OPERATORS = {"boolean": ["=", "!="], "integer": ["=", "!=", ">", "<", ">=", "<="], "choice": ["=", "!="]}


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A form of up to nine items in up to three levels, with conditions on what was made before them."""
    made: list[tuple[str, str]] = []

    def item(depth: int) -> dict[str, Any]:
        link = f"i{draw(st.integers(0, 9))}{len(made)}{depth}"
        kind = draw(st.sampled_from([*KINDS, *(["group"] if depth < 2 else [])]))
        conditions = [condition(draw(st.sampled_from(made))) for _ in range(draw(st.integers(0, 2))) if made]
        more: dict[str, Any] = {"enableWhen": conditions} if conditions else {}
        if len(conditions) > 1:
            more["enableBehavior"] = draw(st.sampled_from(["any", "all"]))
        if kind == "group":
            more["repeats"] = depth == 0 and draw(st.booleans())
            below = [item(depth + 1) for _ in range(draw(st.integers(1, 3)))]
            return group(link, *below, **more)
        if kind == "choice":
            more["answerOption"] = options("x", "y")
        made.append((link, kind))
        if depth < 2 and draw(st.booleans()):
            more["item"] = [item(depth + 1)]
        return ask(link, kind, **more)

    def condition(asked: tuple[str, str]) -> dict[str, Any]:
        link, kind = asked
        if draw(st.booleans()):
            return when(link, "exists", answerBoolean=draw(st.booleans()))
        value = draw(st.sampled_from(KINDS[kind]))
        named = {key.replace("value", "answer"): content for key, content in value.items()}
        return when(link, draw(st.sampled_from(OPERATORS[kind])), **named)

    items = [item(0) for _ in range(draw(st.integers(1, 3)))]
    return form(*(reversed(items) if draw(st.booleans()) else items))


@st.composite
def filled(draw: st.DrawFn) -> tuple[dict[str, Any], dict[Place, list[Any]], dict[str, list[int]]]:
    """``(a form, answers by place, numbers of the occurrences of each repeated group)``."""
    made = draw(forms())
    several = {
        top["linkId"]: draw(st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True).map(sorted))
        for top in made["item"]
        if top.get("repeats")
    }
    answers = {}
    for where, one, _ in places(made, several):
        if one["type"] in KINDS and draw(st.booleans()):
            answers[where] = [draw(st.sampled_from(KINDS[one["type"]]))]
    return made, answers, several


def places(made: dict[str, Any], several: dict[str, list[int]]) -> Iterator[tuple[Place, dict[str, Any], Any]]:
    """Every item as often as it is there, with the place of the item above it."""

    def below(one: dict[str, Any], number: int, above: Place | None) -> Iterator[tuple[Place, dict[str, Any], Any]]:
        here = (one["linkId"], number)
        yield here, one, above
        for child in one.get("item", ()):
            yield from below(child, number, here)

    for top in made["item"]:
        for number in several.get(top["linkId"], [0]):
            yield from below(top, number, None)


def applies(made: dict[str, Any], answers: dict[Place, list[Any]], several: dict[str, list[int]]) -> set[Place]:
    """The places that FHIR R4 calls enabled."""
    known = {where: (one, above) for where, one, above in places(made, several)}

    def enabled(where: Place) -> bool:
        one, above = known[where]
        if above is not None:
            if not enabled(above):
                return False
            if known[above][0]["type"] != "group" and not given(above):
                return False
        found = [met(condition, where[1]) for condition in one.get("enableWhen", ())]
        if not found:
            return True
        return any(found) if one.get("enableBehavior") == "any" else all(found)

    def given(where: Place) -> list[Any]:
        return answers.get(where, []) if enabled(where) else []

    def met(condition: dict[str, Any], number: int) -> bool:
        asked = [where for where in known if where[0] == condition["question"]]
        own = [where for where in asked if where[1] == number]
        values = [next(iter(value.values())) for where in own or asked for value in given(where)]
        wanted = next(content for key, content in condition.items() if key.startswith("answer"))
        if condition["operator"] == "exists":
            return bool(values) == wanted
        return any(compares(condition["operator"], value, wanted) for value in values)

    return {where for where in known if enabled(where)}


def compares(sign: str, value: Any, wanted: Any) -> bool:
    """One answer against the one that a condition names."""
    if isinstance(wanted, dict):
        value, wanted = (value["system"], value["code"]), (wanted["system"], wanted["code"])
    return {
        "=": value == wanted,
        "!=": value != wanted,
        ">": sign == ">" and value > wanted,
        "<": sign == "<" and value < wanted,
        ">=": sign == ">=" and value >= wanted,
        "<=": sign == "<=" and value <= wanted,
    }[sign]
