"""What the parts of the story share: who is who by now, what day it is, and grants for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock, i18n
from app.access import relationships
from app.access.grants import Grant
from app.models import Account, Patient


@dataclass
class Stage:
    """The session that everything is written in, the people, and the day on which the story ends."""

    session: Session
    zone: str
    today: date
    hashes: dict[str, str]
    accounts: dict[str, Account] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)

    @contextmanager
    def on(self, days_ago: int, at: str = "10:00", language: str = "en") -> Iterator[date]:
        """Hold the clock at a time of day, ``days_ago`` days before the end of the story."""
        day = self.day(days_ago)
        moment = datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.zone))
        moment = min(moment, self.end)
        with clock.frozen(moment), i18n.using_locale(language), i18n.using_zone(self.zone):
            yield day

    @property
    def end(self) -> datetime:
        """The moment the story is told; nothing in it happens later."""
        return self._end

    def __post_init__(self) -> None:
        self._end = clock.now()

    def day(self, days_ago: int) -> date:
        """A calendar day before (or with a negative number: after) the end of the story."""
        return self.today - timedelta(days=days_ago)

    def grant(self, who: str, patient: str) -> Grant:
        """What ``who`` may do for ``patient`` at the moment the clock shows."""
        self.session.flush()
        found = relationships.find(self.session, self.accounts[who], self.patients[patient].id)
        if found is None:
            raise LookupError(f"{who} is nobody to {patient} on {clock.now():%Y-%m-%d}")
        return found.grant
