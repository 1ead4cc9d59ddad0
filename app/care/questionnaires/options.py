"""What a question offers to choose from: its own options, or a value set that travels inside the file."""

from __future__ import annotations

from typing import Any

from app.care.questionnaires.extensions import band_of, option_facts
from app.care.questionnaires.fields import Notes, flag, objects, string, text, value
from app.care.questionnaires.parts import Option, Text, Value
from app.care.questionnaires.valuesets import Sets
from app.i18n import _

MAX_OPTIONS = 500
OF_KIND = {
    "choice": ("valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"),
    "open-choice": ("valueCoding", "valueString", "valueInteger", "valueDate", "valueTime"),
    "integer": ("valueInteger",),
    "decimal": ("valueDecimal",),
    "string": ("valueString",),
    "text": ("valueString",),
    "url": ("valueUri",),
    "date": ("valueDate",),
    "dateTime": ("valueDateTime", "valueDate"),
    "time": ("valueTime",),
    "quantity": ("valueQuantity",),
    "reference": ("valueReference",),
}


def read_options(
    raw: dict[str, Any], kind: str, sets: Sets, notes: Notes, where: str
) -> tuple[tuple[Option, ...], str]:
    """The options of an item, and why none can be chosen here ("list") when they are not in the file."""
    listed = objects(raw, "answerOption", notes, where)
    named = string(raw, "answerValueSet", notes, where)
    if listed and named:
        notes.refuse(_("It lists answers and names a value set; only one of the two can be right."), where)
    if not named:
        options = [_option(part, kind, n, notes, where) for n, part in enumerate(listed[: MAX_OPTIONS + 1])]
        return _chosen_from(options, notes, where), ""
    found_in_set = sets.options(named, where)
    if found_in_set is None:
        return (), "list"
    if named not in sets.chosen_from:
        sets.chosen_from[named] = _chosen_from(found_in_set, notes, where)
    return sets.chosen_from[named], ""


def _chosen_from(options: list[Option | None], notes: Notes, where: str) -> tuple[Option, ...]:
    if len(options) > MAX_OPTIONS:
        notes.refuse(_("It has more than 500 answers to choose from."), where)
    found = tuple(option for option in options if option)
    if len({repr(sorted(_identity(option.value))) for option in found}) != len(found):
        notes.refuse(_("Two of its answers are the same."), where)
    return found


def _identity(value: Value) -> list[str]:
    content = next(iter(value.values()))
    if isinstance(content, dict):
        if "reference" in content:
            return [content["reference"]]
        words = "" if "code" in content else content.get("display", "")
        return [content.get("system", ""), content.get("code", ""), words]
    return [str(content)]


def _option(raw: dict[str, Any], kind: str, number: int, notes: Notes, where: str) -> Option | None:
    found = value(raw, "value", notes, where)
    if found is None:
        return None
    key = next(iter(found))
    if key not in OF_KIND.get(kind, ()):
        notes.refuse(_("An answer to choose does not fit the kind of the question."), where)
        return None
    return Option(
        key=str(number),
        value=found,
        text=_words(raw, key, found, notes, where),
        band=band_of(raw, notes, where),
        preselected=flag(raw, "initialSelected", notes, where),
        **option_facts(raw, notes, where),
    )


def _words(raw: dict[str, Any], key: str, found: Value, notes: Notes, where: str) -> Text:
    content = found[key]
    if key == "valueCoding":
        words = text(raw["valueCoding"], "display", notes, where)
        return words or Text(content["code"], notes.language)
    if key == "valueReference":
        words = content.get("display") or content.get("reference")
        if not words:
            notes.refuse(_("A coded answer has neither a code nor words."), where)
        return Text(words or "", notes.language)
    if key == "valueString":
        return text(raw, key, notes, where) or Text(str(content))
    return Text(str(content))
