"""Wen needs little: a light plan of three lines, all answered, looked at again in half a year."""

from __future__ import annotations

from app.care.plan import day, decisions, drafting, offering, opened
from app.care.progress import pauses
from app.cli.story import lines
from app.cli.story.cast import content
from app.cli.story.stage import Stage


def agree(stage: Stage) -> None:
    """Offered, and answered the same evening."""
    session = stage.session
    with stage.on(22, "14:00"):
        lines.draft(stage, "wen", content("wen")["lines"])
        ines = stage.grant("ines", "wen")
        drafting.set_review_date(session, ines, stage.day(-180))
        version = offering.offer(session, ines, "A short plan, as you wished.")
    with stage.on(22, "20:00"):
        wen = stage.grant("wen", "wen")
        opened.note(session, wen, version.number)
        for name in ("music", "breath"):
            decisions.decide(session, wen, stage.keys[name], version.number, "yes")
        day.put_on(session, wen, stage.keys["breath"])
    with stage.on(1, "19:00"):  # a week away is near, and nothing is asked of Wen then
        wen = stage.grant("wen", "wen")
        pauses.begin(session, wen, "holiday", stage.day(-4), stage.day(-11), "demo-pause", words="At the lake")
