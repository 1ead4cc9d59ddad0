"""Secrets of devices at rest: of use only in their own place, under the installation's own key."""

import pytest
import sqlalchemy as sa

from app.care.reminders import devices
from app.jobs.housekeeping import tidy
from app.jobs.send_reminders import send_once
from app.models import PushSubscription, Reminder
from app.vault import Unreadable, Vault, is_sealed
from tests.care.reminders import stories

HERE = ("push_subscription", "auth", "row1")


def test_what_is_sealed_comes_back_and_never_looks_the_same():
    vault = Vault("k" * 32)
    one, other = vault.seal("a secret é", *HERE), vault.seal("a secret é", *HERE)
    assert one != other
    assert vault.open(one, *HERE) == vault.open(other, *HERE) == "a secret é"
    assert Vault("k" * 32).open(one, *HERE) == "a secret é", "another process of the same installation"


@pytest.mark.parametrize(
    "place",
    [
        ("push_subscription", "auth", "row2"),
        ("push_subscription", "p256dh", "row1"),
        ("mail_address", "auth", "row1"),
    ],
)
def test_it_is_of_no_use_in_another_place(place):
    vault = Vault("k" * 32)
    with pytest.raises(Unreadable):
        vault.open(vault.seal("secret", *HERE), *place)


def test_another_key_and_a_changed_letter_are_noticed():
    sealed = Vault("k" * 32).seal("secret", *HERE)
    with pytest.raises(Unreadable):
        Vault("j" * 32).open(sealed, *HERE)
    with pytest.raises(Unreadable):
        Vault("k" * 32).open(sealed[:-6] + "AAAA" + sealed[-2:], *HERE)
    for words in ("v1.", "v1.???", "v1. of my wishes"):  # nothing that we sealed: somebody's own words
        assert Vault("k" * 32).open(words, *HERE) == words


def test_rows_from_before_are_sealed_by_the_housekeeping_and_still_reached(
    database, world, config, service, frozen_clock
):
    service.application_key = config.vapid.public_b64
    mine, phone = config.with_(push_origins=(service.origin,)), service.subscribe()
    with database.write() as session:
        stories.phone(session, world.rosa, phone)
        stories.due(session, world.rosa_patient, world.rosa, about="in clear")
    assert send_once(mine) == 1
    tidy(mine, database)
    tidy(mine, database)
    with database.write() as session:
        row = session.scalars(sa.select(PushSubscription)).one()
        assert all(is_sealed(text) for text in (row.endpoint, row.p256dh, row.auth))
        assert row.endpoint_print == devices.fingerprint(phone.endpoint)
        stories.due(session, world.rosa_patient, world.rosa, about="sealed")
    assert send_once(mine) == 1
    assert len(service.messages) == 2
    with database.read() as session:
        assert set(session.scalars(sa.select(Reminder.state))) == {"sent"}


def test_a_device_sealed_under_a_lost_key_is_kept_and_asked_nothing(database, world, config, service, frozen_clock):
    with database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
        devices.seal_all(session, Vault("another" * 8))
        stories.due(session, world.rosa_patient, world.rosa)
    assert send_once(config.with_(push_origins=(service.origin,))) == 1
    assert service.requests == 0
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PushSubscription)) == 1, "the key may come back"
