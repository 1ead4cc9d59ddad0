"""*Are my reminders working?*: told for whoever asks, about themselves; a test on its real way; an e-mail address."""

import re

import pytest
import sqlalchemy as sa

from app import clock
from app.care.reminders import seen
from app.jobs.send_reminders import send_once
from app.models import AuditEvent, MailAddress, Reminder
from app.smtp import MailServer
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def config(config, service):
    service.application_key = config.vapid.public_b64
    return config.with_(push_origins=(service.origin,))


def address(world, more=""):
    return f"/patients/{world.rosa_patient.id}/reminders/working{more}"


def subscribe(client, world, service):
    client.post(
        f"/patients/{world.rosa_patient.id}/reminders/devices", status=201, json=service.subscribe().as_json()
    )


def last_token(service):
    return service.messages[-1].payload["notification"]["navigate"].partition("?n=")[2]


def test_before_anything_it_says_how_to_begin(client_as, world):
    page = client_as(world.rosa).get(address(world))
    assert page.h1 == "Are my reminders working?"
    assert page.says("No device gets reminders yet.", "Turn reminders on first.", "Nothing is due")
    assert "e-mail" not in page.main, "this installation sends none"
    for kind in ("iPhone or iPad", "Android with Chrome", "Samsung Internet", "Firefox", "A computer"):
        assert page.says(kind)
    assert len(page.tree.all("svg")) > 15, "each step has its drawing"


def test_a_test_goes_its_real_way_and_the_page_says_what_became_of_it(
    client_as, world, database, service, config, frozen_clock
):
    rosa = client_as(world.rosa)
    subscribe(rosa, world, service)
    page = rosa.submit(rosa.get(address(world)), button="Send me one now")
    assert page.says("We are sending it now.", "Look again")
    again = rosa.submit(page, button="Send me one now")
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 1, "one at a time"
    state = re.search(r'data-again="([^"]+)"', again.html)[1]
    assert rosa.http.get(state).json == {"state": "waiting"}
    send_once(config)
    assert rosa.http.get(state).json == {"state": "sent"}
    page = rosa.get(address(world))
    assert page.says("It is sent. Your device has not told us yet that it shows it.", "Last sent")
    frozen_clock.move(minutes=1)
    client_as().http.post("/push/seen", data={"token": last_token(service), "what": "shown"})
    assert rosa.get(address(world)).says("It works. Your device showed it at")
    client_as().http.post("/push/seen", data={"token": last_token(service), "what": "opened"})
    page = rosa.get(address(world))
    assert page.says("It works. You opened it at")
    assert "data-again" not in page.html, "nothing more can come"
    assert not page.says("Not yet")


@pytest.mark.parametrize(("status", "words"), [(410, "No device of yours took it."), (503, "It could not be sent.")])
def test_a_test_that_fails_says_so(client_as, world, service, config, status, words, frozen_clock):
    rosa = client_as(world.rosa)
    subscribe(rosa, world, service)
    page = rosa.submit(rosa.get(address(world)), button="Send me one now")
    for _ in range(6):
        service.will(status)
        send_once(config)
        frozen_clock.move(minutes=4)
    assert rosa.get(page.path).says(words)


def test_looking_whether_it_arrived_fills_no_log_and_is_nobody_elses(client_as, world, database, service):
    rosa = client_as(world.rosa)
    subscribe(rosa, world, service)
    page = rosa.submit(rosa.get(address(world)), button="Send me one now")
    state = re.search(r'data-again="([^"]+)"', page.html)[1]

    def count():
        with database.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))

    before = count()
    for _ in range(5):
        assert rosa.http.get(state).status_code == 200
    assert count() == before
    assert client_as(world.ruben).http.get(state).status_code == 404
    assert client_as().http.get(state).status_code in (303, 401)


def test_a_phone_that_shows_notes_by_itself_is_told_apart(client_as, world, database, service):
    rosa = client_as(world.rosa)
    subscribe(rosa, world, service)
    from app.models import Delivery, PushSubscription

    with database.write() as session:
        phone = session.scalars(sa.select(PushSubscription)).one()
        phone.service = "apple"
        row = stories.due(session, world.rosa_patient, world.rosa, state="sent", sent_at=clock.now())
        session.add(Delivery(
            patient_id=row.patient_id, reminder_id=row.id, subscription_id=phone.id, status=201, outcome="delivered",
            at=clock.now(), token_hash=seen.digest("x"), opened_at=clock.now(),
        ))  # fmt: skip
    page = rosa.get(address(world))
    assert page.says("This device does not tell us", "Then we only know when you open one.")


def test_today_says_that_reminders_are_not_seen_and_leads_there(client_as, world, database, service, frozen_clock):
    from app.models import Delivery

    with database.write() as session:
        stories.phone(session, world.rosa, service.subscribe())
    for n in range(3):
        frozen_clock.move(days=1)
        with database.write() as session:
            row = stories.due(
                session, world.rosa_patient, world.rosa, about=str(n), state="sent", sent_at=clock.now()
            )
            session.add(Delivery(
                patient_id=row.patient_id, reminder_id=row.id, subscription_id="s", status=201, outcome="delivered",
                at=clock.now(), token_hash=seen.digest(str(n)),
            ))  # fmt: skip
    today = f"/patients/{world.rosa_patient.id}/today"
    assert not client_as(world.rosa).get(today).says("Your reminders may not reach you")
    frozen_clock.move(days=1)
    rosa = client_as(world.rosa)
    page = rosa.get(today)
    assert page.says("Your reminders may not reach you", "We sent 3 reminders.")
    assert rosa.get(page.link("See if they work")).says("We sent 3 reminders.")
    for other, theirs in (
        (world.otto, today),
        (world.ruben, today.replace(world.rosa_patient.id, world.ruben_patient.id)),
    ):
        assert not client_as(other).get(theirs).says("may not reach you"), "it is about one's own phone"


def test_the_next_reminder_is_named_by_its_kind_only(client_as, world, database):
    with database.write() as session:
        version = stories.plan(session, session.merge(world.rosa_patient), world.nurse, offered_days_ago=1)
        stories.opened(session, version, world.rosa)
        walk = stories.item(session, version, what="Walk to the shop", part="evening")
        stories.on_my_day(session, walk, world.rosa)
        from app.care.reminders.refresh import refresh

        refresh(session, world.rosa_patient.id)
    page = client_as(world.rosa).get(address(world))
    assert page.says("What you do on your day")
    assert "Walk" not in page.main


@pytest.fixture
def by_mail(config, database):
    """An installation with a mail server; gives a way to sign in there."""
    from app import create_app
    from tests.support.client import Visitor

    app = create_app(config.with_(mail=MailServer("127.0.0.1", 1, "care@practice.example", "none")), database)
    return lambda account: Visitor(app, database, account)


def addresses(database):
    with database.read() as session:
        return list(session.scalars(sa.select(MailAddress)))


def test_an_address_is_given_and_taken_back_in_one_place(by_mail, world, database):
    rosa = by_mail(world.rosa)
    page = rosa.submit(rosa.get(address(world)), button="Keep this address", address=" rosa@example.org ")
    assert page.says("Your e-mail address is kept.")
    assert 'value="rosa@example.org"' in page.html
    assert [one.account_id for one in addresses(database)] == [world.rosa.id]
    assert "rosa@example.org" not in by_mail(world.otto).get(address(world)).html
    page = rosa.submit(page, button="Take it back")
    assert page.says("Your e-mail address is taken back.")
    assert addresses(database) == []


def test_an_empty_address_takes_nothing_back(by_mail, world, database):
    rosa = by_mail(world.rosa)
    page = rosa.submit(rosa.get(address(world)), button="Keep this address", address="rosa@example.org")
    page = rosa.submit(page, button="Keep this address", status=422, address=" ")
    assert page.says("Write your e-mail address here.", "Take it back")
    assert len(addresses(database)) == 1
    assert rosa.submit(page, button="Take it back").says("Your e-mail address is taken back.")


def test_it_says_what_notes_tell_only_where_one_let_them(client_as, world):
    rosa = client_as(world.rosa)
    assert rosa.get(address(world)).says("They say nothing about your health.")
    choices = rosa.get(address(world).removesuffix("/working"))
    rosa.submit(choices, button="Save", named=["measurement"])
    assert rosa.get(address(world)).says("You let some say what they are about.")


@pytest.mark.parametrize(
    "typed", ["rosa", "rosa@", "rosa@example", "a b@example.org", "rosa@example.org\nBcc: x@y.org"]
)
def test_what_is_no_address_is_said_and_kept_as_typed(by_mail, world, database, typed):
    rosa = by_mail(world.rosa)
    page = rosa.submit(rosa.get(address(world)), button="Keep this address", status=422, address=typed)
    assert page.says("This is not an e-mail address.")
    assert addresses(database) == []


def test_a_helper_has_it_for_themselves_and_nobody_else_has_it(client_as, world, service):
    otto = client_as(world.otto)
    subscribe(otto, world, service)
    assert otto.get(address(world)).says("Send me one now")
    assert client_as(world.rosa).get(address(world)).says("No device gets reminders yet.")
    for other in (world.ruben, world.stranger):
        client_as(other).get(address(world), status=404)
        client_as(other).post(address(world, "/test"), status=404)
    client_as(world.nurse).get(address(world), status=403)
    client_as(world.nurse).post(address(world, "/mail"), status=403, address="x@example.org")


def test_every_word_is_translated(client_as, world, service):
    rosa = client_as(world.rosa, lang="en-XA")
    subscribe(rosa, world, service)
    rosa.submit(rosa.get(address(world)), to="/test")
