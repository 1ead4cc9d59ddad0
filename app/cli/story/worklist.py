"""What the nurse did with some lines: one closed with words for Rosa, one handed over, one set aside."""

from __future__ import annotations

import sqlalchemy as sa

from app.care.concerns import closing, handing_over, snoozing
from app.care.progress import measurements
from app.cli.story.cast import content
from app.cli.story.stage import Stage
from app.models import Concern


def work(stage: Stage) -> None:
    """A high reading in the morning and its end in the afternoon; the rest on the last day."""
    words = content("worklist")
    reading = words["reading"]
    with stage.on(reading["days_ago"], "08:20"):
        typed = {"systolic": reading["systolic"], "diastolic": reading["diastolic"]}
        asked = measurements.Asked(typed, "pressure-high", unit="mm[Hg]", sure=True)
        measurements.record(stage.session, stage.grant("rosa", "rosa"), "blood_pressure", asked)
    with stage.on(reading["days_ago"], "09:05"):
        ines, line = stage.grant("ines", "rosa"), _line(stage, "measurement_flag")
        closing.take(stage.session, ines, line)
        closing.close(stage.session, ines, line, "talked", words["done"], told_how="app", told=words["told"])
    with stage.on(0, "09:00"):
        ines = stage.grant("ines", "rosa")
        over, aside = words["hand_over"], words["aside"]
        to = stage.accounts[over["to"]].id
        handing_over.hand_over(stage.session, ines, _line(stage, over["rule"]), to, over["words"])
        snoozing.snooze(stage.session, ines, _line(stage, aside["rule"]), aside["until"], zone=stage.zone)


def _line(stage: Stage, rule: str) -> str:
    """The open line of this rule about Rosa."""
    stage.session.flush()
    query = sa.select(Concern.id).where(
        Concern.patient_id == stage.patients["rosa"].id, Concern.rule == rule, Concern.closed_at.is_(None)
    )
    return stage.session.scalars(query).one()
