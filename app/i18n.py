"""Languages, dates and numbers. Babel and one gettext catalogue for each language, nothing else.

Catalogues are read from the ``.po`` files at start, so there is no compile step to forget.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.dates import format_time as _babel_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = {"en": "English", "es": "Español"}
PSEUDO = "en-XA"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", PSEUDO}

_locale: ContextVar[str] = ContextVar("locale", default="en")
_zone: ContextVar[str] = ContextVar("zone", default="UTC")


class _Pseudo(NullTranslations):
    """A language that nobody speaks: longer, bracketed, right to left, so that forgotten words show."""

    _widen = str.maketrans("aeiouAEIOU", "äëïöüÄËÏÖÜ")

    def _dress(self, text: str) -> str:
        if not text.strip():
            return text
        out, i = [], 0
        while i < len(text):
            if text[i] == "%":  # placeholders stay as they are
                end = text.find(")", i) + 2 if text[i + 1 : i + 2] == "(" else i + 2
                out.append(text[i:end])
                i = end
            else:
                out.append(text[i].translate(self._widen))
                i += 1
        return "⟦" + "".join(out) + " " + "~" * max(1, len(text) // 3) + "⟧"

    def gettext(self, message: str) -> str:
        return self._dress(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._dress(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self._dress(message)

    ugettext, ungettext, upgettext = gettext, ngettext, pgettext


@lru_cache(maxsize=16)
def _translations(tag: str) -> Any:
    if tag == PSEUDO:
        return _Pseudo()
    path = CATALOGUES / tag / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=tag)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **values: Any) -> str:
    """``message`` in the current language, with named placeholders filled in."""
    text: str = _translations(_locale.get()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The plural form that fits ``n``; ``%(n)s`` is there to use."""
    text: str = _translations(_locale.get()).ngettext(one, many, n)
    return text % {"n": format_number(n), **values}


class LazyText:
    """Text that is translated when it is shown, in the language of whoever looks."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def __str__(self) -> str:
        return self._make()

    def __html__(self) -> str:
        from markupsafe import escape

        return str(escape(self._make()))

    def __repr__(self) -> str:
        return f"LazyText({self._make()!r})"

    def __mod__(self, values: Any) -> str:
        return self._make() % values

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __len__(self) -> int:
        return len(str(self))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling ask for these; text has none of them
            raise AttributeError(name)
        return getattr(str(self), name)


def lazy_gettext(message: str, **values: Any) -> LazyText:
    """Like :func:`gettext`, but translated when shown: for words at module level and in refusals."""
    return LazyText(lambda: gettext(message, **values))


def lazy_ngettext(one: str, many: str, n: int, **values: Any) -> LazyText:
    """Like :func:`ngettext`, but translated when shown."""
    return LazyText(lambda: ngettext(one, many, n, **values))


_ = gettext


@contextmanager
def using_locale(tag: str | None) -> Iterator[None]:
    """Speak ``tag`` inside the block; an unknown language falls back to English."""
    token = _locale.set(known(tag))
    try:
        yield
    finally:
        _locale.reset(token)


@contextmanager
def using_zone(zone: str) -> Iterator[None]:
    """Show moments in ``zone`` (an IANA name) inside the block."""
    token = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(token)


def known(tag: str | None) -> str:
    """``tag`` if we speak it, else its language, else English."""
    if tag in LANGUAGES or tag == PSEUDO:
        return str(tag)
    short = (tag or "").split("-")[0].split("_")[0].lower()
    return short if short in LANGUAGES else "en"


def locale_tag() -> str:
    """The current language as a tag for ``lang=``."""
    return _locale.get()


def current_locale() -> Locale:
    """The current language as Babel knows it (the pseudo-language counts as English)."""
    tag = _locale.get()
    return Locale.parse("en" if tag == PSEUDO else tag, sep="-")


def current_zone() -> ZoneInfo:
    """The zone in which moments are shown now."""
    return ZoneInfo(_zone.get())


def direction() -> str:
    """``rtl`` or ``ltr`` for ``dir=``."""
    return "rtl" if _locale.get() in RIGHT_TO_LEFT else "ltr"


def format_day(day: date | datetime) -> str:
    """A day as a person says it: «Saturday 21 November», with the year when it is not this one."""
    from app import clock

    if isinstance(day, datetime):
        day = day.astimezone(current_zone()).date()
    this_year = clock.now().astimezone(current_zone()).year
    locale = current_locale()
    patterns = {"es": ("EEEE d 'de' MMMM", "EEEE d 'de' MMMM 'de' y")}
    short, long = patterns.get(locale.language, ("EEEE d MMMM", "EEEE d MMMM y"))
    return format_date(day, short if day.year == this_year else long, locale=locale)


def format_birth(day: date) -> str:
    """«17 May 1948»: a day long ago, on which the weekday is of no use."""
    locale = current_locale()
    return format_date(day, "d 'de' MMMM 'de' y" if locale.language == "es" else "d MMMM y", locale=locale)


def format_weekday(day: date | datetime) -> str:
    """«Thursday»."""
    if isinstance(day, datetime):
        day = day.astimezone(current_zone()).date()
    return format_date(day, "EEEE", locale=current_locale())


def format_weekday_short(day: date | datetime) -> str:
    """«Thu»."""
    if isinstance(day, datetime):
        day = day.astimezone(current_zone()).date()
    return format_date(day, "EEE", locale=current_locale())


def format_time(moment: datetime | time) -> str:
    """Hours and minutes in the person's zone."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(current_zone())
        return _babel_time(moment, "short", tzinfo=current_zone(), locale=current_locale())
    return _babel_time(moment, "short", locale=current_locale())


def format_moment(moment: datetime) -> str:
    """Day and time in the person's zone."""
    return gettext("%(day)s, %(time)s", day=format_day(moment), time=format_time(moment))


def format_number(number: float | int) -> str:
    """A number with the decimal sign of the language."""
    return format_decimal(number, locale=current_locale())


def format_stamp(moment: datetime) -> str:
    """Day and time where many stand below each other: «26 Nov, 1:38 PM», with the year when it is not this one."""
    from app import clock

    here = moment.astimezone(current_zone())
    this_year = clock.now().astimezone(current_zone()).year
    day = format_date(here.date(), "d MMM" if here.year == this_year else "d MMM y", locale=current_locale())
    return gettext("%(day)s, %(time)s", day=day, time=format_time(moment))


def format_short(moment: datetime) -> str:
    """A compact stamp for dense staff lists."""
    return format_datetime(moment, "short", tzinfo=current_zone(), locale=current_locale())
