"""Where an answer belongs: its question, and which filling-in of each repeated part above it.

A place is the link id alone, or ``link id + SEPARATOR + "1.2"`` inside repeated parts. No document may hold the
separator (``source.UNFIT``), so a place can be read in one way only.
"""

from __future__ import annotations

SEPARATOR = "\x1f"


def place(link_id: str, occurrence: tuple[int, ...] = ()) -> str:
    """The place of a question in one occurrence of the repeated parts around it, the outermost first."""
    return link_id + SEPARATOR + ".".join(map(str, occurrence)) if occurrence else link_id


def link_of(where: str) -> str:
    """The link id of a place."""
    return where.partition(SEPARATOR)[0]


def occurrence_of(where: str) -> tuple[int, ...]:
    """The occurrences of a place, empty outside repeated parts."""
    _, _, numbers = where.partition(SEPARATOR)
    return tuple(int(number) for number in numbers.split(".")) if numbers else ()


def stored(where: str) -> tuple[str, str]:
    """A place as its two columns: link id, and occurrences such as ``1.2``."""
    link_id, _, numbers = where.partition(SEPARATOR)
    return link_id, numbers
