"""Questions that a call may begin with: each follows from one fact in the record, by a rule that is stated here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.access.grants import Capacity
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.coping_strategy import barrier_in_words
from app.care.progress.promises import Promise
from app.i18n import _, format_day
from app.models import PlanItem, ProgressEntry, Question

QUIET_DAYS = 14
"""Days without an entry after which one asks how it goes (clinical content 4.2: a gentle check, no alarm)."""
NOT_TWICE = 2
"""Of the last three entries of a line, so many "not this time" ask what got in the way."""
SURE = 7
"""Below this, two people think about what would help (Gutnick 2014)."""
MOST = 7


@dataclass(frozen=True)
class Suggested:
    """One question to ask, and the fact that it comes from."""

    words: str
    why: str


@dataclass(frozen=True)
class Said:
    """How sure, and who said it; nobody when it was agreed in the plan."""

    number: int
    actor_id: str = ""
    capacity: str = ""


@dataclass(frozen=True)
class Known:
    """What the sheet has read already. ``sure``: item key to the newest number from 0 to 10, and who said it."""

    today: date
    items: list[PlanItem]
    entries: list[ProgressEntry]
    sure: Mapping[str, Said]
    questions: list[Question]
    promises: list[Promise]
    offered_on: date | None
    review_on: date | None


def questions(known: Known) -> list[Suggested]:
    """At most seven, what the person waits for first; the open question about how they are always begins."""
    found = [Suggested(_("How are you today? What went well?"), _("Every call begins with the person."))]
    for rule in (_waits_for_an_answer, _promised_late, _in_the_way, _did_not_help, _not_sure, _quiet, _review):
        found += rule(known)
    return found[:MOST]


def _title(item: PlanItem) -> str:
    return KINDS[item.kind].title(item.content)


def _doing(known: Known) -> Iterable[tuple[PlanItem, list[ProgressEntry]]]:
    for item in known.items:
        if item.kind == "activity":
            yield item, [entry for entry in known.entries if entry.key == item.key]


def _waits_for_an_answer(known: Known) -> list[Suggested]:
    return [
        Suggested(
            _("You asked: “%(words)s” Shall we talk about that now?", words=row.words)
            if row.capacity != Capacity.PROXY
            else _("Somebody who helps you asked: “%(words)s” Is it your question, too?", words=row.words),
            _("A question waits. We promised an answer by %(day)s.", day=format_day(row.promised_by)),
        )
        for row in known.questions[:2]
    ]


def _promised_late(known: Known) -> list[Suggested]:
    return [
        Suggested(
            _("We promised: %(title)s. Did you get it?", title=one.title),
            _("Our promise is late. It was for %(day)s.", day=format_day(one.due)),
        )
        for one in known.promises
        if one.state == "late" and one.item.kind != "trial"  # nobody "gets" a day to decide
    ][:2]


def _in_the_way(known: Known) -> list[Suggested]:
    found = []
    for item, entries in _doing(known):
        missed = [entry for entry in entries[:3] if entry.outcome == "not_this_time"]
        if len(missed) >= NOT_TWICE:
            own = [entry for entry in missed if entry.capacity != Capacity.PROXY]  # "you wrote" is true of these
            barrier = next((entry.barrier for entry in own if entry.barrier), "")
            words = (
                _("What made it hard: %(title)s? You wrote: “%(barrier)s”", title=_title(item), barrier=barrier)
                if barrier
                else _("What made it hard: %(title)s?", title=_title(item))
            )
            found.append(Suggested(words, _("“Not this time” at least twice in the last three entries.")))
    return found


def _did_not_help(known: Known) -> list[Suggested]:
    lines = {item.key: item for item in known.items if item.kind == "coping_strategy"}
    used = [e for e in known.entries if e.coping_key in lines and e.helped == "no"]
    return [
        Suggested(
            _("Your plan for “%(barrier)s” did not help. What might?", barrier=barrier_in_words(lines[key].content)),
            _("They said on %(day)s that it did not help.", day=format_day(entry.happened_on)),
        )
        for key, entry in {e.coping_key: e for e in reversed(used)}.items()
        if key
    ][:2]


def _not_sure(known: Known) -> list[Suggested]:
    return [
        Suggested(
            _(
                "You are %(n)s of 10 sure of this: %(title)s. What would make it a 7?",
                n=said.number,
                title=_title(item),
            ),
            _("Less than 7 of 10 sure."),
        )
        for item, _entries in _doing(known)
        if (said := known.sure.get(item.key)) is not None and said.number < SURE
    ][:2]


def _quiet(known: Known) -> list[Suggested]:
    since = known.today - timedelta(days=QUIET_DAYS)
    if known.offered_on is None or known.offered_on > since:
        return []
    return [
        Suggested(
            _("How does it go: %(title)s?", title=_title(item)),
            _("Nothing written down for 14 days. That is all right. It is only a question."),
        )
        for item, entries in _doing(known)
        if item.starts_on <= since and item.ends_on >= known.today and not any(e.happened_on > since for e in entries)
    ][:2]


def _review(known: Known) -> list[Suggested]:
    if known.review_on is None or known.review_on > known.today + timedelta(days=30):
        return []
    return [
        Suggested(
            _("We look at the plan together by %(day)s. When would suit you?", day=format_day(known.review_on)),
            _("The review is near."),
        )
    ]


def _newest(item: PlanItem, entries: Iterable[ProgressEntry], said: Mapping[str, Any]) -> Said | None:
    """The newest number for one activity: said of the line, written beside an entry, agreed in the plan."""
    beside = next((e for e in entries if e.key == item.key and e.confidence is not None), None)
    row = said.get(item.key)
    if row is not None and (beside is None or row.at >= beside.recorded_at):
        return Said(row.confidence, row.actor_id, row.capacity)
    if beside is not None and beside.confidence is not None:
        return Said(beside.confidence, beside.actor_id, beside.capacity)
    agreed = item.content.get("confidence")
    return Said(int(agreed)) if agreed is not None else None


def sureness_of(
    items: Iterable[PlanItem], entries: Iterable[ProgressEntry], said: Mapping[str, Any]
) -> dict[str, Said]:
    """The newest number for each activity, by its key; without those that nobody said anything of."""
    noted = list(entries)
    found = {item.key: _newest(item, noted, said) for item in items if item.kind == "activity"}
    return {key: newest for key, newest in found.items() if newest is not None}
