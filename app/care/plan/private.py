"""Private lines in the plan's functions: who may write to them. What is shown, `access.private` decides."""

from __future__ import annotations

from app.access.grants import Grant
from app.access.private import may_see_all
from app.care.plan.kinds import Kind
from app.errors import Forbidden
from app.i18n import lazy_gettext as _l


def must(grant: Grant, kind: Kind) -> None:
    """Raise ``Forbidden`` when lines of this kind are private and closed to who would write one."""
    if kind.is_private and not may_see_all(grant):
        raise Forbidden(_l("Open the wishes for later first. Say why you need to."))
