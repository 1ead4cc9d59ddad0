"""Reading the content of an item field by field: what fits is kept, what does not gets words beside the field."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.care.limits import PAGE, too_long
from app.errors import Invalid
from app.i18n import LazyText, _
from app.i18n import lazy_gettext as _l
from app.text import is_blank, without_unwanted

SHORT = 200


class Fields:
    """Takes values out of raw content and collects every problem, so that one answer names them all."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.problems: dict[str, Any] = {}

    def text(self, name: str, most: int = PAGE, missing: Any = None) -> str:
        """Text without control characters. ``missing``: words when it must not be empty."""
        value = self.raw.get(name)
        if value is not None and not isinstance(value, str):
            self.problems[name] = _l("Use words here.")
            return ""
        text = clean(value or "")
        if not text and missing is not None:
            self.problems[name] = missing
        if words := too_long(text, most):
            self.problems[name] = words
        return text

    def one_of(self, name: str, allowed: Iterable[str], usual: str, words: Any = None) -> str:
        """One of ``allowed``; ``usual`` when nothing was said."""
        value = self.raw.get(name)
        if value is None or value == "":
            return usual
        if not isinstance(value, str) or value not in set(allowed):
            self.problems[name] = words or _l("Pick one of the answers shown.")
            return usual
        return value

    def number(self, name: str, low: int, high: int, words: Any) -> int | None:
        """A whole number from ``low`` to ``high``; None when nothing was said."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        try:
            number = int(str(value).strip())
        except ValueError:
            number = low - 1
        if isinstance(value, bool) or not low <= number <= high:
            self.problems[name] = words
            return None
        return number

    def key(self, name: str) -> str:
        """The key of another item, or nothing. Whether that item exists is checked where the plan is known."""
        value = self.raw.get(name) or ""
        if not isinstance(value, str) or len(value) > 16 or not (value == "" or value.isalnum()):
            self.problems[name] = _l("Pick one of the lines shown.")
            return ""
        return value

    def keys(self, name: str, most: int = 12) -> list[str]:
        """Keys of other items, each once; none is fine. Whether they exist is checked where the plan is known."""
        value = self.raw.get(name) or []
        values = value if isinstance(value, (list, tuple)) else [value]
        found = [each for each in values if each != ""]
        if len(found) > most or any(
            not isinstance(each, str) or len(each) > 16 or not each.isalnum() for each in found
        ):
            self.problems[name] = _l("Pick one of the lines shown.")
            return []
        return list(dict.fromkeys(found))

    def since(self, name: str) -> str:
        """A year, a month or a day, as precise as somebody knows it: ``2019``, ``2019-05``, ``2019-05-04``."""
        value = self.raw.get(name) or ""
        text = value.strip() if isinstance(value, str) else "?"
        if text and not is_partial_day(text):
            self.problems[name] = _l("Write a year, a month or a day: 2019, 2019-05 or 2019-05-04.")
            return ""
        return text

    def weekdays(self, name: str) -> list[int]:
        """Days of the week, 0 for Monday, in order; none for every day."""
        value = self.raw.get(name) or []
        values = value if isinstance(value, (list, tuple)) else [value]
        try:
            days = sorted({int(str(day)) for day in values if day != ""})
        except ValueError:
            days = [-1]
        if any(not 0 <= day <= 6 for day in days):
            self.problems[name] = _l("Pick days of the week.")
            return []
        return [] if len(days) == 7 else days

    def several(self, name: str, allowed: Iterable[str]) -> list[str]:
        """Some of ``allowed``, each once and in that order; none is fine."""
        value = self.raw.get(name) or []
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        known = list(allowed)
        if any(not isinstance(each, str) or each not in known for each in values if each != ""):
            self.problems[name] = _l("Pick one of the answers shown.")
            return []
        return [each for each in known if each in values]

    def yes(self, name: str) -> bool:
        """Whether a box was ticked. Anything but a tick is no."""
        return self.raw.get(name) in (True, "yes")

    def amount(self, name: str, low: float, high: float, words: Any) -> int | float | None:
        """A number from ``low`` to ``high``, with a point or a comma; None when nothing was said."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        try:
            number = float(str(value).strip().replace(",", "."))
        except ValueError:
            number = math.nan
        if isinstance(value, bool) or not low <= number <= high:
            self.problems[name] = words
            return None
        return int(number) if number.is_integer() else number

    def day(self, name: str) -> str:
        """A calendar day as ``2026-03-10``, or nothing."""
        value = self.raw.get(name) or ""
        try:
            return date.fromisoformat(value.strip()).isoformat() if value else ""
        except (AttributeError, ValueError):
            self.problems[name] = _l("Write the day like this: 2026-03-10.")
            return ""

    def lines(self, name: str, most: int = 12, longest: int = SHORT) -> list[str]:
        """Short texts, one to a line: a text with line breaks, or a list. Empty lines go."""
        value = self.raw.get(name) or []
        values = value.replace("\r", "\n").split("\n") if isinstance(value, str) else value
        if not isinstance(values, (list, tuple)) or any(not isinstance(each, str) for each in values):
            self.problems[name] = _l("Use words here.")
            return []
        found = [text for each in values if (text := clean(each))]
        if len(found) > most:
            self.problems[name] = LazyText(lambda: _("Use at most %(most)s lines.", most=most))
        problem = next((words for text in found if (words := too_long(text, longest))), None)
        if problem:
            self.problems[name] = problem
        return found

    def rows(self, name: str, read: Callable[[Fields], dict[str, Any]], most: int) -> list[dict[str, Any]]:
        """Several groups of fields, each read by ``read``; groups in which nothing was said go.

        What does not fit is named by group and field: ``alternatives.1.what``.
        """
        value = self.raw.get(name) or []
        if not isinstance(value, (list, tuple)) or any(not isinstance(each, Mapping) for each in value):
            self.problems[name] = _l("Use words here.")
            return []
        found = []
        for number, raw in enumerate(value):
            if all(_is_nothing(each) for each in raw.values()):
                continue
            group = Fields(raw)
            found.append(read(group))
            self.problems.update({f"{name}.{number}.{part}": words for part, words in group.problems.items()})
        if len(found) > most:
            self.problems[name] = LazyText(lambda: _("Use at most %(most)s of these.", most=most))
        return found

    def done(self, content: Any) -> dict[str, Any]:
        """The content as it is stored. Raises ``Invalid`` with the words for every field that does not fit."""
        if self.problems:
            raise Invalid(fields=self.problems)
        return asdict(content)


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value == [] or (isinstance(value, str) and not clean(value))


def is_partial_day(text: str) -> bool:
    """Whether this is a year, a month or a day of the calendar, written year first."""
    if not re.fullmatch(r"(1[89]|20)[0-9]{2}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def clean(text: str) -> str:
    """Text as a person meant it: no control characters but line breaks, no spaces at the ends.

    Joiners stay, which emoji and several scripts need; marks that would turn the rest of a page go.
    """
    text = without_unwanted(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if is_blank(text) else text
