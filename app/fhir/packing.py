"""Any content as the parts of an extension, and back without loss.

FHIR allows no empty texts, lists or groups, no nulls, and whole numbers of 32 bits only; content may hold all of
these. A list's parts have the address ``*``, a group's parts the name of each field.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

ONE_OF_MANY = "*"
NO_NAME = "%"
NOTHING: dict[str, Any] = {"nothing": None, "no-text": "", "no-list": [], "no-group": {}}
FITS = re.compile(r"[ \r\n\t\S]+")
"""What R4 calls a string."""
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
WHOLE = 2**31
SMALL = 1e-25
FAR = "urn:number:"
"""Before numbers that are too large or small for others to read as numbers."""


class Unpackable(ValueError):
    """Parts that no content of ours was packed into."""


def pack(name: str, value: Any) -> dict[str, Any]:
    """``value`` (text, number, yes or no, nothing, lists and groups of these) as one part called ``name``."""
    return _named(quote(name, safe="") or NO_NAME, value)


def _named(url: str, value: Any) -> dict[str, Any]:
    if value is None or (isinstance(value, (str, list, tuple, dict)) and not value):
        kind = {type(None): "nothing", str: "no-text", dict: "no-group"}.get(type(value), "no-list")
        return {"url": url, "valueCode": kind}
    if isinstance(value, bool):
        return {"url": url, "valueBoolean": value}
    if isinstance(value, str):
        return {"url": url, **_text(value)}
    if isinstance(value, (int, float)) and value and not SMALL < abs(value) < 1 / SMALL:
        return {"url": url, "valueUri": f"{FAR}{value!r}"}
    if isinstance(value, int) and -WHOLE <= value < WHOLE:
        return {"url": url, "valueInteger": value}
    if isinstance(value, (int, float)):
        return {"url": url, "valueDecimal": value}
    if isinstance(value, dict):
        return {"url": url, "extension": [pack(str(name), each) for name, each in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"url": url, "extension": [_named(ONE_OF_MANY, each) for each in value]}
    raise TypeError(f"{type(value).__name__} is no content: use text, numbers, yes or no, lists and groups of these")


def _text(value: str) -> dict[str, str]:
    if FITS.fullmatch(value) and not UNFIT.search(value) and not value.isspace():
        return {"valueString": value}
    return {"valueBase64Binary": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()}


def unpack(part: Any) -> Any:
    """What :func:`pack` was given. Raises :class:`Unpackable` for anything else."""
    if not isinstance(part, dict) or not isinstance(part.get("url"), str):
        raise Unpackable("a part has no name")
    below = part.get("extension")
    if below is not None:
        return _below(below)
    values = [(name, value) for name, value in part.items() if name.startswith("value")]
    if len(values) != 1:
        raise Unpackable(f"{part['url'][:40]}: one value is needed")
    return _value(*values[0])


def _far(text: str) -> int | float:
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        raise Unpackable("a number cannot be read") from None


def _below(parts: Any) -> Any:
    if not isinstance(parts, list) or not parts or not all(isinstance(each, dict) for each in parts):
        raise Unpackable("parts are not a list")
    names = [each.get("url") for each in parts]
    if all(name == ONE_OF_MANY for name in names):
        return [unpack(each) for each in parts]
    if ONE_OF_MANY in names or not all(isinstance(name, str) and name for name in names):
        raise Unpackable("a list and a group are mixed")
    found = {
        "" if name == NO_NAME else unquote(str(name)): unpack(each) for name, each in zip(names, parts, strict=True)
    }
    if len(found) != len(parts):
        raise Unpackable("the same part is there twice")
    return found


def _value(name: str, value: Any) -> Any:
    if name == "valueCode" and isinstance(value, str) and value in NOTHING:
        nothing = NOTHING[value]
        return type(nothing)() if nothing is not None else None
    if name == "valueBoolean" and isinstance(value, bool):
        return value
    if name == "valueString" and isinstance(value, str) and value:
        return value
    if name == "valueBase64Binary" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True).decode("utf-8", "surrogatepass")
        except (binascii.Error, ValueError):
            raise Unpackable("a text cannot be read") from None
    if name == "valueUri" and isinstance(value, str) and value.startswith(FAR):
        return _far(value.removeprefix(FAR))
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if name in ("valueInteger", "valueDecimal") and is_number:
        number = float(value) if isinstance(value, Decimal) else value
        if isinstance(number, int) or math.isfinite(number):
            return number
    raise Unpackable(f"{name[:40]} holds something else")
