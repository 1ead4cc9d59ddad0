"""Works a form's scores out of its answers. Unknown or incomplete is "not scored", never 0."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.care.questionnaires.conditions import equal
from app.care.questionnaires.parts import Definition, Item, Value
from app.care.questionnaires.scoring.rules import LOINC, RULES, Band, Rule

Answers = Mapping[str, Sequence[Value]]


@dataclass(frozen=True)
class Score:
    """One score. ``value`` is None when it cannot be given; ``reason`` then says "incomplete" or "not asked"."""

    rule: Rule
    value: Decimal | None
    reason: str = ""
    missing: int = 0
    links: tuple[str, ...] = ()
    """The link ids of the questions that it rests on."""

    @property
    def band(self) -> Band | None:
        """What the value means, None without a value or without bands."""
        if self.value is None:
            return None
        return next((band for band in reversed(self.rule.bands) if self.value >= band.least), None)


@dataclass(frozen=True)
class Mismatch:
    """A total that came with a response and is not what its answers give."""

    rule: Rule
    reported: Decimal
    ours: Decimal


def scores_of(definition: Definition, answers: Answers, enabled: Collection[str] | None = None) -> list[Score]:
    """Every score whose questions the form holds, in the order of the rules.

    ``answers`` by place; those outside ``enabled`` (all, when None) count as not asked. A first step is left out
    when the longer instrument that it opens is scored.
    """
    found = [score for rule in RULES if (score := _score(rule, definition, answers, enabled))]
    scored = {score.rule.name for score in found if score.value is not None}
    return [score for score in found if score.rule.part_of not in scored]


def mismatches(definition: Definition, answers: Answers, reported: Mapping[str, float]) -> list[Mismatch]:
    """Totals that differ from ours, by LOINC code. Ours is the only one that is shown as a score."""
    totals = {score.rule.code: score for score in _all(definition, answers) if score.rule.code}
    found = []
    for code, number in reported.items():
        score = totals.get(code)
        if score and score.value is not None and Decimal(str(number)) != score.value:
            found.append(Mismatch(score.rule, Decimal(str(number)), score.value))
    return found


def _all(definition: Definition, answers: Answers) -> list[Score]:
    return [score for rule in RULES if (score := _score(rule, definition, answers, None))]


def _score(rule: Rule, definition: Definition, answers: Answers, enabled: Collection[str] | None) -> Score | None:
    items = [_item(definition, question) for question in rule.questions]
    if not all(items):
        return None
    asked = [item for item in items if item]
    links = tuple(item.link_id for item in asked)
    if enabled is not None and not all(link in enabled for link in links):
        if rule.how == "days times minutes" and links[0] in enabled:
            return _exercise(rule, asked, answers, links)
        return Score(rule, None, "not asked", links=links)
    if rule.how == "days times minutes":
        return _exercise(rule, asked, answers, links)
    numbers = [_number(rule, item, answers.get(item.link_id, ())) for item in asked]
    known = [number for number in numbers if number is not None]
    missing = len(numbers) - len(known)
    if rule.how == "any" and any(known):
        return Score(rule, Decimal(1), missing=missing, links=links)
    if missing > rule.may_miss or not known:
        return Score(rule, None, "incomplete", missing, links)
    return Score(rule, _together(rule, known), missing=missing, links=links)


def _together(rule: Rule, known: list[Decimal]) -> Decimal:
    total = sum(known, Decimal(0))
    if rule.how == "mean":
        return (total / len(known)).quantize(Decimal("0.1"))
    if rule.how == "unhealthy days":
        return min(total, rule.most)
    return max(known) if rule.how == "any" else total


def _exercise(rule: Rule, asked: list[Item], answers: Answers, links: tuple[str, ...]) -> Score:
    """Days times minutes; on no days no minutes are asked."""
    days, minutes = (_number(rule, item, answers.get(item.link_id, ())) for item in asked)
    if days == 0:
        return Score(rule, Decimal(0), links=links)
    if days is None or minutes is None:
        return Score(rule, None, "incomplete", 1 + (days is None and minutes is None), links)
    return Score(rule, days * minutes, links=links)


def _item(definition: Definition, question: str) -> Item | None:
    url, _, link = question.partition("#")
    if link:
        return definition.by_link.get(link) if definition.url == url else None
    return next((item for item in definition.walk() if item.asks and (LOINC, question) in item.codes), None)


def _number(rule: Rule, item: Item, values: Sequence[Value]) -> Decimal | None:
    """What one answer counts; None when it is missing, was not wanted, or means nothing to the rule."""
    if len(values) != 1:
        return None
    key, content = next(iter(values[0].items()))
    if key in ("valueInteger", "valueDecimal"):
        number = Decimal(str(content))
        return number if rule.how != "sum" or 0 <= number <= rule.most / len(rule.questions) else None
    if key == "valueQuantity":
        return Decimal(str(content["value"])) if "value" in content else None
    option = next((option for option in item.options if equal(values[0], option.value)), None)
    if option and option.is_missing:
        return None
    code = content.get("code", "") if isinstance(content, dict) else ""
    if code in rule.weights:
        return Decimal(rule.weights[code])
    return option.weight if option else None
