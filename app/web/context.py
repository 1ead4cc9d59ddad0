"""What a view may reach for: this request's database session, grant, account and settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g, session
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.relationships import Relationship
from app.config import Config
from app.db import Database
from app.models import Account, LoginSession, Patient

if TYPE_CHECKING:
    from app.web.assets import Assets


KNOWN_WAY = "known_way"
"""In the cookie of a device that came in by a new way: it is not to be told of that again."""


class _Current:
    """Attributes, not globals: each reads what the guard put there for this request."""

    @property
    def database(self) -> Database:
        return cast(Database, current_app.extensions["handrail.database"])

    @property
    def config(self) -> Config:
        return cast(Config, current_app.extensions["handrail.config"])

    @property
    def typed_url(self) -> str:
        """Our address as people type it: without the scheme, which browsers add."""
        return self.config.public_url.split("://", 1)[-1]

    @property
    def assets(self) -> Assets:
        return cast("Assets", current_app.extensions["handrail.assets"])

    @property
    def session(self) -> Session:
        """Opened when first used: read-only on GET, a write transaction otherwise."""
        return cast(Session, g.open_session())

    @property
    def looking(self) -> Session:
        """What the guard looks things up in: this request's session on GET, a read-only one before a change."""
        return cast(Session, g.open_reading())

    @property
    def account(self) -> Account | None:
        return cast("Account | None", g.get("account"))

    @property
    def new_way_at(self) -> datetime | None:
        """When a new way into this account was given out, until its owner knows, or said so on this device."""
        at = self.account.new_way_at if self.account else None
        return None if at is None or session.get(KNOWN_WAY) == at.isoformat() else at

    @property
    def me(self) -> Account:
        """The signed-in account; only for routes that need one."""
        account = self.account
        assert account is not None, "this route is public: use current.account"
        return account

    @property
    def login(self) -> LoginSession | None:
        return cast("LoginSession | None", g.get("login"))

    @property
    def grant(self) -> Grant:
        return cast(Grant, g.grant)

    @property
    def patient(self) -> Patient | None:
        return cast("Patient | None", g.get("patient"))

    @property
    def look(self) -> int:
        """By which colour and pattern a helper knows the person of this page."""
        return self._found.look or 0 if self._found else 0

    @property
    def has_others(self) -> bool:
        """Whether the reader has pages of others too, so that this person must be named before anything goes."""
        return bool(self._found and self._found.has_others)

    @property
    def open_until(self) -> datetime | None:
        """When looking at this record in an emergency ends."""
        return self._found.until if self._found else None

    @property
    def _found(self) -> Relationship | None:
        return cast("Relationship | None", g.get("found"))

    @property
    def today(self) -> date:
        """The calendar day it is for the person of this page; only for pages about somebody."""
        assert self.patient is not None, "this page is about nobody: use clock.today(zone)"
        return clock.today(self.patient.time_zone)

    @property
    def request_id(self) -> str:
        return cast(str, g.request_id)


current = _Current()
