"""What is for today: read once, in few statements. Reads the plan and the person's own choices, never a decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief, day
from app.care.plan.kinds import activity
from app.care.plan.sections import PATIENT
from app.care.progress import coping, day_order, from_team, pauses, promises, say, together
from app.care.progress.from_team import Asked, Read
from app.care.progress.pauses import Life
from app.care.progress.promises import Promise
from app.care.treatments import trials
from app.care.treatments.trials import Trial
from app.models import DayChoice, Measurement, Patient, PlanItem, ProgressEntry, Question

NEAR = timedelta(days=14)
SOON = timedelta(days=7)
Choices = dict[str, DayChoice]
REMEMBER = 3  # days whose entries are read


@dataclass(frozen=True)
class Card:
    """One thing for today. ``goal``: the person's own words that it is for; ``measure``: kind of reading, or ""."""

    item: PlanItem
    goal: str
    measure: str
    helpers: bool = False
    """It is the reader's own to do, as a helper."""

    @property
    def title(self) -> str:
        return str(self.item.content.get("what", ""))


@dataclass(frozen=True)
class Done:
    """Something written down today: the newest entry of a line, and who wrote it."""

    entry: ProgressEntry
    title: str


@dataclass(frozen=True)
class Tried:
    """A line that the person chose to use, and nobody has said yet whether it helped."""

    entry: ProgressEntry
    line: PlanItem
    later: bool = False
    """Asked again, some hours or a night later."""


@dataclass
class Today:
    """Everything on the page. ``names``: account ids to names, for what others wrote."""

    patient: Patient
    day: date
    hour: int
    to_do: list[Card] = field(default_factory=list)
    offers: list[Card] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    just: Done | None = None
    """What was written down a moment ago, also for an earlier day: the way back stays until the page is left."""
    lot: list[Done] = field(default_factory=list)
    """The same for several things that one button wrote down."""
    measured: list[Measurement] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    """Changes that are tried: due to be talked about, or to be asked about this week."""
    tried: list[Tried] = field(default_factory=list)
    visits: list[PlanItem] = field(default_factory=list)
    promised: list[Promise] = field(default_factory=list)
    """What the team does in the next days, and what it is late with."""
    helping: list[PlanItem] = field(default_factory=list)
    """What other helpers do in the next days."""
    asked: list[Asked] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    answered: list[Question] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    life: Life = field(default_factory=lambda: Life(date.min))
    """Whether the plan is paused; then what it asks for is in ``resting``, and nothing else is asked."""
    resting: list[Card] = field(default_factory=list)
    next_day: date | None = None
    has_plan: bool = False

    @property
    def waiting(self) -> list[Card]:
        """What needs only a "did it", when that is enough for one button for all of it; else nothing."""
        found = [card for card in self.to_do if not card.measure]
        return found if len(found) >= together.LEAST else []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do, to offer or to see of today."""
        return not (self.to_do or self.offers or self.done or self.measured or self.tried or self.asked)


def of(session: Session, grant: Grant, just: str = "", form: str = "") -> Today:
    """The person's day as it is now, on their own calendar (also in nights when clocks change).

    ``just``: id of the entry that was written down a moment ago, if any.
    ``form``: key of the form that wrote several at once.
    """
    grant.must(Permission.SEE_PLAN)
    items = brief.active_items(session, grant)
    patient = session.get_one(Patient, grant.patient_id)
    here = clock.now().astimezone(ZoneInfo(patient.time_zone))
    found = Today(patient, here.date(), here.hour, has_plan=bool(items))
    entries = _entries(session, grant, found.day) if grant.may(Permission.SEE_PROGRESS) else []
    if grant.may(Permission.SEE_PROGRESS):
        found.measured = _measured(session, grant, found.day, patient.time_zone)
        found.trials = trials.of(session, grant, found.day, items)
    _sort(found, grant, items, entries, day.choices(session, grant) if items else {})
    if just and grant.may(Permission.SEE_PROGRESS):
        found.just = _just(session, grant, just, items, entries)
    titles = {item.key: str(item.content.get("what", "")) for item in items}
    found.lot = [Done(row, titles.get(row.key, "")) for row in entries if form and together.is_of(form, row, grant)]
    if grant.may(Permission.SEE_ANSWERS):
        found.asked, found.read = from_team.preparation(session, grant, found.day)
    order = {item.key: n for n, item in enumerate(day_order.sort(session, grant, [c.item for c in found.to_do]))}
    found.to_do.sort(key=lambda card: order[card.item.key])
    _promised(session, grant, found, items)
    _rest(session, grant, found)
    found.answered = from_team.answered(session, grant) if items else []
    _name(session, found, entries)
    return found


def _promised(session: Session, grant: Grant, found: Today, items: list[PlanItem]) -> None:
    team = promises.of_team(session, grant, items)
    found.promised = [one for one in team if _is_near(one, found.day)]
    others = {PATIENT, grant.actor.id if grant.actor else "", *(one.item.owner for one in team)}
    found.helping = [
        item
        for item in items
        if item.kind == "activity" and item.owner not in others and item.starts_on <= found.day + SOON
        and item.ends_on >= found.day
    ]  # fmt: skip


def _is_near(one: Promise, today: date) -> bool:
    """Late, or open and of the next days; calls and visits have rows of their own while they are ahead."""
    if one.state == "late":
        return True
    return one.state == "open" and one.item.kind != "follow_up" and one.item.starts_on <= today + SOON


def _rest(session: Session, grant: Grant, found: Today) -> None:
    """In a pause nothing is asked: what is for today stays within reach, offers wait. What keeps safe stays."""
    found.life = pauses.of(session, grant, found.day, found.day - pauses.OVER)
    if found.life.now:
        found.resting, found.to_do, found.offers, found.tried = found.to_do, [], [], []


def _sort(found: Today, grant: Grant, items: list[PlanItem], entries: list[ProgressEntry], choices: Choices) -> None:
    by_key = {item.key: item for item in items}
    latest = {entry.key: entry for entry in entries if entry.happened_on == found.day}
    said: dict[str, list[str]] = {}
    for entry in entries:
        if entry.happened_on == found.day:
            said.setdefault(entry.key, []).append(entry.outcome)
    readings = Counter(row.kind for row in found.measured)
    reader = grant.actor.id if grant.actor else ""
    mine = [item for item in items if item.kind == "activity" and item.owner == PATIENT]
    helpers = [item for item in items if item.kind == "activity" and item.owner == reader]
    for item in helpers:
        if _in_window(item, found.day) and activity.is_for(item.content, found.day) and not (
            together.is_said(item, said.get(item.key, ()))
        ):  # fmt: skip
            found.to_do.append(replace(_card(item, by_key), helpers=True))
    for item in mine:
        card = _card(item, by_key)
        for_today = _in_window(item, found.day) and activity.is_for(item.content, found.day)
        if together.is_said(item, said.get(item.key, ()), readings[card.measure]):
            continue
        choice = choices.get(item.key)
        if choice is None and _in_window(item, found.day):
            found.offers.append(card)
        elif choice is not None and choice.on_my_day and for_today:
            found.to_do.append(card)
    for entry in latest.values():
        if entry.key in by_key:
            found.done.append(Done(entry, str(by_key[entry.key].content.get("what", ""))))
    now, zone = clock.now(), found.patient.time_zone
    found.tried = [
        Tried(entry, by_key[entry.coping_key], coping.is_later(entry, now, zone))
        for entry in entries
        if entry.coping_key in by_key and coping.asks(entry, now, zone)
    ]
    found.visits = [
        item
        for item in items
        if item.kind == "follow_up" and item.starts_on <= found.day + NEAR and item.ends_on >= found.day
    ]
    found.next_day = _next(mine, choices, found.day)


def _card(item: PlanItem, by_key: dict[str, PlanItem]) -> Card:
    goal = by_key.get(str(item.content.get("goal_key") or ""))
    words = str(goal.content.get("words", "")) if goal and goal.kind == "goal" else ""
    return Card(item, words, str(item.content.get("measure") or ""))


def _in_window(item: PlanItem, on: date) -> bool:
    return item.starts_on <= on <= item.ends_on


def _next(mine: list[PlanItem], choices: Choices, today: date) -> date | None:
    """The next day that has something on it, for the words of an empty day."""
    days = []
    for item in mine:
        choice = choices.get(item.key)
        if choice is not None and choice.on_my_day:
            at = activity.next_day(item.content, max(today + timedelta(days=1), item.starts_on))
            if at <= item.ends_on:
                days.append(at)
    return min(days, default=None)


def _entries(session: Session, grant: Grant, today: date) -> list[ProgressEntry]:
    query = records.of(session, grant, ProgressEntry).where(
        ProgressEntry.happened_on >= today - timedelta(days=REMEMBER), ProgressEntry.undone_at.is_(None)
    )
    return list(session.scalars(query.order_by(ProgressEntry.recorded_at, ProgressEntry.id).limit(200)))


def _measured(session: Session, grant: Grant, today: date, zone: str) -> list[Measurement]:
    start = datetime.combine(today, time(0), ZoneInfo(zone))
    query = records.of(session, grant, Measurement).where(
        Measurement.happened_at >= start, Measurement.undone_at.is_(None)
    )
    return list(session.scalars(query.order_by(Measurement.happened_at).limit(50)))


def _just(
    session: Session, grant: Grant, entry_id: str, items: list[PlanItem], entries: list[ProgressEntry]
) -> Done | None:
    entry = next((row for row in entries if row.id == entry_id), None)
    if entry is None:  # for a day longer ago
        query = records.of(session, grant, ProgressEntry).where(
            ProgressEntry.id == entry_id, ProgressEntry.undone_at.is_(None)
        )
        entry = session.scalars(query).first()
    item = next((item for item in items if entry and item.key == entry.key), None)
    return Done(entry, str(item.content.get("what", ""))) if entry and item else None


def _name(session: Session, found: Today, entries: list[ProgressEntry]) -> None:
    wrote = [*entries, *([found.just.entry] if found.just else [])]
    ids = {entry.actor_id for entry in wrote if entry.capacity != "self"}
    ids |= {row.actor_id for row in found.measured if row.capacity != "self"}
    ids |= {question.answered_by_id for question in found.answered if question.answered_by_id}
    ids |= {item.owner for item in found.helping}
    found.names = say.names_of(session, ids)
