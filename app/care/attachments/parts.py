"""What the readers of pictures share: bounds, and why something is refused."""

from __future__ import annotations

MOST_SIDE = 12_000
MOST_DOTS = 50_000_000
"""A photo of a phone has 12 to 50 million dots; more is no photo of a page, and hard on a small phone."""


class TooLarge(ValueError):
    """More dots than we show."""


class Unsafe(ValueError):
    """It can do more than be looked at, or hides what it holds."""


def bounded(width: int, height: int) -> None:
    """Raise :class:`TooLarge` for too many dots, ``ValueError`` for none."""
    if width < 1 or height < 1:
        raise ValueError("a picture without dots")
    if max(width, height) > MOST_SIDE or width * height > MOST_DOTS:
        raise TooLarge(f"{width}x{height}")
