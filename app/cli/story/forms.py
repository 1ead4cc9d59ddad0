"""Filling in a form as a person does: question by question, by link id, choices by their code."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app import clock
from app.access.grants import Grant
from app.care.questionnaires import answering, assignment, submitting
from app.care.questionnaires.parts import Item
from app.care.questionnaires.tokens import token
from app.cli.story.stage import Stage
from app.models import Questionnaire


def named(stage: Stage, name: str) -> Questionnaire:
    """The newest stored form whose address ends with ``name``."""
    query = sa.select(Questionnaire).where(Questionnaire.url.endswith(f"/{name}"))
    return stage.session.scalars(query.order_by(Questionnaire.version.desc())).first() or _missing(name)


def _missing(name: str) -> Questionnaire:
    raise LookupError(f"the demo needs the form {name}: import it first")


def ask(stage: Stage, patient: str, name: str, *, why: str, closes: int, visit: int | None = None) -> str:
    """Ines asks for a form from today on. ``closes`` and ``visit`` are days ago. Returns the assignment's id."""
    made = assignment.assign(
        stage.session,
        stage.grant("ines", patient),
        named(stage, name).id,
        why=why,
        reader_id=stage.accounts["ines"].id,
        opens_on=clock.today(stage.zone),
        closes_on=stage.day(closes),
        visit_on=None if visit is None else stage.day(visit),
    )
    return made.id


def begin(stage: Stage, grant: Grant, assignment_id: str, answers: Mapping[str, object]) -> str:
    """Answer some questions and stop. Returns the response's id."""
    response = answering.start(stage.session, grant, assignment_id)
    sheet = answering.open_sheet(stage.session, grant, response.id)
    for _ in range(len(sheet.screens) + len(answers)):
        waiting = [n for n in sheet.asked if n.item.link_id in answers and n.place not in sheet.rows]
        if not waiting:
            break
        node = waiting[0]
        given = _given(node.item, answers[node.item.link_id])
        sheet = answering.save(stage.session, grant, response.id, token(node.place), given=given).sheet
    return response.id


def fill_in(stage: Stage, grant: Grant, assignment_id: str, answers: Mapping[str, object]) -> str:
    """Answer and send. Returns the response's id."""
    response_id = begin(stage, grant, assignment_id, answers)
    submitting.submit(stage.session, grant, response_id)
    return response_id


def _given(item: Item, answer: object) -> list[str]:
    if not item.options:
        return [str(answer)]
    codes = answer if isinstance(answer, list) else [answer]
    return [o.key for o in item.options if o.value.get("valueCoding", {}).get("code") in codes]
