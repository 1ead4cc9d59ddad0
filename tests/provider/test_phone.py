"""The sheet to set up a phone in the room, and the test that goes to the person's own devices only."""

import pytest
import sqlalchemy as sa

from app import clock
from app.care.reminders import seen, words
from app.care.reminders.schedule import TEST
from app.models import AuditEvent, Delivery, PushSubscription, Reminder

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def path(world):
    return f"/team/patients/{world.rosa_patient.id}/phone"


def phone_of(database, account, name):
    with database.write() as session:
        session.add(PushSubscription(
            account_id=account.id, endpoint=f"https://fcm.googleapis.com/fcm/send/{name}", p256dh="k", auth="a",
            vapid_key_id="v", device=name, created_at=clock.now(),
        ))  # fmt: skip


def waiting(database):
    with database.read() as session:
        return list(session.scalars(sa.select(Reminder).where(Reminder.kind == TEST)))


def test_the_sheet_says_what_to_do_and_what_is_on(client_as, world, database, path):
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/invite")
    page = client_as(world.nurse).get(page.link("Set up the phone together"))
    assert page.path == path
    assert page.says(
        "Reminders are not on yet on any phone of Rosa.", "On an iPhone or iPad reminders work only from"
    )
    assert "Send a test" not in [button.text for button in page.tree.all("button")]
    phone_of(database, world.rosa, "iPhone · Safari")
    phone_of(database, world.otto, "Otto’s phone")
    page = client_as(world.nurse).get(path)
    assert page.says("Reminders are on: iPhone · Safari")
    assert not page.says("Otto’s phone")


def test_the_test_goes_to_the_persons_own_account_once_with_neutral_words(client_as, world, database, path):
    phone_of(database, world.rosa, "Rosa’s phone")
    phone_of(database, world.otto, "Otto’s phone")
    phone_of(database, world.nurse, "the nurse’s phone")
    nurse = client_as(world.nurse)
    page = nurse.submit(nurse.get(path), to="/phone/test")
    assert page.says("Look at the phone together.", "It is on its way.")
    nurse.submit(page, to="/phone/test")
    (row,) = waiting(database)
    assert (row.account_id, row.patient_id, row.state) == (world.rosa.id, world.rosa_patient.id, "due")
    assert words.body(row.kind) == "This is a test. It works."
    with database.read() as session:
        noted = session.scalars(sa.select(AuditEvent).where(AuditEvent.act == "send test reminder")).one()
        assert noted.actor_id == world.nurse.id
    with database.write() as session:
        session.get(Reminder, row.id).sent_at = clock.now()
        session.get(Reminder, row.id).state = "sent"
    assert nurse.get(path).says("Given to the push service at 9:00 AM. Did the phone show it?")


@pytest.mark.parametrize(
    ("what", "words"),
    [("shown", "The phone showed it at 9:00 AM."), ("opened", "It was opened on the phone at 9:00 AM.")],
)
def test_what_the_phone_itself_reported_is_said(client_as, world, database, path, what, words):
    """By the token of the message that went there; a test of another person's phone says nothing here."""
    for account in (world.rosa, world.ruben):
        phone_of(database, account, f"{account.first_name}’s phone")
    client_as(world.nurse).post(path + "/test")
    client_as(world.nurse).post(f"/team/patients/{world.ruben_patient.id}/phone/test")
    with database.write() as session:
        for row in session.scalars(sa.select(Reminder).where(Reminder.kind == TEST)):
            mine = row.account_id == world.rosa.id
            row.state, row.sent_at = "sent", clock.now()
            session.add(Delivery(
                patient_id=row.patient_id, reminder_id=row.id, subscription_id="s", status=201, outcome="delivered",
                at=clock.now(), token_hash=seen.digest(("r" if mine else "x") * 22),
            ))  # fmt: skip
    client_as().http.post("/push/seen", data={"what": what, "token": "x" * 22})
    page = client_as(world.nurse).get(path)
    assert page.says("Did the phone show it?")
    assert not page.says(words)
    client_as().http.post("/push/seen", data={"what": what, "token": "r" * 22})
    page = client_as(world.nurse).get(path)
    assert page.says(words)
    assert not page.says("Did the phone show it?")


def test_without_a_phone_nothing_is_sent(client_as, world, database, path):
    phone_of(database, world.otto, "Otto’s phone")
    page = client_as(world.nurse).post(path + "/test", status=422)
    assert page.says("No phone of this person gets reminders yet.")
    assert not waiting(database)


def test_only_the_team_sets_up_phones(client_as, world, database, path):
    phone_of(database, world.rosa, "Rosa’s phone")
    for who, status in ((world.rosa, 403), (world.otto, 403), (world.stranger, 404), (world.ruben, 404)):
        client_as(who).get(path, status=status)
        client_as(who).post(path + "/test", status=status)
    assert not waiting(database)
