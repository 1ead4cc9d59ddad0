"""Tomás came yesterday. He reads Spanish, and the first questions wait for him."""

from __future__ import annotations

from app.access.grants import system
from app.care.questionnaires import store
from app.cli.story import forms
from app.cli.story.stage import Stage


def bring_forms(stage: Stage) -> None:
    """The practice has the questionnaires that come with the product."""
    with stage.on(45):
        store.import_content(stage.session, system(""))


def arrive(stage: Stage) -> None:
    """Ines sends Tomás the questions before his first visit."""
    with stage.on(1, "09:30"):
        why = "Para preparar nuestra primera conversación."
        forms.ask(stage, "tomas", "before-your-visit", why=why, closes=-9, visit=-10)
