"""What the person sees on Today of our calls to them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.contacts import calls
from app.care.contacts.calls import Tried


@dataclass(frozen=True)
class Office:
    """``tried``: calls that did not reach them."""

    tried: Tried | None


def of(session: Session, grant: Grant) -> Office:
    """One statement."""
    return Office(calls.for_the_person(session, grant))
