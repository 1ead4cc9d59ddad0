"""What Ines arranges around the plan: a visit, a referral, a day to come back, a look, a call that missed her."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.care.arrangements import making, moving
from app.care.contacts import calls, looking
from app.care.plan import versions
from app.cli.story.cast import content
from app.cli.story.stage import Stage


def arrange(stage: Stage) -> None:
    """One of each sort that a person meets, with the referral accepted."""
    words = content("office")
    with stage.on(2, "11:00"):
        nurse = stage.grant("ines", "rosa")
        plan = versions.plan_of(stage.session, nurse)
        looking.look(stage.session, nurse, plan.current_number)
        _make(stage, "visit", words["visit"], happens_at=_moment(stage, -9, time(10)))
        referral = _make(stage, "referral", words["referral"], due_on=stage.day(-40), item_key=stage.keys["walk"])
        _make(stage, "return", words["return"], due_on=stage.day(-11))
    with stage.on(1, "15:20"):
        nurse = stage.grant("ines", "rosa")
        moving.step(stage.session, nurse, referral.id, "accepted")
        again = _moment(stage, -2, time(9, 30))
        calls.note(stage.session, nurse, "not_reached", "somebody_else", words["call"], again, client_key="call-1")


def _make(stage: Stage, sort: str, words: dict[str, Any], **more: Any) -> Any:
    return making.make(stage.session, stage.grant("ines", "rosa"), sort, {**words, **more}, client_key=f"demo-{sort}")


def _moment(stage: Stage, days_ago: int, at: time) -> datetime:
    return datetime.combine(stage.day(days_ago), at, ZoneInfo(stage.zone)).astimezone(ZoneInfo("UTC"))
