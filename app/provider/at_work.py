"""What is there only for who works with people: worklist, questions, patients. Others have a desk of their own."""

from __future__ import annotations

from app.access import office, overseeing, policy
from app.access.permissions import Permission
from app.errors import NotFound
from app.web.context import current


def must(need: Permission = Permission.WORK_WITH) -> None:
    """Raise ``NotFound`` for a role that may do this for nobody: the page is not there for it."""
    if need not in policy.for_team(current.me.role):
        raise NotFound()


def other_desk() -> str | None:
    """Where the desk is of somebody whose work is not with people; None for who works with them."""
    if overseeing.is_officer(current.me):
        return "privacy.desk"
    return "office.people" if office.is_office(current.me) else None
