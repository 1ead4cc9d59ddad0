"""Reminders that nobody sees: a card in the app, an e-mail to who gave an address, then the nurse's call list."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.concerns import timed, words_of
from app.care.reminders import mails, seen, unseen
from app.jobs.housekeeping import tidy
from app.jobs.send_mail import plan_mails, send_mails
from app.models import Concern, Delivery, Mail, PushSubscription, Reminder
from app.smtp import MailServer
from tests.care.reminders import stories
from tests.support.mail_server import MailBox

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def box():
    with MailBox() as running:
        yield running


@pytest.fixture
def post(config, database, box):
    """Plan the e-mails and send what is due; how many were worked on."""
    mine = config.with_(mail=MailServer("127.0.0.1", box.port, "care@practice.example", "none"))

    def work():
        plan_mails(mine, database)
        return send_mails(mine, database)

    return work


class Phone:
    """Somebody's phone that gets a reminder a day."""

    def __init__(self, database, service, person, who, frozen_clock):
        self.database, self.person, self.who, self.clock = database, person, who, frozen_clock
        with database.write() as session:
            stories.phone(session, who, service.subscribe())
        frozen_clock.move(minutes=1)

    def gets(self, times=1, kind="note", token=True):
        """So many reminders, one a day; gives the token of the last."""
        for _ in range(times):
            last = seen.new_token()
            with self.database.write() as session:
                row = stories.due(session, self.person, self.who, kind, about=last, state="sent", sent_at=clock.now())
                session.add(Delivery(
                    patient_id=self.person.id, reminder_id=row.id, subscription_id="s", status=201,
                    outcome="delivered", at=clock.now(), token_hash=seen.digest(last) if token else None,
                ))  # fmt: skip
            self.clock.move(days=1)
        return last


@pytest.fixture
def rosas(database, service, world, frozen_clock):
    phone = Phone(database, service, world.rosa_patient, world.rosa, frozen_clock)
    Phone(database, service, world.ruben_patient, world.ruben, frozen_clock)
    return phone


def found(database):
    with database.read() as session:
        return [(s.patient_id, s.account_id, s.count) for s in unseen.streaks(session)]


def lines(database):
    with database.write() as session:
        timed.raise_due(session, clock.today("America/Edmonton"))
    with database.read() as session:
        query = sa.select(Concern).where(Concern.rule == "reminders_lost", Concern.closed_at.is_(None))
        return list(session.scalars(query))


def test_three_unseen_in_a_row_and_each_a_day_old(each_database, world, service, frozen_clock):
    phone = Phone(each_database, service, world.rosa_patient, world.rosa, frozen_clock)
    phone.gets(2)
    assert found(each_database) == []
    phone.gets()
    frozen_clock.move(seconds=-1)
    assert found(each_database) == [], "the last is not a day old"
    frozen_clock.move(seconds=1)
    assert found(each_database) == [(world.rosa_patient.id, world.rosa.id, 3)]


@pytest.mark.parametrize("what", ["shown", "opened"])
def test_one_that_is_seen_ends_it(database, world, rosas, what):
    token = rosas.gets(4)
    assert len(found(database)) == 1
    with database.write() as session:
        seen.note(session, token, what)
    assert found(database) == []
    rosas.gets(2)
    assert found(database) == []
    rosas.gets()
    assert len(found(database)) == 1, "counted anew"


def test_a_test_that_arrives_ends_it_and_one_that_does_not_is_not_counted(database, world, rosas):
    rosas.gets(2)
    rosas.gets(kind="test")
    assert found(database) == []
    rosas.gets()
    with database.write() as session:
        seen.note(session, rosas.gets(kind="test"), "shown")
    assert found(database) == []


def test_messages_that_could_tell_nothing_do_not_count(database, rosas):
    rosas.gets(5, token=False)
    assert found(database) == []


def test_a_device_turned_on_anew_begins_anew_and_without_one_nothing_is_said(
    database, world, service, rosas, frozen_clock
):
    rosas.gets(3)
    with database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
    assert found(database) == []
    frozen_clock.move(minutes=1)
    rosas.gets(3)
    assert len(found(database)) == 1
    with database.write() as session:
        session.execute(sa.delete(PushSubscription))
    assert found(database) == []


def give(database, world, config, address="rosa@example.org"):
    with database.write() as session:
        mails.give(session, world.grant(session, world.rosa), address, config.vault)


def test_one_neutral_e_mail_for_a_streak_and_only_to_who_gave_an_address(
    database, world, config, rosas, box, post, frozen_clock
):
    rosas.gets(3)
    assert post() == 0, "nobody gave an address"
    give(database, world, config)
    assert (post(), post()) == (1, 0)
    rosas.gets(2)
    assert post() == 0, "the streak goes on: nothing is said twice"
    (letter,) = box.letters
    assert box.recipients == ["rosa@example.org"]
    assert letter["Subject"] == "A note from Handrail"
    text = letter.get_content()
    for word in ("Rosa", world.rosa_patient.id, config.practice.name, "plan", "health", "medicine", "walk"):
        assert word not in text
    assert config.public_url in text
    with database.read() as session:
        assert [m.state for m in session.scalars(sa.select(Mail))] == ["sent"]


def test_it_speaks_the_readers_language(database, world, config, rosas, box, post):
    with database.write() as session:
        session.merge(world.rosa).language = "en-XA"
    rosas.gets(3)
    give(database, world, config)
    post()
    assert "⟦" in box.letters[0].get_content()


def test_looking_for_whom_to_write_keeps_no_writer_waiting(database, world, config, rosas, post, monkeypatch):
    looked = []

    def looking(session, *args, **values):
        looked.append(bool(session.get_bind().get_execution_options().get("handrail_readonly")))
        return streaks(session, *args, **values)

    streaks = unseen.streaks
    give(database, world, config)
    monkeypatch.setattr(unseen, "streaks", looking)
    post()
    assert looked == [True]


def test_an_address_taken_back_before_it_goes_gets_nothing(database, world, config, rosas, box, post):
    rosas.gets(3)
    give(database, world, config)
    with database.write() as session:
        assert mails.plan(session) == 1
    with database.write() as session:
        mails.take_back(session, world.grant(session, world.rosa))
    assert post() == 0
    with database.read() as session:
        assert [m.why_dropped for m in session.scalars(sa.select(Mail))] == ["not_needed"]
    assert box.letters == []


def test_seen_in_between_stops_it(database, world, config, rosas, box, post):
    token = rosas.gets(3)
    give(database, world, config)
    with database.write() as session:
        mails.plan(session)
        seen.note(session, token, "opened")
    post()
    assert box.letters == []


def test_a_server_that_is_busy_is_tried_again_and_a_refusal_is_final(
    database, world, config, rosas, box, post, frozen_clock, caplog
):
    rosas.gets(3)
    give(database, world, config)
    box.refuses = ["451", "550"]
    assert (post(), post()) == (1, 0)
    frozen_clock.move(minutes=5)
    assert post() == 1
    frozen_clock.move(days=1)
    assert post() == 0
    with database.read() as session:
        (mail,) = session.scalars(sa.select(Mail))
        assert (mail.state, mail.why_dropped) == ("dropped", "refused")
    assert "rosa@example.org" not in caplog.text


def test_the_address_is_sealed(database, world, config):
    from app.models import MailAddress

    give(database, world, config)
    give(database, world, config, "other@example.org")
    with database.read() as session:
        (row,) = session.scalars(sa.select(MailAddress))
        assert "example" not in row.address
        assert mails.opened(config.vault, row) == "other@example.org"


def test_the_nurse_hears_at_once_without_an_address_and_once(database, world, rosas):
    rosas.gets(3)
    (line,) = lines(database)
    assert (line.patient_id, line.subject) == (world.rosa_patient.id, world.rosa.id)
    words = words_of(line)
    assert words.startswith("3 reminders in a row were sent, and no phone of theirs showed them.")
    assert [one.id for one in lines(database)] == [line.id]
    with database.write() as session:
        seen.note(session, rosas.gets(), "shown")
    assert lines(database) == [], "seen: the line goes"


def test_an_e_mail_has_two_days_before_the_nurse_hears(database, world, config, rosas, post, frozen_clock):
    rosas.gets(3)
    give(database, world, config)
    post()
    assert lines(database) == []
    frozen_clock.move(days=2, seconds=1)
    assert len(lines(database)) == 1


def test_the_helper_of_somebody_is_named(database, world, service, frozen_clock):
    phone = Phone(database, service, world.rosa_patient, world.otto, frozen_clock)
    phone.gets(3)
    (line,) = lines(database)
    assert f"to {world.otto.first_name}, who helps" in words_of(line)


def test_old_news_is_not_counted_after_the_reminders_are_forgotten(database, rosas, frozen_clock):
    rosas.gets(3)
    frozen_clock.move(days=70)
    with database.write() as session:
        session.execute(sa.delete(Delivery))
        session.execute(sa.delete(Reminder).where(Reminder.sent_at < clock.now() - timedelta(days=60)))
    assert found(database) == []


def test_housekeeping_leaves_what_the_streak_is_counted_from(each_database, world, service, config, frozen_clock):
    """Else the same streak would get another name after two months, and be said and raised once more."""
    phone = Phone(each_database, service, world.rosa_patient, world.rosa, frozen_clock)
    tokens = [phone.gets(kind="activity") for _ in range(2)]
    with each_database.write() as session:
        for token in tokens:
            seen.note(session, token, "shown")
    phone.gets(3, kind="activity")
    phone.gets(1, kind="test")
    with each_database.read() as session:
        (before,) = unseen.streaks(session)
    frozen_clock.move(days=61)
    phone.gets(3, kind="activity")
    tidy(config, each_database)
    with each_database.read() as session:
        (after,) = unseen.streaks(session)
        assert (before.count, after.count, after.since) == (3, 3, before.since)
        assert session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 4, "the last seen, and three"
