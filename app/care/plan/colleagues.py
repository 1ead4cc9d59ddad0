"""What colleagues have in their own drafts, and taking a line of theirs into one's own. Theirs stays as it is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import draft_rows, kinds, versions
from app.errors import Conflict, NotFound
from app.i18n import lazy_gettext as _l
from app.models import ItemChange

CARRIED = (
    "action", "owner", "starts_on", "ends_on", "reason", "wording_only", "base_number", "author_id", "reason_code",
    "at_once", "saved_by_id",
)  # fmt: skip


def take_in(session: Session, grant: Grant, change_id: str, *, instead: bool = False) -> ItemChange:
    """Take a line of a colleague's draft into the actor's own, as it is there.

    ``Conflict`` with both texts when the actor drafted that line, too, unless ``instead`` says to take theirs.
    ``NotFound`` when it is no draft of a colleague any more. Twice is once.
    """
    grant.must(Permission.EDIT_PLAN)
    plan = versions.plan_of(session, grant)
    theirs = records.one(session, grant, ItemChange, change_id)
    if theirs.state != "draft" or theirs.drafter_id == grant.actor_id:
        raise NotFound()
    mine = draft_rows.mine(session, grant, theirs.key)
    if mine is not None and (mine.action, mine.content) == (theirs.action, theirs.content):
        return mine
    if mine is not None and not instead:
        as_text = kinds.KINDS[theirs.kind].as_text
        raise Conflict(
            _l("You have a draft of this line, too. Look at both texts and keep one."),
            mine=as_text(mine.content),
            theirs=as_text(theirs.content),
        )
    if mine is None:
        mine = draft_rows.begin(grant, plan, theirs.action, theirs.key, theirs.kind, revision=0)
        mine.position = theirs.position
        session.add(mine)
    for name in CARRIED:
        setattr(mine, name, getattr(theirs, name))
    mine.content, mine.revision, mine.updated_at = dict(theirs.content), mine.revision + 1, clock.now()
    audit.record(session, grant, "take in draft", "plan_item", mine.key)
    session.flush()
    return mine
