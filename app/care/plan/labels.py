"""What the team calls a change: only other words, or another substance. The person may see it otherwise."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import LabelDispute

RULE = "more_than_wording"
WORDS = {
    "new": _l("New in this version"),
    "wording": _l("Your team says: only the wording changed."),
    "substance": _l("Your team says: what it means has changed."),
}


def dispute(session: Session, grant: Grant, key: str, number: int) -> LabelDispute:
    """ "This is more than wording." Answers given before belong to the earlier words from now on; a nurse looks.

    Raises ``Conflict`` when the plan moved on, ``Invalid`` when nobody called this change "wording". Once a version.
    """
    from app.care import concerns

    grant.must(Permission.DECIDE)
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    grant.must(Permission.DECIDE, item.kind)
    if plan.current_number != number:
        raise versions.moved_on(item)
    if item.change_label != "wording":
        raise Invalid(_l("This line was not changed in its wording."))
    query = records.of(session, grant, LabelDispute).where(LabelDispute.key == key, LabelDispute.number == number)
    before = session.scalars(query).first()
    if before is not None:
        return before
    row = LabelDispute(
        patient_id=grant.patient_id,
        key=key,
        number=number,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=clock.now(),
    )
    session.add(row)
    audit.record(session, grant, "dispute label", "plan_item", key)
    session.flush()
    title = KINDS[item.kind].title_outside(item.content)
    concerns.raise_concern(session, grant, rule=RULE, subject=key, why={"title": title, "key": key})
    return row
