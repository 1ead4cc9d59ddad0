"""Accounts: whoever can sign in. A patient's account, a proxy's and a member of staff's are the same thing."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Role(StrEnum):
    """What somebody does at the practice."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    PHARMACIST = "pharmacist"
    SOCIAL_WORKER = "social_worker"
    CLERK = "clerk"
    ADMIN = "admin"
    PRIVACY = "privacy"
    """Looks after who may see what; sees no plan, also on a team."""


class Account(Base):
    """Somebody who signs in. ``role`` is empty for patients and proxies."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    sign_in: Mapped[str] = mapped_column(String(200), unique=True)
    """What is typed to sign in: lower case, an e-mail address or a short name."""
    passphrase_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10), default="en")
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    created_at: Mapped[datetime] = mapped_column(UTC)
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    new_way_at: Mapped[datetime | None] = mapped_column(UTC)
    """When somebody of the practice gave a new way in, until the owner said that they know of it."""

    @property
    def is_staff(self) -> bool:
        return self.role is not None

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


class LoginSession(Base):
    """One signed-in device. Only a hash of its token is stored; ending it ends it at the next request."""

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    stay: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTC)
    used_at: Mapped[datetime] = mapped_column(UTC)
    expires_at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    unlocked_until: Mapped[datetime | None] = mapped_column(UTC)
    """Until when private lines are open on this device, after a second step."""
    how: Mapped[str] = mapped_column(String(12), default="")
    """How somebody signed in here, one of ``access.sessions.WAYS``; empty for devices from before it was noted."""
    passkey_id: Mapped[str | None] = mapped_column(String(16))
    """The passkey it was, which may be removed since."""
    proved_at: Mapped[datetime | None] = mapped_column(UTC)
    """When somebody last proved here who they are: at the sign-in, and again before what matters most."""
    card_id: Mapped[str | None] = mapped_column(String(16))
    """The printed card that opened this session, if it was one."""
    rest_minutes: Mapped[int | None]
    """The quick lock: after so many minutes of rest pages ask for the PIN. Empty: it is off."""
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    pin_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    """Wrong PINs in a row."""
    locked_at: Mapped[datetime | None] = mapped_column(UTC)
    """When somebody pressed "Lock now"; empty once it is opened."""


class SignInLink(Base):
    """A single-use link that signs somebody in. Only the demo command makes them, never in production."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    landing: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime] = mapped_column(UTC)
    used_at: Mapped[datetime | None] = mapped_column(UTC)


class Throttle(Base):
    """How many tries a key (an account name, an address, a pair, a code) had lately, and when it may again."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UTC)
    next_at: Mapped[datetime] = mapped_column(UTC)
