"""Everybody's part of a plan as lists: what each one does, what they said to it, what is not theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT
from app.models import NotTheirs, PlanItem, Responsibility

OWN_WAYS = frozenset({"coping_strategy"})
"""Kinds that are to be done but are nobody's task: the person's own way round."""


@dataclass(frozen=True)
class Task:
    """One line to be done, with what its owner said to it last."""

    item: PlanItem
    said: Responsibility | None = None

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def title(self) -> str:
        return KINDS[self.item.kind].title(self.item.content)


@dataclass(frozen=True)
class Part:
    """One owner's part."""

    owner: str
    tasks: list[Task] = field(default_factory=list)
    away: list[NotTheirs] = field(default_factory=list)

    @property
    def open_tasks(self) -> list[Task]:
        """Lines that nobody took on: not answered, or "I cannot"."""
        return [task for task in self.tasks if task.said is None or task.said.answer != "takes"]


def build(
    items: Iterable[PlanItem],
    said: Mapping[tuple[str, str], Responsibility],
    away: Iterable[NotTheirs] = (),
) -> list[Part]:
    """A part for each owner, the person first; also for somebody who only has things that are not theirs."""
    found: dict[str, Part] = {PATIENT: Part(PATIENT)}
    for item in items:
        if KINDS[item.kind].is_to_do and item.kind not in OWN_WAYS:
            part = found.setdefault(item.owner, Part(item.owner))
            part.tasks.append(Task(item, said.get((item.key, item.owner))))
    for row in away:
        found.setdefault(row.owner, Part(row.owner)).away.append(row)
    return list(found.values())
