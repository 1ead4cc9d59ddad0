"""The readings somebody can write down: codes, units and limits, as data, each limit with its source.

Below ``refuse`` or above it nothing is stored; outside ``confirm`` we ask "Is that right?". Codes are LOINC,
units UCUM.
Sources: [own] is a proposal of ours; the others are named. Limits are inclusive: a value on the limit is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.i18n import lazy_gettext as _l

LB_IN_KG = 0.45359237
MG_DL_IN_MMOL_L = 18.0182


@dataclass(frozen=True)
class Limits:
    """Lowest and highest value that is taken, and between which it is taken without a question."""

    refuse: tuple[float, float]
    confirm: tuple[float, float] | None = None

    def refuses(self, value: float) -> bool:
        """Whether this cannot be stored."""
        return not self.refuse[0] <= value <= self.refuse[1]

    def asks(self, value: float) -> bool:
        """Whether this is unusual enough to ask once."""
        return self.confirm is not None and not self.confirm[0] <= value <= self.confirm[1]


@dataclass(frozen=True)
class Unit:
    """A unit as UCUM writes it and as it is shown. ``factor`` times the value is the canonical value."""

    code: str
    shown: Any
    loinc: str = ""
    factor: float = 1.0


@dataclass(frozen=True)
class Part:
    """One number of a reading. ``limits`` by unit code; limits under "" hold for the canonical value."""

    name: str
    label: Any
    loinc: str
    limits: dict[str, Limits]
    optional: bool = False
    whole: bool = True

    def limits_in(self, unit: Unit) -> Limits:
        """The limits as they read in this unit."""
        if unit.code in self.limits:
            return self.limits[unit.code]
        base = self.limits[""]
        if unit.factor == 1.0:
            return base
        scaled = tuple(round(edge / unit.factor, 1) for edge in base.refuse)
        return Limits((scaled[0], scaled[1]))


@dataclass(frozen=True)
class Kind:
    """A kind of reading. The first part is the main one; ``ask`` is the heading of its page."""

    name: str
    title: Any
    ask: Any
    loinc: str
    units: tuple[Unit, ...]
    parts: tuple[Part, ...]
    source: str
    hint: Any = ""
    icon: str = "measure"
    scale: tuple[Any, Any] | None = None
    """Words at both ends, for a reading that is a number from 0 to 10."""
    words: tuple[str, ...] = ()
    """Words that a meter shows instead of a number."""
    arm: bool = False

    def unit(self, code: str) -> Unit | None:
        """The unit with this code, if the kind has it."""
        return next((unit for unit in self.units if unit.code == code), None)

    @property
    def main(self) -> Part:
        return self.parts[0]

    @property
    def decimals(self) -> bool:
        """Whether any part takes a decimal."""
        return any(not part.whole for part in self.parts)


PRESSURE = Unit("mm[Hg]", "mmHg")
SCORE = Unit("{score}", _l("out of 10"))
ZERO_TO_TEN = {"": Limits((0, 10))}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "blood_pressure", _l("Blood pressure"), _l("What is your blood pressure?"), "85354-9", (PRESSURE,),
            (
                Part("systolic", _l("Upper number"), "8480-6", {"": Limits((40, 300), (80, 220))}),
                Part("diastolic", _l("Lower number"), "8462-4", {"": Limits((20, 200), (40, 130))}),
                Part(
                    "pulse", _l("Pulse (beats a minute)"), "8867-4", {"": Limits((20, 300), (40, 140))}, optional=True
                ),
            ),
            "Refuse and confirm [own]; refuse lies inside published intensive-care ranges (0–375; pulse 0–350).",
            hint=_l("Sit for five minutes first."), arm=True,
        ),
        Kind(
            "glucose", _l("Blood sugar"), _l("What is your blood sugar?"), "41653-7",
            (
                Unit("mg/dL", "mg/dL", "41653-7"),
                Unit("mmol/L", "mmol/L", "14743-9", MG_DL_IN_MMOL_L),
            ),
            (
                Part(
                    "glucose", _l("Blood sugar"), "41653-7",
                    {
                        "mg/dL": Limits((10, 1000), (54, 400)),
                        "mmol/L": Limits((0.6, 55), (3.0, 22)),
                    },
                    whole=False,
                ),
            ),
            "Refuse and confirm [own]; 54 mg/dL and 3.0 mmol/L are the ADA level 2 limit.",
            hint=_l("Your meter may say LO or HI. You can type that."), words=("LO", "HI"),
        ),
        Kind(
            "weight", _l("Weight"), _l("What do you weigh?"), "29463-7",
            (Unit("kg", "kg"), Unit("[lb_av]", "lb", factor=LB_IN_KG)),
            (Part("weight", _l("Weight"), "29463-7", {"": Limits((20, 400))}, whole=False),),
            "Refuse [own]; confirm: more than 5 % or 5 kg from the last reading within 7 days [own].",
        ),
        Kind(
            "peak_flow", _l("Peak flow"), _l("What is your peak flow?"), "33452-4",
            (Unit("L/min", "L/min"),),
            (Part("peak_flow", _l("Peak flow"), "33452-4", {"": Limits((30, 900))}),),
            "Refuse [own]; confirm: above 130 % of the best reading so far [own].",
            hint=_l("Blow three times and write the highest."),
        ),
        Kind(
            "pain", _l("Pain"), _l("How much pain do you have?"), "72514-3", (SCORE,),
            (Part("pain", _l("Pain"), "72514-3", ZERO_TO_TEN),),
            "Whole numbers 0–10 (LOINC 72514-3).", icon="strength",
            scale=(_l("0: no pain"), _l("10: the worst pain")),
        ),
        Kind(
            "mood", _l("Mood"), _l("How is your mood?"), "", (SCORE,),
            (Part("mood", _l("Mood"), "", ZERO_TO_TEN),),
            "Whole numbers 0–10, our own code.", icon="strength",
            scale=(_l("0: very low"), _l("10: very good")),
        ),
    )
}  # fmt: skip

WEIGHT_CHANGE = (0.05, 5.0, 7)
"""Confirm: share, kilograms, days [own]."""
PEAK_ABOVE_BEST = 1.3
"""Confirm: share of the best reading so far [own]."""
NARROW_PULSE_PRESSURE = 15
"""Confirm: systolic less diastolic below this many mmHg [own]."""
