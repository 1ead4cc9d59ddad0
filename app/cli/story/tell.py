"""The parts of the story in their order; together they are written or not at all."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cli.story import (
    facts,
    guests,
    people,
    rosa,
    rosa_days,
    rosa_office,
    rosa_plan,
    rosa_treatments,
    tomas,
    wen,
    worklist,
)
from app.cli.story.stage import Stage

PARTS = (
    people.open_practice,
    tomas.bring_forms,
    rosa.prepare,
    facts.know,
    rosa_plan.agree,
    rosa_days.live,
    rosa_treatments.speak,
    rosa_plan.change,
    rosa_days.now,
    rosa_office.arrange,
    guests.share,
    wen.agree,
    tomas.arrive,
    worklist.work,
)


def tell(session: Session, zone: str, hashes: dict[str, str]) -> None:
    """Write the whole story into ``session``. ``hashes``: passphrase hashes by sign-in name, made beforehand."""
    stage = Stage(session, zone, hashes)
    for part in PARTS:
        part(stage)
    session.flush()
