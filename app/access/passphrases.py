"""Passphrases: Argon2id, two at once at most, the same time for accounts that do not exist.

Parameters: 47,104 KiB, one pass, one lane (OWASP's second choice): about 54 ms on a small server,
where the library's default takes both cores for 126 ms.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.access import guessing
from app.errors import Invalid
from app.i18n import lazy_gettext as _l

SHORTEST, LONGEST = 8, 200
_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_turns = threading.BoundedSemaphore(2)
_nobody = ""

_EASY = {
    "same": _l("That is one thing over and over, so it is easy to guess. Three or four words of your own work well."),
    "keys": _l("Those keys stand in a row, so it is easy to guess. Three or four words of your own work well."),
    "common": _l("That one is easy to guess. Three or four words of your own work well."),
    "names": _l("That is made of your name or ours, so it is easy to guess. Three or four other words work well."),
}


def check_new(passphrase: str, *names: str) -> None:
    """Raise :class:`Invalid` with the field ``passphrase`` unless this is fit to be one.

    ``names``: what others know, and so nobody's secret: how its owner is called and signs in, and the practice.
    """
    words = None
    if len(passphrase) < SHORTEST:
        words = _l("Use at least 8 characters. Three or four words work well.")
    elif len(passphrase) > LONGEST:
        words = _l("That is longer than we can keep. Use at most 200 characters.")
    elif found := guessing.easy(passphrase, names):
        words = _EASY[found]
    if words is not None:
        raise Invalid(words, {"passphrase": words})


def hash_(passphrase: str) -> str:
    """The hash to store. Slow on purpose: never inside a transaction."""
    with _turns:
        return _hasher.hash(passphrase)


def matches(stored: str | None, passphrase: str) -> bool:
    """Whether ``passphrase`` fits ``stored``. Takes the same time when there is nothing stored."""
    global _nobody
    if not _nobody:
        _nobody = hash_("nobody has this passphrase")
    with _turns:
        try:
            return _hasher.verify(stored or _nobody, passphrase[:LONGEST]) and stored is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def is_stale(stored: str) -> bool:
    """Whether ``stored`` was made with other parameters and should be made anew at this sign-in."""
    return _hasher.check_needs_rehash(stored)
