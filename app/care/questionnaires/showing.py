"""Answers as words: what was chosen or typed, in the reader's language where the form has it."""

from __future__ import annotations

from datetime import date, datetime

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Item, Value
from app.i18n import _, format_day, format_moment, format_number, locale_tag


def words_of(item: Item, value: Value) -> tuple[str, str]:
    """``(words, language)`` of one answer; the language is empty for numbers, days and the person's own words."""
    for option in item.options:
        if equal(option.value, value) and "valueInteger" not in value and "valueDecimal" not in value:
            return option.text.best(locale_tag())
    kind, content = next(iter(value.items()))
    if kind == "valueBoolean":
        return (_("Yes") if content else _("No")), ""
    if kind in ("valueInteger", "valueDecimal"):
        number = format_number(content)
        if item.unit:
            return f"{number} {item.unit}", ""
        return (_("%(n)s of %(most)s", n=number, most=format_number(item.maximum)) if _is_scale(item) else number), ""
    if kind in ("valueDate", "valueDateTime", "valueTime"):
        return _when(kind, content), ""
    if kind == "valueQuantity":
        number = format_number(content["value"]) if "value" in content else ""
        return f"{number} {content.get('unit') or content.get('code') or ''}".strip(), ""
    if kind in ("valueCoding", "valueReference"):
        return content.get("display") or content.get("code") or content.get("reference", ""), "und"
    return str(content), ""


def _when(kind: str, content: str) -> str:
    """A day, a moment by the reader's own clock, or a time of day; a rough date as it is."""
    if kind == "valueTime":
        return content[:5]
    if "T" in content:
        return format_moment(datetime.fromisoformat(content))
    return format_day(date.fromisoformat(content)) if len(content) == 10 else content


def is_own_words(item: Item, value: Value) -> bool:
    """Whether somebody typed this themselves, so that it is shown in their voice and never translated."""
    return "valueString" in value and not any(equal(option.value, value) for option in item.options)


def _is_scale(item: Item) -> bool:
    return item.kind == "integer" and item.minimum == 0 and item.maximum == 10


def is_scale(item: Item) -> bool:
    """Whether a row of numbers fits: whole numbers, at most eleven of them."""
    low, high = item.minimum, item.maximum
    return (
        item.kind == "integer"
        and not item.options
        and isinstance(low, int)
        and isinstance(high, int)
        and high - low <= 10
    )
