"""What one message is about: how many things, for which day, where a tap leads, and names for who wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.care.plan import brief
from app.care.plan.kinds import KINDS as LINES
from app.care.reminders.choices import Choices
from app.care.reminders.kinds import KINDS
from app.care.reminders.times import local
from app.i18n import using_locale
from app.models import Arrangement, Patient, Reminder

LATE = timedelta(minutes=15)
"""From then on a message says for when it was."""
PAGES = {
    "activity": "today",
    "measurement": "measure",
    "questionnaire": "prepare",
    "follow_up": "arranged",
    "medicine": "plan",
    "review": "review",
    "plan": "plan",
}
"""Where a tap leads, under the person's own address."""
TODAY = "today"
OWN_PAGE = ("measurement", "follow_up", "medicine")
"""Kinds whose thing has a page of its own."""


@dataclass(frozen=True)
class Said:
    """``count`` things for the local moment ``due``. ``names`` only of kinds whose names may be shown."""

    kind: str = ""
    count: int = 1
    due: datetime | None = None
    is_late: bool = False
    names: tuple[str, ...] = ()
    whose: str = ""
    """Whose they are, for a helper; said only beside names."""
    page: str = TODAY
    done: str = ""
    """The page that asks "did you do it?", when the message is about one thing that can be done."""
    later: str = ""
    """The page that puts it off."""
    at: datetime | None = None
    """The moment that it is for (UTC)."""


NOTHING = Said()


@dataclass(frozen=True)
class About:
    """A line or an arrangement: its name in the receiver's language, and its page."""

    name: str
    page: str


def joined(session: Session, rows: Sequence[Reminder]) -> dict[str, list[tuple[str, str]]]:
    """Kind and key of what the messages of these rows speak for too, by the name of the row; one statement."""
    query = sa.select(Reminder.joins, Reminder.kind, Reminder.key).where(
        Reminder.patient_id.in_({row.patient_id for row in rows}), Reminder.state == "joined",
        Reminder.joins.in_([row.dedupe for row in rows]),
    )  # fmt: skip
    found: dict[str, list[tuple[str, str]]] = {}
    for name, kind, key in session.execute(query.order_by(Reminder.due_at, Reminder.id)):
        found.setdefault(name, []).append((kind, key))
    return found


def with_more(
    session: Session, grant: Grant, row: Reminder, one: Choices, patient: Patient, more: Sequence[tuple[str, str]]
) -> Said:
    """Of a row that is about to be sent, with ``more``, the kind and key of each thing that it speaks for too."""
    if row.kind not in KINDS:
        return NOTHING
    rows = [(row.kind, row.key), *more]
    keys = {key for kind, key in rows if key and (kind in OWN_PAGE or kind in one.named)}
    known = about(session, grant, keys, one.language) if keys else {}
    said = of_things(rows, row.due_at, clock.now(), one, known, patient)
    here = f"reminders/{row.id}"
    done = f"{here}/done" if said.count == 1 and row.kind == "activity" and one.may_log else ""
    return replace(said, done=done, later=f"{here}/later")


def about(session: Session, grant: Grant, keys: set[str], language: str) -> dict[str, About]:
    """What these keys are, by key: lines in force and arrangements. Private lines are not among them."""
    found: dict[str, About] = {}
    with using_locale(language):
        for item in brief.active_items(session, grant) if keys else ():
            if item.key in keys:
                measure = item.content.get("measure")
                page = f"measure/{measure}" if measure else f"plan/items/{item.key}"
                found[item.key] = About(LINES[item.kind].title_outside(item.content), page)
        rows = records.of(session, grant, Arrangement).where(Arrangement.id.in_(keys - set(found)))
        for row in session.scalars(rows) if keys - set(found) else ():
            found[row.id] = About(row.what, "arranged")
    return found


def of_things(
    rows: Sequence[tuple[str, str]], due_at: datetime, now: datetime, one: Choices, known: dict[str, About],
    patient: Patient,
) -> Said:  # fmt: skip
    """The same without a row, as the preview says it. ``rows``: kind and key of each thing, the first one first."""
    things = list(dict.fromkeys(rows))  # the same line twice a day is one thing to look at
    names = [known[each].name for _kind, each in things if each in known]
    if not all(each in one.named for each, _key in things) or len(names) < len(things):
        names = []
    return Said(
        things[0][0], len(things), local(due_at, one.time_zone), now - due_at >= LATE, tuple(names),
        "" if one.is_self else patient.preferred_name, _page(things, known, one), at=due_at,
    )  # fmt: skip


def _page(things: list[tuple[str, str]], known: dict[str, About], one: Choices) -> str:
    kind, key = things[0]
    if len(things) > 1 or kind not in PAGES or (kind == "measurement" and not one.may_log):
        return TODAY
    own = known[key].page if key in known else ""
    return own if kind in OWN_PAGE and own else PAGES[kind]
