"""The groups inside a symptom plan: usual values, numbers that move a band, whom to ring, medicines as prescribed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.progress.kinds import KINDS as READINGS
from app.care.progress.units import knows_unit
from app.i18n import LazyText, _, format_day, format_number, ngettext
from app.i18n import lazy_gettext as _l

GOOD, WATCH, NOW = "good", "watch", "now"
BANDS = {NOW: _l("Act now"), WATCH: _l("Take care"), GOOD: _l("Doing well")}
"""Most urgent first, as the person reads them."""
PARTS = {"blood_pressure_lower": ("blood_pressure", "diastolic")}
"""What a number may be about beside the main one of a reading: the kind, and which of its numbers."""
MEASURES: dict[str, Any] = {
    **{kind.name: kind.title for kind in READINGS.values()},
    "blood_pressure": _l("Blood pressure, upper number"),
    "blood_pressure_lower": _l("Blood pressure, lower number"),
}
UNITS = {name: str(READINGS[PARTS.get(name, (name, ""))[0]].units[0].shown) for name in MEASURES}
RULES = {
    "below": _l("Below"),
    "above": _l("Above"),
    "of_best_below": _l("Below this percent of the best"),
    "of_best_from": _l("At or above this percent of the best"),
    "gain": _l("Goes up by this much or more"),
    "loss": _l("Goes down by this much or more"),
}
OVER_DAYS = ("gain", "loss")
OF_BEST = ("of_best_below", "of_best_from")
DAYS = {
    "all": _l("Every day"),
    "weekdays": _l("Monday to Friday"),
    "weekend": _l("Saturday and Sunday"),
    "0": _l("Monday"),
    "1": _l("Tuesday"),
    "2": _l("Wednesday"),
    "3": _l("Thursday"),
    "4": _l("Friday"),
    "5": _l("Saturday"),
    "6": _l("Sunday"),
}
TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
WHERE = {"": _l("Any of them"), **BANDS}
"""For which band a number to ring is."""


def baseline(fields: Fields) -> dict[str, Any]:
    """A usual value of the person: best peak flow, weight without extra water, usual oxygen."""
    measure = fields.one_of("measure", MEASURES, "")
    value = fields.amount("value", 0, 2000, _l("Write a number."))
    if value is None and "value" not in fields.problems:
        fields.problems["value"] = _l("Write a number.")
    if not measure and "measure" not in fields.problems:
        fields.problems["measure"] = _l("Pick what is measured.")
    return {"measure": measure, "value": value, "unit": fields.text("unit", 20) or UNITS.get(measure, "")}


def number(fields: Fields) -> dict[str, Any]:
    """A number that moves a band. ``days``: within how many days a change counts; None for a single reading."""
    found = {
        "band": fields.one_of("band", BANDS, WATCH),
        "measure": fields.one_of("measure", MEASURES, ""),
        "rule": fields.one_of("rule", RULES, "below"),
        "number": fields.amount("number", 0, 2000, _l("Write a number.")),
        "unit": fields.text("unit", 20),
        "days": fields.number("days", 1, 60, _l("Write a number of days from 1 to 60.")),
    }
    if not found["measure"] and "measure" not in fields.problems:
        fields.problems["measure"] = _l("Pick what is measured.")
    if found["number"] is None and "number" not in fields.problems:
        fields.problems["number"] = _l("Write a number.")
    if found["rule"] in OVER_DAYS and found["days"] is None and "days" not in fields.problems:
        fields.problems["days"] = _l("Say within how many days.")
    if found["rule"] not in OVER_DAYS:
        found["days"] = None
    check_unit(fields, str(found["measure"]), str(found["rule"]))
    found["unit"] = "%" if found["rule"] in OF_BEST else found["unit"] or UNITS.get(str(found["measure"]), "")
    return found


def check_unit(fields: Fields, measure: str, rule: str) -> None:
    """A number is held against readings, so its unit is one that those have; anything else is refused."""
    said = str(fields.raw.get("unit") or "")
    kind = READINGS.get(PARTS.get(measure, (measure, ""))[0])
    if kind is not None and rule not in OF_BEST and not knows_unit(kind, said):
        units = ", ".join(str(unit.shown) for unit in kind.offered)
        fields.problems["unit"] = LazyText(
            lambda: _("Write one of the units of this reading: %(units)s.", units=units)
        )


def phone(fields: Fields) -> dict[str, Any]:
    """Somebody to ring: on which days, from when until when (empty: day and night). Times are the person's own."""
    found = {
        "band": fields.one_of("band", BANDS, ""),
        "name": fields.text("name", SHORT, missing=_l("Write who answers.")),
        "number": fields.text("number", 40, missing=_l("Write the number.")),
        "days": fields.one_of("days", DAYS, "all"),
        "from_time": _time(fields, "from_time"),
        "until_time": _time(fields, "until_time"),
    }
    if found["number"] and not any(letter.isdigit() for letter in found["number"]):
        fields.problems["number"] = _l("Write the digits of the number.")
    if bool(found["from_time"]) != bool(found["until_time"]) and not fields.problems:
        name = "until_time" if found["from_time"] else "from_time"
        fields.problems[name] = _l("Write both times, or leave both empty.")
    return found


def medicine(fields: Fields) -> dict[str, Any]:
    """What the person does with a medicine in a band: only as somebody prescribed it, with name and day."""
    found = {
        "band": fields.one_of("band", BANDS, WATCH),
        "name": fields.text("name", SHORT, missing=_l("Write the name as it was prescribed.")),
        "what": fields.text("what", 500, missing=_l("Write what to do, word for word as it was prescribed.")),
        "prescribed_by": fields.text("prescribed_by", SHORT, missing=_l("Say who prescribed it.")),
        "prescribed_on": fields.day("prescribed_on"),
    }
    if not found["prescribed_on"] and "prescribed_on" not in fields.problems:
        fields.problems["prescribed_on"] = _l("Say on which day it was prescribed.")
    return found


def _time(fields: Fields, name: str) -> str:
    """A time of day as ``08:00``, or nothing; ``24:00`` is midnight."""
    text = fields.text(name, 10)
    found = TIME.fullmatch(text)
    if not text:
        return ""
    if not found or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > 24 * 60:
        fields.problems[name] = _l("Write the time like this: 08:00.")
        return ""
    return f"{int(found[1]) % 24:02d}:{found[2]}"


def number_words(row: Mapping[str, Any], usual: Sequence[Mapping[str, Any]] = ()) -> str:
    """«Weight goes up by 0.9 kg or more in 1 day.» With the person's own number where their best is known."""
    measure, rule = str(MEASURES.get(str(row.get("measure")), "")), row.get("rule")
    amount = _amount(row.get("number"), row.get("unit"))
    days = int(row.get("days") or 1)
    if rule in OF_BEST:
        words = (
            _("%(measure)s below %(amount)s of your best.")
            if rule == "of_best_below"
            else _("%(measure)s at %(amount)s of your best, or more.")
        )
        share = words % {"measure": measure, "amount": amount}
        best = next((each for each in usual if each.get("measure") == row.get("measure") and each.get("value")), None)
        if best is None:
            return share
        own = round(float(best["value"]) * float(row.get("number") or 0) / 100)
        return _("%(share)s For you that is %(own)s.", share=share, own=_amount(own, best.get("unit")))
    if rule == "gain":
        return ngettext(
            "%(measure)s goes up by %(amount)s or more in %(n)s day.",
            "%(measure)s goes up by %(amount)s or more in %(n)s days.", days, measure=measure, amount=amount,
        )  # fmt: skip
    if rule == "loss":
        return ngettext(
            "%(measure)s goes down by %(amount)s or more in %(n)s day.",
            "%(measure)s goes down by %(amount)s or more in %(n)s days.", days, measure=measure, amount=amount,
        )  # fmt: skip
    words = _("%(measure)s below %(amount)s.") if rule == "below" else _("%(measure)s above %(amount)s.")
    return words % {"measure": measure, "amount": amount}


def usual_words(row: Mapping[str, Any]) -> str:
    """«Peak flow: 400 L/min»."""
    measure = str(MEASURES.get(str(row.get("measure")), ""))
    return _("%(measure)s: %(amount)s", measure=measure, amount=_amount(row.get("value"), row.get("unit")))


def hours_words(row: Mapping[str, Any]) -> str:
    """«Monday to Friday, 08:00 to 17:00», «Every day, day and night»."""
    days = str(DAYS.get(str(row.get("days") or "all"), DAYS["all"]))
    if not row.get("from_time"):
        return _("%(days)s, day and night", days=days)
    return _("%(days)s, %(first)s to %(last)s", days=days, first=row["from_time"], last=row["until_time"])


def phone_words(row: Mapping[str, Any]) -> str:
    """«Heart nurse, 555 0123 (Monday to Friday, 08:00 to 17:00)»."""
    return _("%(name)s, %(number)s (%(hours)s)", name=row["name"], number=row["number"], hours=hours_words(row))


def medicine_words(row: Mapping[str, Any]) -> str:
    """«Only as prescribed: name. What to do. Prescribed by … on …»."""
    return _(
        "Only as prescribed: %(name)s. %(what)s Prescribed by %(who)s, %(day)s.",
        name=row["name"], what=_sentence(row["what"]), who=row["prescribed_by"], day=day_words(row["prescribed_on"]),
    )  # fmt: skip


def day_words(day: Any) -> str:
    """A stored day in the reader's language; nothing for none."""
    return format_day(date.fromisoformat(str(day))) if day else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _amount(value: Any, unit: Any) -> str:
    shown = format_number(float(value)) if value is not None else ""
    return f"{shown} {unit}".strip()
