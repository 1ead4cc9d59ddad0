"""Each fact fades after its own interval until somebody says "still right"; one tap brings it back."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.care.facts.kinds import KINDS
from app.i18n import gettext as _
from app.i18n import ngettext
from app.models import RecordFact

DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Freshness:
    """``state``: "fresh", "faded" or "unconfirmed"; ``days`` since it was last confirmed, None if never."""

    state: str
    days: int | None

    @property
    def asks(self) -> bool:
        """Whether to ask "still right?"."""
        return self.state != "fresh"

    @property
    def words(self) -> str:
        """The quiet line beside a fact that asks; empty for a fresh one."""
        if self.state == "fresh":
            return ""
        if self.days is None:
            return _("Nobody has said yet that this is right.")
        months = int(self.days / DAYS_A_MONTH)
        if months >= 24:
            return ngettext(
                "Last confirmed %(n)s year ago. Still right?",
                "Last confirmed %(n)s years ago. Still right?",
                months // 12,
            )
        return ngettext(
            "Last confirmed %(n)s month ago. Still right?",
            "Last confirmed %(n)s months ago. Still right?",
            max(1, months),
        )


def of(fact: RecordFact) -> Freshness:
    """How fresh this row is now, by the interval of its kind."""
    if fact.confirmed_at is None:
        return Freshness("unconfirmed", None)
    days = (clock.now() - fact.confirmed_at).days
    limit = KINDS[fact.kind].ask_again_days
    return Freshness("faded" if limit is not None and days >= limit else "fresh", days)
