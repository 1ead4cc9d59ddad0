"""What a form says together with the ones before it: a score that changed, and being less sure twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.access.grants import Grant, system
from app.care.concerns import close_concern_for, raise_concern
from app.care.concerns.limits import Values, values_for
from app.care.questionnaires.parts import Definition
from app.care.questionnaires.scoring.flags import Filled
from app.care.questionnaires.series import filled, history, scores_at
from app.care.questionnaires.sheet import Sheet

SCORE, SURE = "score_change", "low_confidence"
FORM = "form"
"""Subject of being less sure in general, as forms ask it; lines of the plan have their own."""


@dataclass(frozen=True)
class Watched:
    """Which limits hold for a score: from which value on it is high, and by how much it may rise."""

    name: str
    high: str
    rise: str = ""


WATCHED = {one.name: one for one in (Watched("phq-9", "phq9_high", "phq9_rise"), Watched("gad-7", "gad7_high"))}


def watch(session: Session, grant: Grant, sheet: Sheet) -> None:
    """Raise what the scores and the confidence of this form mean, with the limits of this person.

    A helper's answers about themselves say nothing about the person.
    """
    if sheet.assignment.for_account_id is not None:
        return
    session.flush()
    forms = filled(history(session, system(grant.patient_id)))
    limits = values_for(session, grant)
    _scores(session, grant, limits, forms, sheet.response.id)
    _sureness(session, grant, limits, forms, sheet)


def _scores(session: Session, grant: Grant, limits: Values, forms: Sequence[Filled], response_id: str) -> None:
    for one in scores_at(forms, response_id):
        watched, now = WATCHED.get(one.score.rule.name), one.score.value
        if watched is None or now is None:
            continue
        before = one.points[-2].value if len(one.points) > 1 else None
        high = now >= Decimal(limits.of(grant.patient_id, watched.high))
        rise = before is not None and watched.rise and now - before >= limits.of(grant.patient_id, watched.rise)
        if high or rise:
            why = {"score": str(one.score.rule.title), "high": high, "response_id": response_id}
            why |= {"value": _plain(now), "before": _plain(before)}
            raise_concern(session, grant, rule=SCORE, subject=watched.name, why=why)


def _sureness(session: Session, grant: Grant, limits: Values, forms: Sequence[Filled], sheet: Sheet) -> None:
    """As with one line of the plan: enough forms in a row below the limit raise it, one at the limit closes it."""
    said = [number for form in forms if (number := confidence(form.definition, form.answers)) is not None]
    if confidence(sheet.definition, sheet.effective) is None:
        return
    enough = limits.of(grant.patient_id, "sure_enough")
    needed = int(limits.of(grant.patient_id, "low_in_a_row"))
    if said[-1] >= enough:
        close_concern_for(session, grant, SURE, FORM, outcome="changed")
    elif len(said) >= needed and all(number < enough for number in said[-needed:]):
        why = {"confidence": said[-1], "enough": enough, "check_ins": needed}
        raise_concern(session, grant, rule=SURE, subject=FORM, why=why)


def confidence(definition: Definition, answers: Any) -> int | None:
    """How sure the person is by this form, None when it does not ask or nothing was said."""
    for item in definition.questions:
        if item.topic == "confidence" and item.kind == "integer":
            for value in answers.get(item.link_id, ()):
                return int(value["valueInteger"])
    return None


def _plain(number: Decimal | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)
