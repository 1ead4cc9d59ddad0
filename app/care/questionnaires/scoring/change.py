"""What became of a score since last time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.care.questionnaires.scoring.rules import Rule


@dataclass(frozen=True)
class Change:
    """``by`` is now minus before; ``better`` None when nothing changed; ``matters`` None when nobody published how
    much has to change.
    """

    by: Decimal
    better: bool | None
    matters: bool | None


def change(rule: Rule, before: Decimal | None, now: Decimal | None) -> Change | None:
    """The change between two scores, None when either could not be given."""
    if before is None or now is None:
        return None
    by = now - before
    better = None if by == 0 else (by > 0) is rule.more_is_better
    return Change(by, better, None if rule.matters is None else abs(by) >= rule.matters)
