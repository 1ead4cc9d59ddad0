"""Scores with their meaning, for the team. The person never sees a bare number."""

from __future__ import annotations

from app.care.questionnaires.scoring.change import Change, change
from app.care.questionnaires.scoring.compute import Score, mismatches, scores_of
from app.care.questionnaires.scoring.rules import RULES, Band, Rule

__all__ = ["RULES", "Band", "Change", "Rule", "Score", "change", "mismatches", "scores_of"]
