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
    """A unit as UCUM writes it and as it is shown. The canonical value is (value - ``offset``) times ``factor``."""

    code: str
    shown: Any
    loinc: str = ""
    factor: float = 1.0
    offset: float = 0.0
    slip: bool = False
    """Never offered as a choice: only asked about when a number fits it and nothing else."""

    def canonical(self, value: float) -> float:
        """The value in the canonical unit."""
        return round((value - self.offset) * self.factor, 4)

    def of(self, canonical: float) -> float:
        """The canonical value in this unit, to one decimal."""
        return round(canonical / self.factor + self.offset, 1)

    def change(self, canonical: float) -> float:
        """A difference of canonical values in this unit."""
        return canonical / self.factor


@dataclass(frozen=True)
class Part:
    """One number of a reading. ``limits`` by unit code; limits under "" hold for the canonical value."""

    name: str
    label: Any
    loinc: str
    limits: dict[str, Limits]
    optional: bool = False
    whole: bool = True
    clock: bool = False
    """May be typed as hours and minutes: 7:30."""
    thousands: bool = False
    """May be typed with a mark between thousands: 8,500."""

    def limits_in(self, unit: Unit) -> Limits:
        """The limits as they read in this unit."""
        if unit.code in self.limits:
            return self.limits[unit.code]
        base = self.limits[""]
        if unit.factor == 1.0:
            return base
        return Limits((unit.of(base.refuse[0]), unit.of(base.refuse[1])))


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
    beat: bool = False
    """Whether the device may show an irregular beat: "irregular" is kept as yes or no, or not at all."""

    def unit(self, code: str) -> Unit | None:
        """The unit with this code, if the kind has it."""
        return next((unit for unit in self.units if unit.code == code), None)

    @property
    def offered(self) -> tuple[Unit, ...]:
        """The units somebody can choose from."""
        return tuple(unit for unit in self.units if not unit.slip)

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
            hint=_l("Sit for five minutes first."), arm=True, beat=True,
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
            (Unit("L/min", "L/min"), Unit("L/s", _l("litres a second"), factor=60.0, slip=True)),
            (
                Part(
                    "peak_flow", _l("Peak flow"), "33452-4",
                    {"": Limits((30, 900)), "L/s": Limits((1, 15))},
                ),
            ),
            "Refuse [own]; confirm: above 130 % of the best so far, or whole litres a second typed as L/min [own].",
            hint=_l("Blow three times and write the highest."),
        ),
        Kind(
            "oxygen", _l("Oxygen"), _l("What is your oxygen?"), "59408-5", (Unit("%", "%"),),
            (Part("oxygen", _l("Oxygen"), "59408-5", {"": Limits((50, 100), (88, 100))}),),
            "Refuse and confirm [own]; LOINC 59408-5 (2708-6), by pulse oximeter.",
            hint=_l("Warm your hand. Sit still for a minute first."),
        ),
        Kind(
            "temperature", _l("Temperature"), _l("What is your temperature?"), "8310-5",
            (Unit("Cel", "°C"), Unit("[degF]", "°F", factor=1 / 1.8, offset=32.0)),
            (
                Part(
                    "temperature", _l("Temperature"), "8310-5",
                    {"": Limits((30, 45), (35, 40)), "[degF]": Limits((86, 113), (95, 104))},
                    whole=False,
                ),
            ),
            "Refuse and confirm [own]; °C = (°F - 32) / 1.8.",
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
        Kind(
            "sleep", _l("Sleep"), _l("How long did you sleep?"), "93832-4", (Unit("h", _l("hours"), factor=60.0),),
            (
                Part(
                    "sleep", _l("Sleep"), "93832-4", {"h": Limits((0, 24), (0, 16)), "": Limits((0, 1440))},
                    whole=False, clock=True,
                ),
            ),
            "Refuse and confirm [own]; kept in minutes.",
            hint=_l("The whole last night. You can type 7.5 or 7:30."),
        ),
        Kind(
            "steps", _l("Steps"), _l("How many steps did you walk?"), "41950-7", (Unit("{steps}", _l("steps")),),
            (
                Part("steps", _l("Steps"), "41950-7", {"": Limits((0, 200_000), (0, 60_000))}, thousands=True),
            ),
            "Refuse and confirm [own]; steps of 24 hours. No limit raises anything: the trend only.",
            hint=_l("All steps of one day."),
        ),
        Kind(
            "activity_minutes", _l("Active minutes"), _l("How many minutes were you active?"), "77594-0",
            (Unit("min", _l("minutes")),),
            (
                Part(
                    "activity_minutes", _l("Active minutes"), "77594-0", {"": Limits((0, 10_080), (0, 1_200))},
                    thousands=True,
                ),
            ),
            "Refuse: more minutes than a week has; confirm [own]. 150 a week is information only.",
            hint=_l("Add up the last 7 days: walking, cycling, work in the garden."),
        ),
    )
}  # fmt: skip

WEIGHT_CHANGE = (0.05, 5.0, 7)
"""Confirm: share, kilograms, days [own]."""
SLIP_OF_UNIT = 0.3
"""Confirm: share by which a weight may differ from the last one, however old that is [own]."""
PEAK_ABOVE_BEST = 1.3
"""Confirm: share of the best reading so far [own]."""
NARROW_PULSE_PRESSURE = 15
"""Confirm: systolic less diastolic below this many mmHg [own]."""
