"""Parts of a form that can be there several times: which are blank, and adding or removing one."""

from __future__ import annotations

from collections.abc import Collection

from app.care.questionnaires.state import MOST_OCCURRENCES, Node, State


def is_below(state: State, node: Node, places: Collection[str]) -> bool:
    """Whether the node is one of these places or stands below one."""
    where: str | None = node.place
    while where is not None:
        if where in places:
            return True
        where = state.by_place[where].above
    return False


def blank_occurrences(state: State) -> set[str]:
    """Occurrences without any answer, beyond the least number that the form wants: they count as not there."""
    said: set[str] = set()
    for node in reversed(state.nodes):
        if (state.counted.get(node.place) and not node.item.is_given) or node.place in said:
            said.add(node.place)
            if node.above is not None:
                said.add(node.above)
    return {
        node.place
        for node in state.nodes
        if node.many and node.place not in said and node.position > (node.item.min_answers or 0)
    }


def together(state: State, many: str) -> list[Node]:
    """All occurrences of one repeated part, in order."""
    return [node for node in state.nodes if node.many == many]


def most(node: Node) -> int:
    """How many occurrences there may be."""
    return min(node.item.max_answers or MOST_OCCURRENCES, MOST_OCCURRENCES)


def least(node: Node) -> int:
    """How many occurrences stay."""
    return max(node.item.min_answers or 1, 1)
