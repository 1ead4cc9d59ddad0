"""From a goal for one's life down to this week's step: which goal serves which, and what is done for each (G5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Rung(Protocol):
    """What a line must say about itself to stand on the ladder."""

    @property
    def key(self) -> str: ...
    @property
    def content(self) -> Mapping[str, object]: ...


Line = TypeVar("Line", bound=Rung)


@dataclass(frozen=True)
class Step(Generic[Line]):
    """A goal with the goals that serve it and the steps towards it. ``depth`` 0 is the top."""

    line: Line
    depth: int
    goals: list[Step[Line]] = field(default_factory=list)
    steps: list[Line] = field(default_factory=list)

    def walk(self) -> list[Step[Line]]:
        """This goal, then those below it, in the order in which they are read."""
        return [self, *(below for goal in self.goals for below in goal.walk())]


def build(goals: Iterable[Line], steps: Iterable[Line]) -> tuple[list[Step[Line]], list[Line]]:
    """The ladders from their tops, and the steps that serve no goal. The order of both lists is kept.

    A goal whose parent left the plan is a top; a circle (which no save lets in) is cut at its first goal.
    """
    goals, steps = list(goals), list(steps)
    known = {goal.key for goal in goals}
    parents = {goal.key: str(goal.content.get("parent_key") or "") for goal in goals}
    placed: set[str] = set()

    def below(goal: Line, depth: int) -> Step[Line]:
        placed.add(goal.key)
        serving = [each for each in goals if parents[each.key] == goal.key and each.key not in placed]
        done = [each for each in steps if each.content.get("goal_key") == goal.key]
        return Step(goal, depth, [below(each, depth + 1) for each in serving if each.key not in placed], done)

    tops = [below(goal, 0) for goal in goals if parents[goal.key] not in known]
    tops += [below(goal, 0) for goal in goals if goal.key not in placed]
    return tops, [each for each in steps if each.content.get("goal_key") not in known]


def leads_back(key: str, parent_key: str, parent_of: Callable[[str], str]) -> bool:
    """Whether going up from ``parent_key`` comes to ``key``: then they would serve each other in a circle."""
    seen: set[str] = set()
    at = parent_key
    while at and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = parent_of(at)
    return False
