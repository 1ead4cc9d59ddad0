"""One typed text as the value that its kind of question takes, or in plain words what is wrong with it."""

from __future__ import annotations

from app.care.questionnaires import moments, numbers, patterns
from app.care.questionnaires.numbers import wrong
from app.care.questionnaires.parts import Item, Value
from app.i18n import _, format_number, ngettext

__all__ = ["LONGEST", "cleaned", "read", "text", "wrong"]

LONGEST = 4_000  # characters of one answer when the form names no limit


def read(item: Item, entry: str, unit: str = "", zone: str = "UTC") -> Value:
    """The value of one cleaned entry. Raises :class:`Invalid` on the field ``answer``."""
    if item.pattern and not patterns.matches(item.pattern, entry):
        raise _not_as_asked(item)
    if item.kind == "boolean":
        if entry not in ("true", "false"):
            raise wrong(_("Choose yes or no."))
        return {"valueBoolean": entry == "true"}
    if item.kind == "integer":
        return {"valueInteger": int(numbers.read(item, entry, whole=True))}
    if item.kind == "decimal":
        return {"valueDecimal": float(numbers.read(item, entry, whole=False))}
    if item.kind == "quantity":
        return {"valueQuantity": numbers.amount(item, entry, unit)}
    if item.kind == "date":
        return {"valueDate": moments.day(item, entry)}
    if item.kind == "dateTime":
        return {"valueDateTime": moments.moment(item, entry, zone)}
    if item.kind == "time":
        return {"valueTime": moments.time_of_day(item, entry)}
    if item.kind == "url":
        return {"valueUri": _address(item, entry)}
    return {"valueString": text(item, entry)}


def text(item: Item, entry: str) -> str:
    """Own words within the limits of the question."""
    limit = min(item.max_length or LONGEST, LONGEST)
    if len(entry) > limit:
        over = len(entry) - limit
        raise wrong(
            ngettext(
                "This is %(n)s letter too long. Shorten it a little.",
                "This is %(n)s letters too long. Shorten it a little.",
                over,
            )
        )
    if item.min_length and len(entry) < item.min_length:
        raise wrong(_("Write a little more: at least %(low)s letters.", low=format_number(item.min_length)))
    return entry


def cleaned(raw: str, item: Item) -> str:
    """Line ends made one kind, characters that no database takes left out, outer space cut."""
    written = raw.replace("\r\n", "\n").replace("\r", "\n")
    if item.kind != "text":
        written = written.replace("\n", " ")
    return "".join(c for c in written if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff")).strip()


def _address(item: Item, entry: str) -> str:
    if any(c.isspace() for c in entry) or ":" not in entry:
        raise wrong(_("Write the whole address, like https://www.example.org."))
    return text(item, entry)


def _not_as_asked(item: Item) -> Exception:
    if item.entry_format:
        return wrong(_("Write it like this: %(example)s", example=item.entry_format.source))
    return wrong(_("This is not written the way the question asks. Look at it again, please."))
