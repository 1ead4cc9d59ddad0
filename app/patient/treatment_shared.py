"""What the templates of treatments and trials reach for on the person's side."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import treatment_words
from app.care.treatments import choices, lines, words
from app.db import new_id
from app.patient.base import pages
from app.web.context import current


@pages.context_processor
def treatment_facts() -> dict[str, Any]:
    """``heard_about(key)`` asks the database only where a page shows what was said."""
    return {
        "tell": treatment_words,
        "picked": choices,
        "said_words": lines.in_words,
        "fresh_key": new_id,
        "heard_about": lambda key: words.about(current.session, current.grant, key),
    }
