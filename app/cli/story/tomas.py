"""Tomás came yesterday. He reads Spanish, and the first questions wait for him."""

from __future__ import annotations

import sqlalchemy as sa

from app.access.grants import system
from app.care.questionnaires import assignment, store
from app.cli.story.stage import Stage
from app.models import Questionnaire

BEFORE_A_VISIT = "before-your-visit"


def arrive(stage: Stage) -> None:
    """The forms are there, and Ines sends Tomás the first."""
    with stage.on(45):
        store.import_content(stage.session, system(""))
    with stage.on(1, "09:30") as day:
        assignment.assign(
            stage.session,
            stage.grant("ines", "tomas"),
            before_a_visit(stage).id,
            why="Para preparar nuestra primera conversación.",
            reader_id=stage.accounts["ines"].id,
            opens_on=day,
            closes_on=stage.day(-9),
            visit_on=stage.day(-10),
        )


def before_a_visit(stage: Stage) -> Questionnaire:
    """The form that prepares a visit."""
    found = stage.session.scalars(sa.select(Questionnaire).where(Questionnaire.url.contains(BEFORE_A_VISIT)))
    return next(iter(found))
