"""Hand a line over: to a colleague by name, or back to the whole team."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, policy
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.concerns.closing import open_line
from app.care.limits import too_long
from app.care.people.patients import team_of
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, Concern

TEAM = "team"
LONGEST = 400


def could_take(session: Session, grant: Grant) -> list[Account]:
    """Colleagues on this person's care team who could look after a line, without the one who asks. One statement."""
    grant.must(Permission.CLOSE_CONCERN)
    return [
        one
        for one in team_of(session, grant.patient_id)
        if one.id != grant.actor_id and Permission.CLOSE_CONCERN in policy.for_team(one.role)
    ]


def hand_over(session: Session, grant: Grant, concern_id: str, to: str, words: str = "") -> Concern:
    """Give an open line to the account ``to``, or to everybody with ``TEAM``; ``words`` for whoever reads it next.

    The new owner has not looked yet, so its time begins anew, and a line that was set aside is back. Sent twice it
    is handed over once. Raises ``Invalid`` for somebody who could not take it, ``NotFound`` for one who never had to
    do with this person, ``Conflict`` when it was closed.
    """
    grant.must(Permission.CLOSE_CONCERN)
    named.people(session, grant, [to])
    words = words.strip()
    wrong = {}
    if to != TEAM and to not in {one.id for one in could_take(session, grant)}:
        wrong["owner"] = _l("Choose who should look after it.")
    if problem := too_long(words, LONGEST):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    concern = open_line(session, grant, concern_id)
    owner = None if to == TEAM else to
    done = (concern.owner_id, concern.taken_at, concern.handed_by_id, concern.handed_words)
    if done == (owner, None, grant.actor_id, words):
        return concern
    concern.owner_id, concern.taken_at = owner, None
    concern.handed_by_id, concern.handed_words, concern.handed_on_at = grant.actor_id, words, clock.now()
    concern.handed_on_times = 0
    concern.snoozed_until = concern.snoozed_by_id = None
    audit.record(session, grant, "hand over concern", concern.rule, concern.id)
    return concern
