"""Red rules as data (``content/red_answers.json``): which answers to which items need a human soon, in any form.

A form can bring its own by the extensions ``urgent-band``, ``urgent-when`` and ``urgent-words``; those come first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from app.care.questionnaires.parts import Item, Option, Text

TABLE = Path(__file__).resolve().parents[2] / "content" / "red_answers.json"


@cache
def table() -> tuple[Mapping[str, Any], ...]:
    """The rules: item (system, code), form (address, empty for any), answers (codes or least weight), band, words."""
    return tuple(json.loads(TABLE.read_text("utf-8"))["rules"])


def marked(items: tuple[Item, ...], url: str, language: str) -> tuple[Item, ...]:
    """The items with the marks of the table where the form brings none of its own."""
    return tuple(_marked(item, url, language) for item in items)


def _marked(item: Item, url: str, language: str) -> Item:
    item = replace(item, children=marked(item.children, url, language)) if item.children else item
    if any(option.band for option in item.options) or item.urgent:
        return item
    for rule in table():
        code = (rule["item"]["system"], rule["item"]["code"])
        if rule.get("form", url) == url and code in item.codes:
            return _apply(item, rule)
    return item


def _apply(item: Item, rule: Mapping[str, Any]) -> Item:
    options = tuple(
        replace(option, band=rule["band"]) if _is_meant(option, rule["answers"]) else option
        for option in item.options
    )
    words = Text(rule["words"]["en"], "en", {tag: said for tag, said in rule["words"].items() if tag != "en"})
    return replace(
        item,
        options=options,
        urgent_words=item.urgent_words or words,
        private=item.private or bool(rule.get("private")),
        may_skip=item.may_skip and rule["band"] != "red",
    )


def _is_meant(option: Option, answers: Mapping[str, Any]) -> bool:
    content = next(iter(option.value.values()))
    code = content.get("code") if isinstance(content, dict) else content
    if code in answers.get("codes", ()):
        return True
    least = answers.get("least_weight")
    return least is not None and option.weight is not None and option.weight >= least
