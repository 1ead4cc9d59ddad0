"""What differs between two versions: by key and substance, the same for the person, reviews and history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.models import PlanItem


@dataclass(frozen=True)
class Changes:
    """Items of two versions, sorted by what became of them. Pairs are (before, now)."""

    added: list[PlanItem] = field(default_factory=list)
    changed: list[tuple[PlanItem, PlanItem]] = field(default_factory=list)
    reworded: list[tuple[PlanItem, PlanItem]] = field(default_factory=list)
    """Other words, same substance: also in ``same``, because nobody is asked again."""
    removed: list[PlanItem] = field(default_factory=list)
    same: list[PlanItem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.reworded)


def compare(old: Iterable[PlanItem], new: Iterable[PlanItem]) -> Changes:
    """The difference from ``old`` to ``new``. The order of ``new`` is kept; removed items keep the old order."""
    before = {item.key: item for item in old}
    found = Changes()
    for item in new:
        was = before.pop(item.key, None)
        if was is None:
            found.added.append(item)
        elif was.substance != item.substance:
            found.changed.append((was, item))
        else:
            found.same.append(item)
            if was.content != item.content:
                found.reworded.append((was, item))
    found.removed.extend(before.values())
    return found
