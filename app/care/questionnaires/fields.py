"""Small readers for the pieces of a FHIR document. Each returns what is there, or notes a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from app.care.questionnaires import richtext
from app.care.questionnaires.parts import Reason, Text, Value
from app.i18n import _

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?")
TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?")
INTEGER_LIMIT = 2_147_483_647  # FHIR integers are 32-bit
MAX_TEXT = 10_000


class Notes:
    """Reasons and warnings gathered while a document is read."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.reasons: list[Reason] = []
        self.warnings: list[Reason] = []
        self.expressions = self.slow = 0
        self.looks_at_form = False

    def refuse(self, words: str, where: str = "") -> None:
        if len(self.reasons) < 100 and Reason(words, where) not in self.reasons:
            self.reasons.append(Reason(words, where))

    def warn(self, words: str, where: str = "") -> None:
        if len(self.warnings) < 100 and Reason(words, where) not in self.warnings:
            self.warnings.append(Reason(words, where))


def string(holder: dict[str, Any], key: str, notes: Notes, where: str = "") -> str | None:
    """A text field that is there and not blank, else None."""
    value = holder.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        notes.refuse(_("“%(key)s” should be text.", key=key), where)
        return None
    if len(value) > MAX_TEXT:
        notes.refuse(_("“%(key)s” is longer than 10,000 characters.", key=key), where)
        return None
    return value.strip() or None


def flag(holder: dict[str, Any], key: str, notes: Notes, where: str = "") -> bool:
    """A boolean field; absent means false."""
    value = holder.get(key, False)
    if value in ("true", "false"):
        notes.warn(_("“%(key)s” is written as text; we take it as true or false.", key=key), where)
        return bool(value == "true")
    if not isinstance(value, bool):
        notes.refuse(_("“%(key)s” should be true or false.", key=key), where)
        return False
    return value


def objects(holder: dict[str, Any], key: str, notes: Notes, where: str = "") -> list[dict[str, Any]]:
    """A list of objects; anything else is a reason and an empty list."""
    value = holder.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        notes.refuse(_("“%(key)s” should be a list of objects.", key=key), where)
        return []
    return value


def extensions(holder: Any, notes: Notes, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """``(url, extension)`` for each extension on an element."""
    if not isinstance(holder, dict):
        return
    for extension in objects(holder, "extension", notes, where):
        url = extension.get("url")
        if isinstance(url, str):
            yield url, extension
        else:
            notes.refuse(_("An extension has no address (url)."), where)


def text(holder: dict[str, Any], key: str, notes: Notes, where: str = "") -> Text | None:
    """A text with the translations that ``_key`` carries. Markup in it stays plain text."""
    source = string(holder, key, notes, where)
    if source is None:
        return None
    translations: dict[str, str] = {}
    markup = ""
    for url, extension in extensions(holder.get("_" + key), notes, where):
        if url in richtext.RENDERINGS:
            markup = richtext.clean(url, extension, notes, where) or markup
        if url != TRANSLATION:
            continue
        parts = dict(extensions(extension, notes, where))
        tag = parts.get("lang", {}).get("valueCode")
        content = parts.get("content", {})
        words = content.get("valueString", content.get("valueMarkdown"))
        if isinstance(tag, str) and isinstance(words, str) and words.strip():
            translations[tag.lower()] = words.strip()
        else:
            notes.refuse(_("A translation lacks its language or its words."), where)
    return Text(source, notes.language, translations, markup)


def value(holder: dict[str, Any], stem: str, notes: Notes, where: str = "") -> Value | None:
    """The one ``stem[x]`` of an element as ``{"valueX": …}``, checked for its type; else a reason and None."""
    keys = [key for key in holder if key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()]
    if len(keys) != 1:
        notes.refuse(_("Exactly one value is needed here, of a kind that FHIR knows."), where)
        return None
    kind, raw = keys[0][len(stem) :], holder[keys[0]]
    if kind == "Coding":
        return _coding(raw, notes, where)
    if kind == "Quantity":
        return _quantity(raw, notes, where)
    if kind == "Integer" and isinstance(raw, Decimal | float) and raw == int(raw):
        raw = int(raw)
    if kind not in CHECKS:
        notes.refuse(_("Values of the kind %(kind)s are not supported yet.", kind=kind[:40]), where)
        return None
    if not CHECKS[kind](raw):
        notes.refuse(_("A value does not fit its kind (%(kind)s).", kind=kind), where)
        return None
    if kind == "Decimal":
        raw = float(raw)
    return {"value" + kind: raw}


def _coding(raw: Any, notes: Notes, where: str) -> Value | None:
    if not isinstance(raw, dict):
        notes.refuse(_("A coded answer is not written as an object."), where)
        return None
    keys = ("system", "version", "code", "display")
    coding = {key: found for key in keys if (found := string(raw, key, notes, where))}
    if not ("code" in coding or "display" in coding):
        notes.refuse(_("A coded answer has neither a code nor words."), where)
        return None
    return {"valueCoding": coding}


def _quantity(raw: Any, notes: Notes, where: str) -> Value | None:
    if not isinstance(raw, dict) or not _decimal(raw.get("value", 0)):
        notes.refuse(_("An amount is not written as an object with a number."), where)
        return None
    keys = ("comparator", "unit", "system", "code")
    amount: dict[str, Any] = {key: found for key in keys if (found := string(raw, key, notes, where))}
    if "value" in raw:
        amount = {"value": float(raw["value"])} | amount
    return {"valueQuantity": amount}


def _reference(raw: Any) -> bool:
    return isinstance(raw, dict) and any(isinstance(raw.get(key), str) for key in ("reference", "display"))


def _decimal(raw: Any) -> bool:
    return isinstance(raw, int | Decimal | float) and not isinstance(raw, bool)


def _moment(raw: Any) -> bool:
    if _a_date(raw):
        return True
    if not isinstance(raw, str) or not MOMENT.fullmatch(raw):
        return False
    try:
        datetime.fromisoformat(raw)
    except ValueError:
        return False
    return True


def _time(raw: Any) -> bool:
    if not isinstance(raw, str) or not TIME.fullmatch(raw):
        return False
    try:
        time.fromisoformat(raw)
    except ValueError:
        return False
    return True


def _integer(raw: Any) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= INTEGER_LIMIT


def _a_date(raw: Any) -> bool:
    if not isinstance(raw, str) or not DATE.fullmatch(raw):
        return False
    try:
        date.fromisoformat((raw + "-01-01")[:10])
    except ValueError:
        return False
    return True


CHECKS = {
    "Boolean": lambda raw: isinstance(raw, bool),
    "Integer": _integer,
    "Decimal": _decimal,
    "String": lambda raw: isinstance(raw, str) and 0 < len(raw.strip()) <= MAX_TEXT,
    "Date": _a_date,
    "DateTime": _moment,
    "Time": _time,
    "Uri": lambda raw: isinstance(raw, str) and 0 < len(raw.strip()) <= 2_000,
    "Reference": _reference,
}
