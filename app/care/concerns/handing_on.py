"""A line of the top band that nobody took in time goes to the next clinician, so that it never lies with one who is
away, nor with nobody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, policy
from app.access.grants import system
from app.access.permissions import Permission
from app.care.people import absence
from app.care.people.patients import team_of
from app.db import lock
from app.models import Account, Concern, Patient
from app.models.concern import BANDS

AT_MOST = 200  # lines of one pass


def overdue(session: Session, minutes: int) -> list[str]:
    """Which lines of the top band nobody took within ``minutes``, the oldest first; as many as one pass takes."""
    query = _untaken(minutes).with_only_columns(Concern.id).order_by(Concern.raised_at)
    return list(session.scalars(query.limit(AT_MOST)))


def hand_on_one(session: Session, concern_id: str, minutes: int) -> bool:
    """Hand on one line. Says whether nobody had taken it meanwhile.

    Safe to run twice at once: a line is held while it changes, and its time begins anew. One that is everybody's goes
    to who leads the care team. When nobody else of the team may take it, it is everybody's, and stays so.
    """
    query = _untaken(minutes).where(Concern.id == concern_id)
    concern = session.scalars(lock(query, skip_locked=True)).first()
    if concern is None:
        return False
    following = _next(_there(session, concern.patient_id), concern.owner_id)
    concern.owner_id = following.id if following else None
    concern.handed_on_at, concern.handed_on_times = clock.now(), concern.handed_on_times + 1
    concern.why = {**concern.why, "handed_on": minutes}
    audit.record(session, system(concern.patient_id), "hand on concern", concern.rule, concern.id)
    return True


def _untaken(minutes: int) -> Any:
    since = sa.func.coalesce(Concern.handed_on_at, Concern.raised_at)
    alone = sa.and_(Concern.owner_id.is_(None), Concern.handed_on_times > 0)
    return sa.select(Concern).where(
        Concern.band == BANDS["urgent"],
        Concern.closed_at.is_(None),
        Concern.taken_at.is_(None),
        sa.not_(alone),
        since <= clock.now() - timedelta(minutes=minutes),
    )


def _there(session: Session, patient_id: str) -> list[Account]:
    """The team without those who are away today on the person's calendar; all of it when nobody is there."""
    team = team_of(session, patient_id)
    today = clock.today(session.get_one(Patient, patient_id).time_zone)
    away = absence.away_today(session, (one.id for one in team), today)
    return [one for one in team if one.id not in away] or team


def _next(team: list[Account], owner_id: str | None) -> Account | None:
    """The clinician after the one who has it, in the order of the team; None when there is no other."""
    able = [one for one in team if Permission.CLOSE_CONCERN in policy.for_team(one.role)]
    ids = [one.id for one in able]
    start = ids.index(owner_id) + 1 if owner_id in ids else 0
    others = [*able[start:], *able[:start]]
    return next((one for one in others if one.id != owner_id), None)
