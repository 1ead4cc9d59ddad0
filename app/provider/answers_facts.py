"""What the page of sent answers shows beside the answers: scores, mismatches, and what was changed later."""

from __future__ import annotations

from typing import Any

from app.care.questionnaires import series, versions
from app.care.questionnaires.comparing import changes
from app.care.questionnaires.scoring import mismatches
from app.care.questionnaires.sheet import Sheet


def of(sheet: Sheet, past: list[series.Past]) -> dict[str, Any]:
    """Facts for the template; nothing of it before the answers are sent."""
    if sheet.response.submitted_at is None:
        return {"scores": [], "mismatches": [], "changed": [], "earlier": None, "later": None}
    earlier, later = versions.around(past, sheet)
    return {
        "scores": series.scores_at(series.filled(past), sheet.response.id),
        "mismatches": mismatches(sheet.definition, sheet.effective, sheet.response.reported),
        "changed": changes(earlier, sheet) if earlier else [],
        "earlier": earlier.response if earlier else None,
        "later": later,
    }
