"""What Rosa says about her treatments, and how the pause from the gel goes."""

from __future__ import annotations

from app.care.treatments import words
from app.cli.story.stage import Stage


def speak(stage: Stage) -> None:
    """A swollen ankle, how much she wants each, and two weekly looks at the pause."""
    for days_ago, at, name, kind, value, said in (
        (15, "18:00", "gel_pause", "check", "same", ""),
        (9, "19:20", "tablet", "side_effect", "common.0", "In the evening, when it is warm."),
        (8, "10:40", "tablet", "sort", "must", ""),
        (8, "10:41", "gel", "sort", "drop", ""),
        (8, "18:00", "gel_pause", "check", "better", "I forget that I had it."),
    ):
        with stage.on(days_ago, at):
            words.say(
                stage.session, stage.grant("rosa", "rosa"), stage.keys[name], kind, value, said,
                client_key=f"{kind}-{name}-{days_ago}",
            )  # fmt: skip
