"""The worklist: one line for each thing that needs a nurse, the most urgent first, then the oldest promise."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access import office, policy
from app.care.concerns import words_of, worklist
from app.care.concerns.rules import BAND_WORDS, RULES
from app.provider.base import pages
from app.web.context import current
from app.web.incoming import whole
from app.web.needs import STAFF
from app.web.render import render, see

BANDS = {1: "red", 2: "amber", 3: "plain"}


@pages.get("/", endpoint="worklist", needs=STAFF)
def worklist_page() -> Any:
    if not policy.works_with_people(current.me.role):
        return see("office.people" if office.is_office(current.me) else "privacy.desk")
    page = whole(request.args.get("page", "")) or 1
    found = worklist.of(current.session, current.me, show=request.args.get("show", "all"), page=page)
    if found.lines:  # who looked, in a short write of its own, as the guard does for one person's pages
        with current.database.write() as writing:
            worklist.note_reading(writing, current.me, found, current.request_id)
    return render(
        "provider/worklist/worklist.html", work=found, bands=BANDS, band_words=BAND_WORDS,
        rules=RULES, words_of=words_of, now=clock.now(), me=current.me,
    )  # fmt: skip
