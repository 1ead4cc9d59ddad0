"""Patterns (regular expressions) that a form demands of typed answers. They are foreign code as well."""

from __future__ import annotations

from app.care.questionnaires.expressions import Batch, Step, check, evaluate

LONGEST = 500


def usable(pattern: str) -> bool:
    """Whether the pattern is within the limits and can be read."""
    return len(pattern) <= LONGEST and check(_asked(pattern)) is None and _outcome(pattern, "a") is not None


def matches(pattern: str, typed: str) -> bool:
    """Whether the whole of what was typed fits. What cannot be told in time is taken."""
    return _outcome(pattern, typed) is not False


def _outcome(pattern: str, typed: str) -> bool | None:
    found = evaluate(Batch({"resourceType": "Basic", "typed": typed}, (Step("typed", _asked(pattern)),)))["typed"]
    return None if not found.values or not isinstance(found.values[0], bool) else found.values[0]


def _asked(pattern: str) -> str:
    quoted = pattern.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"typed.matches('^(?:{quoted})$')"
