"""Ways to sign in beside the passphrase: passkeys, a second factor for staff, and what lives only minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Passkey(Base):
    """One passkey of an account: its public half. The other half never leaves the person's device."""

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    """What the device calls it, in base64url; at most 1,023 bytes by the standard."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    count: Mapped[int] = mapped_column(BigInteger, default=0)
    """How often it signed, as it says itself; a number that goes back means that there are two of it."""
    device: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UTC)
    used_at: Mapped[datetime | None] = mapped_column(UTC)


class Ceremony(Base):
    """A question that one browser was asked to sign: once, for one purpose, within minutes."""

    __tablename__ = "ceremony"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of a token in the browser's own cookie: no other browser can answer."""
    purpose: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UTC, index=True)


class HalfSignIn(Base):
    """Somebody whose passphrase fitted and whose second step is to come. It opens nothing by itself."""

    __tablename__ = "half_sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UTC, index=True)


class Totp(Base):
    """The app on a member of staff's phone that shows a number of six digits. Its seed is sealed."""

    __tablename__ = "totp"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTC)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTC)
    """When the first number fitted; before that it asks for nothing."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The half minute whose number was used last: that number, and older ones, are used up."""


class RecoveryCode(Base):
    """A code on paper for the day when the second factor is lost. Each works once."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTC)
    used_at: Mapped[datetime | None] = mapped_column(UTC)
