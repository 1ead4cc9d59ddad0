"""One screen of questions as its page shows it."""

from __future__ import annotations

import secrets
from functools import cached_property

from flask import request

from app.care.questionnaires.objections import Objection, on_screen
from app.care.questionnaires.repeating import is_below, least, most, together
from app.care.questionnaires.several import may_remove
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.state import Node
from app.care.questionnaires.still_right import Earlier
from app.care.questionnaires.tokens import token
from app.care.questionnaires.walk import Part, Screen, before
from app.errors import Conflict, Invalid
from app.patient.prepare_form import QuestionForm
from app.web.incoming import whole


class ScreenForm:
    """Facts for the template of a screen: its questions, in order, and what was wrong."""

    def __init__(self, sheet: Sheet, screen: Screen, problem: Invalid | Conflict | None = None) -> None:
        self.sheet, self.screen, self.problem = sheet, screen, problem
        self.key = secrets.token_hex(8)  # names this page, so that its own late saves are known
        self.earlier: Earlier | None = None

    @property
    def alone(self) -> bool:
        """Whether there is one question only, whose words are the title of the page."""
        return self.screen.kind == "ask"

    @cached_property
    def questions(self) -> list[QuestionForm]:
        return [self.question(node) for node in self.screen.asked]

    def question(self, node: Node) -> QuestionForm:
        """The form of one question of this screen."""
        return QuestionForm(self.sheet, node, self.problem, alone=self.alone)

    @property
    def only(self) -> QuestionForm:
        return self.questions[0]

    @property
    def errors(self) -> dict[str, object]:
        """What was wrong, by the id of the field without its ``f-``."""
        return {q.name("answer"): q.error for q in self.questions if q.error}

    @cached_property
    def objections(self) -> list[Objection]:
        """What the form objects to in the stored answers of this screen."""
        return on_screen(self.sheet, self.screen)

    @property
    def may_skip(self) -> bool:
        return any(q.item.may_skip for q in self.questions)

    @property
    def answered(self) -> bool:
        """Whether there is an answer that can be taken away."""
        return any(q.row and q.row.values for q in self.questions)

    @property
    def alone_together(self) -> bool:
        """Whether something here is only for somebody who is alone, so that a quick way out stands ready."""
        return any(q.item.alone for q in self.questions)

    @property
    def then(self) -> str:
        return "check" if request.values.get("then") == "check" else ""

    @property
    def is_first(self) -> bool:
        return before(self.sheet.screens, self.screen.place) is None

    def several(self, part: Part) -> Several:
        """The list of a repeated part, with what may be done about it."""
        return Several(self.sheet, part.node)


class Several:
    """All occurrences of a repeated part."""

    def __init__(self, sheet: Sheet, node: Node) -> None:
        self.sheet, self.node = sheet, node
        self.nodes = together(sheet.state, node.many or "")

    @property
    def token(self) -> str:
        return token(self.node.many or "")

    @property
    def may_add(self) -> bool:
        return len(self.nodes) < most(self.node)

    @property
    def may_remove(self) -> bool:
        return len(self.nodes) > least(self.node) and may_remove(self.sheet, self.node)

    @property
    def gone(self) -> int | None:
        """The number that was just taken away, which can come back."""
        number = whole(request.args.get("gone", ""))
        there = {node.occurrence[-1] for node in self.nodes}
        return number if number and number not in there and self.may_add else None

    def first_token(self, node: Node) -> str:
        """Where an occurrence begins, to change it."""
        return next((token(one.place) for one in self._inside(node)), "")

    def answers(self, node: Node) -> list[Node]:
        """The questions of one occurrence that have an answer."""
        return [one for one in self._inside(node) if self.sheet.answers.get(one.place)]

    def _inside(self, node: Node) -> list[Node]:
        return [one for one in self.sheet.asked if is_below(self.sheet.state, one, {node.place})]
