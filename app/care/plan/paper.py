"""A marked page that came in: somebody of the team types in what the person ticked, and it is the person's answer.

What counts: an answer to a line whose substance is still the one on the paper. A newer answer is never overwritten
by an older page unless the team says so line by line, with both in view. The page is kept as it was marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import codes, decisions, reading, versions
from app.care.plan.kinds.fields import SHORT, clean
from app.db import new_id
from app.errors import Conflict, Invalid
from app.i18n import known, using_locale
from app.i18n import lazy_gettext as _l
from app.models import Decision, PaperPage, Patient, PlanItem, PlanVersion

COUNTS, SAME, KEPT, CHANGED, GONE, WORDS = "counts", "same", "kept_newer", "changed", "gone", "words"
"""What became of a mark: it counts; the same was said already; a newer answer was kept; the line has changed since;
it has left the plan; only words were written, and no box was ticked."""
PAPER, NEWER = "paper", "newer"
"""What the team may choose where a newer answer is there."""


@dataclass(frozen=True)
class Mark:
    """What stands on the paper for one line. ``answer`` is a name in ``decisions.ANSWERS`` or empty."""

    answer: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One line as it was printed, and what is there today."""

    item: PlanItem
    code: str
    now: PlanItem | None
    newest: Decision | None

    @property
    def state(self) -> str:
        """ "" while an answer would count, else why not."""
        if self.now is None:
            return GONE
        return "" if self.now.substance == self.item.substance else CHANGED


@dataclass(frozen=True)
class Printed:
    """A version as it was printed."""

    version: PlanVersion
    lines: list[Line]


class Newer(Conflict):
    """Some lines were answered since the page was marked, and nobody has said what counts. ``keys``: which."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        super().__init__(_l("Some lines have a newer answer. Say for each what counts. Nothing is stored yet."))


def find(session: Session, grant: Grant, typed: str) -> int:
    """The version that a typed number or code names. Raises ``Invalid`` with what to look at on the page."""
    grant.must(Permission.ENTER_PAPER)
    typed = typed.strip()
    if typed.isascii() and typed.isdecimal() and len(typed) < 6:
        number, place = int(typed), 1
    else:
        read = codes.read(grant.patient_id, typed)
        if read is None:
            words = _l("This is no code of this plan. Look at the name on the page and type the code again.")
            raise Invalid(fields={"code": words})
        number, place = read
    if place > len(versions.items_of(session, grant, [number]).get(number, [])):
        raise Invalid(fields={"code": _l("There is no such version or line in this plan.")})
    return number


def printed(session: Session, grant: Grant, number: int) -> Printed:
    """Version ``number`` as it was printed, with what is there today. Raises ``NotFound``."""
    grant.must(Permission.ENTER_PAPER)
    version = versions.of_number(session, grant, number)
    newest = versions.newest(session, grant)
    items = versions.items_of(session, grant, [number, newest.number if newest else number])
    today = {item.key: item for item in items[max(items)]}
    named = codes.of(grant.patient_id, items[number])
    said = reading.newest_decisions(session, grant)
    lines = [Line(item, named[item.key], today.get(item.key), said.get(item.key)) for item in items[number]]
    return Printed(version, lines)


def pages(session: Session, grant: Grant) -> list[PaperPage]:
    """Pages that came in, the newest first."""
    grant.must(Permission.ENTER_PAPER)
    return list(session.scalars(records.of(session, grant, PaperPage).order_by(PaperPage.at.desc(), PaperPage.id)))


def page(session: Session, grant: Grant, page_id: str) -> PaperPage:
    """One page that came in. Raises ``NotFound``."""
    grant.must(Permission.ENTER_PAPER)
    return records.one(session, grant, PaperPage, page_id)


def enter(
    session: Session,
    grant: Grant,
    number: int,
    *,
    dated_on: date | None,
    handed_in_by: str,
    marks: Mapping[str, Mark],
    chosen: Mapping[str, str] | None = None,
    client_key: str,
) -> PaperPage:
    """Keep a marked page of version ``number`` and store what counts as the person's answers.

    ``marks`` and ``chosen`` (PAPER or NEWER) go by key. The same page again (its form sent twice, or typed in by a
    colleague too) is stored once; with other marks it is a correction.

    Raises ``Invalid`` for a page on which nothing is marked, a day that cannot be, or an answer
    nobody offered; :class:`Newer` while it is open what counts.
    """
    grant.must(Permission.ENTER_PAPER)
    versions.plan_of(session, grant)  # held, so that nobody offers or answers in between
    patient = records.one(session, grant, Patient, grant.patient_id)
    sheet = printed(session, grant, number)
    given = _checked(sheet, marks)
    giver = clean(handed_in_by) or patient.full_name
    day = _day(sheet, patient, dated_on, giver)
    came = pages(session, grant)
    if before := _already(came, client_key, number, day, given):
        return before
    became = {line.item.key: _becomes(line, given, patient, day, chosen or {}) for line in sheet.lines}
    if undecided := [key for key, what in became.items() if what == NEWER]:
        raise Newer(undecided)
    for line in sheet.lines:
        if became[line.item.key] == COUNTS:
            _answer(session, grant, patient, line.item, given[line.item.key], day)
    kept = PaperPage(
        patient_id=grant.patient_id,
        number=number,
        dated_on=day,
        handed_in_by=giver,
        marks={
            key: {"answer": mark.answer, "words": mark.words, "became": became[key]} for key, mark in given.items()
        },
        client_key=new_id()
        if any(row.client_key == client_key for row in came)
        else client_key,  # changed, sent again
        entered_by_id=grant.actor_id,
        at=versions.later_than(came[0].at if came else None),
    )
    session.add(kept)
    session.flush()
    audit.record(session, grant, "enter paper", "paper_page", kept.id)
    return kept


def day_of(decision: Decision, zone: str) -> date:
    """The day on which the person answered: what stands on the paper, else when it was sent."""
    return decision.answered_on or decision.at.astimezone(ZoneInfo(zone)).date()


def _checked(sheet: Printed, marks: Mapping[str, Mark]) -> dict[str, Mark]:
    wrong: dict[str, object] = {}
    given: dict[str, Mark] = {}
    for line in sheet.lines:
        mark = marks.get(line.item.key, Mark())
        words = clean(mark.words)
        if mark.answer and mark.answer not in decisions.ANSWERS:
            wrong[f"answer-{line.item.key}"] = _l("Pick one of the four answers.")
        if problem := too_long(words):
            wrong[f"words-{line.item.key}"] = problem
        if mark.answer or words:
            given[line.item.key] = Mark(mark.answer, words)
    if wrong:
        raise Invalid(fields=wrong)
    if not given:
        raise Invalid(_l("Nothing is marked here, so nothing is stored."))
    return given


def _day(sheet: Printed, patient: Patient, dated_on: date | None, giver: str) -> date:
    wrong: dict[str, object] = {}
    first = sheet.version.offered_at.astimezone(ZoneInfo(patient.time_zone)).date()
    if dated_on is None:
        wrong["dated_on"] = _l("Type the day that stands on the paper.")
    elif not first <= dated_on <= clock.today(patient.time_zone):
        wrong["dated_on"] = _l("Use a day from the day of this version until today.")
    if problem := too_long(giver, SHORT):
        wrong["handed_in_by"] = problem
    if wrong or dated_on is None:
        raise Invalid(fields=wrong)
    return dated_on


def _already(
    came: list[PaperPage], client_key: str, number: int, day: date, given: dict[str, Mark]
) -> PaperPage | None:
    """The same page, entered before: its form was sent twice, or somebody else typed it in."""
    for place, row in enumerate(came):
        marked = {key: Mark(mark["answer"], mark["words"]) for key, mark in row.marks.items()}
        same = (marked, row.number, row.dated_on) == (given, number, day)
        if same and (row.client_key == client_key or place == 0):  # an older one may have been mended since
            return row
    return None


def _becomes(line: Line, given: dict[str, Mark], patient: Patient, day: date, chosen: Mapping[str, str]) -> str:
    """What becomes of the mark on one line; "newer" while the team has to say."""
    mark, newest = given.get(line.item.key), line.newest
    if mark is None:
        return ""
    if line.state or not mark.answer:
        return line.state or WORDS
    if newest is None:
        return COUNTS
    said_on = day_of(newest, patient.time_zone)
    if said_on < day or (said_on == day and newest.capacity == Capacity.PAPER):  # the same day on paper: a correction
        return COUNTS
    if (newest.answer, newest.words, newest.substance) == (mark.answer, mark.words, line.item.substance):
        return SAME
    return {PAPER: COUNTS, NEWER: KEPT}.get(chosen.get(line.item.key, ""), NEWER)


def _answer(session: Session, grant: Grant, patient: Patient, item: PlanItem, mark: Mark, day: date) -> None:
    """Store one answer in the language of the paper, which is the person's."""
    typing = replace(grant, capacity=Capacity.PAPER)
    with using_locale(known(patient.language)):
        decision = decisions.from_paper(session, typing, item, mark.answer, mark.words)
    if decision.answered_on is None:  # a row of this moment: others from paper have their day
        decision.answered_on = day
