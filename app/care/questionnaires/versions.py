"""The filling-ins before and after one that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.care.questionnaires.series import Past
from app.care.questionnaires.sheet import Sheet
from app.models import Response


def around(past: Sequence[Past], sheet: Sheet) -> tuple[Sheet | None, Response | None]:
    """``(what was sent before, as a sheet; what was sent after)``, each None when there is none."""
    mine = sheet.response
    others = [one for one in past if one.response.assignment_id == mine.assignment_id and one.response.id != mine.id]
    before = [one for one in others if one.response.number < mine.number]
    after = [one.response for one in others if one.response.number > mine.number]
    earlier = None
    if before and mine.follows_why == "amends":
        earlier = replace(sheet, response=before[-1].response, rows=before[-1].rows)
    return earlier, after[-1] if after else None
