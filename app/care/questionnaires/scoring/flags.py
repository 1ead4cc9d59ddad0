"""Signs that somebody may need more care soon: plain flags, each with its source answer, and no number made of them.

Facts come from sent forms (clinical content, 1.7). A flag stays true until a newer answer to the same question says
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.care.questionnaires.parts import Definition, Value
from app.care.questionnaires.scoring.compute import scores_of
from app.i18n import lazy_gettext as _l

FACT = "https://handrail.example/codes/fact"
MANY_MEDICINES = 10
SURENESS_FELL = Decimal("1.5")


@dataclass(frozen=True)
class Filled:
    """One sent form: its answers that count, by place."""

    response_id: str
    definition: Definition
    answers: Mapping[str, Sequence[Value]]
    sent_at: datetime
    active: frozenset[str] | None = None
    """The places that applied, all when None."""


@dataclass(frozen=True)
class Flag:
    """One sign, with the answer that it rests on."""

    words: Any
    response_id: str
    link_id: str
    said_at: datetime


def _codes(values: Sequence[Value]) -> set[str]:
    return {value["valueCoding"].get("code", "") for value in values if "valueCoding" in value}


def _is(*codes: str) -> Callable[[Sequence[Value]], bool]:
    return lambda values: bool(_codes(values) & set(codes))


def _yes(values: Sequence[Value]) -> bool:
    return any(value.get("valueBoolean") is True for value in values)


#: By the fact that a question asks for: what makes it a flag, and how it is said.
FACTS: tuple[tuple[str, Callable[[Sequence[Value]], bool], Any], ...] = (
    ("unplanned-admissions", _is("2"), _l("Two or more unplanned hospital stays in 12 months")),
    ("fall-12-months", _yes, _l("A fall in the last 12 months")),
    ("weight-loss", _is("much"), _l("Lost more than 5 % of weight without wanting to")),
    ("home-worry", _is("yes", "sometimes"), _l("Worried about housing")),
    ("food-worry", _is("yes", "sometimes"), _l("Worried about food")),
    ("transport", _is("yes", "sometimes"), _l("Hard to get to visits")),
)
NEEDS = ("wash", "dress", "toilet", "bed", "eat", "walk-inside")


def flags(filled: Iterable[Filled]) -> list[Flag]:
    """The flags of one person, the newest answer to each question counting."""
    forms = sorted(filled, key=lambda one: one.sent_at)
    newest: dict[str, tuple[Filled, str, Sequence[Value]]] = {}
    for form in forms:
        for item in form.definition.walk():
            fact = next((code for system, code in item.codes if system == FACT), "")
            if fact and form.answers.get(item.link_id):
                newest[fact] = (form, item.link_id, form.answers[item.link_id])
    found = [_flag(words, newest[fact]) for fact, holds, words in FACTS if fact in newest and holds(newest[fact][2])]
    return [*found, *_alone_with_a_need(newest), *_medicines(forms), *_scores(forms)]


def _flag(words: Any, source: tuple[Filled, str, Sequence[Value]]) -> Flag:
    return Flag(words, source[0].response_id, source[1], source[0].sent_at)


def _alone_with_a_need(newest: Mapping[str, tuple[Filled, str, Sequence[Value]]]) -> list[Flag]:
    if "lives-alone" not in newest or not _yes(newest["lives-alone"][2]):
        return []
    needs = [fact for fact in NEEDS if fact in newest and _is("with-help", "cannot")(newest[fact][2])]
    return [_flag(_l("Lives alone and needs help with daily tasks"), newest[needs[0]])] if needs else []


def _medicines(forms: Sequence[Filled]) -> list[Flag]:
    """Ten or more regular medicines, as the newest list of them says."""
    for form in reversed(forms):
        names = [
            place
            for place in form.answers
            if place.partition("\x1f")[0] == "name" and "medicine" in form.definition.by_link
        ]
        if names:
            many = len(names) >= MANY_MEDICINES
            return [Flag(_l("Ten or more medicines"), form.response_id, "name", form.sent_at)] if many else []
    return []


def _scores(forms: Sequence[Filled]) -> list[Flag]:
    """PHQ-9 of 10 or more, food insecurity, and sureness that fell by 1.5 or more."""
    series: dict[str, list[tuple[Filled, str, Decimal]]] = {}
    for form in forms:
        for score in scores_of(form.definition, form.answers):
            if score.value is not None:
                series.setdefault(score.rule.name, []).append((form, score.links[0], score.value))
    found = []
    for name, least, words in (
        ("phq-9", 10, _l("PHQ-9 of 10 or more")),
        ("hunger-vital-sign", 1, _l("Food insecurity")),
    ):
        if name in series and series[name][-1][2] >= least:
            form, link, _value = series[name][-1]
            found.append(Flag(words, form.response_id, link, form.sent_at))
    sure = series.get("semcd-6", [])
    if len(sure) > 1 and sure[-2][2] - sure[-1][2] >= SURENESS_FELL:
        form, link, _value = sure[-1]
        found.append(Flag(_l("Less sure of managing than last time"), form.response_id, link, form.sent_at))
    return found
