"""Typed numbers and amounts: digits with a point or a comma, within the bounds that the form names."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from app.care.questionnaires.fields import INTEGER_LIMIT
from app.care.questionnaires.parts import Item
from app.errors import Invalid
from app.i18n import _, format_number, ngettext

NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,10})?")


def wrong(words: str) -> Invalid:
    """A refusal of the answer, with the same words at its field."""
    return Invalid(words, {"answer": words})


def read(item: Item, entry: str, *, whole: bool) -> Decimal:
    """The number. Raises :class:`Invalid` for anything else, and outside the bounds."""
    if not NUMBER.fullmatch(entry):
        raise wrong(_("Write a number, like 7."))
    try:
        number = Decimal(entry.replace(",", "."))
    except InvalidOperation:
        raise wrong(_("Write a number, like 7.")) from None
    if whole and number != number.to_integral_value():
        raise wrong(_("Write a whole number, like 7."))
    places = item.decimal_places
    if not whole and places is not None and -int(number.normalize().as_tuple().exponent) > places:
        raise wrong(
            ngettext("Use at most %(n)s digit after the point.", "Use at most %(n)s digits after the point.", places)
        )
    if len(number.as_tuple().digits) > 15 or (whole and abs(number) > INTEGER_LIMIT):
        raise wrong(_("This number is too large. Check it, please."))
    between(number, _decimal(item.minimum), _decimal(item.maximum), format_number)
    return number


def amount(item: Item, entry: str, unit: str) -> dict[str, Any]:
    """A number with its unit: the only one there is, or the chosen one (``unit`` is its place in the list)."""
    number = float(read(item, entry, whole=False))
    if not item.units:
        return {"value": number}
    if len(item.units) == 1:
        unit = "0"
    if not (unit.isascii() and unit.isdigit() and int(unit) < len(item.units)):
        raise wrong(_("Choose the unit that you measured in."))
    chosen = item.units[int(unit)]
    named = {"unit": chosen.words, "system": chosen.system, "code": chosen.code}
    return {"value": number} | {key: words for key, words in named.items() if words}


def between(value: Any, low: Any, high: Any, say: Any) -> None:
    """Raise :class:`Invalid` when ``value`` lies outside; ``say`` turns a bound into words."""
    under, over = low is not None and value < low, high is not None and value > high
    if not (under or over):
        return
    if low is not None and high is not None:
        raise wrong(_("It should lie between %(low)s and %(high)s.", low=say(low), high=say(high)))
    if under:
        raise wrong(_("It should be %(low)s or more.", low=say(low)))
    raise wrong(_("It should be %(high)s or less.", high=say(high)))


def _decimal(bound: Any) -> Decimal | None:
    return None if bound is None else Decimal(str(bound))
