"""Six digits besides a link or a code, told another way. Slow to try: Argon2id, and growing waits."""

from __future__ import annotations

import secrets

from app.access import passphrases

DIGITS = 6


def drawn() -> tuple[str, str]:
    """Six digits and what is stored of them; drawn and not chosen: what people choose is what others guess first.

    Called before a transaction begins: the hash is slow on purpose.
    """
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return digits, passphrases.hash_(digits)


def tidy(typed: str) -> str:
    """What was typed, without the spaces that people put between digits."""
    return "".join(c for c in typed if c.isdecimal())[: DIGITS * 2]
