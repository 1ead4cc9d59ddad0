"""Looking into JSON that anybody may have written: what is not of the expected shape is as if it were not there."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from app.fhir.parts import OURS
from app.text import is_blank, without_unwanted

DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")
LONGEST = 20_000


class Left(Exception):
    """This is not taken; the message says why in words for a person."""


def at(value: Any, *path: str) -> Any:
    """What stands at the end of ``path``: groups by name, of a list its first. None when nothing does."""
    for name in path:
        while isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def several(value: Any, *path: str) -> list[dict[str, Any]]:
    """The groups in the list at the end of ``path``; one group alone counts as a list of one."""
    found = at(value, *path)
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def text(value: Any, *path: str) -> str:
    """The text at the end of ``path`` as a person meant it, or nothing."""
    found = at(value, *path)
    while isinstance(found, list):
        found = found[0] if found else None
    if not isinstance(found, str):
        return ""
    clean = without_unwanted(found.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST]
    return "" if is_blank(clean) else clean


def concept(value: Any, *path: str) -> str:
    """What a CodeableConcept (or the first of several) says in words: its text, a display, else its code."""
    for each in several(value, *path):
        displays = [text(code, "display") for code in several(each, "coding")]
        codes = [text(code, "code") for code in several(each, "coding")]
        if found := next((words for words in (text(each, "text"), *displays, *codes) if words), ""):
            return found
    return ""


def codes(value: Any, *path: str) -> set[tuple[str, str]]:
    """System and code of every coding of the CodeableConcepts at the end of ``path``."""
    found = [code for each in several(value, *path) for code in several(each, "coding")]
    return {(text(code, "system"), text(code, "code")) for code in found}


def own_code(value: Any, name: str, *path: str) -> str:
    """The code of our own list ``name`` among them, or nothing."""
    return next((code for system, code in sorted(codes(value, *path)) if system == f"{OURS}:{name}"), "")


def own(value: Any, name: str) -> dict[str, Any]:
    """Our own extension ``name`` of this element, or an empty group."""
    wanted = f"{OURS}:{name}"
    return next((each for each in several(value, "extension") if each.get("url") == wanted), {})


def note(value: Any, *path: str) -> str:
    """The texts of the Annotations at the end of ``path`` (``note`` unless named), a paragraph each."""
    return "\n".join(words for each in several(value, *(path or ("note",))) if (words := text(each, "text")))


def day(value: Any, *path: str) -> date | None:
    """The calendar day at the end of ``path``; of a year or month its first."""
    match = DAY.fullmatch(text(value, *path))
    if match is None:
        return None
    year, month, number = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, number)
    except ValueError:
        return None


def number(value: Any, *path: str) -> int | float | None:
    """The number at the end of ``path``, also one written as text."""
    found = at(value, *path)
    if isinstance(found, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", found.strip()):
        found = Decimal(found.strip())
    if isinstance(found, bool) or not isinstance(found, (int, float, Decimal)):
        return None
    exact = Decimal(str(found))
    if not exact.is_finite() or abs(exact) > 10**15:
        return None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def reference(value: Any, *path: str) -> str:
    """Where a Reference at the end of ``path`` leads, or nothing."""
    return text(value, *path, "reference")


def own_item(value: Any) -> dict[str, Any]:
    """The parts of our extension with a whole line, by name; an empty group when the resource is not such a line."""
    return {text(part, "url"): part for part in several(own(value, "plan-item"), "extension") if part.get("url")}
