"""A question with its answers and what came after, from the first asking to "that helped"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import said
from app.care.plan.kinds import KINDS
from app.care.plan.question_replies import HELPED
from app.care.plan.questions import is_late, may_take_back
from app.care.plan.who import People
from app.i18n import _, format_day
from app.models import PlanItem, PlanVersion, Question


@dataclass(frozen=True)
class Thread:
    """One talk: the first question and those that go on from an answer that was unclear, in order."""

    rows: list[Question]

    @property
    def first(self) -> Question:
        return self.rows[0]

    @property
    def last(self) -> Question:
        return self.rows[-1]

    @property
    def waits(self) -> bool:
        """Whether an answer is still to come."""
        return self.last.waits

    @property
    def is_late(self) -> bool:
        return is_late(self.last)

    def may_be_taken_back(self, grant: Grant) -> bool:
        """Whether the reader asked this and nobody has answered."""
        return may_take_back(grant, self.last)

    @property
    def state(self) -> str:
        """ "sent", "read", "unclear" (again to be answered), "answered" or "helped"."""
        if not self.waits:
            return HELPED if self.last.outcome == HELPED else "answered"
        if self.last.follows_id:
            return "unclear"
        return "read" if self.last.read_at else "sent"


def of(rows: Iterable[Question]) -> list[Thread]:
    """Talks made of questions, in the order of their first question."""
    ordered = sorted(rows, key=lambda row: (row.asked_at, row.id))
    following = {row.follows_id: row for row in ordered if row.follows_id}
    found = []
    for row in ordered:
        if row.follows_id is None:
            chain = [row]
            while chain[-1].id in following:
                chain.append(following[chain[-1].id])
            found.append(Thread(chain))
    return found


def all_of(session: Session, grant: Grant) -> list[Thread]:
    """Every talk of the person without what was taken back, the one with the newest question first. One statement."""
    grant.must(Permission.SEE_PLAN)
    found = of(session.scalars(records.of(session, grant, Question).where(Question.withdrawn_at.is_(None))))
    return sorted(found, key=lambda thread: (thread.last.asked_at, thread.last.id), reverse=True)


@dataclass(frozen=True)
class About:
    """The line that a talk is about: what it is called, whether it is still in the plan, and of which kind."""

    title: str
    in_plan: bool
    kind: str


def about(session: Session, grant: Grant, threads: Iterable[Thread]) -> dict[str, About]:
    """The line of each talk, by key: as it is now, or as it was when asked. One statement, none for nothing."""
    asked = {(thread.last.key, thread.last.number) for thread in threads}
    if not asked:
        return {}
    newest = sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.patient_id == grant.patient_id)
    now = PlanItem.number == newest.scalar_subquery()
    query = (
        records.of(session, grant, PlanItem)
        .add_columns(now)
        .where(
            PlanItem.key.in_({key for key, _number in asked}),
            sa.or_(now, PlanItem.number.in_({number for _key, number in asked})),
        )
        .order_by(PlanItem.number)
    )
    return {item.key: About(KINDS[item.kind].title(item.content), bool(is_now), item.kind)
            for item, is_now in session.execute(query)}  # fmt: skip


def messages(thread: Thread, people: People) -> list[tuple[str, str, bool]]:
    """Everything that was said: who and when, the words, whether the reader said it."""
    return [message for row in thread.rows for message in said.messages(row, people)]


def state_words(thread: Thread, people: People) -> str:
    """Where the talk stands, in whole sentences: who has read it, until when it is answered, whether it helped."""
    last = thread.last
    if thread.state == HELPED and last.outcome_at:
        by, day = people.by(last.outcome_by_id or "", last.outcome_capacity), format_day(last.outcome_at)
        if last.outcome_by_id == people.reader_id:
            return _("You said on %(day)s that this helped.", day=day)
        return _("%(name)s said on %(day)s that this helped.", name=by, day=day)
    if not thread.waits:
        return _("Answered. Was this clear?") if people.is_self else _("Answered.")
    known = _("Still unclear. We answer again.") if last.follows_id else ""
    if last.read_at:
        name, day = people.name(last.read_by_id), format_day(last.read_at)
        read = _("%(name)s read this on %(day)s.", name=name, day=day)
    else:
        read = _("Sent. Nobody has opened it yet.")
    return " ".join(part for part in (known, read, said.waits(last, people) or "") if part)


def state_icon(thread: Thread) -> str:
    """The shape that goes with it."""
    return {"sent": "sent", "read": "read", "unclear": "wait", "answered": "check", HELPED: "check"}[thread.state]


def who_is_named(threads: Iterable[Thread]) -> set[str | None]:
    """Ids of everybody who has a part in these talks."""
    rows = [row for thread in threads for row in thread.rows]
    parts = ((r.asked_by_id, r.owner_id, r.answered_by_id, r.read_by_id, r.outcome_by_id) for r in rows)
    return {id_ for each in parts for id_ in each}
