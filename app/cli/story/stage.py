"""What the parts of the story share: who is who by now, what day it is, and grants for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock, i18n
from app.access import relationships
from app.access.grants import Grant
from app.models import Account, Patient


@dataclass
class Stage:
    """The session that everything is written in, the people, and the moment at which the story ends."""

    session: Session
    zone: str
    hashes: dict[str, str]
    accounts: dict[str, Account] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Keys of plan items by the names that the story gives them."""
    end: datetime = field(default_factory=clock.now)

    @contextmanager
    def on(self, days_ago: int, at: str = "10:00", language: str = "en") -> Iterator[date]:
        """Hold the clock at a time of day, ``days_ago`` days before the end; never later than the end."""
        moment = datetime.combine(self.day(days_ago), time.fromisoformat(at), ZoneInfo(self.zone))
        with clock.frozen(min(moment, self.end)), i18n.using_locale(language), i18n.using_zone(self.zone):
            yield self.day(days_ago)

    @property
    def today(self) -> date:
        """The calendar day on which the story ends."""
        return self.end.astimezone(ZoneInfo(self.zone)).date()

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

    def filled(self, content: dict[str, Any]) -> dict[str, Any]:
        """A line's content with "@name" replaced by the key of that line."""
        known = {f"@{name}": key for name, key in self.keys.items()}
        return {name: known.get(value, value) if isinstance(value, str) else value for name, value in content.items()}

    def owner(self, name: str) -> str:
        """ "patient", or the account id of a member of the team; empty for lines that nobody does."""
        return self.accounts[name].id if name in self.accounts else name
