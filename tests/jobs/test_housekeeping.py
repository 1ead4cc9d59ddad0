"""What is past goes, what is in use stays."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.jobs.housekeeping import tidy
from app.models import Ceremony, Delivery, HalfSignIn, Reminder, SignInLink, Throttle
from tests.care.reminders import stories


def test_old_tries_and_links_go_and_fresh_ones_stay(config, each_database, world):
    now = clock.now()
    with each_database.write() as session:
        for key, at in (("old", now - timedelta(days=2)), ("fresh", now)):
            session.add(Throttle(key=key, tries=1, last_at=at, next_at=at))
            session.add(SignInLink(token_hash=key, account_id=world.rosa.id, landing="/", expires_at=at))
        for key, at in (("old", now - timedelta(minutes=2)), ("fresh", now + timedelta(minutes=1))):
            session.add(Ceremony(token_hash=key, purpose="sign_in", challenge=b"?", expires_at=at))
            session.add(HalfSignIn(token_hash=key, account_id=world.rosa.id, expires_at=at))
    tidy(config, each_database)
    tidy(config, each_database)
    with each_database.read() as session:
        assert list(session.scalars(sa.select(Throttle.key))) == ["fresh"]
        for one in (SignInLink, Ceremony, HalfSignIn):
            assert list(session.scalars(sa.select(one.token_hash))) == ["fresh"]


def test_old_daily_reminders_go_and_those_that_come_once_stay(config, each_database, world):
    now = clock.now()
    old, recent = now - timedelta(days=61), now - timedelta(days=59)
    rows = {
        "old walk": ("activity", old, "sent"),
        "recent walk": ("activity", recent, "sent"),
        "old plan": ("plan", old, "sent"),
        "old and still due": ("measurement", old, "due"),
    }
    with each_database.write() as session:
        for about, (kind, at, state) in rows.items():
            row = stories.due(session, world.rosa_patient, world.rosa, kind=kind, about=about, due_at=at, state=state)
            session.add(
                Delivery(
                    patient_id=row.patient_id, reminder_id=row.id, subscription_id="s", status=201,
                    outcome="sent", at=at,
                )
            )  # fmt: skip
    tidy(config, each_database)
    with each_database.read() as session:
        kept = {dedupe.rsplit(":", 1)[1] for dedupe in session.scalars(sa.select(Reminder.dedupe))}
        assert kept == set(rows) - {"old walk"}
        assert len(list(session.scalars(sa.select(Delivery.id)))) == 3
