"""Parts of the page: rows of a table, the plan with each version, answers as they were asked, the log by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Capacity, Grant
from app.care.leaving.export.labels import LABELS
from app.care.leaving.export.page import Page
from app.care.leaving.export.tables import ON_THE_WORD_OF, Section
from app.care.leaving.export.values import Words
from app.care.people import log_rows
from app.care.people.log_words import kind_of, words_of
from app.care.plan.decisions import ANSWERS
from app.care.plan.kinds import KINDS
from app.care.plan.sections import SECTIONS as PLAN_SECTIONS
from app.care.questionnaires import sheet, showing
from app.care.reminders.times import local
from app.db import Base
from app.errors import NotFound
from app.i18n import _, format_day, format_moment, locale_tag, ngettext
from app.models import (
    Assignment,
    AuditEvent,
    Decision,
    ItemChange,
    ItemNote,
    PlanItem,
    PlanVersion,
    Receipt,
    Response,
    Talk,
)

AT_ONCE = 200
"""Rows that are in memory at one time."""
TIMES = (
    "at",
    "happened_at",
    "happened_on",
    "recorded_at",
    "created_at",
    "asked_at",
    "assigned_at",
    "raised_at",
    "set_at",
    "written_at",
    "offered_at",
    "sent_at",
    "said_at",
    "made_at",
    "opened_at",
    "due_at",
    "since",
    "starts_at",
    "shown_at",
)
"""Columns by which rows are ordered: the first that a table has."""
TITLES = ("key", "values", "content", "what", "full_name", "invitee_name", "step", "rule", "words", "subject")
"""Columns of which the first that says something heads its row."""
MODELS: dict[str, Any] = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
Counts = Counter[str]


def rows(session: Session, grant: Grant, words: Words, section: Section, page: Page, counts: Counts) -> None:
    """Every table of the section, one after the other; a table without rows is not spoken of."""
    for name, title in section.tables:
        table, first = MODELS[name].__table__, True
        shown = [column for column in table.c if column.name in LABELS]
        for row in _rows(session, grant, words, name):
            if first:
                page.heading(title)
                page.begin()
                first = False
            counts[name] += 1
            said = {column.name: words.of(table, column, row) for column in shown}
            title = next((name for name in TITLES if said.get(name)), "")
            page.row(((LABELS[name], value) for name, value in said.items() if name != title), said.get(title, ""))
        if not first:
            page.end()


def _rows(session: Session, grant: Grant, words: Words, name: str) -> Iterator[dict[str, Any]]:
    """Rows of one table that this reader may have, oldest first, a few at a time."""
    model = MODELS[name]
    table = model.__table__
    order = next((table.c[one] for one in TIMES if one in table.c), None)
    query = records.of(session, grant, model).with_only_columns(*table.c)
    query = _limited(query, grant, name).order_by(*([order] if order is not None else []), *table.primary_key)
    accounts = [c.name for c in table.c if any(key.column.table.name == "account" for key in c.foreign_keys)]
    names = [*accounts, *(["owner"] if "owner" in table.c else [])]
    columns = [column.name for column in table.c]
    for some in session.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        found = [dict(zip(columns, row, strict=True)) for row in some]
        words.learn(row[each] for row in found for each in names)
        yield from (row for row in found if not words.is_hidden(row))


def _limited(query: Any, grant: Grant, name: str) -> Any:
    """What a table holds that is not for this reader: notes and drafts of the team, forms about a helper."""
    if name in ON_THE_WORD_OF and grant.capacity is Capacity.SELF:
        return query.where(Talk.shared.in_(ON_THE_WORD_OF[name]))
    if name == "item_change" and grant.capacity is Capacity.SELF:
        theirs = ItemChange.capacity.in_((Capacity.SELF, Capacity.PROXY, Capacity.PAPER))
        return query.where(sa.or_(theirs, ItemChange.state == "applied"))
    if name == "assignment" and grant.capacity is Capacity.SELF:
        return query.where(Assignment.for_account_id.is_(None))
    return query


def plan(session: Session, grant: Grant, words: Words, page: Page, counts: Counts) -> None:
    """Each version, the newest first; below a line what was answered and noted while it was in that version."""
    versions = list(session.scalars(records.of(session, grant, PlanVersion).order_by(PlanVersion.number.desc())))
    if not versions:
        page.say(_("No plan was offered yet."))
    for version in versions:
        words.learn([version.offered_by_id])
        counts["plan_version"] += 1
        page.heading(_("Version %(n)s, offered %(day)s.", n=version.number, day=format_day(version.offered_at)))
        page.begin()
        page.row([
            (_("Offered by"), words.who(version.offered_by_id)),
            (_("In use from"), format_day(version.in_force_from)),
            (_("Next review"), format_day(version.review_on)), (_("Why"), version.why),
        ])  # fmt: skip
        page.end()
        _version(session, grant, words, page, counts, version.number)


def _version(session: Session, grant: Grant, words: Words, page: Page, counts: Counts, number: int) -> None:
    items = session.scalars(
        records.of(session, grant, PlanItem)
        .where(PlanItem.number == number)
        .order_by(PlanItem.position, PlanItem.key)
    ).all()
    said = _by_key(session, grant, Decision, Decision.at, number)
    noted = _by_key(session, grant, ItemNote, ItemNote.at, number)
    words.learn(id_ for item in items for id_ in (item.owner, item.author_id))
    words.learn(row.actor_id for of_line in (*said.values(), *noted.values()) for row in of_line)
    places = [(name, [i for i in items if KINDS[i.kind].section == name]) for name in PLAN_SECTIONS if items]
    for name, lines in places:
        if not lines:
            continue
        page.heading(PLAN_SECTIONS[name].title, 4)
        page.begin()
        for item in lines:
            counts["plan_item"] += 1
            page.row(_line(words, item, said.pop(item.key, []), noted.pop(item.key, []), counts), _titled(item))
        page.end()
    if said or noted:  # of a line that is in no version any more
        page.begin()
        for key in dict.fromkeys((*said, *noted)):
            page.row(_said(words, said.get(key, []), noted.get(key, []), counts), words.title(key))
        page.end()


def _titled(item: PlanItem) -> str:
    return str(KINDS[item.kind].title(item.content))


def _line(words: Words, item: PlanItem, said: list[Any], noted: list[Any], counts: Counts) -> list[tuple[Any, str]]:
    pairs = [*KINDS[item.kind].lines(item.content), (_("Who does it"), words.people.owner(item.owner))]
    pairs.append((_("When"), f"{format_day(item.starts_on)} – {format_day(item.ends_on)}"))
    pairs.append((_("Written by"), words.who(item.author_id)))
    pairs.append((_("Why it changed"), item.reason))
    return [*pairs, *_said(words, said, noted, counts)]


def _said(words: Words, said: list[Any], noted: list[Any], counts: Counts) -> list[tuple[Any, str]]:
    """What was answered to a line, and the notes beside it."""
    pairs: list[tuple[Any, str]] = []
    for row in said:
        counts["decision"] += 1
        who = words.who(row.actor_id, row.capacity)
        helped = _("with the help of %(name)s", name=row.helper) if row.helper else ""
        answer = " · ".join(filter(None, (str(ANSWERS.get(row.answer, row.answer)), row.words, who, helped)))
        pairs.append((format_moment(row.at), answer))
    for row in noted:
        counts["item_note"] += 1
        taken = _("taken back") if row.withdrawn_at else ""
        note = " · ".join(filter(None, (row.words, words.who(row.actor_id, row.capacity), taken)))
        pairs.append((_("Note"), note))
    return pairs


def _by_key(session: Session, grant: Grant, model: Any, order: Any, number: int) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    query = records.of(session, grant, model).where(model.number == number)
    for row in session.scalars(query.order_by(order, model.id)):
        found.setdefault(row.key, []).append(row)
    return found


def answers(session: Session, grant: Grant, words: Words, page: Page, counts: Counts) -> None:
    """Each form as it was filled in, with its questions; one at a time."""
    ids = session.scalars(
        records.of(session, grant, Response).with_only_columns(Response.id).order_by(Response.started_at, Response.id)
    ).all()
    for response_id in ids:
        try:
            one = sheet.load(session, grant, response_id)
        except NotFound:
            continue  # about a helper, and for that helper alone
        counts["response"] += 1
        _form(session, grant, words, page, counts, one)


def _form(session: Session, grant: Grant, words: Words, page: Page, counts: Counts, one: sheet.Sheet) -> None:
    response = one.response
    read = records.of(session, grant, Receipt).where(Receipt.response_id == response.id).order_by(Receipt.read_at)
    receipts = session.scalars(read).all()
    words.learn([response.submitted_by_id, response.started_by_id, *(row.reader_id for row in receipts)])
    words.learn(row.actor_id for row in one.rows.values())
    page.heading(one.definition.title.best(locale_tag())[0])
    page.begin()
    sent = format_moment(response.submitted_at) if response.submitted_at else _("not sent in")
    page.row([(_("Sent"), sent), (_("By"), words.who(response.submitted_by_id, response.capacity or ""))])
    items = one.definition.by_link
    for row in one.rows.values():
        counts["answer"] += 1
        item = items.get(row.link_id)
        text = item.text.best(locale_tag())[0] if item and item.text else row.link_id
        said = "; ".join(showing.words_of(item, value)[0] for value in row.values or []) if item else ""
        how = {"talk": _("I would rather talk about it"), "skipped": _("left out")}.get(row.how, "")
        page.row([(_("Answer"), said or how), (_("Who"), words.who(row.actor_id, row.capacity))], text)
    for read_by in receipts:
        counts["receipt"] += 1
        when = (_("When"), format_moment(read_by.read_at))
        page.row([(_("Read by"), words.who(read_by.reader_id)), when, (_("What comes next"), read_by.will_do)])
    page.end()


def log(session: Session, grant: Grant, words: Words, page: Page, counts: Counts) -> None:
    """Who saw and did what, by day and by who it was, the newest day first."""
    all_of_it = records.of(session, grant, AuditEvent).where(AuditEvent.outcome == "done")
    query = all_of_it.with_only_columns(
        AuditEvent.at, AuditEvent.actor_id, AuditEvent.capacity, AuditEvent.act, AuditEvent.object_id
    )
    query = query.order_by(AuditEvent.at.desc(), AuditEvent.seq.desc()).execution_options(yield_per=AT_ONCE)
    day: date | None = None
    done: dict[tuple[str | None, str], Counter[tuple[str, str]]] = {}
    guests: dict[str, str] = {}
    for some in session.execute(query).partitions():
        words.learn(row.actor_id for row in some)
        came = {row.object_id for row in some if row.capacity == Capacity.GUEST} - guests.keys()
        ways = log_rows.guests(session, grant, came)
        guests |= {id_: log_rows.called_guest(ways.get(id_)) for id_ in came}
        for row in some:
            counts["audit_event"] += 1
            on = local(row.at, words.people.patient.time_zone).date()
            if on != day:
                _day(words, page, day, done, guests)
                day, done = on, {}
            who = row.object_id if row.capacity == Capacity.GUEST else row.actor_id
            done.setdefault((who, row.capacity), Counter())[kind_of(row.act)] += 1
    _day(words, page, day, done, guests)


def _day(
    words: Words,
    page: Page,
    day: date | None,
    done: dict[tuple[str | None, str], Counter[tuple[str, str]]],
    guests: dict[str, str],
) -> None:
    if day is None:
        return
    page.heading(format_day(day))
    page.begin()
    for (actor, capacity), acts in done.items():
        what = [
            f"{words_of(kind)} ({ngettext('%(n)s time', '%(n)s times', n)})" if n > 1 else str(words_of(kind))
            for kind, n in acts.items()
        ]
        name = guests[actor or ""] if capacity == Capacity.GUEST else words.who(actor, capacity)
        page.row([(_("Did"), "; ".join(what))], name or _("The practice"))
    page.end()
