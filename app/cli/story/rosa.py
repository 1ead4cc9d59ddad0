"""Rosa prepares her first visit, and Ines reads what she wrote."""

from __future__ import annotations

from app.care.questionnaires import reading
from app.cli.story import forms
from app.cli.story.cast import content
from app.cli.story.stage import Stage


def prepare(stage: Stage) -> None:
    """Asked, answered in two days, read the day after with a word about what comes next."""
    story = content("rosa")
    with stage.on(38, "09:30"):
        asked = forms.ask(
            stage, "rosa", "before-your-visit", why="So that we talk about what matters to you.", closes=28, visit=28
        )
    with stage.on(36, "15:20"):
        response = forms.fill_in(stage, stage.grant("rosa", "rosa"), asked, story["before_the_visit"])
    with stage.on(35, "08:40"):
        ines = stage.grant("ines", "rosa")
        reading.leave_receipt(stage.session, ines, response)
        reading.say_what_next(stage.session, ines, response, story["will_do"])
