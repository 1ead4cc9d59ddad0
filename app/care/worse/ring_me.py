"""Ask somebody to ring: one line on the worklist with a promised day, however often the button is pressed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.limits import too_long
from app.care.people.patients import lead_of
from app.care.plan.kinds.fields import clean
from app.care.plan.questions import promised
from app.errors import Invalid
from app.i18n import _
from app.models import Concern, Patient

RULE, SUBJECT = "wants_a_call", "ring_me"


def ask(session: Session, grant: Grant, words: str = "", *, answer_days: int) -> Concern:
    """Somebody should ring within ``answer_days`` working days; asked again, the earlier promise stands.

    ``words``: what it is about, if the person likes to say. Raises ``Invalid`` when they are too long.
    """
    grant.must(Permission.ASK)
    words = clean(words)
    if problem := too_long(words, 400):
        raise Invalid(fields={"words": problem})
    patient = records.one(session, grant, Patient, grant.patient_id)
    owner = lead_of(session, grant.patient_id)
    before = open_wish(session, grant)
    return concerns.raise_concern(
        session, grant, rule=RULE, subject=SUBJECT,
        why={"words": _with_earlier(before, words, grant)},
        due_at=promised(clock.now(), answer_days, patient.time_zone), owner_id=owner.id if owner else None,
    )  # fmt: skip


def _with_earlier(before: Concern | None, words: str, grant: Grant) -> str:
    """What was asked before stays in front of the new words; the words of a helper carry their name."""
    if words and grant.capacity is Capacity.PROXY and grant.actor is not None:
        words = _("%(helper)s: %(words)s", helper=grant.actor.first_name, words=words)
    earlier = str(before.why.get("words", "")) if before else ""
    said = earlier.split("\n") if earlier else []
    return "\n".join(said if not words or words in said else [*said, words])


def open_wish(session: Session, grant: Grant) -> Concern | None:
    """The wish that waits, if any. One statement."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Concern).where(
        Concern.rule == RULE, Concern.subject == SUBJECT, Concern.closed_at.is_(None)
    )
    return session.scalars(query).first()
