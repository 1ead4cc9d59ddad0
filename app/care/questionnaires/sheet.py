"""One filling-in as it stands: the form, the answers so far, and where somebody is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.access import records
from app.access.grants import Capacity, Grant
from app.care.questionnaires import store, walk
from app.care.questionnaires.conditions import Answers
from app.care.questionnaires.parts import Definition, Item, Value
from app.care.questionnaires.places import SEPARATOR
from app.care.questionnaires.repeating import blank_occurrences, is_below
from app.care.questionnaires.state import Node, State, state_of
from app.care.questionnaires.tokens import place_of
from app.care.questionnaires.urgency import band
from app.care.questionnaires.walk import Screen
from app.db import lock as held
from app.errors import NotFound
from app.models import Account, Answer, Assignment, Questionnaire, Response


@dataclass
class Sheet:
    """A response with all it needs to be shown. ``rows`` are the stored answers by place, ``helpers`` the names
    of proxies by account id. Without ``private`` nothing shows that a proxy must not see.
    """

    response: Response
    assignment: Assignment
    definition: Definition
    reader: Account
    rows: dict[str, Answer]
    helpers: dict[str, str] = field(default_factory=dict)
    private: bool = True

    @cached_property
    def answers(self) -> Answers:
        """Every stored answer, whether its question applies now or not."""
        return {where: row.values for where, row in self.rows.items() if row.values}

    @cached_property
    def state(self) -> State:
        """How the form stands. What was sent is not worked out anew."""
        return state_of(self.definition, self.answers, self.response.frozen if self.response.submitted_at else None)

    @property
    def hides_private(self) -> bool:
        """Whether the form asks something that the reader must not see; totals over it must not be seen either."""
        return not self.private and self.definition.has_private

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """What is asked now, in order."""
        return walk.screens_of(self.state, private=self.private)

    @cached_property
    def asked(self) -> tuple[Node, ...]:
        """The questions that are asked now, in order."""
        return tuple(node for screen in self.screens for node in screen.asked)

    @property
    def effective(self) -> dict[str, Sequence[Value]]:
        """The answers that count, by place: what is sent and read."""
        return self.state.effective

    @property
    def here(self) -> Screen | None:
        """Where to go on, on any device; None when all questions were seen and only sending is left."""
        at = next((s for s in self.screens if s.place == self.response.at_link_id), None)
        return at or walk.resume(self.screens, self.rows.keys())

    @property
    def minutes_left(self) -> int:
        return walk.minutes_left([s for s in self.screens if any(n.place not in self.rows for n in s.asked)])

    @property
    def is_blank(self) -> bool:
        """Nothing was said: no answer, and no wish to talk (rule 15)."""
        rows = (self.rows.get(node.place) for node in self.asked)
        return not any(row and (row.values or row.how == "talk") for row in rows)

    @property
    def for_the_person_alone(self) -> bool:
        """Whether a helper sent it and private questions, which a helper never sees, wait for the person."""
        by_helper = self.response.submitted_at is not None and self.response.capacity == Capacity.PROXY
        return by_helper and self.private and any(n.item.private and n.place not in self.rows for n in self.asked)

    @property
    def missing(self) -> list[Node]:
        """Required questions without an answer, and the first of a required group that has none."""
        return missing_in(self)

    @property
    def worst_band(self) -> str | None:
        """``red`` when any answer that counts is, else ``amber``, else None."""
        found = {self.band(node) for node in self.asked}
        return "red" if "red" in found else "amber" if "amber" in found else None

    @property
    def urgent_items(self) -> list[Item]:
        """Questions with a red answer, whose help the person sees."""
        return [node.item for node in self.asked if self.band(node) == "red"]

    def helper(self, row: Answer | None) -> str:
        """Who answered for the person; empty when they did it themselves."""
        return self.helpers.get(row.actor_id, "") if row and row.capacity == "proxy" else ""

    def band(self, node: Node) -> str | None:
        """How urgent the answer to this question is."""
        return band(node.item, self.effective.get(node.place, ()))

    def item(self, node: Node) -> Item:
        """The item with the options that there are now."""
        options = self.state.options(node)
        return node.item if options is node.item.options else replace(node.item, options=options)

    def screen(self, token: str) -> Screen:
        """The screen that an address names, or on which the question that it names stands. ``NotFound`` else."""
        where = place_of(self.definition, token)
        by_place = {screen.place: screen for screen in self.screens}
        on_pages = {node.place: screen for screen in self.screens for node in screen.asked}
        found = by_place.get(where or "") or on_pages.get(where or "")
        if found is None:
            raise NotFound()
        return found

    def anew(self) -> Sheet:
        """The same sheet after ``rows`` changed."""
        return replace(self)


def missing_in(sheet: Sheet) -> list[Node]:
    """What still needs an answer. Occurrences that are wholly blank, beyond the least number, need none."""
    spare = blank_occurrences(sheet.state)
    found = []
    for node in sheet.asked:
        if node.item.required and not sheet.answers.get(node.place) and not is_below(sheet.state, node, spare):
            found.append(node)
    for group in sheet.state.nodes:
        if group.item.kind == "group" and group.item.required and group.place in sheet.state.active:
            inside = [node for node in sheet.asked if is_below(sheet.state, node, {group.place})]
            if inside and not any(sheet.answers.get(node.place) for node in inside) and inside[0] not in found:
                found.append(inside[0])
    return found


def load(
    session: Session,
    grant: Grant,
    response_id: str,
    *,
    lock: bool = False,
    known: dict[str, Answer] | None = None,
) -> Sheet:
    """The sheet of one response in two statements, in one when its answers are ``known`` already.

    ``NotFound`` when it is not this person's.
    """
    reader = aliased(Account)
    query = (
        records.of(session, grant, Response)
        .where(Response.id == response_id)
        .join(Assignment, Assignment.id == Response.assignment_id)
        .join(Questionnaire, Questionnaire.id == Response.questionnaire_id)
        .join(reader, reader.id == Assignment.reader_id)
        .add_columns(Assignment, Questionnaire, reader)
    )
    found = session.execute(held(query, of=Response) if lock else query).first()
    if found is None:
        raise NotFound()
    response, assignment, questionnaire, account = found
    if not is_for(grant, assignment):
        raise NotFound()
    by_place = known or _rows(session, grant, response_id)
    helpers = _helpers(session, response, by_place)
    private = grant.capacity is not Capacity.PROXY
    return Sheet(response, assignment, store.of(questionnaire), account, by_place, helpers, private)


def is_for(grant: Grant, assignment: Assignment) -> bool:
    """Whether a form may be seen by the one who acts: one about a helper by that helper and the team alone."""
    helper = assignment.for_account_id
    return helper is None or grant.is_team or grant.actor is None or grant.actor.id == helper


def _rows(session: Session, grant: Grant, response_id: str) -> dict[str, Answer]:
    rows = session.scalars(records.of(session, grant, Answer).where(Answer.response_id == response_id))
    return {place_of_row(row): row for row in rows}


def place_of_row(row: Answer) -> str:
    """Where a stored answer belongs."""
    return row.link_id + SEPARATOR + row.occurrence if row.occurrence else row.link_id


def _helpers(session: Session, response: Response, rows: dict[str, Answer]) -> dict[str, str]:
    """Names of those who answered or sent for the person, so that both names stand beside it (rule 6)."""
    ids = {row.actor_id for row in rows.values() if row.capacity == "proxy"}
    ids |= {response.submitted_by_id} if response.submitted_by_id and response.capacity == "proxy" else set()
    if not ids:
        return {}
    rows_ = session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row.id: row.name for row in rows_}


@dataclass(frozen=True)
class Waiting:
    """A form that waits for its answers."""

    assignment: Assignment
    definition: Definition
    reader: Account
    sheet: Sheet | None
    minutes: int


def waiting(session: Session, grant: Grant, today: object) -> list[Waiting]:
    """What this person is asked to fill in on ``today`` (where they live), the nearest last day first."""
    query = (
        records.of(session, grant, Assignment)
        .join(Questionnaire, Questionnaire.id == Assignment.questionnaire_id)
        .join(Account, Account.id == Assignment.reader_id)
        .outerjoin(Response, sa.and_(Response.assignment_id == Assignment.id, Response.is_latest))
        .where(
            Assignment.withdrawn_at.is_(None),
            Assignment.nothing_to_tell_at.is_(None),
            sa.or_(Assignment.for_account_id.is_(None), Assignment.for_account_id == grant.actor_id),
            Assignment.opens_on <= today,
            sa.or_(Assignment.closes_on >= today, Response.id.is_not(None)),
            sa.or_(Response.id.is_(None), Response.submitted_at.is_(None)),
        )
        .order_by(Assignment.order, Assignment.closes_on, Assignment.assigned_at)
        .add_columns(Questionnaire, Account, Response)
    )
    found = session.execute(query).all()
    begun = [response.id for *_, response in found if response]
    answers: dict[str, dict[str, Answer]] = {id_: {} for id_ in begun}
    if begun:
        for row in session.scalars(records.of(session, grant, Answer).where(Answer.response_id.in_(begun))):
            answers[row.response_id][place_of_row(row)] = row
    private = grant.capacity is not Capacity.PROXY
    result = []
    for assignment, questionnaire, reader, response in found:
        definition = store.of(questionnaire)
        rows = answers[response.id] if response else {}
        sheet = Sheet(response, assignment, definition, reader, rows, private=private) if response else None
        minutes = (
            sheet.minutes_left if sheet else definition.minutes or walk.minutes_left(walk.screens(definition, {}))
        )
        result.append(Waiting(assignment, definition, reader, sheet, minutes))
    return result
