"""Trials and their day to decide: both sides are asked how it went, until the team wrote down what was decided (B13).

Nothing starts, stops or goes on by itself. A decision to the plan's line plays no part here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import grants
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.people.patients import team_of
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.care.progress import once
from app.care.treatments import words
from app.care.treatments.words import Said
from app.models import Concern, PlanItem, TreatmentWord

RULE = "trial_due"
CHECK_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class Trial:
    """A trial of the plan with what was said about it, as it stands on ``day``."""

    item: PlanItem
    said: Said
    day: date

    @property
    def title(self) -> str:
        return KINDS["trial"].title(self.item.content)

    @property
    def decided(self) -> TreatmentWord | None:
        """What the team wrote down for this day to decide; a later day asks anew."""
        return _for_day(self.said.newest("result", team=True), self.item)

    @property
    def wish(self) -> TreatmentWord | None:
        """What the person said for this day to decide."""
        return _for_day(self.said.newest("result", team=False), self.item)

    @property
    def is_due(self) -> bool:
        """The day to decide is here and nothing is written down yet."""
        return self.item.ends_on <= self.day and self.decided is None

    @property
    def is_running(self) -> bool:
        return self.item.starts_on <= self.day and self.decided is None

    @property
    def asks_how_it_goes(self) -> bool:
        """Once a week while it runs, from a week after its start, until the day to decide."""
        if not self.is_running or self.is_due or self.day < self.item.starts_on + CHECK_EVERY:
            return False
        last = self.said.newest("check")
        return last is None or clock.now() - last.at >= CHECK_EVERY


def _for_day(row: TreatmentWord | None, item: PlanItem) -> TreatmentWord | None:
    return row if row is not None and row.about == item.ends_on.isoformat() else None


def of(session: Session, grant: Grant, day: date, items: list[PlanItem] | None = None) -> list[Trial]:
    """Trials of the version in force, the nearest day to decide first. ``items`` spares reading the lines."""
    grant.must(Permission.SEE_PROGRESS)
    if items is None:
        items = brief.active_items(session, grant, ("trial",))
    found = [item for item in items if item.kind == "trial"]
    said = words.by_line(session, grant) if found else {}
    made = [Trial(item, said.get(item.key, Said()), day) for item in found]
    return sorted(made, key=lambda trial: (trial.item.ends_on, trial.item.position))


def wish(session: Session, grant: Grant, key: str, value: str, said: str, *, client_key: str) -> TreatmentWord:
    """How it went for the person and what they would like. Their team hears of it. Raises as ``words.say``."""
    sent_again = once.stored(session, grant, TreatmentWord, client_key) is not None
    row = words.say(session, grant, key, "result", value, said, client_key=client_key)
    item = words.versions.current_item(session, grant, key)
    if row.capacity != "team" and not sent_again:
        _raise(session, grant, item, {"wish": row.value, "words": row.words[:200]})
    return row


def decide(session: Session, grant: Grant, key: str, value: str, said: str, *, client_key: str) -> TreatmentWord:
    """What was decided together, written down by the team; the line of the worklist closes. As ``words.say``."""
    grant.must(Permission.REVIEW)
    row = words.say(session, grant, key, "result", value, said, client_key=client_key)
    concerns.close_concern_for(session, grant, RULE, key, outcome="decided")
    return row


def raise_due(session: Session, today: date) -> int:
    """Put trials whose day to decide is here on their owner's worklist. Returns how many lines are new.

    Run by housekeeping; running it twice adds nothing: one line for each trial and day, open or closed.
    """
    raised = 0
    for item in _due(session, today):
        grant = grants.system(item.patient_id)
        if _is_settled(session, item) or _was_raised(session, item):
            continue
        _raise(session, grant, item, {})
        raised += 1
    return raised


def _due(session: Session, today: date) -> list[PlanItem]:
    """Trials in force whose day to decide is here, the oldest day first."""
    found = {(item.patient_id, item.key): item for item in session.scalars(brief.of_everybody(today, "trial"))}
    return sorted(
        (item for item in found.values() if item.ends_on <= today), key=lambda item: (item.ends_on, item.id)
    )


def _is_settled(session: Session, item: PlanItem) -> bool:
    query = sa.select(TreatmentWord.id).where(
        TreatmentWord.patient_id == item.patient_id, TreatmentWord.key == item.key, TreatmentWord.kind == "result",
        TreatmentWord.capacity == "team", TreatmentWord.about == item.ends_on.isoformat(),
        TreatmentWord.undone_at.is_(None),
    )  # fmt: skip
    return session.execute(query).first() is not None


def _was_raised(session: Session, item: PlanItem) -> bool:
    query = sa.select(Concern.why).where(
        Concern.patient_id == item.patient_id, Concern.rule == RULE, Concern.subject == item.key
    )
    return any(why.get("decide_on") == item.ends_on.isoformat() for why in session.scalars(query))


def _raise(session: Session, grant: Grant, item: PlanItem, more: dict[str, str]) -> None:
    concerns.raise_concern(
        session, grant, rule=RULE, subject=item.key, owner_id=_owner(session, item),
        why={"title": KINDS[item.kind].title(item.content), "key": item.key,
             "decide_on": item.ends_on.isoformat(), **more},
        due_at=datetime.combine(item.ends_on, time(12), UTC),
    )  # fmt: skip


def _owner(session: Session, item: PlanItem) -> str | None:
    """Who of the team owns it, while they are on the team; else whoever leads the team."""
    team = team_of(session, item.patient_id)
    return next((one.id for one in team if one.id == item.owner), team[0].id if team else None)
