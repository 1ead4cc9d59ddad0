"""What the team took on and did not do by its day: a line for whoever took it on. The person sees it late anyway."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.care.concerns.limits import Values
from app.care.concerns.timed.stages import Stages
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.care.progress.promises import PERSON, TEAM, TO_DO, team_promise
from app.models import Account, Delivered, Patient, PlanItem

RULE = "late_promise"
KINDS_PROMISED = tuple(kind for kind in TO_DO if kind != "trial")
"""A trial whose day to decide has come has a rule of its own: one line for one reason."""
AT_ONCE = 500


def raise_due(session: Session, limits: Values, today: date) -> int:
    """Raise a line for each late promise once, and close it when it was kept, dropped or promised anew."""
    past = _past(session, today)
    said = _said(session, [item.key for item, _owner, _zone in past])
    stages, late, raised = Stages(session, RULE), set(), 0
    for item, owner, zone in past:
        here = clock.today(zone)
        team, person = (said.get((item.patient_id, item.number, item.key, side)) for side in (TEAM, PERSON))
        days = (here - item.ends_on).days
        if team_promise(item, owner, team, person, here).state != "late" or days < 1:
            continue
        late.add((item.patient_id, item.key))
        if days <= limits.of(item.patient_id, "late_days"):
            continue
        why = {"title": KINDS[item.kind].title(item.content), "ends_on": item.ends_on.isoformat(), "key": item.key}
        owner_id = owner.id if owner.closed_at is None else None
        raised += stages.raise_once(item.patient_id, item.key, item.ends_on.isoformat(), why, owner_id=owner_id)
    stages.close_all_but(late, "changed")
    return raised


def _past(session: Session, today: date) -> list[tuple[PlanItem, Account, str]]:
    query = brief.of_everybody(today, *KINDS_PROMISED).add_columns(Account, Patient.time_zone)
    query = query.join(Account, Account.id == PlanItem.owner).join(Patient, Patient.id == PlanItem.patient_id)
    query = query.where(Account.role.is_not(None))
    newest = {(item.patient_id, item.key): (item, owner, zone) for item, owner, zone in session.execute(query)}
    return [one for one in newest.values() if one[0].ends_on <= today]


def _said(session: Session, keys: list[str]) -> dict[tuple[str, int, str, str], Delivered]:
    found: dict[tuple[str, int, str, str], Delivered] = {}
    for start in range(0, len(keys), AT_ONCE):
        query = sa.select(Delivered).where(Delivered.key.in_(keys[start : start + AT_ONCE]))
        found |= {(row.patient_id, row.number, row.key, row.side): row for row in session.scalars(query)}
    return found
