"""Limits of rules as data: the usual point, how far a practice or one person's plan may move it, and the source.

What has no limit here is fixed: crisis values, red answers, and every request of a person are never tuned away.
To add one: a ``Limit`` here, and ``value_for`` (or ``values`` for everybody) where the rule looks at its facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.i18n import lazy_gettext as _l
from app.i18n import ngettext
from app.models import PersonRuleLimit, PracticeRuleLimit


@dataclass(frozen=True)
class Limit:
    """One point of one rule. Whole numbers from ``least`` to ``most``; ``said`` puts a number into words."""

    name: str
    rule: str
    title: Any
    said: Callable[[float], str]
    usual: int
    least: int
    most: int
    source: str


def _days(number: float) -> str:
    return ngettext("%(n)s day", "%(n)s days", int(number))


def _times(number: float) -> str:
    return ngettext("Once", "%(n)s times in a row", int(number))


def _points(number: float) -> str:
    return ngettext("%(n)s point", "%(n)s points", int(number))


LIMITS: dict[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit(
            "sure_enough", "low_confidence", _l("Sure enough, out of 10"), _points, 7, 5, 9,
            "Brief Action Planning (Gutnick 2014): below 7 of 10, solve problems together.",
        ),
        Limit(
            "low_in_a_row", "low_confidence", _l("How often somebody is less sure than that"), _times, 2, 1, 4,
            "Two check-ins, so that one hard day raises nothing; how many is our own choice [own].",
        ),
        Limit(
            "not_this_time_in_a_row", "not_this_time", _l("“Not this time” to one activity"), _times, 3, 2, 10,
            "Three in a row ask whether it still fits [own].",
        ),
        Limit(
            "silent_days", "silent", _l("No entry, where the person asked to be reminded"), _days, 14, 7, 60,
            "14 days: one gentle check, not an alarm [own].",
        ),
        Limit(
            "late_days", "late_promise", _l("A promise of the team is late"), _days, 0, 0, 7,
            "The day that was promised in the plan. The person sees it as late from the next day on, whatever is "
            "chosen here.",
        ),
        Limit(
            "missed_days", "missed_follow_up", _l("Nobody wrote down whether a visit or call took place"), _days,
            3, 1, 30, "Three days after its time [own].",
        ),
        Limit(
            "lost_reminders", "reminders_lost", _l("Reminders that did not arrive"), _times, 3, 2, 10,
            "Three in a row to somebody whose phone received them before [own].",
        ),
        Limit(
            "phq9_rise", "score_change", _l("PHQ-9 went up"), _points, 5, 3, 5,
            "Kroenke 2001: a change of 5 points matters. It can be made stricter only.",
        ),
        Limit(
            "phq9_high", "score_change", _l("PHQ-9 is high"), _points, 20, 15, 20,
            "Kroenke 2001: 20 or more is severe. It can be made stricter only.",
        ),
        Limit(
            "gad7_high", "score_change", _l("GAD-7 is high"), _points, 15, 10, 15,
            "Spitzer 2006: 15 or more is severe. It can be made stricter only.",
        ),
    )
}  # fmt: skip


class Values:
    """The limits that count, for everybody: what a person's plan says, else the practice, else the usual point."""

    def __init__(self, practice: Mapping[str, float], people: Mapping[tuple[str, str], float]) -> None:
        self._practice, self._people = practice, people

    def of(self, patient_id: str, name: str) -> float:
        """The point of the limit ``name`` for this person. KeyError for a name outside LIMITS."""
        usual = self._practice.get(name, LIMITS[name].usual)
        return self._people.get((patient_id, name), usual)

    def least(self, name: str) -> float:
        """The lowest point that counts for anybody, so that a query finds everybody it may be about."""
        people = (value for (_person, limit), value in self._people.items() if limit == name)
        return min((self._practice.get(name, LIMITS[name].usual), *people))


def values(session: Session) -> Values:
    """The limits for everybody. Two statements."""
    people = session.execute(
        sa.select(PersonRuleLimit.patient_id, PersonRuleLimit.name, PersonRuleLimit.value).where(
            PersonRuleLimit.ended_at.is_(None)
        )
    )
    return Values(_practice(session), {(patient, name): value for patient, name, value in people})


def values_for(session: Session, grant: Grant) -> Values:
    """The limits for the grant's patient. Two statements."""
    query = records.of(session, grant, PersonRuleLimit).where(PersonRuleLimit.ended_at.is_(None))
    return Values(_practice(session), {(row.patient_id, row.name): row.value for row in session.scalars(query)})


def _practice(session: Session) -> dict[str, float]:
    query = sa.select(PracticeRuleLimit.name, PracticeRuleLimit.value).where(PracticeRuleLimit.ended_at.is_(None))
    return dict(session.execute(query).all())
