"""Answering: begin, save one answer, pass one over, ask to talk about it. Repeats are harmless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import alarms, walk
from app.care.questionnaires.parts import Item, Value
from app.care.questionnaires.sheet import Sheet, load
from app.care.questionnaires.validation import read_answer
from app.care.questionnaires.walk import Screen
from app.errors import Conflict, Gone, Invalid
from app.i18n import lazy_gettext, locale_tag
from app.models import Answer, Assignment, Patient, Response

HOWS = ("answered", "skipped", "talk")
LAST = 1_000_000  # the number of a save that ends a page: nothing from that page comes after it


@dataclass(frozen=True)
class Saved:
    """What is stored (None when nothing was said), and where to go: None past the last or the first question."""

    answer: Answer | None
    sheet: Sheet
    next: Screen | None


def start(session: Session, grant: Grant, assignment_id: str) -> Response:
    """Begin a form, or find it begun on another device. ``Gone`` when it is no longer asked."""
    grant.must(Permission.FILL_IN)
    assignment = records.one(session, grant, Assignment, assignment_id, lock=True)
    begun = session.scalars(
        records.of(session, grant, Response).where(Response.assignment_id == assignment_id)
    ).first()
    if begun:
        return begun
    _must_be_open(session, grant, assignment)
    begun = Response(
        patient_id=grant.patient_id,
        questionnaire_id=assignment.questionnaire_id,
        assignment_id=assignment.id,
        language=locale_tag()[:10],
        started_at=clock.now(),
        started_by_id=grant.actor_id,
        capacity=grant.capacity,
    )
    session.add(begun)
    session.flush()
    audit.record(session, grant, "begin", "response", begun.id)
    return begun


def open_sheet(session: Session, grant: Grant, response_id: str) -> Sheet:
    """The sheet to answer. ``Gone`` when it was sent."""
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id)
    if sheet.response.submitted_at:
        raise Gone(lazy_gettext("These answers are already sent. Thank you."))
    return sheet


def save(
    session: Session,
    grant: Grant,
    response_id: str,
    token: str,
    *,
    given: Sequence[str] = (),
    other: str = "",
    how: str = "answered",
    key: str = "",
    revision: int | None = None,
    go: str = "next",
) -> Saved:
    """Store the answer to one question, and note where the person goes from here ("next", "back" or "stay").

    Nothing said on the way back, or while the page is open, passes nothing over.

    ``key`` is ``<page>.<number>``, without a number for a page's last word: what is not newer than the stored save
    of its own page changes nothing and answers what is stored. ``revision`` is what the page was built on; a
    different answer from another device in between is a ``Conflict`` that carries both. ``Invalid`` says what is
    wrong with the answer, ``Gone`` that it was sent.
    """
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=True)
    if sheet.response.submitted_at:
        raise Gone(lazy_gettext("These answers are already sent. Thank you."))
    screen = sheet.screen(token)
    item, row = screen.item, sheet.rows.get(screen.item.link_id)
    if _is_late(row, key) or (row is None and go != "next" and how == "answered" and not _says(given, other)):
        return Saved(row, sheet, _target(sheet, screen, go))
    values, how = _checked(item, row, given, other, how)
    changed = row is None or row.values != values or row.how != how
    if row is None or changed:
        if row and revision is not None and row.revision != revision and not _same_page(row, key):
            raise Conflict(mine=values, theirs=row.values)
        row = _store(session, grant, sheet, row, item, values, how, key)
    else:
        row.client_key = key or row.client_key
    sheet = Sheet(sheet.response, sheet.assignment, sheet.definition, sheet.reader, sheet.rows, sheet.helpers)
    following = _target(sheet, screen, go)
    sheet.response.at_link_id = following.item.link_id if following else ""
    if changed:
        alarms.answered(session, grant, sheet, item)
    return Saved(row, sheet, following)


def _says(given: Sequence[str], other: str) -> bool:
    return bool(other.strip()) or any(entry.strip() for entry in given)


def _target(sheet: Sheet, screen: Screen, go: str) -> Screen | None:
    if go == "stay":
        return screen
    step = walk.before if go == "back" else walk.after
    return step(sheet.screens, screen.item.link_id)


def _checked(item: Item, row: Answer | None, given: Sequence[str], other: str, how: str) -> tuple[list[Value], str]:
    if how not in HOWS:
        how = "answered"
    if how != "answered" and not item.may_skip:
        raise _missing(item)
    if how == "skipped":
        return [], how
    if how == "talk":
        try:
            return read_answer(item, given, other), how
        except Invalid:  # the wish to talk counts, whatever else was typed
            return list(row.values) if row else [], how
    values = read_answer(item, given, other)
    if not values:
        if not item.may_skip:
            raise _missing(item)
        return [], "talk" if row and row.how == "talk" else "skipped"
    return values, how


def _store(
    session: Session,
    grant: Grant,
    sheet: Sheet,
    row: Answer | None,
    item: Item,
    values: list[Value],
    how: str,
    key: str,
) -> Answer:
    if row is None:
        row = Answer(patient_id=grant.patient_id, response_id=sheet.response.id, link_id=item.link_id, revision=0)
        sheet.rows[item.link_id] = row
        session.add(row)
    row.values, row.how, row.client_key = values, how, key or None
    row.revision += 1
    row.actor_id, row.capacity = grant.actor_id, grant.capacity
    row.answered_at = clock.now()
    session.flush()
    audit.record(session, grant, {"answered": "answer", "skipped": "skip"}.get(how, how), "answer", row.id)
    return row


def _missing(item: Item) -> Invalid:
    words = lazy_gettext("Choose one answer.") if item.options else lazy_gettext("We need an answer here.")
    return Invalid(words, {"answer": words})


def _parts(key: str) -> tuple[str, int]:
    page, _, number = key.partition(".")
    return page, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else LAST


def _same_page(row: Answer, key: str) -> bool:
    return bool(key and row.client_key) and _parts(key)[0] == _parts(row.client_key or "")[0]


def _is_late(row: Answer | None, key: str) -> bool:
    if row is None:
        return False
    return _same_page(row, key) and _parts(key)[1] < LAST and _parts(key)[1] <= _parts(row.client_key or "")[1]


def _must_be_open(session: Session, grant: Grant, assignment: Assignment) -> None:
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    if assignment.withdrawn_at or not assignment.opens_on <= today <= assignment.closes_on:
        raise Gone(lazy_gettext("These questions are not open today. Ring us if you want to tell us something."))
