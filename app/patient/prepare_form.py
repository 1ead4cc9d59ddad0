"""What the page of one question shows: the control, what is chosen or typed, and what was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import request

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Item, Option, Text, Value
from app.care.questionnaires.sheet import Sheet
from app.care.questionnaires.showing import is_scale, words_of
from app.care.questionnaires.state import Node
from app.care.questionnaires.tokens import token
from app.care.questionnaires.typing_back import as_typed, option_of, unit_of
from app.care.questionnaires.validation import LISTED, OTHER
from app.errors import Conflict, Invalid
from app.i18n import _, current_zone, locale_tag
from app.patient.prepare_entries import field_name
from app.web.incoming import whole

MANY = 12  # options; more stand in a list that opens


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
        if not isinstance(self.problem, Conflict) or self.token not in self.problem.every:
            return None
        return [words_of(self.item, value) for value in self.problem.every[self.token] or []]

    @property
    def control(self) -> str:
        """Which control fits: options, select, autocomplete, yes_no, scale, slider, text, number, quantity, line."""
        item = self.item
        if item.options and item.control in LISTED:
            return "autocomplete"
        if item.options:
            long = item.control == "drop-down" or len(item.options) > MANY
            return "select" if long and not item.repeats and item.kind != "open-choice" else "options"
        if item.control == "slider" and _bounded(item):
            return "slider"
        if is_scale(item):
            return "scale"
        kinds = {
            "boolean": "yes_no",
            "text": "text",
            "integer": "number",
            "decimal": "number",
            "quantity": "quantity",
        }
        return kinds.get(item.kind, "line")

    @property
    def input_type(self) -> str:
        """The type of an input of one line."""
        return {"date": "date", "dateTime": "datetime-local", "time": "time", "url": "url"}.get(
            self.item.kind, "text"
        )

    @property
    def hints(self) -> tuple[Text, ...]:
        """Help that comes with the question, and how to write the answer."""
        return (*self.item.help, self.item.entry_format) if self.item.entry_format else self.item.help

    @property
    def rows(self) -> list[tuple[str, Any, str | None, str]]:
        """What to choose from: key, words, band and prefix."""
        if self.item.kind == "boolean" and not self.item.options:
            return [("true", _("Yes"), None, ""), ("false", _("No"), None, "")]
        return [(option.key, option.text, option.band, option.prefix) for option in self.item.options]

    @property
    def suggestions(self) -> list[str]:
        """The words of a list to type from."""
        return [option.text.best(locale_tag())[0] for option in self.item.options]

    @property
    def unit(self) -> str:
        """The place of the chosen unit."""
        if self.problem:
            return request.form.get(self.name("unit"), "")
        return next((unit_of(self.item, value) for value in self.values if "valueQuantity" in value), "")

    def bound(self, bound: Any) -> str:
        """A bound as a script reads it."""
        return f"{bound:g}"

    @property
    def wants_to_talk(self) -> bool:
        return bool(self.row and self.row.how == "talk")

    @property
    def revision(self) -> int:
        """What this page rests on. After a slip it stays what it was, so that another device is still noticed."""
        posted = request.form.get(self.name("revision"), "") if isinstance(self.problem, Invalid) else ""
        known = whole(posted)
        return known if known is not None else self.row.revision if self.row else 0

    @property
    def answered(self) -> bool:
        """Whether there is an answer that can be taken away."""
        return bool(self.row and self.row.values)

    @cached_property
    def values(self) -> Sequence[Value]:
        """Stored answers, or what the form itself suggests at first."""
        if self.row:
            return self.row.values
        suggested = {} if self.sheet.hides_private else self.sheet.state.worked.suggested
        return suggested.get(self.node.place) or self.item.initial

    @property
    def chosen(self) -> list[str]:
        """Keys of the chosen options, with ``other`` for an own answer."""
        if self.problem:
            return request.form.getlist(self.name("answer"))
        if request.args.get("change") and self.has_red:
            return []  # to choose anew; what is stored stays until then
        if self.item.kind == "boolean" and not self.item.options:
            return [as_typed(value) for value in self.values]
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
            texts = [self._in_a_field(value) for value in self.values]
        if self.item.repeats and len(texts) < (self.item.max_answers or 20):
            texts = [*(text for text in texts if text.strip()), ""]
        return texts or [""]

    @property
    def has_red(self) -> bool:
        return any(option.band == "red" for option in self.item.options)

    def _in_a_field(self, value: Value) -> str:
        """An answer as its field shows it: a chosen one by its words, a moment by the person's own clock."""
        option = option_of(self.item, value) if self.item.options else None
        if option:
            return option.text.best(locale_tag())[0]
        moment = value.get("valueDateTime", "")
        if "T" in moment:
            return datetime.fromisoformat(moment).astimezone(current_zone()).strftime("%Y-%m-%dT%H:%M")
        return as_typed(value)

    def _is_chosen(self, option: Option) -> bool:
        return any(equal(value, option.value) for value in self.values)

    def _is_option(self, value: Value) -> bool:
        return any(equal(value, option.value) for option in self.item.options)


def _bounded(item: Item) -> bool:
    return item.kind in ("integer", "decimal") and item.minimum is not None and item.maximum is not None
