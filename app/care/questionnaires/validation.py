"""One answer as a form sends it, checked and turned into FHIR values; what is wrong is said in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from app.care.questionnaires.fields import INTEGER_LIMIT
from app.care.questionnaires.parts import Item, Option, Value
from app.errors import Invalid
from app.i18n import _, format_day, format_number, ngettext

OTHER = "other"
LONGEST = 4_000  # characters of one answer when the form names no limit
NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,10})?")


def read_answer(item: Item, given: Sequence[str], other: str = "") -> list[Value]:
    """The FHIR values of what was typed or chosen; an empty list when nothing was.

    ``given`` holds option keys for questions with options, ``true``/``false`` for yes and no, else the
    typed texts. ``other`` is the own text of an open choice. Raises :class:`Invalid` on the field ``answer``.
    """
    entries = [entry for raw in given if (entry := _clean(raw, item))]
    if item.options:
        values = _chosen(item, entries, _clean(other, item))
    else:
        values = [_typed(item, entry) for entry in entries]
    _count(item, values)
    return values


def _chosen(item: Item, keys: list[str], other: str) -> list[Value]:
    by_key = {option.key: option for option in item.options}
    if any(key not in by_key and key != OTHER for key in keys):
        raise _wrong(_("Choose one of the answers on this page."))
    chosen: list[Option] = [by_key[key] for key in dict.fromkeys(keys) if key != OTHER]
    values = [option.value for option in chosen]
    if item.kind == "open-choice":
        if OTHER in keys and not other:
            raise _wrong(_("Write your own answer in the box, or choose another one."))
        if other and (OTHER in keys or not keys or item.repeats):
            values.append({"valueString": _text(item, other)})
    elif OTHER in keys:
        raise _wrong(_("Choose one of the answers on this page."))
    if len(values) > 1 and any(option.exclusive for option in chosen):
        alone = next(option.text for option in chosen if option.exclusive)
        raise _wrong(_("“%(answer)s” stands alone. Choose it, or choose others.", answer=alone))
    return values


def _count(item: Item, values: list[Value]) -> None:
    most = (item.max_answers or len(values)) if item.repeats else 1
    if len(values) > most:
        raise _wrong(ngettext("Choose one answer only.", "Choose at most %(n)s answers.", most))
    if values and item.repeats and item.min_answers and len(values) < item.min_answers:
        raise _wrong(ngettext("Choose at least %(n)s answer.", "Choose at least %(n)s answers.", item.min_answers))


def _typed(item: Item, entry: str) -> Value:
    if item.kind == "boolean":
        if entry not in ("true", "false"):
            raise _wrong(_("Choose yes or no."))
        return {"valueBoolean": entry == "true"}
    if item.kind == "integer":
        return {"valueInteger": int(_number(item, entry, whole=True))}
    if item.kind == "decimal":
        return {"valueDecimal": float(_number(item, entry, whole=False))}
    if item.kind == "date":
        return {"valueDate": _date(item, entry).isoformat()}
    return {"valueString": _text(item, entry)}


def _number(item: Item, entry: str, whole: bool) -> Decimal:
    if not NUMBER.fullmatch(entry):
        raise _wrong(_("Write a number, like 7."))
    try:
        number = Decimal(entry.replace(",", "."))
    except InvalidOperation:
        raise _wrong(_("Write a number, like 7.")) from None
    if whole and number != number.to_integral_value():
        raise _wrong(_("Write a whole number, like 7."))
    places = item.decimal_places
    if not whole and places is not None and -int(number.normalize().as_tuple().exponent) > places:
        raise _wrong(
            ngettext("Use at most %(n)s digit after the point.", "Use at most %(n)s digits after the point.", places)
        )
    if len(number.as_tuple().digits) > 15 or (whole and abs(number) > INTEGER_LIMIT):
        raise _wrong(_("This number is too large. Check it, please."))
    _between(number, _as_decimal(item.minimum), _as_decimal(item.maximum), format_number)
    return number


def _as_decimal(bound: Any) -> Decimal | None:
    return None if bound is None else Decimal(str(bound))


def _date(item: Item, entry: str) -> date:
    try:
        day = date.fromisoformat(entry) if len(entry) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise _wrong(_("Write the day as year, month and day, like 2026-11-21."))
    low, high = _first_day(item.minimum), _last_day(item.maximum)
    _between(day, low, high, format_day)
    return day


def _first_day(bound: str | None) -> date | None:
    return date.fromisoformat((bound + "-01-01")[:10]) if bound else None


def _last_day(bound: str | None) -> date | None:
    """The last day that a rough date covers: 2026 means 31 December, 2026-02 means 28 February."""
    if not bound or len(bound) == 10:
        return _first_day(bound)
    year, month = int(bound[:4]), int(bound[5:7] or 12)
    if year == date.max.year:
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _between(value: Any, low: Any, high: Any, say: Any) -> None:
    under, over = low is not None and value < low, high is not None and value > high
    if not (under or over):
        return
    if low is not None and high is not None:
        raise _wrong(_("It should lie between %(low)s and %(high)s.", low=say(low), high=say(high)))
    if under:
        raise _wrong(_("It should be %(low)s or more.", low=say(low)))
    raise _wrong(_("It should be %(high)s or less.", high=say(high)))


def _text(item: Item, entry: str) -> str:
    limit = min(item.max_length or LONGEST, LONGEST)
    if len(entry) > limit:
        over = len(entry) - limit
        raise _wrong(
            ngettext(
                "This is %(n)s letter too long. Shorten it a little.",
                "This is %(n)s letters too long. Shorten it a little.",
                over,
            )
        )
    if item.min_length and len(entry) < item.min_length:
        raise _wrong(_("Write a little more: at least %(low)s letters.", low=format_number(item.min_length)))
    return entry


def _clean(raw: str, item: Item) -> str:
    """Line ends made one kind, characters that no database takes left out, outer space cut."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if item.kind != "text":
        text = text.replace("\n", " ")
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff")).strip()


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"answer": words})
