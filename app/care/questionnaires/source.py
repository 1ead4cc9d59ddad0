"""From bytes that anybody may have sent to plain JSON that is safe to walk and to store."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from app.i18n import _

MAX_BYTES = 1_000_000
MAX_DEPTH = 100
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
MAX_NUMBER = 30  # characters of one number; a longer one is a mistake or an attack


class Unreadable(Exception):
    """The file is not a JSON document that we can take; the message says why in plain words."""


def load(source: bytes | str | dict[str, Any], most: int = MAX_BYTES) -> dict[str, Any]:
    """The document as a dict with ``Decimal`` for fractions, or :class:`Unreadable`; ``most`` in bytes."""
    document = _parse(_text(source, most))
    if not isinstance(document, dict):
        raise Unreadable(_("The file is not a FHIR resource: it does not start with a JSON object."))
    _walk(document)
    return document


def digest(document: dict[str, Any]) -> str:
    """SHA-256 over the content, blind to spacing and to the order of keys."""
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_number)
    return hashlib.sha256(plain.encode()).hexdigest()


def _number(value: Any) -> str:
    """One spelling of a fraction, however the file or the database writes it: 7.50 is 7.5."""
    return format(Decimal(value).normalize(), "f") if isinstance(value, Decimal) else str(value)


def _text(source: bytes | str | dict[str, Any], most: int) -> str:
    if isinstance(source, dict):
        try:
            source = json.dumps(source, ensure_ascii=False, default=_decimal)
        except (TypeError, ValueError, RecursionError):
            raise Unreadable(_("The document cannot be written as JSON.")) from None
    if isinstance(source, str):
        source = source.encode("utf-8", "surrogatepass")
    if len(source) > most:
        raise Unreadable(_("The file is larger than %(most)s MB.", most=most // 1_000_000))
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not UTF-8 text.")) from None


def _decimal(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite():
        return float(value)
    raise TypeError(value)


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_no_twins,
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except RecursionError:
        raise Unreadable(_("The file is nested too deeply.")) from None
    except ValueError:
        raise Unreadable(_("The file is not valid JSON.")) from None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        raise Unreadable(_("The file says the same thing twice: a key is repeated in one object."))
    return seen


def _no_constant(name: str) -> Any:
    raise Unreadable(_("The file holds a number that is not a number: %(name)s.", name=name))


def _whole(text: str) -> int:
    if len(text) > MAX_NUMBER:
        raise Unreadable(_("The file holds a number that is too long."))
    return int(text)


def _fraction(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable(_("The file holds a number that is too long.")) from None
    if len(text) > MAX_NUMBER or (number and abs(number.adjusted()) > MAX_NUMBER):
        raise Unreadable(_("The file holds a number that is too long."))
    return number


def _walk(document: Any) -> None:
    """Refuse depth that later code could trip over, and characters that no database takes."""
    stack = [(document, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise Unreadable(_("The file is nested too deeply."))
        if isinstance(node, dict):
            stack.extend((part, depth + 1) for pair in node.items() for part in pair)
        elif isinstance(node, list):
            stack.extend((part, depth + 1) for part in node)
        elif isinstance(node, str) and UNFIT.search(node):
            raise Unreadable(_("The file holds characters that cannot be shown or stored."))
