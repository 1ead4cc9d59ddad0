"""One filling-in as it stands: the form, the answers so far, and where somebody is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.access import records
from app.access.grants import Grant
from app.care.questionnaires import store, walk
from app.care.questionnaires.conditions import Answers, effective
from app.care.questionnaires.parts import Definition, Item, Value
from app.care.questionnaires.urgency import band
from app.care.questionnaires.walk import Screen
from app.db import lock as held
from app.errors import NotFound
from app.models import Account, Answer, Assignment, Questionnaire, Response


@dataclass
class Sheet:
    """A response with all it needs to be shown. ``rows`` are the stored answers by link id, ``helpers`` the names
    of proxies by account id.
    """

    response: Response
    assignment: Assignment
    definition: Definition
    reader: Account
    rows: dict[str, Answer]
    helpers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def answers(self) -> Answers:
        """Every stored answer, whether its question applies now or not."""
        return {link: row.values for link, row in self.rows.items() if row.values}

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The questions that are asked now, in order."""
        return walk.screens(self.definition, self.answers)

    @cached_property
    def effective(self) -> dict[str, Sequence[Value]]:
        """The answers that count: what is sent and read."""
        return effective(self.definition, self.answers)

    @property
    def here(self) -> Screen | None:
        """Where to go on, on any device; None when all questions were seen and only sending is left."""
        at = next((s for s in self.screens if s.item.link_id == self.response.at_link_id), None)
        return at or walk.resume(self.screens, self.rows.keys())

    @property
    def minutes_left(self) -> int:
        return walk.minutes_left([s for s in self.screens if s.item.link_id not in self.rows])

    @property
    def is_blank(self) -> bool:
        """Nothing was said: no answer, and no wish to talk (rule 15)."""
        asked = {s.item.link_id for s in self.screens}
        return not any(row.values or row.how == "talk" for link, row in self.rows.items() if link in asked)

    @property
    def missing(self) -> list[Screen]:
        """Required questions without an answer."""
        return [s for s in self.screens if s.item.required and not self.answers.get(s.item.link_id)]

    @property
    def worst_band(self) -> str | None:
        """``red`` when any answer that counts is, else ``amber``, else None."""
        found = {self.band(s.item) for s in self.screens}
        return "red" if "red" in found else "amber" if "amber" in found else None

    @property
    def urgent_items(self) -> list[Item]:
        """Questions with a red answer, whose help the person sees."""
        return [s.item for s in self.screens if self.band(s.item) == "red"]

    def helper(self, row: Answer | None) -> str:
        """Who answered for the person; empty when they did it themselves."""
        return self.helpers.get(row.actor_id, "") if row and row.capacity == "proxy" else ""

    def band(self, item: Item) -> str | None:
        """How urgent the answer to this question is."""
        return band(item, self.effective.get(item.link_id, ()))

    def screen(self, token: str) -> Screen:
        """The question that an address names. ``NotFound`` when it is not asked now."""
        found = next((s for s in self.screens if s.token == token), None)
        if found is None:
            raise NotFound()
        return found


def load(session: Session, grant: Grant, response_id: str, *, lock: bool = False) -> Sheet:
    """The sheet of one response in two statements. ``NotFound`` when it is not this person's."""
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
    rows = session.scalars(records.of(session, grant, Answer).where(Answer.response_id == response_id))
    by_link = {row.link_id: row for row in rows}
    helpers = _helpers(session, response, by_link)
    return Sheet(response, assignment, store.of(questionnaire), account, by_link, helpers)


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
        .outerjoin(Response, Response.assignment_id == Assignment.id)
        .where(
            Assignment.withdrawn_at.is_(None),
            Assignment.opens_on <= today,
            Assignment.closes_on >= today,
            sa.or_(Response.id.is_(None), Response.submitted_at.is_(None)),
        )
        .order_by(Assignment.closes_on, Assignment.assigned_at)
        .add_columns(Questionnaire, Account, Response)
    )
    found = session.execute(query).all()
    begun = [response.id for *_, response in found if response]
    answers: dict[str, dict[str, Answer]] = {id_: {} for id_ in begun}
    if begun:
        for row in session.scalars(records.of(session, grant, Answer).where(Answer.response_id.in_(begun))):
            answers[row.response_id][row.link_id] = row
    result = []
    for assignment, questionnaire, reader, response in found:
        definition = store.of(questionnaire)
        sheet = Sheet(response, assignment, definition, reader, answers[response.id]) if response else None
        minutes = sheet.minutes_left if sheet else walk.minutes_left(walk.screens(definition, {}))
        result.append(Waiting(assignment, definition, reader, sheet, minutes))
    return result
