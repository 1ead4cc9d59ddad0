"""What the page of one question shows: the control, what is chosen or typed, and what was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from flask import request

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Option, Text, Value
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.showing import is_scale, words_of
from app.care.questionnaires.state import Node
from app.care.questionnaires.tokens import token
from app.care.questionnaires.validation import OTHER
from app.errors import Conflict, Invalid
from app.i18n import _
from app.patient.prepare_entries import field_name


class QuestionForm:
    """Facts for the template of one question. After a problem it shows what was typed, not what is stored."""

    def __init__(
        self, sheet: Sheet, node: Node, problem: Invalid | Conflict | None = None, *, alone: bool = True
    ) -> None:
        self.sheet, self.node, self.item, self.alone = sheet, node, sheet.item(node), alone
        self.problem = problem
        self.row = sheet.rows.get(node.place)
        self.token = token(node.place)

    def name(self, stem: str) -> str:
        """The name of a field of this question."""
        return field_name(stem, self.token, self.alone)

    @property
    def error(self) -> object | None:
        if not isinstance(self.problem, Invalid):
            return None
        return self.problem.fields.get("answer" if self.alone else self.token)

    @property
    def theirs(self) -> list[tuple[str, str]] | None:
        """What another device stored meanwhile, in words."""
        if not isinstance(self.problem, Conflict) or self.problem.subject != self.token:
            return None
        return [words_of(self.item, value) for value in self.problem.theirs or []]

    @property
    def control(self) -> str:
        """Which control fits: scale, options, yes_no, text, number, date or line."""
        if self.item.options:
            return "options"
        if is_scale(self.item):
            return "scale"
        kinds = {"boolean": "yes_no", "text": "text", "integer": "number", "decimal": "number", "date": "date"}
        return kinds.get(self.item.kind, "line")

    @property
    def wants_to_talk(self) -> bool:
        return bool(self.row and self.row.how == "talk")

    @property
    def revision(self) -> int:
        return self.row.revision if self.row else 0

    @property
    def answered(self) -> bool:
        """Whether there is an answer that can be taken away."""
        return bool(self.row and self.row.values)

    @cached_property
    def values(self) -> Sequence[Value]:
        """Stored answers, or what the form itself suggests at first."""
        return (
            self.row.values
            if self.row
            else self.sheet.state.worked.suggested.get(self.node.place) or self.item.initial
        )

    @property
    def chosen(self) -> list[str]:
        """Keys of the chosen options, with ``other`` for an own answer."""
        if self.problem:
            return request.form.getlist(self.name("answer"))
        keys = [option.key for option in self.item.options if self._is_chosen(option)]
        return [*keys, OTHER] if self.other else keys

    @property
    def other(self) -> str:
        """The own text of an open choice."""
        if self.problem:
            return request.form.get(self.name("other"), "")
        own = [v["valueString"] for v in self.values if "valueString" in v and not self._is_option(v)]
        return own[0] if own and self.item.kind == "open-choice" else ""

    @property
    def typed(self) -> list[str]:
        """Texts in the fields; one more empty one when there may be several answers."""
        if self.problem:
            texts = request.form.getlist(self.name("answer"))
        else:
            texts = [_as_typed(value) for value in self.values]
        if self.item.repeats and len(texts) < (self.item.max_answers or 20):
            texts = [*(text for text in texts if text.strip()), ""]
        return texts or [""]

    @property
    def yes_no(self) -> tuple[tuple[str, str], ...]:
        return (("true", _("Yes")), ("false", _("No")))

    @property
    def low_words(self) -> Text | None:
        return self.item.low_words

    @property
    def has_red(self) -> bool:
        return any(option.band == "red" for option in self.item.options)

    def _is_chosen(self, option: Option) -> bool:
        return any(equal(value, option.value) for value in self.values)

    def _is_option(self, value: Value) -> bool:
        return any(equal(value, option.value) for option in self.item.options)


def _as_typed(value: Value) -> str:
    content = next(iter(value.values()))
    if isinstance(content, bool):
        return "true" if content else "false"
    return f"{content:g}" if isinstance(content, float) else str(content)
