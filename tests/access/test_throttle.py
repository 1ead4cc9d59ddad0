"""Guessing gets slow; an honest person is never locked out."""

import threading

import pytest

from app.access import passphrases, throttle
from app.errors import Invalid, TooMany
from app.models import Throttle

PAIR = throttle.key("pair", "rosa", "127.0.0.1")


@pytest.mark.parametrize(
    ("kind", "tries", "seconds"),
    [
        ("pair", 3, 0),
        ("pair", 4, 1),
        ("pair", 6, 4),
        ("pair", 40, 60),
        ("account", 10, 0),
        ("account", 11, 1),
        ("account", 500, 5),
        ("address", 30, 0),
        ("address", 90, 60),
        ("code", 5, 0),
        ("code", 6, 1),
        ("code", 30, 60),
    ],
)
def test_how_long_to_wait(kind, tries, seconds):
    assert throttle.wait_seconds(kind, tries) == seconds


def test_a_wait_is_held_and_ends(each_database, frozen_clock):
    with each_database.write() as session:
        for _ in range(4):
            throttle.check(session, [PAIR])
            throttle.failed(session, [PAIR])
        with pytest.raises(TooMany) as refusal:
            throttle.check(session, [PAIR])
        assert refusal.value.retry_after == 1
        frozen_clock.move(seconds=1)
        throttle.check(session, [PAIR])


def test_success_forgets(each_database, frozen_clock):
    with each_database.write() as session:
        for _ in range(9):
            throttle.failed(session, [PAIR])
        throttle.succeeded(session, [PAIR])
        throttle.check(session, [PAIR])


def test_an_hour_of_peace_forgets(database, frozen_clock):
    with database.write() as session:
        for _ in range(9):
            throttle.failed(session, [PAIR])
        frozen_clock.move(hours=1, minutes=2)
        throttle.failed(session, [PAIR])
        throttle.check(session, [PAIR])


def test_one_pair_does_not_slow_another(database, frozen_clock):
    with database.write() as session:
        for _ in range(9):
            throttle.failed(session, [PAIR])
        throttle.check(session, [throttle.key("pair", "rosa", "127.0.0.2")])


def test_the_table_names_nobody(database, frozen_clock):
    with database.write() as session:
        throttle.failed(session, [PAIR])
        assert "rosa" not in session.query(Throttle).one().key


def test_two_failures_at_once_are_both_counted(each_database):
    start = threading.Barrier(2)
    faults = []

    def fail() -> None:
        start.wait(10)
        try:
            with each_database.write() as session:
                throttle.failed(session, [PAIR])
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=fail) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    with each_database.read() as session:
        assert session.query(Throttle).one().tries == 2


@pytest.mark.parametrize("bad", ["", "short", "password123", "aaaaaaaaaa", "x" * 201])
def test_a_passphrase_that_is_not_fit_is_refused_with_words(bad):
    with pytest.raises(Invalid) as refusal:
        passphrases.check_new(bad)
    assert refusal.value.fields["passphrase"]


def test_a_passphrase_fits_its_own_hash_alone():
    stored = passphrases.hash_("three warm lakes")
    assert stored.startswith("$argon2id$")
    assert "m=47104,t=1,p=1" in stored
    assert passphrases.matches(stored, "three warm lakes")
    assert not passphrases.matches(stored, "three warm lake")
    assert not passphrases.matches(None, "three warm lakes")
    assert not passphrases.matches("not a hash", "three warm lakes")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("a:b", "a:c", False),
    ],
)
def test_all_addresses_of_one_connection_wait_together(one, other, is_same):
    assert (throttle.key("code", one) == throttle.key("code", other)) == is_same
