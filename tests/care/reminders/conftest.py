"""Rosa's plan and whoever is reminded of it."""

import pytest

from app.care.reminders.kinds import NAMES
from app.models import Account
from tests.care.reminders import stories


@pytest.fixture
def session(database):
    with database.write() as opened:
        yield opened


@pytest.fixture
def version(session, world):
    """Rosa and Ruben have a plan each, opened. Otto helps Rosa, lives in Madrid and wants every kind."""
    for person, account in ((world.ruben_patient, world.ruben), (world.rosa_patient, world.rosa)):
        made = stories.plan(session, person, world.nurse)
        stories.opened(session, made, account)
        stories.opened(session, made, world.otto)
    otto = session.get(Account, world.otto.id)
    otto.language, otto.time_zone = "es", "Europe/Madrid"
    stories.setting(session, world.otto, world.rosa_patient, time_zone="Europe/Madrid", times={
        f"kind:{name}": "19:00" for name in NAMES
    })  # fmt: skip
    return made
