"""What the preview prints is what the sender plans, with the reasons; it sends and stores nothing."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from app.access.grants import system
from app.care.reminders import preview, refresh
from app.care.reminders.times import local
from app.cli import reminders as command
from app.models import Reminder
from tests.care.reminders import stories

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def walk(database, world):
    """Rosa walks on Mondays and Wednesdays; Otto wants to hear of it at 22:00, in his quiet hours."""
    with database.write() as session:
        version = stories.plan(session, session.merge(world.rosa_patient), world.nurse, review_in=20)
        stories.opened(session, version, world.rosa)
        line = stories.item(session, version, what="Walk to the shop", days=[0, 2])
        stories.on_my_day(session, line, world.rosa)
        other = stories.item(session, version, what="Stretch", days=[2], part="breakfast")
        stories.on_my_day(session, other, world.rosa)
        stories.setting(session, world.rosa, world.rosa_patient, off=["review"])
        stories.setting(session, world.otto, world.rosa_patient, times={f"item:{line.key}": "22:00"}, off=["review"])
    return line


def lines(database, world, days=14):
    with database.write() as session:
        found = preview.of(session, system(world.rosa_patient.id), days)
    return {one.account.id: one.lines for one in found}


def test_it_says_what_is_sent_and_what_is_not_and_why(database, world, walk):
    mine = lines(database, world)
    rosa = [(line.at.date(), f"{line.at:%H:%M}", line.is_sent) for line in mine[world.rosa.id]]
    assert rosa == [
        (TODAY + timedelta(days=1), "08:30", True), (TODAY + timedelta(days=6), "09:00", True),
        (TODAY + timedelta(days=6), "09:00", False), (TODAY + timedelta(days=8), "08:30", True),
        (TODAY + timedelta(days=13), "09:00", True),
    ]  # fmt: skip
    first = mine[world.rosa.id][0]
    assert first.words == "Wednesday: look at 2 things."
    assert "Stretch (08:30)" in first.why
    assert "Walk to the shop (09:00); together, because they come close to each other" in first.why
    assert [line.why for line in mine[world.rosa.id] if not line.is_sent] == ["this kind is switched off"]
    quiet = [line for line in mine[world.otto.id] if "quiet" in line.why]
    assert {line.words for line in quiet} == {"What you do on your day: Walk to the shop"}


def test_it_stores_nothing_and_agrees_with_the_rows(database, world, walk):
    before = lines(database, world, days=1)
    with database.write() as session:
        assert session.scalars(sa.select(Reminder)).all() == []
        refresh(session, world.rosa_patient.id)
        query = sa.select(Reminder).where(Reminder.account_id == world.rosa.id, Reminder.state == "due")
        rows = [local(row.due_at, "America/Edmonton") for row in session.scalars(query)]
    assert rows == [line.at for line in before[world.rosa.id] if line.is_sent]


def test_the_command_prints_it_and_says_who_is_unknown(config, database, world, walk, monkeypatch):
    monkeypatch.setattr("app.cli.kit.settings", lambda: config)
    done = CliRunner().invoke(command.command, ["preview", world.rosa_patient.id, "--days", "14"])
    assert done.exit_code == 0, done.output
    assert "Rosa Vega (America/Edmonton, en, at most 4 notes a day, quiet 21:00–08:00)" in done.output
    assert "Wed 2026-03-11 08:30  sends  Wednesday: look at 2 things." in done.output
    assert "NOT    Looking at your plan again" in done.output
    assert "because: this kind is switched off" in done.output
    unknown = CliRunner().invoke(command.command, ["preview", "nobody"])
    assert unknown.exit_code == 1
    assert "Nobody has the id nobody." in unknown.output
