"""What the person hears of a line that was closed: an urgent reading or answer is never left without a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.concerns.rules import RULES
from app.i18n import gettext as _
from app.models import Account, Concern
from app.models.concern import BANDS

LATELY = timedelta(days=7)
HOW = ("app", "phone")
SEEN_WITH = {"measurement_flag": Permission.SEE_PROGRESS, "red_answer": Permission.SEE_ANSWERS}
"""What a helper must be allowed to see to read the words about it; others are between the person and the team."""


@dataclass(frozen=True)
class Told:
    """Who of the team looked at what, when, and the words that they left for the person ("" when it was by phone)."""

    concern_id: str
    title: str
    who: str
    at: datetime
    words: str


def is_due(concern: Concern) -> bool:
    """Whether closing this line has to tell the person: the top band, about what they sent us themselves."""
    rule = RULES.get(concern.rule)
    return rule is not None and rule.tells and concern.band == BANDS["urgent"]


def lately(session: Session, grant: Grant) -> list[Told]:
    """What was closed and told in the last 7 days, the newest first, as far as this reader may see it."""
    grant.must(Permission.SEE_PLAN)
    rules = [rule for rule, needed in SEEN_WITH.items() if grant.may(needed)]
    query = (
        records.of(session, grant, Concern)
        .add_columns(Account.name)
        .outerjoin(Account, Account.id == Concern.closed_by_id)
        .where(Concern.closed_at >= clock.now() - LATELY, Concern.told_how != "")
        .order_by(Concern.closed_at.desc(), Concern.id)
        .limit(5)
    )
    if grant.capacity is not Capacity.SELF:
        query = query.where(Concern.rule.in_(rules) if rules else sa.false())
    return [_told(row, name or "") for row, name in session.execute(query)]


def _told(row: Concern, name: str) -> Told:
    assert row.closed_at is not None
    return Told(row.id, _title(row, name), name, row.closed_at, row.told)


def _title(row: Concern, who: str) -> str:
    """Neutral, because a helper may read it as well."""
    if row.rule == "measurement_flag":
        from app.care.progress import say  # what a reading is called is the readings' business

        why: dict[str, Any] = row.why
        reading = say.reading(str(why.get("kind", "")), why.get("values") or {}, str(why.get("unit", "")))
        return _("%(who)s looked at this reading: %(reading)s.", who=who, reading=reading)
    if row.rule == "red_answer":
        return _("%(who)s looked at the answers.", who=who)
    return _("%(who)s looked at what you told us.", who=who)
