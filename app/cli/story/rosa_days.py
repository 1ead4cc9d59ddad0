"""Three weeks of Rosa's days: what she did, what got in the way, what helped; and what waits today."""

from __future__ import annotations

from datetime import date

from app.access.grants import Grant
from app.care.plan import drafting, explained, questions
from app.care.progress import coping, logging, measurements, nearness, own_limits
from app.care.worse import early_review
from app.cli.story import forms
from app.cli.story.cast import content
from app.cli.story.stage import Stage

RAIN, KNEE, TIRED = "weather", "pain", "tired"
# Days ago: what got in the way of the walk. All other days it was done, partly on the last three.
HINDERED = {20: RAIN, 17: KNEE, 13: RAIN, 9: KNEE, 8: TIRED}
PARTLY = {18, 10, 4}
BY_LEO = {14, 7}
NEAR = {20: 2, 13: 4, 7: 5, 1: 6}
"""Days ago: on which step of the ladder to her first goal she felt."""
PRESSURES = {21: (148, 88), 19: (146, 86), 16: (143, 87), 14: (145, 85), 12: (141, 84), 9: (139, 84), 7: (142, 83),
             5: (137, 82), 2: (136, 81)}  # fmt: skip


def live(stage: Stage) -> None:
    """The days before the review."""
    for days_ago in range(21, 3, -1):
        _one_day(stage, days_ago)


def now(stage: Stage) -> None:
    """The days since: two more walks, answers that nobody has read, a question and a suggestion that wait."""
    story, session = content("rosa"), stage.session
    for days_ago in (3, 2, 1):
        _one_day(stage, days_ago)
    with stage.on(3, "11:00"):
        why = "You felt dizzy at 98. We want to hear of it early."
        own_limits.put(session, stage.grant("ines", "rosa"), "bp_low", value="100", unit="mm[Hg]", why=why)
    with stage.on(2, "09:00"):
        asked = forms.ask(stage, "rosa", "check-in", why="Two minutes, before we ring you.", closes=-5)
    with stage.on(1, "16:40"):
        rosa = stage.grant("rosa", "rosa")
        forms.fill_in(stage, rosa, asked, story["check_in"])
        questions.ask(session, rosa, stage.keys["walk"], story["waiting"])
        explained.say(session, rosa, "follow_up", "partly", story["not_clear"])
        drafting.suggest(session, rosa, kind="activity", content=stage.filled(story["suggestion"]))
        early_review.ask(session, rosa, "home", story["changed"], "changed-1", answer_days=3)


def _one_day(stage: Stage, days_ago: int) -> None:
    session = stage.session
    with stage.on(days_ago, "08:10") as today:
        rosa = stage.grant("rosa", "rosa")
        if days_ago in PRESSURES:
            _measure(stage, rosa, days_ago, *PRESSURES[days_ago])
        if days_ago in NEAR:
            nearness.say(session, rosa, stage.keys["goal"], NEAR[days_ago], today, f"near-{today}")
    with stage.on(days_ago, "10:15") as today:
        if days_ago in HINDERED:
            _not_this_time(stage, rosa, HINDERED[days_ago], today)
        else:
            actor = stage.grant("leo", "rosa") if days_ago in BY_LEO else rosa
            outcome = "partly" if days_ago in PARTLY else "did"
            note = "We walked together, slowly." if days_ago in BY_LEO else ""
            logging.record(
                session, actor, stage.keys["walk"], outcome, happened_on=today, note=note, client_key=f"walk-{today}"
            )
    if days_ago % 3 != 1:
        with stage.on(days_ago, "18:45") as today:
            logging.record(
                session, rosa, stage.keys["stretch"], "did", happened_on=today, client_key=f"stretch-{today}"
            )


def _not_this_time(stage: Stage, rosa: Grant, barrier: str, today: date) -> None:
    entry, line = coping.not_this_time(
        stage.session, rosa, stage.keys["walk"], barrier, happened_on=today, client_key=f"walk-{today}"
    )
    if line is not None:
        coping.use(stage.session, rosa, entry.id, line.key)
        coping.helped(stage.session, rosa, entry.id, "yes" if barrier == RAIN else "a_little")


def _measure(stage: Stage, rosa: Grant, days_ago: int, upper: int, lower: int) -> None:
    typed = {"systolic": str(upper), "diastolic": str(lower), "pulse": "72"}
    asked = measurements.Asked(typed, f"pressure-{days_ago}", unit="mm[Hg]", sure=True)
    measurements.record(stage.session, rosa, "blood_pressure", asked)
