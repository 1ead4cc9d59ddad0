"""What a phone says of one message: shown, opened. Known by the token that the message carried, and by nothing else.

The token is of use for nothing but that: it opens no page, names nobody, and saying the same twice changes nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.models import Delivery, Reminder

WHATS = ("shown", "opened")
NAME = "n"
"""The part of an address that carries the token."""


def new_token() -> str:
    """128 random bits as 22 letters that an address can carry."""
    return secrets.token_urlsafe(16)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def with_token(message: dict[str, Any], token: str) -> dict[str, Any]:
    """The message with the token in each address that a tap opens, where a worker, or a system without, finds it."""
    notification = message["notification"]
    made = {**notification, "navigate": _carrying(notification["navigate"], token)}
    if "actions" in notification:
        made["actions"] = [{**one, "navigate": _carrying(one["navigate"], token)} for one in notification["actions"]]
    return {**message, "notification": made}


def _carrying(address: str, token: str) -> str:
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, f"{NAME}={token}")))
    return urlunsplit(parts._replace(query=query))


def is_known(session: Session, token: str, what: str) -> bool:
    """Whether a message carried this token and ``what`` can be said of it: one indexed read."""
    if what not in WHATS or len(token) != 22:
        return False
    return session.scalar(sa.select(Delivery.id).where(Delivery.token_hash == digest(token))) is not None


def note(session: Session, token: str, what: str) -> bool:
    """Store that a message was shown or opened, the first time it is said. False when no message had this token."""
    if what not in WHATS or len(token) != 22:
        return False
    found = session.execute(
        sa.select(Delivery.id, Delivery.patient_id, Delivery.reminder_id, Delivery.at, Delivery.shown_at,
                  Delivery.opened_at).where(Delivery.token_hash == digest(token))
    ).first()  # fmt: skip
    if found is None:
        return False
    column = Delivery.shown_at if what == "shown" else Delivery.opened_at
    if (found.shown_at if what == "shown" else found.opened_at) is not None:
        return True
    session.execute(
        sa.update(Delivery).where(Delivery.id == found.id, column.is_(None)).values({column.key: clock.now()})
    )
    went_out = sa.update(Reminder).where(Reminder.id == found.reminder_id, Reminder.sent_at.is_(None))
    session.execute(went_out.values(sent_at=found.at))  # we may have died before we could write that down
    return True
