"""What is asked of the helper, and what comes back. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Step:
    """One expression. ``focus`` leads into the resource to what ``%context`` is: None for the resource itself, an
    empty element where it leads nowhere. A step with a ``name`` is a variable for later steps that list its id in
    ``sees``; of two with one name, the later in ``sees`` wins.
    """

    id: str
    expression: str
    focus: Path | None = None
    name: str = ""
    sees: tuple[str, ...] = ()
    qitem: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Batch:
    """Steps to work out in order over one QuestionnaireResponse; ``questionnaire`` only if an expression reads it."""

    resource: Mapping[str, Any]
    steps: tuple[Step, ...]
    questionnaire: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """``values`` is None for "not calculated"; ``problem`` says why: time, error, unknown function, too much."""

    values: tuple[Any, ...] | None
    problem: str = ""
