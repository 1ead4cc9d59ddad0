"""What was talked about: the notes that the team shared with the person."""

from __future__ import annotations

from typing import Any

from app.access.permissions import Permission
from app.care.plan import brief, talks, who
from app.care.plan.kinds import KINDS
from app.patient.base import pages
from app.web.context import current
from app.web.render import render


@pages.get("/plan/talks", needs=Permission.SEE_PLAN)
def talks_shared() -> Any:
    rows = talks.all_of(current.session, current.grant)
    items = {item.key: item for item in brief.newest_items(current.session, current.grant)}
    people = who.called(current.session, current.grant, {row.author_id for row in rows}, current.patient)
    titles = {key: KINDS[item.kind].title(item.content) for key, item in items.items()}
    return render("patient/plan/talks.html", rows=rows, people=people, titles=titles, essentials=talks.ABOUT)
