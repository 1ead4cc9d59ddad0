"""Reads the items of a questionnaire: one level at a time, with a limit on how many and how deep."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.care.questionnaires import patterns
from app.care.questionnaires.extensions import OPERATORS, code_display, codes_of, read_extensions, topic_of
from app.care.questionnaires.fields import Notes, flag, objects, string, text, value
from app.care.questionnaires.moments import first_day, last_day
from app.care.questionnaires.options import OF_KIND, read_options
from app.care.questionnaires.parts import KINDS, Condition, Item, Option, Text, Value
from app.care.questionnaires.valuesets import Sets
from app.i18n import _

MAX_ITEMS = 2_000
MAX_DEPTH = 20
MAX_LINK_ID = 255
CHOOSE = Text("Choose what fits.", "en", {"es": "Elige lo que corresponda."})
BARE = frozenset({"y", "n", "yes", "no", "asked-unknown", "unknown", "true", "false"})
"""Codes of answers that say nothing without a question."""


class Reader:
    """Reads items and counts them, so that a file cannot ask for more than we hold."""

    def __init__(self, notes: Notes, sets: Sets) -> None:
        self.notes, self.sets = notes, sets
        self.count = 0
        self.links: set[str] = set()

    def items(
        self, holder: dict[str, Any], where: str = "", depth: int = 1, heading: Text | None = None
    ) -> tuple[Item, ...]:
        """The children of a questionnaire or of an item; ``heading`` is the nearest text above them."""
        raw = objects(holder, "item", self.notes, where)
        if raw and depth > MAX_DEPTH:
            self.notes.refuse(_("The questions are nested more than 20 levels deep."), where)
            return ()
        return tuple(item for part in raw if (item := self.item(part, depth, heading)))

    def item(self, raw: dict[str, Any], depth: int, heading: Text | None = None) -> Item | None:
        """One item with everything below it; None when it cannot be used."""
        self.count += 1
        if self.count > MAX_ITEMS:
            if self.count == MAX_ITEMS + 1:
                self.notes.refuse(_("The form has more than 2,000 items."))
            return None
        link = self._link(raw)
        kind = self._kind(raw, link)
        words = text(raw, "text", self.notes, link) or code_display(raw, self.notes.language)
        children = self.items(raw, link, depth + 1, words or heading)
        if not link or not kind:
            return None
        facts = read_extensions(raw, self.notes, link)
        options, missing = read_options(raw, kind, self.sets, self.notes, link)
        if kind not in ("group", "display") and not words and not facts.get("hidden"):
            words = self._borrowed(children, options, heading, link)
        item = Item(
            link_id=link,
            kind=kind,
            text=words,
            prefix=(string(raw, "prefix", self.notes, link) or "")[:40],
            topic=topic_of(raw),
            codes=codes_of(raw),
            required=flag(raw, "required", self.notes, link),
            repeats=flag(raw, "repeats", self.notes, link),
            read_only=flag(raw, "readOnly", self.notes, link),
            max_length=self._length(raw, link),
            options=options,
            initial=self._initial(raw, kind, link) or tuple(o.value for o in options if o.preselected),
            help=_beside(children, "help"),
            low_words=next(iter(_beside(children, "lower")), None),
            high_words=next(iter(_beside(children, "upper")), None),
            conditions=self._conditions(raw, link),
            behaviour=self._behaviour(raw, link),
            children=tuple(child for child in children if not _is_beside(child)),
            unanswerable=missing,
            **{"may_skip": True} | facts,
        )
        return self._settled(item)

    def _borrowed(
        self, children: tuple[Item, ...], options: tuple[Option, ...], heading: Text | None, link: str
    ) -> Text | None:
        """Words for a question that has none: of the text beside it, else of the heading above, else its answers
        speak for themselves (but never a bare yes or no).
        """
        if words := next((child.text for child in children if child.kind == "display" and child.text), None):
            return words
        if heading:
            self.notes.warn(_("The question has no words of its own; the heading above it is shown."), link)
            return heading
        if options and any(_speaks(option) for option in options):
            self.notes.warn(_("The question has no words of its own; only its answers are shown."), link)
            return CHOOSE
        self.notes.refuse(_("The question has no words."), link)
        return None

    def _settled(self, item: Item) -> Item:
        """What depends on the whole item: who may skip it, what cannot be answered here, what cannot be right."""
        note, link = self.notes.refuse, item.link_id
        if item.kind == "display" and any(child.kind != "display" for child in item.children):
            note(_("A text to read cannot have items below it."), link)
        if item.kind == "group" and not item.children:
            self.notes.warn(_("The group is empty."), link)
        bounds: list[tuple[Any, Any]] = [(item.min_length, item.max_length), (item.min_answers, item.max_answers)]
        if not _same_kind(item, item.minimum) or not _same_kind(item, item.maximum):
            note(_("A smallest or largest value does not fit the kind of the question."), link)
        else:
            days = item.kind in ("date", "dateTime")
            bounds.append((first_day(item.minimum), last_day(item.maximum)) if days else (item.minimum, item.maximum))
        if any(low is not None and high is not None and low > high for low, high in bounds):
            note(_("Its smallest allowed value is above its largest."), link)
        if item.pattern and not patterns.usable(item.pattern):
            self.notes.warn(_("Its pattern for answers cannot be used and is left out."), link)
            item = replace(item, pattern="")
        item = replace(item, unanswerable=item.unanswerable or self._unanswerable(item))
        for child in item.children if item.unanswerable else ():
            words = _("It follows a question that cannot be answered here, so it is never asked.")
            self.notes.warn(words, child.link_id)
        bands = [mark.band for mark in item.urgent] + [option.band for option in item.options]
        return replace(item, may_skip=item.may_skip and not item.required and "red" not in bands)

    def _unanswerable(self, item: Item) -> str:
        """Why nobody can answer this here ("file", "record", "list"), empty when they can."""
        if item.calculated or item.hidden or item.options or item.offered:
            return ""
        why = {"attachment": "file", "reference": "record", "choice": "list"}.get(item.kind, "")
        words = {
            "file": _("It asks for a file, which cannot be given here; the person is told so."),
            "record": _("It asks for a link to another record, which cannot be given here; the person is told so."),
            "list": _("There is nothing to choose from, so it cannot be answered here; the person is told so."),
        }
        if why:
            self.notes.warn(words[why], item.link_id)
        return why

    def _link(self, raw: dict[str, Any]) -> str:
        link = raw.get("linkId")
        if not isinstance(link, str) or not link.strip():
            self.notes.refuse(_("An item has no linkId."))
            return ""
        if len(link) > MAX_LINK_ID:
            self.notes.refuse(_("A linkId is longer than 255 characters."), link[:40])
            return ""
        if link in self.links:
            self.notes.refuse(_("Two items have this linkId."), link)
            return ""
        self.links.add(link)
        return link

    def _kind(self, raw: dict[str, Any], link: str) -> str:
        kind = raw.get("type")
        if not isinstance(kind, str):
            self.notes.refuse(_("The item does not say its type."), link)
        elif kind not in KINDS:
            self.notes.refuse(_("Items of the type “%(kind)s” are not supported yet.", kind=kind[:40]), link)
        else:
            return kind
        return ""

    def _length(self, raw: dict[str, Any], link: str) -> int | None:
        length = raw.get("maxLength")
        if length is None:
            return None
        if not isinstance(length, int) or isinstance(length, bool) or length < 1:
            self.notes.refuse(_("“%(key)s” should be a whole number above 0.", key="maxLength"), link)
            return None
        return length

    def _initial(self, raw: dict[str, Any], kind: str, link: str) -> tuple[Value, ...]:
        found = [value(part, "value", self.notes, link) for part in objects(raw, "initial", self.notes, link)]
        values = tuple(part for part in found if part)
        if any(not fits(kind, part) for part in values):
            self.notes.refuse(_("The first value of the question does not fit its kind."), link)
        return values

    def _conditions(self, raw: dict[str, Any], link: str) -> tuple[Condition, ...]:
        found = []
        for part in objects(raw, "enableWhen", self.notes, link):
            question, operator = part.get("question"), part.get("operator")
            answer = value(part, "answer", self.notes, link)
            if not isinstance(question, str) or operator not in OPERATORS:
                self.notes.refuse(_("A condition does not say which question it looks at, or how."), link)
            elif answer is not None:
                found.append(Condition(question, operator, answer))
        return tuple(found)

    def _behaviour(self, raw: dict[str, Any], link: str) -> str:
        behaviour = raw.get("enableBehavior")
        if behaviour in ("all", "any"):
            return str(behaviour)
        if behaviour is not None or len(objects(raw, "enableWhen", self.notes, link)) > 1:
            self.notes.refuse(_("Several conditions need “all” or “any”, and the item says neither."), link)
        return "all"


def _speaks(option: Option) -> bool:
    content = next(iter(option.value.values()))
    code = content.get("code", "") if isinstance(content, dict) else str(content)
    return code.lower() not in BARE


def fits(kind: str, value: Value) -> bool:
    """Whether an answer of this shape can be an answer to a question of this kind."""
    key = next(iter(value))
    if kind == "boolean":
        return key == "valueBoolean"
    if kind == "decimal":
        return key in ("valueDecimal", "valueInteger")
    if kind == "attachment":
        return True
    return key in OF_KIND.get(kind, ())


def _same_kind(item: Item, bound: Any) -> bool:
    if bound is None:
        return True
    if isinstance(bound, str):
        return item.kind in ("date", "dateTime", "time")
    return item.kind in ("integer", "decimal", "quantity")


def _is_beside(item: Item) -> bool:
    """A text that belongs to its question: a hint, or the words at an end of a scale."""
    return item.kind == "display" and item.control in ("help", "lower", "upper")


def _beside(children: tuple[Item, ...], control: str) -> tuple[Text, ...]:
    return tuple(child.text for child in children if child.text and _is_beside(child) and child.control == control)
