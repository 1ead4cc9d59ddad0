"""How often each rule fired and what came of it: counts of a whole practice that name nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import policy
from app.access.permissions import Permission
from app.care.concerns.closing import LED_TO_NOTHING, OUTCOMES
from app.models import Account, Concern

SINCE = timedelta(days=90)
FEW = 10
"""Below so many lines closed by hand a share says little, and none is shown."""


@dataclass
class Fired:
    """One rule (and one flag of it, for readings): lines in all, repeats on them, what became of them."""

    rule: str
    flag: str
    lines: int = 0
    times: int = 0
    waiting: int = 0
    by_itself: int = 0
    """Closed because the cause was gone: read, answered, changed, kept."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """Closed by hand, by what was done."""

    @property
    def by_hand(self) -> int:
        return sum(self.outcomes.values())

    @property
    def nothing(self) -> int:
        """Closed by hand, and nothing happened for the person."""
        return sum(count for outcome, count in self.outcomes.items() if outcome in LED_TO_NOTHING)

    @property
    def share_for_nothing(self) -> int | None:
        """Out of 100 lines closed by hand, how many led to nothing; None when there are few."""
        return round(100 * self.nothing / self.by_hand) if self.by_hand >= FEW else None


def fired(session: Session) -> list[Fired]:
    """What the rules brought in the last 90 days, the most lines first. One statement."""
    flag = sa.func.coalesce(Concern.why["flag"].as_string(), "")
    closed = Concern.closed_at.is_not(None)
    query = (
        sa.select(Concern.rule, flag, closed, Concern.outcome, sa.func.count(), sa.func.sum(Concern.times))
        .where(Concern.raised_at >= clock.now() - SINCE)
        .group_by(Concern.rule, flag, closed, Concern.outcome)
    )
    found: dict[tuple[str, str], Fired] = {}
    for rule, which, is_closed, outcome, lines, times in session.execute(query):
        one = found.setdefault((rule, which), Fired(rule, which))
        one.lines, one.times = one.lines + lines, one.times + times
        if not is_closed:
            one.waiting += lines
        elif outcome in OUTCOMES:
            one.outcomes[outcome] = one.outcomes.get(outcome, 0) + lines
        else:
            one.by_itself += lines
    return sorted(found.values(), key=lambda one: (-one.lines, one.rule, one.flag))


def may_read(account: Account) -> bool:
    """Clinicians: a small number may point at a person, so nobody else reads them."""
    return Permission.CLOSE_CONCERN in policy.for_team(account.role)
