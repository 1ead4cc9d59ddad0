"""The person whose plan it is, and everybody who has a relationship to that person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.db import UTC, Base, new_id


class Patient(Base):
    """The person. ``account_id`` is theirs once they have signed in; a paper patient has none."""

    __tablename__ = "patient"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    preferred_name: Mapped[str] = mapped_column(String(100))
    birth_date: Mapped[date]
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    time_zone: Mapped[str] = mapped_column(String(60))
    units: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Unit chosen for each measurement kind, asked once: {"glucose": "mmol/L"}."""
    created_at: Mapped[datetime] = mapped_column(UTC)
    contact_confirmed_at: Mapped[datetime | None] = mapped_column(UTC)
    contact_confirmed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    left_at: Mapped[datetime | None] = mapped_column(UTC)
    """Since when they take part no longer: nothing is asked of them, all stays theirs to read (``Departure``)."""
    sealed_at: Mapped[datetime | None] = mapped_column(UTC)
    """Since when it is closed to everybody, because it was to be erased and the law keeps it (``Erasure``)."""


class CareTeamMember(Base):
    """Somebody of the practice who works with this person, since and until."""

    __tablename__ = "care_team_member"
    __table_args__ = (Index("ix_care_team_member_account_id_patient_id", "account_id", "patient_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    lead: Mapped[bool] = mapped_column(default=False)
    call_for: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """What to call them for, in plain words."""
    since: Mapped[datetime] = mapped_column(UTC)
    until: Mapped[datetime | None] = mapped_column(UTC)

    @classmethod
    def in_force(cls, now: datetime) -> ColumnElement[bool]:
        """For queries: whether the membership counts at ``now``."""
        return and_(cls.since <= now, or_(cls.until.is_(None), cls.until > now))


class ProxyGrant(Base):
    """What one caregiver may do for one person, on what basis, from when until when."""

    __tablename__ = "proxy_grant"
    __table_args__ = (Index("ix_proxy_grant_account_id_patient_id", "account_id", "patient_id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    relation: Mapped[str] = mapped_column(String(60), default="")
    scopes: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    """Verbs by section (``access.scopes``); "decide" opens nothing without a basis in force (``ProxyBasis``)."""
    withheld: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """Sections that the team keeps from this helper for the person's safety (``Withheld``)."""
    basis: Mapped[str] = mapped_column(String(40), default="consent")
    document: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Where the paper is, when the practice let the helper in on another basis than the person's word."""
    granted_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime | None] = mapped_column(UTC)
    paused_at: Mapped[datetime | None] = mapped_column(UTC)
    """Since when it is paused; it opens nothing until somebody goes on with it."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)
    look: Mapped[int]
    """Which colour and pattern this person has for this helper; ``access.looks`` gives it. No default: who makes a
    grant must ask there, or two parents could look the same."""

    @property
    def last_moment(self) -> datetime | None:
        """The last moment that is still in it, to be shown as its last day: it ends when that day is over."""
        return self.ends_at - timedelta(seconds=1) if self.ends_at else None

    @classmethod
    def in_force(cls, now: datetime) -> ColumnElement[bool]:
        """For queries: whether the grant counts at ``now``."""
        return and_(cls.standing(now), cls.paused_at.is_(None), cls.starts_at <= now)

    @classmethod
    def standing(cls, now: datetime) -> ColumnElement[bool]:
        """For queries: whether it was agreed and did not end: also while it is paused or has yet to begin."""
        return and_(cls.withdrawn_at.is_(None), or_(cls.ends_at.is_(None), cls.ends_at > now))


class Invitation(Base):
    """A way in: a short code, single use, expiring. Only its hash is stored."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("uq_invitation_code_hash", "code_hash", unique=True),
        Index("ix_invitation_patient_id", "patient_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id"))
    kind: Mapped[str] = mapped_column(String(10), default="self")
    """"self" for the person, "proxy" for a caregiver."""
    invitee_name: Mapped[str] = mapped_column(String(200))
    relation: Mapped[str] = mapped_column(String(60), default="")
    scopes: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    basis: Mapped[str] = mapped_column(String(40), default="consent", server_default="consent")
    document: Mapped[str] = mapped_column(Text, default="", server_default="")
    starts_on: Mapped[date | None]
    """First day of the help; None: at once."""
    ends_on: Mapped[date | None]
    """Last day of the help; None: none was agreed."""
    code_hash: Mapped[str] = mapped_column(String(64))
    created_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UTC)
    expires_at: Mapped[datetime] = mapped_column(UTC)
    used_at: Mapped[datetime | None] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)
