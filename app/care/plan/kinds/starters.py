"""Starters: content that fills a form, to be changed for the person. Data in ``app/content``, with its sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parents[3] / "content"


@cache
def of(folder: str) -> dict[str, dict[str, Any]]:
    """The starters of a folder by name: ``text`` by language, ``fields`` for all, ``sources``."""
    files = sorted((CONTENT / folder).glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


def reader(folder: str) -> Callable[[str, str], dict[str, Any]]:
    """A function that gives the content of a starter in a language; nothing for a name that nobody knows."""

    def read(name: str, language: str) -> dict[str, Any]:
        one = of(folder).get(name)
        return {**_copy(one.get("fields", {})), **_copy(_in(one["text"], language))} if one else {}

    return read


def _in(texts: dict[str, Any], language: str) -> Any:
    return texts.get(language) or texts.get(language.split("-")[0]) or texts["en"]


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))
