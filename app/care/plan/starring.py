"""One star: which line matters most, said by the person alone. It sorts nothing and decides nothing (G2)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Starred

CAN_HAVE_IT = frozenset({"what_matters", "goal"})
"""Kinds of which one line can have the star."""


def star(session: Session, grant: Grant, key: str, has_it: bool) -> Starred | None:
    """Give the star to a line, from whichever has it, or take it away. None when it is so already.

    Raises ``NotFound`` for a key outside the plan, ``Invalid`` for a line of another kind.
    """
    grant.must(Permission.OWN_LIFE)
    versions.plan_of(session, grant)
    if versions.current_item(session, grant, key).kind not in CAN_HAVE_IT:
        raise Invalid(_l("Give the star to something that matters to you, or to a goal."))
    order = (Starred.at.desc(), Starred.id.desc())
    newest = session.scalars(records.of(session, grant, Starred).order_by(*order)).first()
    now = newest.key if newest else ""
    if (now == key) is has_it:
        return None
    row = Starred(
        patient_id=grant.patient_id,
        key=key if has_it else "",
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=versions.later_than(newest.at if newest else None),
    )
    session.add(row)
    audit.record(session, grant, "give the star" if has_it else "take the star away", "plan_item", key)
    session.flush()
    return row
