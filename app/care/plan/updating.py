"""An update starts from the last plan: keep, change or stop each line; what is kept goes on until the review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import drafting
from app.care.plan.draft_view import DraftItem, DraftView
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l

KEEP, CHANGE, STOP = "keep", "change", "stop"
WAYS = {KEEP: _l("Keep"), CHANGE: _l("Change"), STOP: _l("Stop")}


def ends_before(line: DraftItem, day: date) -> bool:
    """Whether the line has an end of its own that falls before ``day``, so that keeping it means that it goes on."""
    return (line.kind.is_to_do or line.kind.is_dated) and line.ends_on is not None and line.ends_on < day


def update(
    session: Session,
    grant: Grant,
    wishes: Mapping[str, str],
    *,
    review_on: date,
    on_number: int | None = None,
    reasons: Mapping[str, str] | None = None,
    codes: Mapping[str, str] | None = None,
) -> list[str]:
    """Put what was said of each line into the actor's draft. Gives the keys of the lines to change, in their order.

    ``wishes``: key → "keep", "change" or "stop"; a line that is not named is kept. Raises ``Invalid`` (field
    ``do-<key>`` or ``review_on``), ``Conflict`` when the newest version is not ``on_number`` any more.
    """
    grant.must(Permission.EDIT_PLAN)
    drafting.set_review_date(session, grant, review_on)
    view = drafting.draft(session, grant)
    if on_number is not None and view.number != on_number:
        raise Conflict(_l("Somebody else offered a new version of this plan. Look at it first."))
    _check(view, wishes)
    why = reasons or {}
    change = []
    for line in view.items:
        wish = wishes.get(line.key, KEEP)
        if wish == CHANGE:
            change.append(line.key)
        elif wish == STOP and not line.removed:
            drafting.remove(
                session,
                grant,
                line.key,
                reason=why.get(line.key, ""),
                reason_code=(codes or {}).get(line.key) or "other",
                revision=line.revision,
            )
        elif wish == KEEP and not line.removed and ends_before(line, review_on):
            _go_on(session, grant, line, review_on)
    return change


def _go_on(session: Session, grant: Grant, line: DraftItem, until: date) -> None:
    drafting.save(
        session, grant, kind=line.kind.name, content=line.content, owner=line.owner, starts_on=line.starts_on,
        ends_on=until, key=line.key, revision=line.revision,
        reason_code=(line.change.reason_code if line.change else "") or "goes_on",
        reason=line.change.reason if line.change else "",
    )  # fmt: skip


def _check(view: DraftView, wishes: Mapping[str, str]) -> None:
    known = {line.key for line in view.items}
    problems: dict[str, Any] = {
        f"do-{key}": _l("Choose keep, change or stop.")
        for key, wish in wishes.items()
        if wish not in WAYS or key not in known
    }
    if problems:
        raise Invalid(fields=problems)
