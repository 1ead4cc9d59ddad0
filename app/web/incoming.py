"""What comes in, before any view looks at it: clean text, and addresses and numbers that can be ours.

No database takes every character (PostgreSQL refuses NUL) or every number, so what no person types ends here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, request
from flask import Request as FlaskRequest
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter
from werkzeug.utils import cached_property

from app.errors import Invalid
from app.i18n import _
from app.text import without_unwanted
from app.web.context import current
from app.web.pages import UPLOADS

DIGITS = 9  # a number of more digits is none of ours, and would not fit a column


class Request(FlaskRequest):
    """Flask's request whose form and query hold clean text only."""

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = _clean(self.__dict__["form"])

    @cached_property
    def args(self) -> Any:
        """The query of the address."""
        return _clean(super().args)

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """The body; one that is nested deeper than anybody's is no JSON of ours."""
        try:
            return super().get_json(force, silent, cache)
        except RecursionError:
            if silent:
                return None
            raise BadRequest from None


def _clean(fields: Any) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict([(name, without_unwanted(text)) for name, text in fields.items(multi=True)])


class SmallInteger(IntegerConverter):
    """``<int:…>`` in our addresses."""

    regex = rf"\d{{1,{DIGITS}}}"


def is_ours(path: str) -> bool:
    """Whether ``path`` could be an address of ours: they are plain ASCII."""
    return path.isascii() and path.isprintable()


def is_own_path(path: str) -> bool:
    """Whether ``path`` is an address of ours and nobody else's (no scheme, no host, no tricks)."""
    plain = path.isprintable() and "\\" not in path and len(path) <= 500
    return plain and path.startswith("/") and "//" not in path.partition("?")[0]


def whole(text: str) -> int | None:
    """The number that a hidden field of ours holds; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def day(text: str) -> date | None:
    """A day as browsers send it; None for nothing. Raises ``ValueError`` for what is no day of ours."""
    found = date.fromisoformat(text) if text else None
    if found and not 1900 <= found.year <= 2200:
        raise ValueError(text)
    return found


def typed_day(name: str) -> date | None:
    """The day in a field of this form; None when it is empty. Raises ``Invalid`` naming the field."""
    try:
        return day(request.form.get(name, ""))
    except ValueError:
        raise Invalid(fields={name: _("This is not a day.")}) from None


def file(name: str) -> bytes:
    """The contents of the file that came with this name; empty when none did."""
    sent = request.files.get(name)
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read()


def _take_files() -> None:
    """A request with a photo or file may be as large as one, with room for what is written beside it."""
    if request.endpoint in UPLOADS:
        request.max_content_length = current.config.attachment_mb * 1024 * 1024 + 256 * 1024


def install(app: Flask) -> None:
    app.before_request(_take_files)
    app.request_class = Request
    app.url_map.converters["int"] = SmallInteger
