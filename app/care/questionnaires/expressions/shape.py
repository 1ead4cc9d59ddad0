"""Limits on an expression that can be seen in its text, before anything reads it."""

from __future__ import annotations

import re

from app.care.questionnaires.expressions import limits

QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\"(?:\\.|[^\"\\])*\"")


def problem(expression: str) -> str:
    """ "too long", "too deep" or empty."""
    if len(expression) > limits.LONGEST:
        return "too long"
    depth = deepest = 0
    for character in QUOTED.sub("", expression):
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    return "too deep" if deepest > limits.DEEPEST else ""
