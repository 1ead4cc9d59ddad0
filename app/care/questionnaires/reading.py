"""Reading answers: grouped by topic, red first. Opening them leaves a receipt that the person sees (B6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.questionnaires import alarms, topics
from app.care.questionnaires.parts import Definition, Item, Text, Value
from app.care.questionnaires.sheet import Sheet, load
from app.care.questionnaires.state import Node
from app.care.questionnaires.tokens import token
from app.care.questionnaires.totals import is_total
from app.care.questionnaires.urgency import WEIGHT
from app.db import lock as held
from app.errors import Conflict, Invalid, NotFound
from app.i18n import lazy_gettext
from app.models import Account, Answer, Receipt, Response

MAX_WILL_DO = 500


@dataclass(frozen=True)
class Line:
    """One question with its answer, as the nurse reads it."""

    item: Item
    values: tuple[Value, ...]
    how: str
    band: str | None
    row: Answer | None
    by: str = ""
    place: str = ""
    which: str = ""
    """Which of several it belongs to ("Medicine 2"), empty outside repeated parts."""

    @property
    def place_id(self) -> str:
        """Names this line within its page: the token of its place."""
        return token(self.place)


@dataclass
class Topic:
    """Answers about one thing."""

    words: Any
    place: int
    lines: list[Line] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """0 with a red answer, 1 with an amber one or a wish to talk, 2 otherwise."""
        return min(min(WEIGHT[line.band], 1 if line.how == "talk" else 2) for line in self.lines)


@dataclass(frozen=True)
class Reading:
    """A sent response, ready to read. ``skipped`` are questions that were passed over."""

    sheet: Sheet
    topics: list[Topic]
    skipped: list[Item]
    receipts: list[tuple[Receipt, Account]]
    sent_by: str
    given: list[tuple[Item, tuple[Value, ...]]] = field(default_factory=list)
    """What the form worked out by itself and shows."""


def open_answers(session: Session, grant: Grant, response_id: str, known: dict[str, Answer] | None = None) -> Reading:
    """The answers as they were sent. Until they are, only red ones (they cannot wait), else ``NotFound``.

    ``known`` are its answers, if they were fetched already.
    """
    grant.must(Permission.READ_ANSWERS)
    sheet = load(session, grant, response_id, known=known)
    if sheet.response.submitted_at is None and not sheet.urgent_items:
        raise NotFound()
    found: dict[str, Topic] = {}
    skipped = []
    for node, above in _asked(sheet):
        item, row, values = node.item, sheet.rows.get(node.place), tuple(sheet.effective.get(node.place, ()))
        if sheet.response.submitted_at is None and sheet.band(node) != "red":
            continue
        if not values and (row is None or row.how != "talk"):
            skipped.append(item)
            continue
        how = row.how if row else "answered"
        which = str(above[-1]) if node.occurrence and above else ""
        line = Line(item, values, how, sheet.band(node), row, sheet.helper(row), node.place, which)
        _topic(found, item, above, sheet.definition).lines.append(line)
    ordered = sorted(found.values(), key=lambda topic: (topic.weight, topic.place))
    for topic in ordered:
        topic.lines.sort(key=lambda line: WEIGHT[line.band])
    response = sheet.response
    by_proxy = sheet.helpers.get(response.submitted_by_id or "", "") if response.capacity == "proxy" else ""
    given = [
        (node.item, tuple(sheet.effective[node.place]))
        for node in sheet.state.nodes
        if node.item.is_given and not node.item.hidden and not is_total(node.item) and sheet.effective.get(node.place)
    ]
    return Reading(sheet, ordered, skipped, receipts(session, grant, [response_id]), by_proxy, given)


def leave_receipt(session: Session, grant: Grant, response_id: str) -> None:
    """Note that the actor opened these answers, once for each reader. Needs a write transaction of its own."""
    grant.must(Permission.READ_ANSWERS)
    query = (
        records.of(session, grant, Response)
        .outerjoin(Receipt, sa.and_(Receipt.response_id == Response.id, Receipt.reader_id == grant.actor_id))
        .where(Response.id == response_id)
        .add_columns(Receipt.id)
    )
    found = session.execute(held(query, of=Response)).first()
    if found is None:
        raise NotFound()
    response, mine = found
    if response.submitted_at is None or mine:
        return
    alarms.read(session, grant, response_id)
    session.add(
        Receipt(patient_id=grant.patient_id, response_id=response_id, reader_id=grant.actor_id, read_at=clock.now())
    )
    audit.record(session, grant, "read answers", "response", response_id)


def say_what_next(session: Session, grant: Grant, response_id: str, words: str) -> Receipt:
    """Tell the person what the reader will do about the answers. ``Invalid`` when it is too long or empty."""
    grant.must(Permission.READ_ANSWERS)
    receipt = _mine(session, grant, response_id, lock=True)
    if receipt is None:
        raise Conflict(lazy_gettext("Open the answers first."))
    words = words.strip()
    if not words or len(words) > MAX_WILL_DO:
        problem = lazy_gettext("Write one or two sentences, at most 500 letters.")
        raise Invalid(problem, {"will_do": problem})
    receipt.will_do, receipt.will_do_at = words, clock.now()
    audit.record(session, grant, "say what next", "response", response_id)
    return receipt


def receipts(session: Session, grant: Grant, response_ids: list[str]) -> list[tuple[Receipt, Account]]:
    """Who read these responses and when, the latest first."""
    query = (
        records.of(session, grant, Receipt)
        .where(Receipt.response_id.in_(response_ids))
        .join(Account, Account.id == Receipt.reader_id)
        .order_by(Receipt.read_at.desc())
        .add_columns(Account)
    )
    return [(receipt, account) for receipt, account in session.execute(query)]


def _asked(sheet: Sheet) -> Iterator[tuple[Node, tuple[Text, ...]]]:
    for screen in sheet.screens:
        heading = (screen.item.text,) if screen.kind == "page" and screen.item.text else ()
        for node in screen.asked:
            yield node, (*screen.above, *heading)


def _topic(found: dict[str, Topic], item: Item, above: tuple[Text, ...], definition: Definition) -> Topic:
    """The topic by its code; a form without our codes is grouped by its own headings."""
    if item.topic in topics.TOPICS:
        known = topics.TOPICS[str(item.topic)]
        return found.setdefault(str(item.topic), Topic(known, topics.place(item.topic)))
    words = above[0] if above else definition.title
    return found.setdefault(words.source, Topic(words, len(topics.ORDER) + len(found)))


def _mine(session: Session, grant: Grant, response_id: str, lock: bool = False) -> Receipt | None:
    query = records.of(session, grant, Receipt).where(
        Receipt.response_id == response_id, Receipt.reader_id == grant.actor_id
    )
    return session.scalars(held(query) if lock else query).first()
