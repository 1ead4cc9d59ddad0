"""Something big changed (B15): five plain choices, a promised answer, and a short review instead of a thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care import concerns, reviews
from app.care.limits import too_long
from app.care.people.patients import lead_of
from app.care.plan.kinds.fields import clean
from app.care.plan.questions import promised
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Concern, EarlyReview, Patient

RULE = "early_review"
WHYS = {
    "hospital": _l("I was in hospital"),
    "diagnosis": _l("I have a new diagnosis"),
    "worse": _l("I fell, or I feel much worse"),
    "home": _l("Something changed at home, or I have a new carer"),
    "other": _l("Something else"),
}


@dataclass(frozen=True)
class Asked:
    """One wish with what became of it. ``state``: "waiting", "late", "opened" or "done"."""

    row: EarlyReview
    concern: Concern | None

    @property
    def state(self) -> str:
        if self.done_at is not None:
            return "done"
        if self.row.promised_by < clock.now():
            return "late"
        return "opened" if self.row.opened_at else "waiting"

    @property
    def done_at(self) -> datetime | None:
        """When it was answered; a line that the team closed on the worklist is answered, too."""
        return self.row.done_at or (self.concern.closed_at if self.concern else None)

    @property
    def done_by_id(self) -> str | None:
        return self.row.done_by_id or (self.concern.closed_by_id if self.concern else None)

    @property
    def is_open(self) -> bool:
        return self.done_at is None


def ask(session: Session, grant: Grant, why: str, words: str, client_key: str, *, answer_days: int) -> EarlyReview:
    """Ask for an earlier review; answered within ``answer_days`` working days.

    A repeat of ``client_key`` gives back what was stored; ``Conflict`` when it now says something else.
    Raises ``Invalid`` without one of the five choices, and for words that are too long.
    """
    grant.must(Permission.ASK)
    words = clean(words)
    wrong = {}
    if why not in WHYS:
        wrong["why"] = _l("Choose what changed.")
    if problem := too_long(words):
        wrong["words"] = problem
    if why == "other" and not words:
        wrong["words"] = _l("Write in a few words what changed.")
    if wrong:
        raise Invalid(fields=wrong)
    if not (0 < len(client_key) <= 64 and client_key.isprintable()):
        raise Invalid()
    patient = records.one(session, grant, Patient, grant.patient_id, lock=True)
    if stored := session.scalars(
        records.of(session, grant, EarlyReview).where(EarlyReview.client_key == client_key)
    ).first():
        if (stored.why, stored.words) != (why, words):
            raise Conflict(_l("You sent this page before. To tell us this as well, press the button once more."))
        return stored
    owner, now = lead_of(session, grant.patient_id), clock.now()
    row = EarlyReview(
        patient_id=grant.patient_id, why=why, words=words, client_key=client_key, asked_by_id=grant.actor_id,
        capacity=grant.capacity, asked_at=now, owner_id=owner.id if owner else None,
        promised_by=promised(now, answer_days, patient.time_zone), done_words="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "ask for an early review", "early_review", row.id)
    concerns.raise_concern(
        session, grant, rule=RULE, subject=row.id, why={"why": why, "words": words[:200]}, due_at=row.promised_by,
        owner_id=row.owner_id,
    )  # fmt: skip
    return row


def all_of(session: Session, grant: Grant, most: int = 5) -> list[Asked]:
    """The newest wishes of this person, newest first. One statement.

    A helper reads only what they asked themselves: what the person writes to the team may be a diagnosis or a worry
    that seeing the plan does not open.
    """
    grant.must(Permission.SEE_PLAN)
    mine = records.of(session, grant, EarlyReview)
    if grant.capacity is Capacity.PROXY:
        mine = mine.where(EarlyReview.asked_by_id == grant.actor_id)
    query = _with_concern(mine)
    rows = session.execute(query.order_by(EarlyReview.asked_at.desc(), EarlyReview.id).limit(most))
    return [Asked(*row) for row in rows]


def one(session: Session, grant: Grant, early_id: str) -> Asked:
    """One wish. Raises ``NotFound``."""
    grant.must(Permission.SEE_PLAN)
    row = records.one(session, grant, EarlyReview, early_id)
    return Asked(*session.execute(_with_concern(records.of(session, grant, EarlyReview)).where(
        EarlyReview.id == row.id)).one())  # fmt: skip


def open_review(session: Session, grant: Grant, early_id: str) -> EarlyReview:
    """Begin the short review for it: the review of the plan that goes on everywhere else, with this reason first.

    Raises ``Invalid`` while there is no plan to look at, ``Conflict`` when it was answered already.
    """
    grant.must(Permission.REVIEW)
    row = _waiting(session, grant, early_id)
    review = reviews.open(session, grant)
    if row.opened_at is None:
        row.opened_at, row.opened_by_id = clock.now(), grant.actor_id
        audit.record(session, grant, "open early review", "early_review", row.id)
    row.review_id = review.id
    session.flush()
    return row


def answer(session: Session, grant: Grant, early_id: str, words: str) -> EarlyReview:
    """Answer in words, when the plan needs no look. Raises ``Invalid`` without words, ``Conflict`` when answered."""
    grant.must(Permission.REVIEW)
    words = clean(words)
    if not words:
        raise Invalid(fields={"words": _l("Write what came of it. The person reads this.")})
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    row = records.one(session, grant, EarlyReview, early_id)
    if row.done_at is not None and (row.done_words, row.done_by_id) == (words, grant.actor_id):
        return row
    row = _waiting(session, grant, early_id)
    _done(session, grant, row, words)
    return row


def of_review(session: Session, grant: Grant) -> list[Asked]:
    """What the review that is going on was opened for: shown before everything else. One statement."""
    grant.must(Permission.REVIEW)
    query = _with_concern(records.of(session, grant, EarlyReview)).where(
        EarlyReview.review_id.is_not(None), EarlyReview.done_at.is_(None)
    )
    found = [Asked(*row) for row in session.execute(query.order_by(EarlyReview.asked_at))]
    return [asked for asked in found if asked.is_open]


def settle(session: Session, grant: Grant, review_id: str, words: str) -> None:
    """The review has ended, so what it was opened for is answered. Called where a review closes."""
    query = records.of(session, grant, EarlyReview).where(
        EarlyReview.review_id == review_id, EarlyReview.done_at.is_(None)
    )
    for row in session.scalars(query):
        _done(session, grant, row, words)


def _done(session: Session, grant: Grant, row: EarlyReview, words: str) -> None:
    row.done_at, row.done_by_id, row.done_words = clock.now(), grant.actor_id, words
    audit.record(session, grant, "answer early review", "early_review", row.id)
    session.flush()
    concerns.close_concern_for(session, grant, RULE, row.id, outcome="answered")


def _waiting(session: Session, grant: Grant, early_id: str) -> EarlyReview:
    records.one(session, grant, EarlyReview, early_id, lock=True)
    asked = one(session, grant, early_id)
    if not asked.is_open:
        theirs = asked.row.done_words or (asked.concern.done if asked.concern else "")
        raise Conflict(_l("Somebody answered this before you."), theirs=theirs)
    return asked.row


def _with_concern(query: Any) -> Any:
    same = (Concern.patient_id == EarlyReview.patient_id) & (Concern.subject == EarlyReview.id)
    return query.outerjoin(Concern, same & (Concern.rule == RULE)).add_columns(Concern)
