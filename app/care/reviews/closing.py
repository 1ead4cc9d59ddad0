"""A review begins, and ends with one of two outcomes: the plan changed, or it stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import drafting, offering, versions
from app.care.reviews.due import settle
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient, PlanVersion, Review

CHANGED, STAYS = "changed", "stays"


def opened(session: Session, grant: Grant) -> Review | None:
    """The review that is going on, if any."""
    grant.must(Permission.REVIEW)
    query = records.of(session, grant, Review).where(Review.closed_at.is_(None))
    return session.scalars(query.order_by(Review.opened_at.desc())).first()


def open(session: Session, grant: Grant) -> Review:
    """Begin a review of the current version; the one that is going on already is given back.

    Raises ``Invalid`` while there is no version to look back on.
    """
    grant.must(Permission.REVIEW)
    plan = versions.plan_of(session, grant)  # held, so that two who begin at once begin one review
    going_on = opened(session, grant)
    if going_on:
        return going_on
    if not plan.current_number:
        raise Invalid(_l("There is no plan to review yet. Offer a first version."))
    review = Review(
        patient_id=grant.patient_id,
        number=plan.current_number,
        opened_by_id=grant.actor_id,
        opened_at=clock.now(),
    )
    session.add(review)
    session.flush()
    audit.record(session, grant, "open review", "review", review.id)
    return review


def close(session: Session, grant: Grant, outcome: str, note: str = "") -> Review:
    """End the review with ``outcome`` "changed" or "stays". One is begun first if none is going on."""
    from app.care.worse import early_review

    if outcome not in (CHANGED, STAYS):
        raise ValueError(f"a review ends as {CHANGED!r} or {STAYS!r}, not {outcome!r}")
    review = open(session, grant)
    review.outcome, review.note = outcome, note.strip()
    review.closed_at, review.closed_by_id = clock.now(), grant.actor_id
    audit.record(session, grant, f"close review ({outcome})", "review", review.id)
    early_review.settle(session, grant, review.id, review.note)
    return review


def offered(session: Session, grant: Grant, version: PlanVersion) -> None:
    """After an offer: the review that was going on has ended with a change, and its line leaves the worklist."""
    if grant.may(Permission.REVIEW) and opened(session, grant):
        close(session, grant, CHANGED, version.why)
    settle(session, grant, version.review_on, _today(session, grant))


def keep_as_it_is(
    session: Session, grant: Grant, review_on: date, note: str = "", *, on_number: int | None = None
) -> PlanVersion:
    """Close the review with "stays": a version with the same lines and a new review date.

    Untouched lines keep their decisions, so nobody is asked anything again. Raises ``Invalid`` (field
    ``review_on``) for a date that cannot be, and when changes wait in the draft; ``Conflict`` when the newest
    version is not ``on_number`` any more.
    """
    grant.must(Permission.REVIEW)
    open(session, grant)  # of the version that was current until now
    view = drafting.draft(session, grant)
    if any(line.change for line in view.items):
        raise Invalid(_l("The draft holds changes. Offer them, or undo them first."))
    if view.version and on_number in (None, view.number) and view.version.review_on == review_on:
        raise Invalid(fields={"review_on": _l("That is the day of this review. Pick a later one.")})
    drafting.set_review_date(session, grant, review_on)
    version = offering.offer(session, grant, why=note, on_number=on_number)
    close(session, grant, STAYS, note)
    settle(session, grant, version.review_on, _today(session, grant))
    return version


def _today(session: Session, grant: Grant) -> date:
    return clock.today(records.one(session, grant, Patient, grant.patient_id).time_zone)
