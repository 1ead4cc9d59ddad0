"""Updating a plan from the last one: what happened and what was delivered, then keep, change or stop each line."""

from __future__ import annotations

from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care import reviews
from app.care.plan import drafting, reasons, updating
from app.care.reviews import words
from app.errors import Conflict, Invalid
from app.i18n import _, ngettext
from app.provider.base import record
from app.provider.draft_lines import Line, draft, person
from app.provider.offer import HALF_A_YEAR, review_day
from app.provider.review_words import happened
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, say, see


@record.get("/plan/update", needs=Permission.EDIT_PLAN)
def update() -> Any:
    """Every line of the last plan with what came of it."""
    return _page()


@record.post("/plan/update", needs=Permission.EDIT_PLAN)
def update_said() -> Any:
    """What was said of each line goes into the draft; lines to change come one after the other."""
    form = request.form
    wishes = {name.removeprefix("do-"): value for name, value in form.items() if name.startswith("do-")}
    why = {name.removeprefix("why-"): value for name, value in form.items() if name.startswith("why-")}
    codes = {name.removeprefix("code-"): value for name, value in form.items() if name.startswith("code-")}
    try:
        change = updating.update(
            current.session, current.grant, wishes, review_on=review_day(), on_number=whole(form.get("number", "")),
            reasons=why, codes=codes,
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        current.session.rollback()
        return _page(problem), problem.status
    if not change:
        say(_("It is in your draft. Look it over and offer it."))
        return see("record.offer")
    n = len(change)
    say(ngettext("It is in your draft. One line is left to change.", "%(n)s lines are left to change.", n))
    return see("record.editor_line", key=change[0], then=",".join(change[1:]))


def _page(problem: Invalid | Conflict | None = None) -> str:
    drafted = draft()
    if not drafted.view.number:
        return render("provider/review/none.html")
    items = [line.draft.item for line in drafted.lines if line.draft.item]
    came = {
        each.item.key: happened(each)
        for goal in reviews.progress_to_goals(current.session, current.grant, items, with_readings=False)
        for each in goal.activities
    }
    delivered = {each.item.key: each for each in reviews.promised(current.session, current.grant, items)}
    fields = getattr(problem, "fields", {})
    usual = current.today + HALF_A_YEAR
    return render(
        "provider/editor/update.html",
        person=person(),
        draft=drafted,
        sections=[
            (part, [_row(line, came, delivered) for line in part.lines if not line.draft.is_locked])
            for part in drafted.sections
        ],
        ways=list(updating.WAYS.items()),
        reasons=list(reasons.REASONS.items()),
        said=request.form,
        errors=fields,
        summary=fields or ([problem.words] if problem else []),
        review_on=request.form.get("review_on", usual),
        usual=usual,
        latest=drafting.latest_review(current.today),
    )


def _row(line: Line, came: dict[str, list[str]], delivered: dict[str, Any]) -> dict[str, Any]:
    """One line with what was written down about it, what each side says of a promise, and whether it ends soon."""
    found = list(came.get(line.key, []))
    promise = delivered.get(line.key)
    if promise:
        theirs, ours = promise.person, promise.team
        if theirs:
            found.append(
                _("%(name)s says: %(answer)s", name=person(), answer=words.PERSON_ANSWERS[theirs.row.answer])
            )
        found.append(
            _("We say: %(answer)s", answer=words.TEAM_ANSWERS[ours.row.answer])
            if ours
            else _("We have not said yet what came of it.")
        )
    ends = line.draft.ends_on if updating.ends_before(line.draft, current.today + HALF_A_YEAR) else None
    return {"line": line, "came": found, "ends": ends}
