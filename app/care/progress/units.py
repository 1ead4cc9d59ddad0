"""Units as a plan names them in words: which unit of a kind of reading is meant, and whether it is one we know."""

from __future__ import annotations

from app.care.progress.kinds import Kind, Unit

ALSO = {
    "[lb_av]": ("lb.", "lbs", "lbs.", "pound", "pounds", "libras"),
    "kg": ("kgs", "kilo", "kilos", "kilogram", "kilograms"),
    "[degF]": ("f", "ºf", "fahrenheit"),
    "Cel": ("c", "ºc", "celsius"),
    "mm[Hg]": ("mm hg", "mmhg"),
    "%": ("percent", "por ciento"),
}


def knows_unit(kind: Kind, words: str) -> bool:
    """Whether these words name a unit of this kind; no words mean the kind's first."""
    return not words.strip() or _found(kind, words) is not None


def unit_named(kind: Kind, words: str) -> Unit:
    """The unit that a plan names in words or by its code; the kind's first when it names none that we know."""
    return _found(kind, words) or kind.units[0]


def _found(kind: Kind, words: str) -> Unit | None:
    said = words.strip().casefold()
    for unit in kind.units:
        if said in (unit.code.casefold(), str(unit.shown).casefold(), *ALSO.get(unit.code, ())):
            return unit
    return None
