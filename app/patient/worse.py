"""If I get worse: the person's own checked bands, the number for this hour, what is at hand, who steps in."""

from __future__ import annotations

from typing import Any

from app import clock
from app.access.permissions import Permission
from app.care.plan import said, who
from app.care.plan.kinds import medicine_at_hand
from app.care.worse import agreed, checklist, early_review, hours
from app.care.worse.agreed import Worse
from app.patient.base import pages
from app.web.context import current
from app.web.render import render


@pages.get("/plan/worse", needs=Permission.SEE_PLAN)
def worse() -> Any:
    practice = current.config.practice
    found = agreed.of(current.session, current.grant, practice)
    asked = early_review.all_of(current.session, current.grant)
    ticks = checklist.ticks(current.session, current.grant) if found.of_kind("trigger") else []
    return render(
        "patient/worse/worse.html",
        worse=found,
        asked=asked,
        why_words=early_review.WHYS,
        ticks=ticks,
        people=_people(found, asked, ticks),
        said=said,
        practice=practice,
        today=current.today,
        steps_of=checklist.steps_of,
        medicine_state=medicine_at_hand.state,
        ring_for=_ring_for,
        ring=_ring_for([]),
    )


def _ring_for(rows: list[dict[str, Any]]) -> hours.Ring:
    """The numbers of a line for this hour, with the practice's own behind them."""
    assert current.patient is not None
    return hours.for_this_hour(rows, current.config.practice, clock.now(), current.patient.time_zone)


def _people(found: Worse, asked: list[early_review.Asked], ticks: list[Any]) -> who.People:
    lines = [*found.unchecked, *(line for lines in found.others.values() for line in lines)]
    ids: set[str | None] = {id_ for line in lines for id_ in (line.item.owner, line.item.author_id)}
    ids |= {id_ for one in asked for id_ in (one.row.asked_by_id, one.row.opened_by_id, one.done_by_id)}
    ids |= {tick.actor_id for tick in ticks}
    return who.called(current.session, current.grant, ids, current.patient)
