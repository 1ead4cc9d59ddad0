"""What is past goes, what is in use stays."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.jobs.housekeeping import tidy
from app.models import SignInLink, Throttle


def test_old_tries_and_links_go_and_fresh_ones_stay(config, each_database, world):
    now = clock.now()
    with each_database.write() as session:
        for key, at in (("old", now - timedelta(days=2)), ("fresh", now)):
            session.add(Throttle(key=key, tries=1, last_at=at, next_at=at))
            session.add(SignInLink(token_hash=key, account_id=world.rosa.id, landing="/", expires_at=at))
    tidy(config, each_database)
    tidy(config, each_database)
    with each_database.read() as session:
        assert list(session.scalars(sa.select(Throttle.key))) == ["fresh"]
        assert list(session.scalars(sa.select(SignInLink.token_hash))) == ["fresh"]
