"""The few pieces a copy is drawn from. Each is ``[tag, class, address, inside…]``; the phone draws no other tag.

An address leads to a screen of the copy (``#coping``) or rings a number (``tel:911``); the phone takes no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.config import Line

Node = list[Any]


def heading(words: Any, level: int = 2) -> Node:
    """A heading; a screen has one of level 1."""
    return [f"h{level}", "", "", str(words)]


def text(words: Any, look: str = "") -> Node:
    """A paragraph. ``look``: a class of the style sheet."""
    return ["p", look, "", str(words)]


def listed(lines: Iterable[Any], *, in_order: bool = False) -> Node:
    """Lines of a list; steps are in order."""
    return ["ol" if in_order else "ul", "", "", *(["li", "", "", ["bdi", "", "", str(line)]] for line in lines)]


def own(words: str, *, big: bool = False) -> Node:
    """The person's own words, as they said them."""
    return ["figure", "own big" if big else "own", "", ["blockquote", "", "", words]]


def call(line: Line, words: Any = "", *, urgent: bool = False) -> Node:
    """A number to ring with one tap."""
    inside = [str(words or line.name), ["b", "", "", ["bdi", "", "", line.number]]]
    if line.note:
        inside.append(["small", "", "", line.note])
    return [
        "a",
        "call urgent" if urgent else "call",
        f"tel:{line.dial}",
        ["icon", "phone", ""],
        ["span", "", "", *inside],
    ]


def zone(name: str, words: Any, *inside: Node) -> Node:
    """One band of a symptom plan, with its word, shape and colour. ``name``: "now", "watch" or "good"."""
    shape = {"now": "urgent", "watch": "warn", "good": "check"}[name]
    head = ["h3", "zone-head", "", ["icon", shape, ""], ["span", "", "", str(words)]]
    return ["div", f"zone {name}", "", head, ["div", "", "", *inside]]


def go(words: Any, screen: str, meta: Any = "", icon: str = "plan") -> Node:
    """A whole row that leads to another screen of the copy."""
    inside = [["strong", "", "", str(words)], *([str(meta)] if meta else [])]
    return ["a", "next", f"#{screen}", ["icon", icon, ""], ["span", "", "", *inside]]


def part(*inside: Node) -> Node:
    """Pieces that belong together."""
    return ["section", "stack close", "", *inside]
