"""Codes that people read from paper or hear on the telephone, and type."""

from __future__ import annotations

import hashlib
import secrets

from app.i18n import lazy_gettext as _l

NO_SUCH = _l(
    "That code does not work. Look at each letter again. It may be used, or too old. "
    "Then ask whoever gave it to you, or ring us."
)
"""A helper has the code from the person, the person from the practice: both can be asked."""
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 O 1 I L


def new(length: int) -> str:
    """A new code of so many signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy(code: str) -> str:
    """A code as it is compared: what people type may be lower case and may have spaces or hyphens."""
    return "".join(c for c in code.upper() if c.isalnum())[:40]


def spaced(code: str) -> str:
    """A code as it is shown: in two halves, which are easier to read aloud and to type."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def digest(code: str, sort: str = "") -> str:
    """What is stored of a code. ``sort``: the same letters are another code for another purpose."""
    return hashlib.sha256(f"{sort} {tidy(code)}".strip().encode()).hexdigest()
