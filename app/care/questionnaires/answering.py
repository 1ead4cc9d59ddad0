"""Answering: begin, save one answer, pass one over, ask to talk about it. Repeats are harmless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import alarms, tokens, walk
from app.care.questionnaires.objections import on_screen
from app.care.questionnaires.parts import Item, Value
from app.care.questionnaires.rows import keep
from app.care.questionnaires.sheet import Sheet, is_for, load
from app.care.questionnaires.state import Node
from app.care.questionnaires.validation import read_answer
from app.care.questionnaires.walk import Screen
from app.errors import Conflict, Gone, Invalid, Moved, NotFound
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
    screen: Screen
    alarming: tuple[Node, ...] = ()
    """Questions whose answer became red by this very save."""


def start(session: Session, grant: Grant, assignment_id: str) -> Response:
    """Begin a form, or find it begun on another device. ``Gone`` when it is no longer asked."""
    grant.must(Permission.FILL_IN)
    assignment = records.one(session, grant, Assignment, assignment_id, lock=True)
    if not is_for(grant, assignment):
        raise NotFound()
    begun = session.scalars(
        records.of(session, grant, Response).where(Response.assignment_id == assignment_id, Response.is_latest)
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


def open_sheet(session: Session, grant: Grant, response_id: str, *, lock: bool = False) -> Sheet:
    """The sheet to answer. ``Gone`` when it was sent, ``Moved`` when one went on in another one."""
    grant.must(Permission.FILL_IN)
    sheet = load(session, grant, response_id, lock=lock)
    if sheet.response.submitted_at:
        raise Gone(lazy_gettext("These answers are already sent. Thank you."))
    refuse_if_left(session, grant, sheet)
    return sheet


def refuse_if_left(session: Session, grant: Grant, sheet: Sheet) -> None:
    """``Moved`` when one went on in another filling-in of the same form: this one takes nothing more."""
    if not sheet.response.is_latest:
        latest = records.of(session, grant, Response).where(
            Response.assignment_id == sheet.response.assignment_id, Response.is_latest
        )
        raise Moved(session.scalars(latest).one().id)


@dataclass(frozen=True)
class Entry:
    """What came for one question: chosen keys or typed texts, an own text, a unit, and the revision it rests on."""

    given: Sequence[str] = ()
    other: str = ""
    unit: str = ""
    revision: int | None = None

    @property
    def says(self) -> bool:
        """Whether anything was chosen or typed at all."""
        return bool(self.other.strip()) or any(entry.strip() for entry in self.given)


def save(
    session: Session,
    grant: Grant,
    response_id: str,
    token: str,
    *,
    given: Sequence[str] = (),
    other: str = "",
    unit: str = "",
    how: str = "answered",
    key: str = "",
    revision: int | None = None,
    go: str = "next",
) -> Saved:
    """Store the answer to one question (see :func:`save_screen`)."""
    entry = Entry(given, other, unit, revision)
    return save_screen(session, grant, response_id, token, {token: entry}, how=how, key=key, go=go)


def save_screen(
    session: Session,
    grant: Grant,
    response_id: str,
    token: str,
    entries: Mapping[str, Entry],
    *,
    how: str = "answered",
    key: str = "",
    go: str = "next",
    warned: bool = True,
    at: datetime | None = None,
) -> Saved:
    """Store what was said on one screen, and note where the person goes from here ("next", "back" or "stay").

    ``entries`` holds what came, by the token of each question; questions of the screen that are not in it stay as
    they are. Nothing said on the way back, or while the page is open, passes nothing over.

    ``key`` is ``<page>.<number>``, without a number for a page's last word: what is not newer than the stored save
    of its own page changes nothing and answers what is stored. ``revision`` is what the page was built on; a
    different answer from another device in between is a ``Conflict`` that carries both. ``Invalid`` says what is
    wrong, by the token of each question (``answer`` where there is only one); nothing is stored then. ``Gone``
    says that it was sent. Unless somebody was ``warned``, the way leads back to a screen whose answers the form
    objects to; they are stored all the same. ``at``: when it was said, if the phone could send it only later.
    """
    sheet = open_sheet(session, grant, response_id, lock=True)
    before = sheet.state.active
    screen = sheet.screen(token)
    overtaken = go == "stay" and _is_overtaken(sheet, screen, entries, key)
    kept = _keep_all(session, grant, sheet, screen, entries, how, key, go, at)
    sheet = sheet.anew()
    unwarned = go == "next" and not warned and on_screen(sheet, screen)
    following = _target(sheet, screen, "stay" if unwarned else go)
    if not overtaken:
        sheet.response.at_link_id = following.place if following else ""
    reopened = [n for n in sheet.asked if n.place not in before and n not in kept and sheet.band(n) == "red"]
    for node in (*kept, *reopened):
        alarms.answered(session, grant, sheet, node)
    only = screen.asked[0].place if len(screen.asked) == 1 else ""
    alarming = tuple(node for node in (*kept, *reopened) if sheet.band(node) == "red")
    return Saved(sheet.rows.get(only), sheet, following, screen, alarming)


def _keep_all(
    session: Session,
    grant: Grant,
    sheet: Sheet,
    screen: Screen,
    entries: Mapping[str, Entry],
    how: str,
    key: str,
    go: str,
    at: datetime | None,
) -> list[Node]:
    """Check everything first, then store what changed: nothing is half stored. Returns the questions that changed."""
    found: list[tuple[Node, list[Value], str]] = []
    wrong: dict[str, object] = {}
    theirs: dict[str, list[Value]] = {}
    mine: list[Value] = []
    for node in screen.asked:
        entry, row = entries.get(tokens.token(node.place)), sheet.rows.get(node.place)
        if (
            entry is None
            or _is_late(row, key)
            or (row is None and go != "next" and how == "answered" and not entry.says)
        ):
            continue
        own = how
        if screen.kind == "page" and (entry.says or not node.item.may_skip):
            own = "answered"  # what was said beside what is skipped counts
            if not entry.says and how != "answered":
                continue
        elif screen.kind == "page" and how == "talk" and row is not None:
            continue
        try:
            values, said = checked(session, grant, sheet.item(node), row, entry, own)
        except Invalid as problem:
            name = "answer" if len(screen.asked) == 1 else tokens.token(node.place)
            wrong[name] = problem.fields.get("answer", problem.words)
            continue
        if row is None or row.values != values or row.how != said:
            if row and entry.revision is not None and row.revision != entry.revision and not _same_page(row, key):
                theirs[tokens.token(node.place)] = row.values
                mine = values
            found.append((node, values, said))
        else:
            row.client_key = key or row.client_key
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    if theirs:
        subject, stored = next(iter(theirs.items()))
        raise Conflict(mine=mine, theirs=stored, subject=subject, every=theirs)
    for node, values, said in found:
        keep(session, grant, sheet, node.place, values, said, key, at=at)
    return [node for node, _values, _said in found]


def _target(sheet: Sheet, screen: Screen, go: str) -> Screen | None:
    here = next((one for one in sheet.screens if one.place == screen.place), None)
    if go == "stay":
        return here or screen
    if go == "back":
        return walk.before(sheet.screens, screen.place)
    if here and here.kind == "page" and any(node.place not in sheet.rows for node in here.asked):
        return here  # what was said opened more on the same page
    return walk.after(sheet.screens, screen.place)


def checked(
    session: Session, grant: Grant, item: Item, row: Answer | None, entry: Entry, how: str
) -> tuple[list[Value], str]:
    """``(values, how)`` of what came for one question. ``Invalid`` says what is wrong with it."""
    if how not in HOWS:
        how = "answered"
    if how != "answered" and not item.may_skip:
        raise _missing(item)
    if how == "skipped":
        return [], how
    zone = records.one(session, grant, Patient, grant.patient_id).time_zone if item.kind == "dateTime" else "UTC"
    if how == "talk":
        try:
            return read_answer(item, entry.given, entry.other, entry.unit, zone), how
        except Invalid:  # the wish to talk counts, whatever else was typed
            return list(row.values) if row else [], how
    values = read_answer(item, entry.given, entry.other, entry.unit, zone)
    if not values:
        if not item.may_skip:
            raise _missing(item)
        return [], "talk" if row and row.how == "talk" else "skipped"
    return values, how


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


def _is_overtaken(sheet: Sheet, screen: Screen, entries: Mapping[str, Entry], key: str) -> bool:
    """Whether everything that came is older than what its own page said since: nobody stands there any more."""
    rows = [sheet.rows.get(node.place) for node in screen.asked if tokens.token(node.place) in entries]
    return bool(rows) and all(_is_late(row, key) for row in rows)


def _must_be_open(session: Session, grant: Grant, assignment: Assignment) -> None:
    today = clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
    if assignment.withdrawn_at or not assignment.opens_on <= today <= assignment.closes_on:
        raise Gone(lazy_gettext("These questions are not open today. Ring us if you want to tell us something."))
