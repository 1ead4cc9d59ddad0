"""A new signing key, and nobody who subscribed under the old one is lost."""

import stat

import sqlalchemy as sa

from app.config import Config
from app.jobs.send_reminders import send_once
from app.models import PushSubscription, Reminder
from tests.care.reminders import stories
from tests.cli.commands import advice, run
from tests.support.push_service import PushService


def settings(config, service):
    """The settings as a process reads them that starts now."""
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(config.data), "HANDRAIL_DATABASE": config.database_url}
    return Config.from_env({**environ, "HANDRAIL_PUSH_ORIGINS": service.origin})


def test_old_devices_go_on_under_the_old_key_and_new_ones_under_the_new(config, database, world, frozen_clock):
    done = run(config.data, "push", "rotate-keys", HANDRAIL_DATABASE=config.database_url)
    assert done.returncode == 0, done.stderr
    kept = config.data / f"vapid-{config.vapid.key_id}.pem"
    assert str(kept) in done.stdout
    for path in (kept, config.data / "vapid.pem"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with PushService() as service:
        now = settings(config, service)
        assert now.vapid.key_id != config.vapid.key_id
        assert now.vapid_for(config.vapid.key_id) == config.vapid
        assert now.vapid_for("nobody knows it") == now.vapid
        for key, person, who in (
            (config.vapid, world.rosa_patient, world.rosa), (now.vapid, world.ruben_patient, world.ruben),
        ):  # fmt: skip
            with database.write() as session:
                session.execute(sa.delete(PushSubscription))
                stories.phone(session, who, service.subscribe(), key_id=key.key_id)
                stories.due(session, person, who)
            service.application_key = key.public_b64
            assert send_once(now) == 1
        assert (len(service.messages), service.faults) == (2, [])
        with database.read() as session:
            assert set(session.scalars(sa.select(Reminder.state))) == {"sent"}
        shown = run(config.data, "push", "keys", HANDRAIL_DATABASE=config.database_url).stdout
        assert f"{now.vapid.key_id}  present  1" in shown
        assert f"{config.vapid.key_id}  old      0" in shown


def test_a_second_rotation_keeps_both(config):
    for _ in range(2):
        assert run(config.data, "push", "rotate-keys", HANDRAIL_DATABASE=config.database_url).returncode == 0
    assert len(list(config.data.glob("vapid-*.pem"))) == 2


def test_a_key_that_is_a_setting_is_not_changed_behind_its_back(config):
    pem = str(config.data / "vapid.pem")
    done = run(config.data, "push", "rotate-keys", HANDRAIL_VAPID_PRIVATE_KEY=pem)
    assert "HANDRAIL_VAPID_OLD_KEYS" in advice(done)
    assert list(config.data.glob("vapid-*.pem")) == []


def test_old_keys_by_a_setting(config, tmp_path):
    environ = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(tmp_path / "other")}
    now = Config.from_env({**environ, "HANDRAIL_VAPID_OLD_KEYS": str(config.data / "vapid.pem")})
    assert now.vapid_for(config.vapid.key_id).private_pem == config.vapid.private_pem
