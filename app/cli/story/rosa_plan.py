"""Rosa's plan: offered and answered line by line; four weeks later reviewed and changed in one of them."""

from __future__ import annotations

from app.care.plan import (
    day,
    decisions,
    drafting,
    goal_order,
    offering,
    opened,
    parts,
    possible,
    pulling,
    question_replies,
    questions,
    sureness,
    wishes,
)
from app.care.reminders import settings
from app.care.reviews import closing
from app.cli.story import lines
from app.cli.story.cast import content
from app.cli.story.stage import Stage
from app.models import PlanVersion


def agree(stage: Stage) -> None:
    """Ines offers the first version; the next day Rosa reads it, answers, and puts what she likes on her day."""
    story, session = content("rosa"), stage.session
    with stage.on(28, "11:00"):
        wishes.open_for_team(session, stage.grant("ines", "rosa"), story["wishes_why"])
        lines.draft(stage, "rosa", story["first"])
        version = _offer(stage, "This is what we talked about. Change whatever does not fit.", review=-60)
    with stage.on(27, "16:00"):
        rosa = stage.grant("rosa", "rosa")
        opened.note(session, rosa, version.number)
        for name, answer in story["answers"].items():
            words = story["words"].get(name, "")
            decisions.decide(session, rosa, stage.keys[name], version.number, answer, words)
        for name in ("walk", "pressure", "stretch"):
            day.put_on(session, rosa, stage.keys[name])
        _her_week(stage)
    with stage.on(26, "16:30"):
        settings.save(session, stage.grant("rosa", "rosa"), _reminders(stage))


def _her_week(stage: Stage) -> None:
    """What comes first for her, how sure she is, what her week can hold, and what pulls apart."""
    story, session, rosa = content("rosa"), stage.session, stage.grant("rosa", "rosa")
    goal_order.put(session, rosa, stage.keys["goal"], 0)
    sureness.say(session, rosa, stage.keys["walk"], 6, story["sure_words"])
    possible.say(session, rosa, story["week"])
    pulling.say(session, rosa, stage.keys["walk"], stage.keys["pressure_goal"], story["pulls"])
    parts.answer(session, rosa, stage.keys["walk"], "takes")


def _reminders(stage: Stage) -> settings.Asked:
    walk, stretch = (f"item:{stage.keys[name]}" for name in ("walk", "stretch"))
    on = frozenset(settings.NAMES)
    return settings.Asked(on, {walk: "09:30", stretch: "18:30"}, "21:00", "08:00", "4")


def _offer(stage: Stage, why: str, *, review: int) -> PlanVersion:
    ines = stage.grant("ines", "rosa")
    drafting.set_review_date(stage.session, ines, stage.day(review))
    return offering.offer(stage.session, ines, why)


def change(stage: Stage) -> None:
    """A question and its answer; then the review, and a second version with a shorter walk."""
    story, session = content("rosa"), stage.session
    with stage.on(6, "19:10"):
        asked = questions.ask(session, stage.grant("rosa", "rosa"), stage.keys["walk"], story["question"])
    with stage.on(5, "08:50"):
        questions.answer(session, stage.grant("ines", "rosa"), asked.id, story["answer"])
    with stage.on(5, "18:20"):
        question_replies.helped(session, stage.grant("rosa", "rosa"), asked.id)
    with stage.on(3, "10:30"):
        ines = stage.grant("ines", "rosa")
        closing.open(session, ines)
        walk = content("rosa")["first"]["walk"]
        drafting.save(
            session, ines, kind="activity", key=stage.keys["walk"], content=stage.filled(story["change"]),
            owner="patient", starts_on=stage.day(28), ends_on=stage.day(walk["until"]), reason=story["change_why"],
        )  # fmt: skip
        lines.draft(stage, "rosa", {"knee_visit": story["new"]})
        version = _offer(stage, story["offer_why"], review=-90)
        if closing.opened(session, ines):
            closing.offered(session, ines, version)
