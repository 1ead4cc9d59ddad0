"""A treatment of any sort: what it is for, what it may bring and cost, what else there is. Every prompt is honest:
given, "we do not know", or "not discussed yet" (natural frequencies only, one denominator, one time span)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import effort
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.care.plan.kinds.treatment_words import PER, PROMPTS, SORTS, STATES, lines
from app.i18n import _
from app.i18n import lazy_gettext as _l

OF = 100
"""The one denominator of every chance shown."""
MOST_ALTERNATIVES = 6
MOST_EFFECTS = 8
NUMBERS = (
    "benefit_words", "benefit_with", "benefit_without", "harm_words", "harm_with", "harm_without", "over",
    "numbers_source", "numbers_on",
)  # fmt: skip
"""The fields of both chances, over one time span, with where and when they are from."""
GIVEN_BY = {
    "purpose": ("purpose",),
    "side_effects": ("common", "serious"),
    "benefit": ("benefit_with",),
    "harm": ("harm_with",),
    "cost": ("cost_amount", "cost_words"),
    "alternatives": ("alternatives", "nothing_good", "nothing_bad", "no_alternatives"),
    "without": ("without",),
}
"""Prompt → the fields of which one answers it."""


@dataclass(frozen=True)
class Treatment:
    """``*_state``: "given", "unknown" or "not_discussed". ``decided`` is verbatim. Chances: whole people of 100."""

    sort: str
    plain_name: str
    clinical_name: str
    ingredients: list[str]
    purpose: str
    problem_key: str
    goal_key: str
    not_linked: str
    how: str
    when: str
    since: str
    how_long: str
    prescribed_by: str
    common: list[dict[str, Any]]
    serious: list[dict[str, Any]]
    benefit_words: str
    benefit_with: int | None
    benefit_without: int | None
    harm_words: str
    harm_with: int | None
    harm_without: int | None
    over: str
    numbers_source: str
    numbers_on: str
    cost_amount: int | float | None
    cost_per: str
    cost_words: str
    cost_said_by: str
    cost_on: str
    cost_effort: str
    times_a_week: int | None
    minutes: int | None
    travel_minutes: int | None
    cost_help: str
    alternatives: list[dict[str, Any]]
    nothing_good: str
    nothing_bad: str
    no_alternatives: str
    without: str
    decided: str
    never_alone: bool
    never_alone_why: str
    checked_by: str
    checked_on: str
    purpose_state: str
    side_effects_state: str
    benefit_state: str
    harm_state: str
    cost_state: str
    alternatives_state: str
    without_state: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a name, and for numbers without their words, time span, source and date."""
    fields = Fields(raw)
    found: dict[str, Any] = {
        "sort": fields.one_of("sort", SORTS, "medicine"),
        "plain_name": fields.text("plain_name", SHORT, missing=_l("Write what it is called, in plain words.")),
        "ingredients": fields.lines("ingredients", 6),
        "problem_key": fields.key("problem_key"),
        "goal_key": fields.key("goal_key"),
        "since": fields.text("since", SHORT),
        "common": fields.rows("common", _effect, MOST_EFFECTS),
        "serious": fields.rows("serious", _serious, MOST_EFFECTS),
        "alternatives": fields.rows("alternatives", _alternative, MOST_ALTERNATIVES),
        "never_alone": fields.yes("never_alone"),
        "cost_amount": fields.amount("cost_amount", 0, 1_000_000, _l("Write a number, for example 12.50.")),
        "cost_per": fields.one_of("cost_per", PER, "month"),
        "cost_on": fields.day("cost_on"),
        "checked_on": fields.day("checked_on"),
        **effort.read(fields),
    }
    for name in ("clinical_name", "how_long", "prescribed_by", "cost_said_by", "checked_by", "when"):
        found[name] = fields.text(name, SHORT)
    found |= chances(fields)
    for name in ("purpose", "not_linked", "how", "cost_words", "cost_effort", "cost_help", "nothing_good"):
        found[name] = fields.text(name)
    for name in ("nothing_bad", "no_alternatives", "without", "decided", "never_alone_why"):
        found[name] = fields.text(name)
    _with_its_day(fields, found, found["cost_amount"] is not None, ("cost_said_by", "cost_on"))
    _with_its_day(fields, found, bool(found["checked_by"] or found["checked_on"]), ("checked_by", "checked_on"))
    for prompt in PROMPTS:
        said = fields.one_of(f"{prompt}_state", STATES, "not_discussed")
        found[f"{prompt}_state"] = "given" if is_given(found, prompt) else _unless_given(said)
    return fields.done(Treatment(**found))


def is_given(content: Content, prompt: str) -> bool:
    """Whether the line says something to this prompt."""
    return any(content.get(name) not in (None, "", []) for name in GIVEN_BY[prompt])


def _unless_given(said: str) -> str:
    return "not_discussed" if said == "given" else said


def _effect(fields: Fields) -> dict[str, Any]:
    return {
        "what": fields.text("what", SHORT, missing=_l("Write which side effect.")),
        "todo": fields.text("todo", SHORT * 2),
    }


def _serious(fields: Fields) -> dict[str, Any]:
    return {
        "what": fields.text("what", SHORT, missing=_l("Write which side effect.")),
        "todo": fields.text("todo", SHORT * 2, missing=_l("Write what to do at once.")),
    }


def _alternative(fields: Fields) -> dict[str, Any]:
    return {
        "what": fields.text("what", SHORT, missing=_l("Write what else could be done.")),
        "good": fields.text("good", SHORT * 2),
        "bad": fields.text("bad", SHORT * 2),
    }


def chances(fields: Fields) -> dict[str, Any]:
    """Both chances out of 100 people over one time span, with a source and its date; more with than without."""
    found: dict[str, Any] = {name: fields.text(name, SHORT) for name in NUMBERS if name.endswith("_words")}
    found |= {name: fields.text(name, SHORT) for name in ("over", "numbers_source")}
    found["numbers_on"] = fields.day("numbers_on")
    words = _l("Write a whole number from 0 to 100: how many of 100 people.")
    for side in ("benefit", "harm"):
        for name in (f"{side}_with", f"{side}_without"):
            found[name] = fields.number(name, 0, OF, words)
        known, before = found[f"{side}_with"], found[f"{side}_without"]
        if known is not None and not found[f"{side}_words"]:
            fields.problems.setdefault(f"{side}_words", _l("Write what happens to these people."))
        if known is None and before is not None:
            fields.problems.setdefault(f"{side}_with", _l("Write how many it is with the treatment."))
        if known is not None and before is not None and known < before:
            fields.problems.setdefault(
                f"{side}_with", _l("This is less than without the treatment. Check both numbers and the words.")
            )
    if found["benefit_with"] is None and found["harm_with"] is None:
        return found
    missing = {
        "over": _l("Write over what time. It is the same for both."),
        "numbers_source": _l("Write where the numbers are from."),
        "numbers_on": _l("Write from which day the numbers are."),
    }
    for name, problem in missing.items():
        if not found[name]:
            fields.problems.setdefault(name, problem)
    return found


def _with_its_day(fields: Fields, found: dict[str, Any], known: bool, names: tuple[str, str]) -> None:
    who, when = (_l("Write who said so."), _l("Write on which day."))
    for name, problem in zip(names, (who, when), strict=True):
        if known and not found[name]:
            fields.problems.setdefault(name, problem)


def title(content: Content) -> str:
    """Its plain name, and the clinical one beside it when that is another."""
    plain, clinical = str(content.get("plain_name", "")), str(content.get("clinical_name", ""))
    if not clinical or clinical.casefold() == plain.casefold():
        return plain
    return _("%(plain)s (%(clinical)s)", plain=plain, clinical=clinical)


KIND = Kind(
    "treatment", _l("Treatment"), "medicine", parse, title, lines,
    ("sort", "plain_name", "clinical_name", "ingredients", "purpose", "how", "when", "how_long", "common", "serious",
     "benefit_words", "benefit_with", "benefit_without", "harm_words", "harm_with", "harm_without", "over",
     "cost_amount", "cost_per", "alternatives", "nothing_good", "nothing_bad", "without", "never_alone"),
    "treatments", own=("decided",), is_titled=True, keeps_days=180,
    once_said=("times_a_week", "minutes"),
    links={"problem_key": ("problem",), "goal_key": ("goal",)},
    choices={"sorts": SORTS, "per": PER, "states": {name: STATES[name] for name in ("unknown", "not_discussed")}},
)  # fmt: skip
