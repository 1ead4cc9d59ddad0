"""What the templates of treatments and trials reach for on the person's side."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import treatment_words
from app.care.treatments import choices, lines
from app.db import new_id
from app.patient.base import pages


@pages.context_processor
def treatment_facts() -> dict[str, Any]:
    """Names for what a line holds and for what was said about it."""
    return {
        "tell": treatment_words,
        "picked": choices,
        "said_words": lines.in_words,
        "fresh_key": new_id,
    }
