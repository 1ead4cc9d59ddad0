"""Red rules as data (``content/red_answers.json``): which answers to which items need a human soon, in any form.

A form can bring its own by the extensions ``urgent-band``, ``urgent-when`` and ``urgent-words``: its words come
first, its marks are added. No mark of a form takes one of the table away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from app.care.questionnaires.parts import Condition, Item, Option, Text, Urgent

TABLE = Path(__file__).resolve().parents[2] / "content" / "red_answers.json"


@cache
def table() -> tuple[Mapping[str, Any], ...]:
    """The rules: item (system, code), form (address, empty for any), answers (codes or least weight), band, words."""
    return tuple(json.loads(TABLE.read_text("utf-8"))["rules"])


def marked(items: tuple[Item, ...], url: str, language: str) -> tuple[Item, ...]:
    """The items with the marks of the table beside their own."""
    return tuple(_marked(item, url, language) for item in items)


def _marked(item: Item, url: str, language: str) -> Item:
    item = replace(item, children=marked(item.children, url, language)) if item.children else item
    for rule in table():
        code = (rule["item"]["system"], rule["item"]["code"])
        if rule.get("form", url) == url and code in item.codes:
            return _apply(item, rule)
    return item


def _apply(item: Item, rule: Mapping[str, Any]) -> Item:
    answers = rule["answers"]
    options = tuple(
        replace(option, band=rule["band"]) if _is_meant(option, number, answers) else option
        for number, option in enumerate(item.options)
    )
    words = Text(rule["words"]["en"], "en", {tag: said for tag, said in rule["words"].items() if tag != "en"})
    return replace(
        item,
        options=options,
        urgent=(*item.urgent, *_conditions(item, rule)),
        urgent_words=item.urgent_words or words,
        private=item.private or bool(rule.get("private")),
        may_skip=item.may_skip and rule["band"] != "red",
    )


def _conditions(item: Item, rule: Mapping[str, Any]) -> list[Urgent]:
    """For answers that are no listed options: numbers, and codes that an expression offers."""
    found = []
    least = rule["answers"].get("least_weight")
    if item.kind in ("integer", "decimal") and least is not None:
        found.append(Condition(item.link_id, ">=", {"valueInteger": least}))
    if item.kind in ("choice", "open-choice"):
        system = rule["item"]["system"]
        codes = rule["answers"].get("codes", ())
        found += [Condition(item.link_id, "=", {"valueCoding": {"system": system, "code": code}}) for code in codes]
    return [Urgent(rule["band"], condition) for condition in found]


def _is_meant(option: Option, number: int, answers: Mapping[str, Any]) -> bool:
    """By code, by weight, by number. Where a form has none of them, every answer but its first."""
    if option.is_missing:
        return False
    key, content = next(iter(option.value.items()))
    code = content.get("code") if isinstance(content, dict) else content
    if code in answers.get("codes", ()):
        return True
    least = answers.get("least_weight")
    weight = content if key in ("valueInteger", "valueDecimal") else option.weight
    if weight is not None:
        return least is not None and weight >= least
    return number > 0 and code not in answers.get("harmless", ())
