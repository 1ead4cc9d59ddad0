"""The demo practice: made-up people, told through the same functions that the pages use."""

from __future__ import annotations

from app.cli.story.cast import CAST, is_there
from app.cli.story.tell import tell

__all__ = ["CAST", "is_there", "tell"]
