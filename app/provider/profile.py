"""One person in thirty seconds (R2): who they are, what we know, what was agreed, what waits, what happened last."""

from __future__ import annotations

from typing import Any

from flask import request

from app import clock
from app.access.permissions import Permission
from app.care.arrangements import reading as arrangements
from app.care.arrangements.sorts import ICONS, STATES
from app.care.concerns import worklist
from app.care.concerns.rules import BAND_WORDS, words_of
from app.care.contacts import calls, looking
from app.care.facts import minding, reading
from app.care.facts import say as fact_words
from app.care.leaving import asking
from app.care.people import around, profile
from app.care.people.around import Around
from app.care.people.names import called
from app.care.plan import questions, who
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.circumstance import SORTS
from app.care.progress import pauses, promises, say
from app.care.questionnaires import series
from app.care.worse import gaps
from app.errors import Conflict, Invalid
from app.i18n import _
from app.provider.base import record
from app.web.context import current
from app.web.incoming import whole
from app.web.render import render, see
from app.web.render import say as tell


@record.get("/", needs=Permission.WORK_WITH, endpoint="profile")
def profile_page() -> str:
    """For whoever of the practice works with this person; each section as far as the role reaches."""
    return _page()


@record.post("/looked", needs=Permission.REVIEW)
def looked_at() -> Any:
    """Looked at, nothing changed: one tap that counts."""
    try:
        looking.look(current.session, current.grant, whole(request.form.get("number", "")))
    except (Invalid, Conflict) as problem:
        current.session.rollback()
        return _page(str(problem.words)), problem.status
    tell(_("Counted: you looked at the plan, and nothing had changed."))
    return see("record.call_sheet" if request.form.get("back") == "call" else "record.profile")


@record.post("/looked/<look_id>/take-back", needs=Permission.REVIEW)
def look_taken_back(look_id: str) -> Any:
    """Pressed by mistake."""
    looking.take_back(current.session, current.grant, look_id)
    tell(_("Taken back."))
    return see("record.profile")


def _page(refused: str = "") -> str:
    session, grant, person = current.session, current.grant, current.patient
    assert person is not None
    people, today = around.of(session, grant), clock.today(person.time_zone)
    if grant.may(Permission.SEE_PLAN) and not grant.may(Permission.EDIT_PLAN):
        return render("provider/profile/beside.html", person=person, around=people, called=called)
    facts = {"person": person, "around": people, "today": today, "plan": None, "refused": refused}
    facts["to_erase"] = asking.open_one(session, grant)
    if grant.may(Permission.SEE_PLAN):
        facts |= _health(people)
    return render(
        "provider/profile/profile.html", words_of=words_of, bands=BAND_WORDS, say=say, called=called, **facts
    )


def _health(people: Around) -> dict[str, Any]:
    session, grant, today = current.session, current.grant, current.today
    plan = profile.plan(session, grant)
    sent = series.filled(series.history(session, grant))
    noted, known = profile.entries(session, grant), reading.current(session, grant)
    measured, zone = profile.readings(session, grant), current.patient.time_zone if current.patient else "UTC"
    looked = looking.newest(session, grant)
    return {
        "scores": series.scores_over_time(sent),
        "signs": series.signs(sent),
        "plan": plan,
        "goals": profile.goals(plan, noted, measured, today, zone),
        "gaps": gaps.of(plan.items, {a.id: called(a) for _row, a in [*people.team, *people.helpers]}),
        "promises": promises.of_team(session, grant, plan.items),
        "questions": questions.waiting(session, grant),
        "forms": profile.forms(session, grant),
        "concerns": worklist.about(session, grant),
        "entries": noted[: profile.LATEST],
        "readings": measured[: profile.LATEST_READINGS],
        "life": pauses.of(session, grant, today, today),
        "why_words": pauses.WHYS,
        "known": known_by_kind(known),
        "fact_words": fact_words,
        "people": who.called(session, grant, {id_ for view in known for id_ in view.people}, current.patient),
        "kinds": KINDS,
        "life_sorts": SORTS,
        "arranged": [one for one in arrangements.all_of(session, grant) if one.is_open],
        "arranged_states": STATES,
        "arranged_icons": ICONS,
        "tries": calls.since_reached(calls.recent(session, grant)),
        "looked": looked,
        "looked_today": looking.is_mine_today(session, grant, looked),
        "reviewed": profile.last_review(session, grant),
    }


def known_by_kind(views: list[reading.FactView]) -> dict[str, list[tuple[reading.FactView, list[Any]]]]:
    """Facts with what to mind about each, by kind; what asks for an eye first."""
    allergies = [view for view in views if view.row.kind == "allergy"]
    found: dict[str, list[tuple[reading.FactView, list[Any]]]] = {}
    for view in views:
        flags = minding.about_medicine(view, allergies) if view.row.kind == "medicine" else []
        found.setdefault(view.row.kind, []).append((view, flags))
    return {kind: sorted(rows, key=lambda row: not (row[1] or row[0].waiting)) for kind, rows in found.items()}
