"""Scoring rules as data: which questions, how, bands, what a missing answer does, which change matters, whose rule.

A question is found by its LOINC code, else by the address of the form and its link id, so a published form with the
same codes is scored as ours is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.i18n import lazy_gettext as _l

LOINC = "http://loinc.org"
OURS = "https://handrail.example/questionnaires/"
FREQUENCY = {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}
"""LOINC answers "not at all" to "nearly every day", for forms that bring no weights."""


@dataclass(frozen=True)
class Band:
    """From ``least`` on. ``level`` orders bands: 0 nothing to do, 1 keep an eye, 2 act, 3 act soon."""

    least: Decimal
    words: Any
    level: int


@dataclass(frozen=True)
class Rule:
    """One score. ``how`` is "sum", "mean", "unhealthy days", "days times minutes", "days" or "any"."""

    name: str
    title: Any
    questions: tuple[str, ...]
    how: str
    most: Decimal
    least: Decimal = Decimal(0)
    bands: tuple[Band, ...] = ()
    may_miss: int = 0
    matters: Decimal | None = None
    """The least change that means something."""
    more_is_better: bool = False
    code: str = ""
    """LOINC of the result, empty where none is verified."""
    source: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)
    part_of: str = ""
    """The longer instrument that this one opens."""


def _bands(*edges: tuple[int, Any, int]) -> tuple[Band, ...]:
    return tuple(Band(Decimal(least), words, level) for least, words, level in edges)


PHQ = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
GAD = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")
OPENS = _l("asks for the longer form")
FEW = _l("few signs")

RULES: tuple[Rule, ...] = (
    Rule(
        "phq-9", _l("Depression (PHQ-9)"), PHQ, "sum", Decimal(27), code="44261-6", weights=FREQUENCY,
        bands=_bands(
            (0, _l("none or minimal"), 0), (5, _l("mild"), 1), (10, _l("moderate"), 2),
            (15, _l("moderately severe"), 3), (20, _l("severe"), 3),
        ),
        matters=Decimal(5),
        source="Kroenke 2001: 5, 10, 15, 20. A change of 5 matters. Any missing answer: not scored (built-in rule).",
    ),
    Rule(
        "phq-2", _l("Depression, first step (PHQ-2)"), PHQ[:2], "sum", Decimal(6), code="55758-7",
        weights=FREQUENCY, bands=_bands((0, FEW, 0), (3, OPENS, 2)), part_of="phq-9",
        source="Kroenke 2003: 3 or more asks for the PHQ-9.",
    ),
    Rule(
        "gad-7", _l("Anxiety (GAD-7)"), GAD, "sum", Decimal(21), code="70274-6", weights=FREQUENCY,
        bands=_bands((0, _l("minimal"), 0), (5, _l("mild"), 1), (10, _l("moderate"), 2), (15, _l("severe"), 3)),
        source="Spitzer 2006: 5, 10, 15; at 10 sensitivity 89 %, specificity 82 %.",
    ),
    Rule(
        "gad-2", _l("Anxiety, first step (GAD-2)"), GAD[:2], "sum", Decimal(6), weights=FREQUENCY,
        bands=_bands((0, FEW, 0), (3, OPENS, 2)), part_of="gad-7",
        source="Kroenke 2007: 3 or more asks for the GAD-7.",
    ),
    Rule(
        "phq-4", _l("Distress (PHQ-4)"), (*GAD[:2], *PHQ[:2]), "sum", Decimal(12), code="70272-0",
        weights=FREQUENCY,
        bands=_bands((0, _l("none or minimal"), 0), (3, _l("mild"), 1), (6, _l("moderate"), 2), (9, _l("severe"), 3)),
        source="Kroenke 2009: 0 to 2, 3 to 5, 6 to 8, 9 to 12.",
    ),
    Rule(
        "semcd-6", _l("Sure of managing (SEMCD-6)"), tuple(f"{OURS}semcd-6#semcd-{n}" for n in range(1, 7)), "mean",
        Decimal(10), least=Decimal(1), may_miss=2, more_is_better=True,
        source="Stanford: mean of six; not scored with more than two missing; no cut-off (reference mean 5.17).",
    ),
    Rule(
        "hrqol-4", _l("Unhealthy days (HRQOL-4)"), tuple(f"{OURS}hrqol-4#hrqol-{n}" for n in (2, 3)),
        "unhealthy days", Decimal(30),
        source="CDC: physically plus mentally unhealthy days of the last 30, at most 30.",
    ),
    Rule(
        "mental-distress", _l("Mentally unhealthy days"), (f"{OURS}hrqol-4#hrqol-3",), "days", Decimal(30),
        bands=_bands((0, _l("under 14 days"), 0), (14, _l("frequent mental distress"), 2)),
        source="CDC: 14 or more days are frequent mental distress.",
    ),
    Rule(
        "hunger-vital-sign", _l("Food insecurity (Hunger Vital Sign)"), ("88122-7", "88123-5"), "any", Decimal(1),
        code="88124-3", weights={"LA28397-0": 1, "LA6729-3": 1, "LA28398-8": 0},
        bands=_bands((0, _l("no risk"), 0), (1, _l("at risk"), 2)),
        source="Hager 2010: often or sometimes true to either question is a risk.",
    ),
    Rule(
        "exercise-vital-sign", _l("Exercise (minutes a week)"), ("89555-7", "68516-4"), "days times minutes",
        Decimal(4_200), code="77594-0", more_is_better=True,
        bands=_bands((0, _l("under 150 minutes a week, for information"), 0), (150, _l("150 minutes or more"), 0)),
        source="Exercise Vital Sign: days times minutes; adults under 150 minutes a week, for information only.",
    ),
)  # fmt: skip

BY_NAME = {rule.name: rule for rule in RULES}
