"""Six digits besides a link or a code, told another way. Slow to try: Argon2id, and growing waits."""

from __future__ import annotations

import secrets

DIGITS = 6


def new() -> str:
    """Six digits, drawn and not chosen: what people choose is what others guess first."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def tidy(typed: str) -> str:
    """What was typed, without the spaces that people put between digits."""
    return "".join(c for c in typed if c.isdecimal())[: DIGITS * 2]
