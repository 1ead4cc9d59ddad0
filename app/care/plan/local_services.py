"""The practice's directory of local services: kept by staff, checked now and then, never about a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.care.limits import too_long
from app.care.plan.kinds.community_resource import NEEDS
from app.care.plan.kinds.fields import clean
from app.db import is_id, lock, new_id
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, ItemWord, LocalService

STALE = timedelta(days=180)
"""Own proposal: opening hours and prices change within half a year."""
LONGEST = {
    "name": 200, "offers": 2000, "for_whom": 2000, "cost": 200, "languages": 200, "phone": 40, "place": 400,
    "hours": 200,
}  # fmt: skip
FEW = 5
"""Counts below this are not shown: few people could be known again."""


def all_of(session: Session, need: str = "") -> list[LocalService]:
    """Every service that is not closed, by need and name; of one need, if named."""
    query = sa.select(LocalService).where(LocalService.closed_at.is_(None))
    if need:
        query = query.where(LocalService.need == need)
    return list(session.scalars(query.order_by(LocalService.need, sa.func.lower(LocalService.name))))


def one(session: Session, service_id: str) -> LocalService:
    """Raises ``NotFound``."""
    service = session.get(LocalService, service_id)
    if service is None or service.closed_at is not None:
        raise NotFound()
    return service


def is_stale(service: LocalService, today: date) -> bool:
    """Whether nobody checked it for half a year."""
    return today - service.checked_on > STALE


def helped(session: Session, service_ids: list[str]) -> dict[str, tuple[int, int]]:
    """How many people said that a service helped, of how many who said anything; counts only, none below five."""
    newest = (
        sa.select(sa.func.max(ItemWord.at))
        .where(ItemWord.sort == "helped", ItemWord.about != "")
        .group_by(ItemWord.patient_id, ItemWord.about)
        .correlate(None)
    )
    rows = session.execute(
        sa.select(ItemWord.about, ItemWord.patient_id, ItemWord.value).where(
            ItemWord.sort == "helped", ItemWord.about.in_(service_ids), ItemWord.at.in_(newest)
        )
    )
    found: dict[str, dict[str, str]] = {}
    for about, patient_id, value in rows:
        if value in ("yes", "partly", "no"):
            found.setdefault(about, {})[patient_id] = value
    counts = {about: (sum(v == "yes" for v in said.values()), len(said)) for about, said in found.items()}
    return {about: count for about, count in counts.items() if count[1] >= FEW}


def save(
    session: Session,
    by: Account,
    facts: Mapping[str, str],
    service_id: str = "",
    revision: int | None = None,
    new_key: str = "",
) -> LocalService:
    """Add a service, or change one; it counts as checked today. ``Conflict`` when somebody else was first.

    ``new_key`` is the identity that the form of a new one was made with: sent twice, it is one service.
    Raises ``Invalid`` naming fields, ``Forbidden`` for who does not work here.
    """
    _staff(by)
    texts = {name: clean(facts.get(name, "")) for name in LONGEST}
    need = facts.get("need", "")
    problems: dict[str, Any] = {
        name: words for name, most in LONGEST.items() if (words := too_long(texts[name], most))
    }
    if not texts["name"]:
        problems["name"] = _l("Write what it is called.")
    if need not in NEEDS:
        problems["need"] = _l("Pick one of the answers shown.")
    if problems:
        raise Invalid(fields=problems)
    if service_id:
        row = session.scalars(lock(sa.select(LocalService).where(LocalService.id == service_id))).first()
        if row is None or row.closed_at is not None:
            raise NotFound()
        if row.revision != revision:
            raise Conflict(mine=_text(texts), theirs=_text({name: getattr(row, name) for name in LONGEST}))
        row.revision += 1
    else:
        before = session.get(LocalService, new_key) if is_id(new_key) else None
        if before is not None and all(
            getattr(before, name) == value for name, value in {**texts, "need": need}.items()
        ):
            return before
        if before is not None:
            raise Conflict(mine=_text(texts), theirs=_text({name: getattr(before, name) for name in LONGEST}))
        row = LocalService(id=new_key if is_id(new_key) else new_id(), revision=1)
        session.add(row)
    for name, value in texts.items():
        setattr(row, name, value)
    row.need, row.checked_on, row.checked_by_id = need, clock.today(by.time_zone), by.id
    audit.record_account(session, by.id, "save local service")
    session.flush()
    return row


def checked(session: Session, by: Account, service_id: str) -> LocalService:
    """Somebody looked: all of it still holds today."""
    _staff(by)
    row = one(session, service_id)
    row.checked_on, row.checked_by_id = clock.today(by.time_zone), by.id
    audit.record_account(session, by.id, "check local service")
    return row


def close(session: Session, by: Account, service_id: str) -> None:
    """It is not there any more. Lines of plans keep what they say; nobody takes it from the list again."""
    _staff(by)
    one(session, service_id).closed_at = clock.now()
    audit.record_account(session, by.id, "close local service")


def as_content(service: LocalService) -> dict[str, str]:
    """What a new line of the plan begins with."""
    return {
        "what": service.name, "need": service.need, "phone": service.phone, "place": service.place,
        "hours": service.hours, "cost": service.cost, "language": service.languages,
        "for_whom": service.for_whom[:400], "service_id": service.id,
    }  # fmt: skip


def _text(facts: Mapping[str, str]) -> str:
    return "\n".join(value for value in facts.values() if value)


def _staff(account: Account) -> None:
    if not account.is_staff:
        raise Forbidden()
