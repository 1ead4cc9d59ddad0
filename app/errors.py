"""Refusals: what the product says when it will not do a thing. Each carries words for a person and a status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.i18n import lazy_gettext


class Refusal(Exception):
    """A thing was not done. ``words`` is (lazy) text for the person, ``status`` the HTTP status that fits."""

    status = 422

    def __init__(self, words: Any = None, status: int | None = None) -> None:
        self.words = words if words is not None else self.default_words()
        if status is not None:
            self.status = status
        super().__init__(str(self.words))

    def default_words(self) -> Any:
        return lazy_gettext("We could not do that.")


class NotFound(Refusal):
    """Not there, or not for this person to know of: the two look the same from outside."""

    status = 404

    def default_words(self) -> Any:
        return lazy_gettext("It may have moved, or it may not be yours to see.")


class Forbidden(Refusal):
    """Visibly not theirs to do."""

    status = 403

    def default_words(self) -> Any:
        return lazy_gettext("It is not open to you, or not now.")


class Invalid(Refusal):
    """Input that cannot be stored. ``fields`` maps a field's name to the words shown beside it."""

    def __init__(self, words: Any = None, fields: Mapping[str, Any] | None = None) -> None:
        self.fields: dict[str, Any] = dict(fields or {})
        super().__init__(words)

    @property
    def errors(self) -> dict[str, Any]:
        """What a page shows: the words by field, or under "" the words of a refusal that no field is to blame for."""
        return self.fields or {"": self.words}

    def default_words(self) -> Any:
        return lazy_gettext("Something here needs another look.")


class Conflict(Refusal):
    """Somebody else was first. Both texts are kept: ``mine`` as sent, ``theirs`` as stored; ``subject`` names the
    field where a page has several, ``every`` holds what is stored by field when several differ.
    """

    status = 409

    def __init__(
        self,
        words: Any = None,
        mine: Any = None,
        theirs: Any = None,
        subject: str = "",
        every: dict[str, Any] | None = None,
    ) -> None:
        self.mine, self.theirs, self.subject = mine, theirs, subject
        self.every = every or {subject: theirs}
        super().__init__(words)

    def default_words(self) -> Any:
        return lazy_gettext("Somebody changed this while you were here.")


class Repeated(Conflict):
    """The very same was sent before and stored; it was taken back since, so nothing is stored again."""


class Moved(Refusal):
    """It goes on elsewhere: ``to`` is the id of what took its place."""

    status = 410

    def __init__(self, to: str, words: Any = None) -> None:
        self.to = to
        super().__init__(words)

    def default_words(self) -> Any:
        return lazy_gettext("You went on with this elsewhere. Nothing was stored here. Open it again.")


class Gone(Refusal):
    """It was there once: an expired or used code, a withdrawn link."""

    status = 410

    def default_words(self) -> Any:
        return lazy_gettext("This no longer works.")


class TooMany(Refusal):
    """Too many tries. ``retry_after`` is in seconds."""

    status = 429

    def __init__(self, words: Any = None, retry_after: int = 60) -> None:
        self.retry_after = retry_after
        super().__init__(words)

    def default_words(self) -> Any:
        return lazy_gettext("Please wait a little and try again.")
