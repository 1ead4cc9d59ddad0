"""Scores of one person over time, out of the forms that were sent: for the team only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import store
from app.care.questionnaires.parts import Definition
from app.care.questionnaires.scoring import Change, Score, change, scores_of
from app.care.questionnaires.scoring.flags import Filled, Flag, flags
from app.care.questionnaires.sheet import place_of_row
from app.care.questionnaires.state import state_of
from app.models import Answer, Questionnaire, Response

MOST_FORMS = 60  # of one person: the newest
MOST_POINTS = 8  # of one line


@dataclass(frozen=True)
class Point:
    """One score that could be given."""

    value: Decimal
    at: datetime
    response_id: str


@dataclass(frozen=True)
class Series:
    """One score with what came before it. ``points`` from the oldest to the newest, at most eight."""

    score: Score
    at: datetime
    response_id: str
    points: tuple[Point, ...]
    change: Change | None


@dataclass(frozen=True)
class Past:
    """One filling-in that was sent, with its answers by place."""

    response: Response
    definition: Definition
    rows: dict[str, Answer]


def history(session: Session, grant: Grant) -> list[Past]:
    """What this person sent, the oldest first, also what was changed later. One statement once the forms are read."""
    grant.must(Permission.READ_ANSWERS)
    newest = (
        records.of(session, grant, Response)
        .where(Response.submitted_at.is_not(None))
        .order_by(Response.submitted_at.desc())
        .limit(MOST_FORMS)
        .subquery()
    )
    rows = session.execute(
        records.of(session, grant, Answer)
        .join(newest, newest.c.id == Answer.response_id)
        .join(Response, Response.id == newest.c.id)
        .join(Questionnaire, Questionnaire.id == Response.questionnaire_id)
        .order_by(Response.submitted_at, Response.number)
        .add_columns(Response, Questionnaire.digest)
    )
    found: dict[str, Past] = {}
    for answer, response, digest in rows:
        if response.id not in found:
            found[response.id] = Past(response, store.by_digest(session, digest), {})
        found[response.id].rows[place_of_row(answer)] = answer
    return list(found.values())


def filled(past: Sequence[Past]) -> list[Filled]:
    """The same as facts for scores: of forms that were changed, only what they are now."""
    newest = {one.response.assignment_id: one for one in past}
    return sorted((_filled(one) for one in newest.values()), key=lambda one: one.sent_at)


def _filled(past: Past) -> Filled:
    answers = {where: row.values for where, row in past.rows.items() if row.values}
    state = state_of(past.definition, answers, past.response.frozen or {})
    assert past.response.submitted_at is not None
    return Filled(past.response.id, past.definition, state.effective, past.response.submitted_at, state.active)


def scores_over_time(forms: Sequence[Filled]) -> list[Series]:
    """Every score of these forms with its line, the newest of each rule, in the order of the rules."""
    newest: dict[str, tuple[Score, Filled]] = {}
    points: dict[str, list[Point]] = {}
    for form in forms:
        for score in scores_of(form.definition, form.answers, form.active):
            if score.reason != "not asked" or score.rule.name not in newest:
                newest[score.rule.name] = (score, form)
            if score.value is not None:
                points.setdefault(score.rule.name, []).append(Point(score.value, form.sent_at, form.response_id))
    return [_series(score, form, points.get(name, [])) for name, (score, form) in newest.items()]


def scores_at(forms: Sequence[Filled], response_id: str) -> list[Series]:
    """The scores of one form, each with its line up to then."""
    at = next((place for place, form in enumerate(forms) if form.response_id == response_id), None)
    if at is None:
        return []
    upto = list(forms[: at + 1])
    mine = {score.rule.name for score in scores_of(forms[at].definition, forms[at].answers, forms[at].active)}
    found = {one.score.rule.name: one for one in scores_over_time(upto) if one.score.rule.name in mine}
    own = {score.rule.name: score for score in scores_of(forms[at].definition, forms[at].answers, forms[at].active)}
    return [
        replace(found[name], score=score, response_id=response_id) for name, score in own.items() if name in found
    ]


def signs(forms: Sequence[Filled]) -> list[Flag]:
    """The flags of these forms."""
    return flags(forms)


def _series(score: Score, form: Filled, points: list[Point]) -> Series:
    last = [point.value for point in points[-2:]]
    before, now = (last[0], last[1]) if len(last) == 2 else (None, None)
    since = change(score.rule, before, now) if score.value is not None else None
    return Series(score, form.sent_at, form.response_id, tuple(points[-MOST_POINTS:]), since)
