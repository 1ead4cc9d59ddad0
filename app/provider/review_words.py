"""The two tables of a review in sentences."""

from __future__ import annotations

from typing import Any

from app.care.plan.kinds import KINDS
from app.care.progress import say
from app.care.reviews import words
from app.care.reviews.goals import ActivityProgress, Confidence, GoalProgress
from app.care.reviews.promised import Promise
from app.care.reviews.readings import Readings
from app.i18n import _, ngettext


def goal_of(progress: GoalProgress) -> dict[str, Any]:
    """A goal with its activities; without a title for those under no goal."""
    title = KINDS["goal"].title(progress.goal.content) if progress.goal else ""
    key = progress.goal.key if progress.goal else ""
    return {"key": key, "title": title, "activities": [_activity(each) for each in progress.activities]}


def _activity(progress: ActivityProgress) -> dict[str, Any]:
    return {
        "title": KINDS["activity"].title(progress.item.content),
        "happened": happened(progress),
        "sure": sure(progress.confidence),
        "measured": measured(progress.readings),
    }


def happened(progress: ActivityProgress) -> list[str]:
    """«Done on 4 of 7 days.» and what else was written down; counts, without a judgement."""
    if not progress.planned:
        return [_("Nothing written down yet.") if progress.on_day else _("Not on their day.")]
    found = [
        ngettext(
            "Done on %(did)s of %(n)s day.", "Done on %(did)s of %(n)s days.", progress.planned, did=progress.did
        )
    ]
    if progress.partly:
        found.append(ngettext("Partly on %(n)s day.", "Partly on %(n)s days.", progress.partly))
    if progress.not_this_time:
        found.append(ngettext("Not this time on %(n)s day.", "Not this time on %(n)s days.", progress.not_this_time))
    return found


def sure(confidence: Confidence | None) -> str:
    """The trend of confidence in words, with the numbers it is made of."""
    if confidence is None:
        return _("Not asked yet.")
    first, last = confidence.first, confidence.last
    if first is None:
        return _("%(last)s of 10.", last=last)
    if last > first:
        return _("Surer than before: %(last)s of 10, it was %(first)s.", first=first, last=last)
    if last < first:
        return _("Less sure than before: %(last)s of 10, it was %(first)s.", first=first, last=last)
    return _("As sure as before: %(last)s of 10.", last=last)


def measured(readings: Readings | None) -> str:
    """How many readings, the first and the newest."""
    if readings is None:
        return _("Nothing.")
    newest = say.reading(readings.kind, readings.last.values, readings.last.unit)
    if readings.count == 1:
        return _("One reading. %(newest)s.", newest=newest)
    return _(
        "%(count)s readings. First: %(first)s. Newest: %(newest)s.",
        count=readings.count,
        first=say.reading(readings.kind, readings.first.values, readings.first.unit),
        newest=newest,
    )


def promise_of(promise: Promise, person: str) -> dict[str, Any]:
    """One promise as both sides see it."""
    theirs, ours = promise.person, promise.team
    return {
        "key": promise.item.key,
        "title": words.title(promise),
        "who": words.who_until(promise),
        "person_says": words.PERSON_ANSWERS[theirs.row.answer] if theirs else _("Not asked yet."),
        "person_words": theirs.row.words if theirs else "",
        "person_who": words.said_by(theirs, person) if theirs else "",
        "team_says": words.TEAM_ANSWERS[ours.row.answer] if ours else _("Nothing yet."),
        "team_words": ours.row.words if ours else "",
    }


def team_answers() -> list[tuple[str, Any]]:
    """What the team can say came of it."""
    return list(words.TEAM_ANSWERS.items())
