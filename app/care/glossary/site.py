"""Words that a practice adds itself: a JSON file in the data folder, checked before it is taken in.

``[{"key": "fvc", "forms": {"en": ["FVC"], "es": ["CVF"]}, "plain": {"en": "…"}, "more": {"en": "…"}}, …]``
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.care.glossary.word import Word
from app.i18n import LANGUAGES, LazyText, locale_tag
from app.text import is_blank, without_unwanted

FILE = "glossary.json"
MOST, LONGEST, MOST_FORMS = 500, 400, 12
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FORM = re.compile(r"[\w][\w .’'/+-]{0,59}")


def words(folder: Path) -> tuple[Word, ...]:
    """The practice's own words in this data folder; none when there is no file, or it cannot be read."""
    path = folder / FILE
    try:
        known = path.stat()
        return _read(path, known.st_mtime_ns, known.st_size)
    except (OSError, ValueError):
        return ()


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> tuple[Word, ...]:
    found, problems = check(json.loads(path.read_text(encoding="utf-8")))
    return () if problems else tuple(found)


def take_in(folder: Path, raw: bytes) -> tuple[list[Word], list[str]]:
    """Check a file and put it in place of the last one, whole or not at all. Gives the words and what was wrong."""
    try:
        found, problems = check(json.loads(raw.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return [], ["This is not a JSON file."]
    if not problems:
        handle, name = tempfile.mkstemp(dir=folder, prefix=FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(raw.decode("utf-8-sig").encode())
        os.replace(name, folder / FILE)
    return found, problems


def check(document: Any) -> tuple[list[Word], list[str]]:
    """The words of a document and everything that is wrong with it, each in one line."""
    if not isinstance(document, list) or len(document) > MOST:
        return [], [f"Write one JSON list with at most {MOST} words."]
    found: list[Word] = []
    problems: list[str] = []
    for number, entry in enumerate(document, 1):
        wrong = _wrong(entry)
        if not wrong and any(word.key == entry["key"] for word in found):
            wrong = ["the key stands twice"]
        problems += [f"Word {number}: {words}." for words in wrong]
        if not wrong:
            forms = {tag: "; ".join(each) for tag, each in entry["forms"].items()}
            more = entry.get("more") or {}
            found.append(Word(entry["key"], _text(forms), _text(entry["plain"]), _text(more) if more else "", True))
    return found, problems


def _wrong(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["write an object with key, forms and plain"]
    wrong = []
    key = entry.get("key")
    if not (isinstance(key, str) and len(key) <= 60 and KEY.fullmatch(key)):
        wrong.append("the key is small letters, digits and hyphens")
    forms = entry.get("forms")
    if not (isinstance(forms, dict) and _by_language(forms) and all(_are_forms(each) for each in forms.values())):
        wrong.append(f"forms are 1 to {MOST_FORMS} short texts for each language, in English at least")
    for name in ("plain", "more"):
        texts = entry.get(name)
        if name == "more" and not texts:
            continue
        if not (isinstance(texts, dict) and _by_language(texts) and all(_is_text(each) for each in texts.values())):
            wrong.append(f"{name} is one text of at most {LONGEST} letters for each language, in English at least")
    return wrong


def _by_language(value: dict[str, Any]) -> bool:
    return "en" in value and set(value) <= set(LANGUAGES)


def _are_forms(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 1 <= len(value) <= MOST_FORMS
        and all(isinstance(form, str) and FORM.fullmatch(form) for form in value)
    )


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, str) and len(value) <= LONGEST and not is_blank(value) and value == without_unwanted(value)
    )


def _text(texts: Mapping[str, str]) -> LazyText:
    return LazyText(lambda: texts.get(locale_tag()) or texts["en"])
