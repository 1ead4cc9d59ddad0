"""Fills in a form from a published response, through the same functions that serve the phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.care.questionnaires import several
from app.care.questionnaires.answering import open_sheet, save_screen, start
from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Reason, Value
from app.care.questionnaires.places import link_of
from app.care.questionnaires.scoring import mismatches
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.state import Node
from app.care.questionnaires.submitting import submit
from app.care.questionnaires.tokens import token
from app.care.questionnaires.totals import LOINC, is_total
from app.care.questionnaires.typing_back import typed_back
from app.care.questionnaires.unfolding import Unfolded, unfold
from app.care.questionnaires.walk import Screen
from app.errors import Invalid
from app.i18n import _
from app.models import Assignment, Patient, Questionnaire

MOST_STEPS = 6_000


@dataclass(frozen=True)
class Replayed:
    """What did not match, and whether the answers could be sent."""

    mismatches: tuple[Reason, ...]
    submitted: bool
    reported: dict[str, float]
    """Totals that came with the response, by LOINC code."""


def replay(session: Session, grant: Grant, response_id: str, document: dict[str, Any]) -> Replayed:
    """Answer, in the order of the walk, what the document says, and send it."""
    sheet = open_sheet(session, grant, response_id)
    given = unfold(sheet.definition, document)
    problems = [*_other_form(sheet, document), *given.problems]
    answered = _walk(session, grant, response_id, given, problems)
    sheet = open_sheet(session, grant, response_id)
    reported = _reported(sheet, given)
    problems += _left_over(sheet, given, answered)
    problems += _totals(sheet, reported)
    submitted = True
    try:
        submit(session, grant, response_id)
    except Invalid as problem:
        submitted = False
        problems.append(Reason(str(problem.words)))
        problems += [Reason(str(words), _link(sheet, name)) for name, words in problem.fields.items()]
    return Replayed(tuple(problems), submitted, reported)


def bring_in(
    session: Session, grant: Grant, form: Questionnaire, document: dict[str, Any], *, reader_id: str
) -> Replayed:
    """Store a response from elsewhere for the grant's person, through the same checks. ``Invalid`` if it is blank
    or lacks required answers: then nothing is stored.
    """
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    asked = Assignment(
        patient_id=grant.patient_id,
        questionnaire_id=form.id,
        reader_id=reader_id,
        opens_on=today,
        closes_on=today,
        assigned_by_id=grant.actor_id,
        assigned_at=clock.now(),
        origin="imported",
    )
    session.add(asked)
    session.flush()
    begun = start(session, grant, asked.id)
    played = replay(session, grant, begun.id, document)
    if not played.submitted:
        raise Invalid("; ".join(map(str, played.mismatches)))
    begun.reported = played.reported
    audit.record(session, grant, "import", "response", begun.id)
    return played


def _walk(session: Session, grant: Grant, response_id: str, given: Unfolded, problems: list[Reason]) -> set[str]:
    """Go from screen to screen until none is new. Returns the places that were answered or refused."""
    done: set[str] = set()
    handled: set[str] = set()
    for _step in range(MOST_STEPS):
        sheet = open_sheet(session, grant, response_id)
        screen = next((one for one in sheet.screens if _is_new(one, done)), None)
        if screen is None:
            break
        done |= {screen.place, *(node.place for node in screen.asked)}
        _grow(session, grant, response_id, sheet, screen, given)
        handled |= _answer(session, grant, response_id, sheet, screen, given, problems)
    return handled


def _is_new(screen: Screen, done: set[str]) -> bool:
    return screen.place not in done or any(node.place not in done for node in screen.asked)


def _grow(session: Session, grant: Grant, response_id: str, sheet: Sheet, screen: Screen, given: Unfolded) -> None:
    """As many occurrences as the response has, of what repeats on this screen."""
    for part in screen.parts:
        if part.kind != "more":
            continue
        many = part.node.many or ""
        there = sum(1 for node in sheet.state.nodes if node.many == many)
        for _more in range(given.several.get(many, 0) - there):
            try:
                several.add(session, grant, response_id, token(many))
            except Invalid:
                return


def _answer(
    session: Session,
    grant: Grant,
    response_id: str,
    sheet: Sheet,
    screen: Screen,
    given: Unfolded,
    problems: list[Reason],
) -> set[str]:
    """Save the screen, question by question where one of them is refused."""
    nodes = [node for node in screen.asked if node.place in given.answers]
    for node in nodes:
        entry = typed_back(sheet.item(node), given.answers[node.place])
        try:
            save_screen(session, grant, response_id, token(node.place), {token(node.place): entry}, go="stay")
        except Invalid as problem:
            problems.append(Reason(str(problem.words), node.item.link_id))
    return {node.place for node in nodes}


def _left_over(sheet: Sheet, given: Unfolded, answered: set[str]) -> list[Reason]:
    """Answers that were never asked for: of items that the form answers itself, or that do not apply."""
    found = []
    for where, values in given.answers.items():
        item = sheet.definition.by_link[link_of(where)]
        node = sheet.state.by_place.get(where)
        if where in answered or is_total(item):
            continue
        if item.is_given:
            ours = list(sheet.effective.get(where, ()))
            if not _same(values, ours):
                words = _(
                    "The form works this out itself: %(ours)s, not %(theirs)s.",
                    ours=_said(ours),
                    theirs=_said(values),
                )
                found.append(Reason(words, item.link_id))
        elif item.unanswerable:
            found.append(Reason(_("This cannot be answered here, so the answer is left out."), item.link_id))
        elif node is None or where not in sheet.state.active:
            found.append(
                Reason(_("The question does not apply to these answers, so the answer is left out."), item.link_id)
            )
        else:
            found.append(Reason(_("The answer could not be given here."), item.link_id))
    return found


def _reported(sheet: Sheet, given: Unfolded) -> dict[str, float]:
    found: dict[str, float] = {}
    for where, values in given.answers.items():
        item = sheet.definition.by_link[link_of(where)]
        code = next((code for system, code in item.codes if system == LOINC), "")
        number = next(iter(values[0].values())) if values else None
        if isinstance(number, dict):
            number = number.get("value")
        if code and isinstance(number, int | float) and not isinstance(number, bool):
            found[code] = float(number)
    return found


def _totals(sheet: Sheet, reported: dict[str, float]) -> list[Reason]:
    return [
        Reason(
            _(
                "The total %(theirs)s is not what the answers give: %(ours)s.",
                theirs=f"{wrong.reported:g}",
                ours=f"{wrong.ours:g}",
            ),
            wrong.rule.code,
        )
        for wrong in mismatches(sheet.definition, sheet.effective, reported)
    ]


def _other_form(sheet: Sheet, document: dict[str, Any]) -> list[Reason]:
    named = document.get("questionnaire")
    if not isinstance(named, str) or not named:
        return [Reason(_("The response does not say which form it answers."))]
    url, _bar, version = named.partition("|")
    relative = "://" not in url and sheet.definition.url.endswith("/" + url)
    if (url != sheet.definition.url and not relative) or (version and version != sheet.definition.version):
        return [Reason(_("The response names another form: %(name)s.", name=named[:200]))]
    return []


def _same(theirs: list[Value], ours: list[Value]) -> bool:
    return len(theirs) == len(ours) and all(any(equal(a, b) for b in ours) for a in theirs)


def _said(values: list[Value]) -> str:
    return ", ".join(str(next(iter(value.values()))) for value in values) or "–"


def _link(sheet: Sheet, name: str) -> str:
    return next((node.item.link_id for node in _nodes(sheet) if token(node.place) == name), name)


def _nodes(sheet: Sheet) -> tuple[Node, ...]:
    return sheet.asked
