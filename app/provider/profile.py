"""One person in thirty seconds: what was agreed, what waits for us, what happened last."""

from __future__ import annotations

from app import clock
from app.access.permissions import Permission
from app.care.concerns import worklist
from app.care.concerns.rules import BAND_WORDS, words_of
from app.care.people import around, profile
from app.care.people.names import called
from app.care.plan import questions
from app.care.progress import pauses, promises, say
from app.care.questionnaires import series
from app.care.worse import gaps
from app.provider.base import record
from app.web.context import current
from app.web.render import render


@record.get("/", needs=Permission.INVITE, endpoint="profile")
def profile_page() -> str:
    """For whoever is on the team (only they may let people in); each section as far as the role reaches."""
    session, grant, person = current.session, current.grant, current.patient
    assert person is not None
    people, today = around.of(session, grant), clock.today(person.time_zone)
    facts = {"person": person, "around": people, "today": today, "plan": None}
    if grant.may(Permission.SEE_PLAN):
        plan = profile.plan(session, grant)
        sent = series.filled(series.history(session, grant))
        facts |= {
            "scores": series.scores_over_time(sent),
            "signs": series.signs(sent),
            "plan": plan,
            "gaps": gaps.of(plan.items, {a.id: called(a) for _row, a in [*people.team, *people.helpers]}),
            "promises": promises.of_team(session, grant, plan.items),
            "questions": questions.waiting(session, grant),
            "forms": profile.forms(session, grant),
            "concerns": worklist.about(session, grant),
            "entries": profile.entries(session, grant),
            "readings": profile.readings(session, grant),
            "life": pauses.of(session, grant, today, today),
            "why_words": pauses.WHYS,
        }
    return render(
        "provider/profile/profile.html", words_of=words_of, bands=BAND_WORDS, say=say, called=called, **facts
    )
