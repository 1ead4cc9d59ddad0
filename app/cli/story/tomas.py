"""Tomás came yesterday. He reads Spanish, and has begun to answer the first questions."""

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
    """Ines sends Tomás the questions before his first visit. He answers one in the evening, and stops."""
    with stage.on(1, "09:30"):
        why = "Para preparar nuestra primera conversación."
        asked = forms.ask(stage, "tomas", "before-your-visit", why=why, closes=-9, visit=-10)
    with stage.on(1, "19:40", "es"):
        forms.begin(stage, stage.grant("tomas", "tomas"), asked, {"what-matters": "Mis nietos y mi huerto."})
