"""What a line of a draft must keep to: people who are there, days in order, lines that exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import named, records
from app.access.grants import Grant
from app.care.limits import too_long
from app.care.plan import kinds, versions
from app.care.plan.sections import PATIENT
from app.db import is_id
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import CareTeamMember, ItemChange, LocalService, ProxyGrant


def check_facts(
    session: Session,
    grant: Grant,
    rule: kinds.Kind,
    content: Mapping[str, Any],
    owner: str,
    starts_on: date | None,
    ends_on: date | None,
    reason: str,
) -> None:
    """Raises ``Invalid`` naming owner, dates, reason and links that do not fit this person and this plan.

    ``NotFound`` for an owner or a line that this person never had.
    """
    must_be_theirs(session, grant, rule, content, owner)
    problems: dict[str, Any] = {}
    if owner and owner != PATIENT and not belongs(session, grant, owner):
        problems["owner"] = _l("Pick the person or somebody on their team.")
    if starts_on and ends_on and ends_on < starts_on:
        problems["ends_on"] = _l("The last day cannot be before the first.")
    if words := too_long(reason):
        problems["reason"] = words
    if rule.linked(content):
        known = _kinds_by_key(session, grant)
        for name, allowed in rule.links.items():
            wanted = content.get(name) or []
            if any(known.get(key) not in allowed for key in (wanted if isinstance(wanted, list) else [wanted])):
                problems[name] = _l("Pick one of the lines shown.")
    if problems:
        raise Invalid(fields=problems)


def must_be_theirs(
    session: Session, grant: Grant, rule: kinds.Kind, content: Mapping[str, Any], owner: str = ""
) -> None:
    """Raises ``NotFound`` for an owner, a line or a service that a form names and that never was there for them.

    ``content`` may be as it was typed: this comes before any other word about the form.
    """
    named.people(session, grant, [owner])
    named.lines(session, grant, rule.linked(content))
    service = content.get("service_id")
    if isinstance(service, str) and is_id(service) and session.get(LocalService, service) is None:
        raise NotFound()


def belongs(session: Session, grant: Grant, owner: str) -> bool:
    """Whether this account is on the person's team or helps them now."""
    return any(
        session.scalars(
            records.of(session, grant, model).where(model.account_id == owner, model.in_force(clock.now()))
        ).first()
        for model in (CareTeamMember, ProxyGrant)
    )


def _kinds_by_key(session: Session, grant: Grant) -> dict[str, str]:
    """The kind of every line that another may point to, by key."""
    version = versions.newest(session, grant)
    number = version.number if version else 0
    query = records.of(session, grant, ItemChange).where(ItemChange.state.in_(("draft", "open")))
    found = dict(session.execute(query.with_only_columns(ItemChange.key, ItemChange.kind)).all())
    return found | {item.key: item.kind for item in versions.items_of(session, grant, [number]).get(number, [])}
