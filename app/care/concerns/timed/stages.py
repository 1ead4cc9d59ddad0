"""Each cause comes once: what a rule has raised already, and what no longer holds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access.grants import system
from app.care import concerns
from app.models import Concern, Patient

Subject = tuple[str, str]
"""Whose, and what about."""


class Stages:
    """What one rule has raised so far, by person, subject and stage (the cause: a day, a last entry)."""

    def __init__(self, session: Session, rule: str, *, asks: bool = False) -> None:
        """``asks``: the rule is about what was asked of somebody, so it says nothing of who takes part no longer."""
        self._session, self._rule = session, rule
        gone = sa.select(Patient.id).where(Patient.left_at.is_not(None))
        self._gone = set(session.scalars(gone)) if asks else set()
        stage = sa.func.coalesce(Concern.why["stage"].as_string(), "")
        query = sa.select(Concern.patient_id, Concern.subject, stage, Concern.closed_at.is_(None))
        told_apart = sa.or_(Concern.closed_at.is_(None), stage != "")  # of the others nothing is asked
        rows = session.execute(query.where(Concern.rule == rule, told_apart)).all()
        self._had = {(patient, subject, stage) for patient, subject, stage, _open in rows}
        self._open = {(patient, subject) for patient, subject, _stage, is_open in rows if is_open}

    def raise_once(self, patient_id: str, subject: str, stage: str, why: dict[str, Any], **more: Any) -> int:
        """Raise the line unless this cause had one, closed or open. Returns 1 when it is new."""
        had = (patient_id, subject, stage) in self._had or (patient_id, subject) in self._open
        if had or patient_id in self._gone:
            return 0
        made = concerns.raise_concern(
            self._session, system(patient_id), rule=self._rule, subject=subject, why={**why, "stage": stage},
            once=True, **more,
        )  # fmt: skip
        self._open.add((patient_id, subject))
        return 1 if made.times == 1 else 0

    def close_all_but(self, still: Collection[Subject], outcome: str) -> None:
        """Close open lines whose cause is gone."""
        still = {one for one in still if one[0] not in self._gone}
        for patient_id, subject in self._open - still:
            concerns.close_concern_for(self._session, system(patient_id), self._rule, subject, outcome=outcome)
