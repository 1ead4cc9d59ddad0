"""If this happens, then we change: the sign or the number, what changes and who sees to it, and a checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import starters, zone_parts
from app.care.plan.kinds.fields import Fields
from app.care.plan.kinds.kind import Content, Kind
from app.care.plan.kinds.zone_parts import MEASURES, OF_BEST, OVER_DAYS, RULES, UNITS, check_unit
from app.i18n import _
from app.i18n import lazy_gettext as _l

TRANSITIONS = {
    "": _l("None of these"),
    "admission": _l("Going into hospital"),
    "discharge": _l("Coming home from hospital"),
    "new_carer": _l("A new carer"),
    "moving": _l("Moving"),
}
STARTERS = {name: words for name, words in TRANSITIONS.items() if name}
LIMITS = {name: words for name, words in RULES.items() if name not in OF_BEST}


@dataclass(frozen=True)
class Trigger:
    """``if_words`` or a measure with its limit; ``within``: days for a change. ``steps``: the checklist."""

    if_words: str
    transition: str
    measure: str
    rule: str
    number: int | float | None
    unit: str
    within: int | None
    then_words: str
    steps: list[str]


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` when nobody would know when it applies, or what changes."""
    fields = Fields(raw)
    made = Trigger(
        if_words=fields.text("if_words", 400),
        transition=fields.one_of("transition", TRANSITIONS, ""),
        measure=fields.one_of("measure", MEASURES, ""),
        rule=fields.one_of("rule", LIMITS, "below"),
        number=fields.amount("number", 0, 2000, _l("Write a number.")),
        unit=fields.text("unit", 20) or UNITS.get(str(fields.raw.get("measure")), ""),
        within=fields.number("within", 1, 60, _l("Write a number of days from 1 to 60.")),
        then_words=fields.text("then_words", 1000, missing=_l("Write what changes then.")),
        steps=fields.lines("steps"),
    )
    problems = fields.problems
    check_unit(fields, made.measure, made.rule)
    if made.measure and made.number is None and "number" not in problems:
        problems["number"] = _l("Write a number.")
    if made.measure and made.rule in OVER_DAYS and made.within is None and "within" not in problems:
        problems["within"] = _l("Say within how many days.")
    if not (made.if_words or made.measure or made.transition) and "if_words" not in problems:
        problems["if_words"] = _l("Write what happens, or pick a reading with its limit.")
    return fields.done(made)


def title(content: Content) -> str:
    """The condition as one sentence."""
    return _("If this happens: %(what)s", what=if_text(content))


def if_text(content: Content) -> str:
    """When it applies: the words, else the reading with its limit, else the change in life."""
    if content.get("if_words"):
        return str(content["if_words"])
    if content.get("measure"):
        return limit_text(content)
    return str(TRANSITIONS.get(content.get("transition", ""), ""))


def limit_text(content: Content) -> str:
    """The reading with its limit, as one sentence."""
    return zone_parts.number_words({**content, "days": content.get("within")})


def lines(content: Content) -> list[tuple[str, str]]:
    """The limit, what changes, the checklist."""
    transition = str(TRANSITIONS.get(content.get("transition", ""), "")) if content.get("transition") else ""
    limit = limit_text(content) if content.get("measure") and content.get("if_words") else ""
    return [
        (_("Limit"), limit),
        (_("Then we change"), str(content.get("then_words", ""))),
        (_("When"), transition if content.get("if_words") or content.get("measure") else ""),
        (_("Checklist"), "\n".join(content.get("steps") or [])),
    ]


KIND = Kind(
    "trigger", _l("If … then we change"), "change", parse, title, lines,
    ("if_words", "transition", "measure", "rule", "number", "unit", "within", "then_words", "steps"), "worse",
    is_to_do=True, is_safety=True,
    choices={
        "transitions": TRANSITIONS, "measures": MEASURES, "rules": LIMITS, "starters": STARTERS,
    },
    starter=starters.reader("transitions"),
)  # fmt: skip
