"""Questions that wait: all of one's own people's, and the answer on the line where it was asked."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access import records
from app.access.permissions import Permission
from app.care.people.patients import names
from app.care.plan import inbox, question_replies, threads, versions
from app.care.plan import questions as asked
from app.care.plan.kinds import KINDS
from app.care.plan.questions_waiting import Waiting, waiting_for
from app.care.progress import say as said_as
from app.errors import Gone, Invalid, NotFound
from app.i18n import _, format_day
from app.models import Question
from app.provider import noted
from app.provider.arrangements import owners
from app.provider.base import pages, record
from app.provider.draft_lines import person
from app.web.context import current
from app.web.needs import WORK
from app.web.render import render, say, see


@pages.get("/questions", needs=WORK)
def questions() -> str:
    """The team's inbox: questions of my people by urgency, then by the promised time; or only mine."""
    every = inbox.in_order(waiting_for(current.session, current.me))
    mine = [each for each in every if each.question.owner_id == current.me.id]
    only_mine = request.args.get("show") == "mine"
    found = mine if only_mine else every
    noted.reading("provider.questions", (each.patient.id for each in found))
    helping = {each.question.asked_by_id for each in found if each.question.capacity == "proxy"}
    readers = {each.question.read_by_id for each in found if each.question.read_by_id}
    owners = {each.question.owner_id for each in found if each.question.owner_id}
    named = names(current.session, helping | readers | owners)
    return render(
        "provider/questions/list.html",
        questions=[_line(each, named) for each in found], only_mine=only_mine, mine=len(mine), all=len(every),
    )  # fmt: skip


@record.get("/questions/<question_id>", needs=Permission.ANSWER)
def question(question_id: str) -> Any:
    """One question beside the line it was asked on. Opening it is the receipt that the asking side sees."""
    row = records.one(current.session, current.grant, Question, question_id)
    if row.withdrawn_at is not None:
        raise Gone(_("The one who asked took this question back. Nobody waits for an answer."))
    if row.read_at is None and row.answered_at is None:
        with current.database.write() as writing:
            question_replies.note_read(writing, current.grant, question_id)
    return _page(row)


@record.post("/questions/<question_id>/take", needs=Permission.ANSWER)
def take_question(question_id: str) -> Any:
    """I answer this one."""
    inbox.take(current.session, current.grant, question_id)
    say(_("It is yours now."))
    return see("record.question", question_id=question_id)


@record.post("/questions/<question_id>/owner", needs=Permission.ANSWER)
def hand_question_over(question_id: str) -> Any:
    """A colleague of the team answers."""
    try:
        inbox.hand_over(current.session, current.grant, question_id, request.form.get("owner_id", ""))
    except Invalid as problem:
        row = records.one(current.session, current.grant, Question, question_id)
        return _page(row, "", problem.errors), 422
    say(_("Handed over."))
    return see("record.question", question_id=question_id)


@record.post("/questions/<question_id>", needs=Permission.ANSWER)
def question_answered(question_id: str) -> Any:
    """Put the answer on the line."""
    words = request.form.get("words", "")
    try:
        asked.answer(current.session, current.grant, question_id, words)
    except Invalid as problem:
        row = records.one(current.session, current.grant, Question, question_id)
        return _page(row, words, problem.errors), 422
    say(_("Sent. %(name)s sees your answer on that line.", name=person()))
    return see("provider.questions")


def _line(each: Waiting, named: dict[str, str]) -> dict[str, Any]:
    row, kind = each.question, KINDS[each.item.kind]
    helper = named.get(row.asked_by_id, "") if row.capacity == "proxy" else ""
    return {
        "id": row.id,
        "patient_id": each.patient.id,
        "name": each.patient.full_name,
        "title": kind.title_outside(each.item.content),
        "words": kind.words_outside(row.words) or _("Open it with a reason to read it."),
        "by": said_as.who(row.capacity, helper, each.patient.full_name),
        "late": asked.is_late(row),
        "again": row.follows_id is not None,
        "first": inbox.urgency(each) == inbox.FIRST,
        "owner": _("yours") if row.owner_id == current.me.id else named.get(row.owner_id or "", _("nobody’s yet")),
        "read": _read(row, named),
        "promise": _("promised by %(day)s", day=format_day(row.promised_by)),
    }


def _page(row: Question, words: str = "", errors: dict[str, Any] | None = None) -> str:
    items = versions.items_of(current.session, current.grant, [row.number])[row.number]
    item = next((each for each in items if each.key == row.key), None)
    if item is None:
        raise NotFound()
    talk = _talk(row)
    said_by = names(current.session, {id_ for id_ in threads.who_is_named([talk]) if id_})
    kind = KINDS[item.kind]
    return render(
        "provider/questions/answer.html",
        person=person(),
        question_id=row.id,
        item={
            "title": kind.title(item.content),
            "kind_words": kind.words,
            "icon": kind.icon,
            "facts": kind.lines(item.content),
        },
        said=[message for each in talk.rows for message in _messages(each, said_by)],
        promise=_promise(row, said_by),
        late=asked.is_late(row),
        answered=row.answered_at is not None,
        mine=row.owner_id == current.me.id,
        owner=row.owner_id,
        owners=owners() if row.answered_at is None else [],
        words=words,
        errors=errors or {},
    )


def _talk(row: Question) -> threads.Thread:
    """The talk that this question belongs to."""
    query = records.of(current.session, current.grant, Question).where(Question.key == row.key)
    return next(each for each in threads.of(current.session.scalars(query)) if row in each.rows)


def _messages(row: Question, said_by: dict[str, str]) -> list[tuple[str, str, bool]]:
    name, day = said_by.get(row.asked_by_id, ""), format_day(row.asked_at)
    if row.capacity == "proxy":
        who = _("%(name)s for %(person)s, on %(day)s", name=name, person=person(), day=day)
    else:
        who = _("%(name)s, on %(day)s", name=name, day=day)
    found = [(who, row.words, False)]
    if row.answered_at:
        answerer = said_by.get(row.answered_by_id or "", "")
        found.append((_("%(name)s, on %(day)s", name=answerer, day=format_day(row.answered_at)), row.answer, True))
    return found


def _read(row: Question, named: dict[str, str]) -> str:
    if row.read_at is None:
        return ""
    return _("Read by %(name)s on %(day)s", name=named.get(row.read_by_id or "", ""), day=format_day(row.read_at))


def _promise(row: Question, named: dict[str, str]) -> str:
    day = format_day(row.promised_by)
    if row.outcome_at:
        name, said_on = named.get(row.outcome_by_id or "", ""), format_day(row.outcome_at)
        if row.outcome == question_replies.HELPED:
            return _("Answered. %(name)s said on %(day)s that it helped.", name=name, day=said_on)
        return _("Answered. %(name)s said on %(day)s that it is still unclear.", name=name, day=said_on)
    if row.answered_at:
        return _("Answered.")
    if asked.is_late(row):
        return _("Late. We promised an answer by %(day)s.", day=day)
    return _("Promised by %(day)s.", day=day)
