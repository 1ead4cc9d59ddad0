"""What a question offers to choose from: its own options, or a value set that travels inside the file."""

from __future__ import annotations

from typing import Any

from app.care.questionnaires.extensions import band_of, exclusive
from app.care.questionnaires.fields import Notes, flag, objects, string, text, value
from app.care.questionnaires.parts import Option, Text, Value
from app.i18n import _

MAX_OPTIONS = 200
OF_KIND = {
    "choice": ("valueCoding", "valueString", "valueInteger", "valueDate"),
    "open-choice": ("valueCoding", "valueString"),
    "integer": ("valueInteger",),
    "decimal": ("valueDecimal",),
    "string": ("valueString",),
    "text": ("valueString",),
    "date": ("valueDate",),
}


def read_options(
    raw: dict[str, Any], kind: str, sets: dict[str, Any], notes: Notes, where: str
) -> tuple[Option, ...]:
    """The options of an item, or an empty tuple when it has none."""
    listed = objects(raw, "answerOption", notes, where)
    named = string(raw, "answerValueSet", notes, where)
    if listed and named:
        notes.refuse(_("It lists answers and names a value set; only one of the two can be right."), where)
    if named:
        options = _from_set(named, sets, notes, where)
    else:
        options = [_option(part, kind, n, notes, where) for n, part in enumerate(listed[: MAX_OPTIONS + 1])]
    if len(options) > MAX_OPTIONS:
        notes.refuse(_("It has more than 200 answers to choose from."), where)
    found = tuple(option for option in options if option)
    if kind in ("choice", "open-choice") and not found and not named:
        notes.refuse(_("There is nothing to choose from."), where)
    if len({repr(sorted(_identity(option.value))) for option in found}) != len(found):
        notes.refuse(_("Two of its answers are the same."), where)
    return found


def _identity(value: Value) -> list[str]:
    content = next(iter(value.values()))
    if isinstance(content, dict):
        return [content.get("system", ""), content.get("code", ""), "" if "code" in content else content["display"]]
    return [str(content)]


def _option(raw: dict[str, Any], kind: str, number: int, notes: Notes, where: str) -> Option | None:
    found = value(raw, "value", notes, where)
    if found is None:
        return None
    key = next(iter(found))
    if key not in OF_KIND.get(kind, ()):
        notes.refuse(_("An answer to choose does not fit the kind of the question."), where)
        return None
    if key == "valueCoding":
        words = text(raw["valueCoding"], "display", notes, where)
    else:
        words = text(raw, "valueString", notes, where) if key == "valueString" else Text(str(found[key]))
    return Option(
        key=str(number),
        value=found,
        text=words or Text(found["valueCoding"]["code"], notes.language),
        band=band_of(raw, notes, where),
        exclusive=exclusive(raw, notes, where),
        preselected=flag(raw, "initialSelected", notes, where),
    )


def contained_sets(document: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """The value sets inside the file, by ``#id`` and by address."""
    sets: dict[str, Any] = {}
    for resource in objects(document, "contained", notes):
        if resource.get("resourceType") == "ValueSet":
            for name in ("#" + str(resource.get("id")), resource.get("url")):
                if isinstance(name, str):
                    sets[name] = resource
    return sets


def _from_set(name: str, sets: dict[str, Any], notes: Notes, where: str) -> list[Option | None]:
    chosen = sets.get(name) or sets.get(name.split("|")[0])
    if chosen is None:
        notes.refuse(_("Its answers are in a list that is not in this file (%(name)s).", name=name[:200]), where)
        return []
    concepts = _expanded(chosen, notes, where) or _composed(chosen, notes, where)
    if not concepts:
        notes.refuse(_("The list of answers in this file holds rules that we cannot work out yet."), where)
    options: list[Option | None] = []
    for number, (system, concept) in enumerate(concepts[: MAX_OPTIONS + 1]):
        coding = {"system": system} if system else {}
        code, words = string(concept, "code", notes, where), text(concept, "display", notes, where)
        if not code:
            notes.refuse(_("A coded answer has neither a code nor words."), where)
            continue
        coding |= {"code": code} | ({"display": words.source} if words else {})
        options.append(
            Option(str(number), {"valueCoding": coding}, words or Text(code), band_of(concept, notes, where))
        )
    return options


def _expanded(chosen: dict[str, Any], notes: Notes, where: str) -> list[tuple[str, dict[str, Any]]]:
    expansion = chosen.get("expansion")
    if not isinstance(expansion, dict):
        return []
    return [(str(part.get("system") or ""), part) for part in objects(expansion, "contains", notes, where)]


def _composed(chosen: dict[str, Any], notes: Notes, where: str) -> list[tuple[str, dict[str, Any]]]:
    compose = chosen.get("compose")
    if not isinstance(compose, dict) or compose.get("exclude"):
        return []
    concepts: list[tuple[str, dict[str, Any]]] = []
    for include in objects(compose, "include", notes, where):
        listed = objects(include, "concept", notes, where)
        if not listed or include.get("filter") or include.get("valueSet"):
            return []
        concepts += [(str(include.get("system") or ""), part) for part in listed]
    return concepts
