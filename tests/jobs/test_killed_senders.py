"""Two real senders at once, and one is killed at every step: no reminder is lost, and none is sent twice but the one
whose sender died between sending and recording. That one has the same topic and tag, so the phone shows one."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.care.reminders import seen
from app.models import Delivery, Reminder
from tests.care.reminders import stories
from tests.support.dying_sender import STEPS

MANY = 10
LEASE = 3
ROOT = Path(__file__).parents[2]


def sender(config, service, *step):
    """A sender that is ready to begin."""
    env = {
        **os.environ, "HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(config.data), "SENDER_LEASE": str(LEASE),
        "HANDRAIL_DATABASE": config.database_url, "HANDRAIL_PUSH_ORIGINS": service.origin, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.support.dying_sender", *step], env=env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout.readline() == "ready\n"
    return running


def begin(*running):
    for one in running:
        one.stdin.write("\n")
        one.stdin.flush()


def states(database):
    with database.read() as session:
        return Counter(session.scalars(sa.select(Reminder.state)))


@pytest.mark.parametrize("step", STEPS)
def test_a_sender_killed_at_any_step_loses_nothing(each_database, world, config, service, step):
    service.application_key = config.vapid.public_b64
    with each_database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
        stories.setting(
            session, world.rosa, world.rosa_patient, daily_limit=100, quiet_from=stories.NO_QUIET,
            quiet_to=stories.NO_QUIET,
        )  # fmt: skip
        for n in range(MANY):
            stories.due(session, world.rosa_patient, world.rosa, about=str(n))
    service.delay = 0.1  # so that one sender cannot be through before the other has a row in its hands
    doomed, healthy = sender(config, service, step), sender(config, service)
    try:
        begin(doomed, healthy)
        assert doomed.wait(60) == -signal.SIGKILL
        deadline = time.monotonic() + 60
        while states(each_database)["sent"] < MANY and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        for one in (doomed, healthy):
            one.terminate()
            one.wait(30)
            one.stdin.close()
            one.stdout.close()
    assert states(each_database) == {"sent": MANY}, "none is lost"
    assert service.faults == []
    with each_database.read() as session:
        of_token = dict(session.execute(sa.select(Delivery.token_hash, Delivery.reminder_id)).all())
    times = Counter(
        of_token[seen.digest(m.payload["notification"]["navigate"].partition("?n=")[2])] for m in service.messages
    )
    twice = [id_ for id_, n in times.items() if n > 1]
    assert len(times) == MANY
    assert sorted(times.values()) == [1] * (MANY - 1) + [2 if step in ("after send", "before record") else 1]
    for id_ in twice:
        both = [
            (m.topic, m.payload["notification"]["tag"]) for m in service.messages
            if of_token[seen.digest(m.payload["notification"]["navigate"].partition("?n=")[2])] == id_
        ]  # fmt: skip
        assert len(set(both)) == 1, "the service and the screen keep one of the two"
        assert None not in both[0]
