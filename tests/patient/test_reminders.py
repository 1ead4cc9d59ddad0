"""The page on which somebody chooses when, what and where they are reminded."""

from datetime import time

import pytest
import sqlalchemy as sa

from app.care.reminders.devices import fingerprint, opened
from app.care.reminders.kinds import NAMES
from app.models import Patient, PushSubscription, Reminder, ReminderSetting
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def config(config, service):
    return config.with_(push_origins=(service.origin,))


def address(world, more=""):
    return f"/patients/{world.rosa_patient.id}/reminders{more}"


def rows(database, model):
    with database.read() as session:
        return list(session.scalars(sa.select(model)))


def test_the_page_shows_what_is_in_force_and_saves_what_is_chosen(client_as, world, database):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    assert page.h1 == "Reminders"
    assert "America/Edmonton" in page.text
    saved = rosa.submit(
        page, button="Save", on=["review"], quiet_from="22:00", quiet_to="07:30", daily_limit="2",
        **{"kind:review": "10:15"},
    )  # fmt: skip
    assert saved.says("Your reminders are saved.")
    (row,) = rows(database, ReminderSetting)
    assert (row.account_id, set(row.off), row.daily_limit) == (world.rosa.id, NAMES - {"review"}, 2)
    assert (row.quiet_from, row.quiet_to, row.times["kind:review"]) == (time(22), time(7, 30), "10:15")
    again = rosa.get(address(world))
    ticked = {
        box.attrs["value"]
        for box in again.tree.all("input")
        if box.attrs.get("name") == "on" and "checked" in box.attrs
    }
    assert ticked == {"review"}, "the way back is on the same screen"


def test_saving_brings_the_reminders_in_line_at_once(client_as, world, database):
    with database.write() as session:
        version = stories.plan(session, session.merge(world.rosa_patient), world.nurse)
        stories.opened(session, version, world.rosa)
        walk = stories.item(session, version, what="Walk to the shop")
        stories.on_my_day(session, walk, world.rosa)
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    assert page.says("Walk to the shop")
    rosa.submit(page, button="Save", **{f"item:{walk.key}": "12:30"})
    assert len([r for r in rows(database, Reminder) if r.state == "due"]) == 2
    rosa.submit(rosa.get(address(world)), button="Save", on=["review"])
    assert [r for r in rows(database, Reminder) if r.state == "due"] == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("quiet_from", "", "such as 21:00"), ("quiet_to", "25:99", "such as 21:00"),
        ("daily_limit", "0", "from 1 to 10"), ("daily_limit", "many", "from 1 to 10"), ("daily_limit", "²", "from 1"),
        ("kind:review", "soon", "such as 08:30"), ("kind:review", "23:00", "quiet hours"),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_said_at_the_field_and_kept(client_as, world, database, field, value, words):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(address(world)), button="Save", status=422, **{field: value})
    assert page.says(words)
    (box,) = [n for n in page.tree.all("input") if n.attrs.get("name") == field]
    assert box.attrs["value"] == value
    assert rows(database, ReminderSetting) == []


def test_a_time_zone_nobody_knows_is_refused(client_as, world, database):
    rosa = client_as(world.rosa)
    fields = {"quiet_from": "21:00", "quiet_to": "08:00", "daily_limit": "4"}
    rosa.post(address(world), status=422, time_zone="../../etc/passwd", **fields)
    assert rows(database, ReminderSetting) == []
    rosa.post(address(world), time_zone="Europe/Madrid", **fields)
    assert rows(database, ReminderSetting)[0].time_zone == "Europe/Madrid"


def test_a_browser_is_kept_sealed_listed_and_removed(client_as, world, database, service, config):
    rosa, phone = client_as(world.rosa), service.subscribe()
    rosa.post(address(world, "/devices"), status=201, json=phone.as_json())
    rosa.post(address(world, "/devices"), status=201, json=phone.as_json())
    (kept,) = rows(database, PushSubscription)
    assert (kept.account_id, kept.endpoint_print) == (world.rosa.id, fingerprint(phone.endpoint))
    for secret in (phone.endpoint, phone.p256dh, phone.auth):
        assert secret not in (kept.endpoint, kept.p256dh, kept.auth), "sealed at rest"
    assert opened(config.vault, kept.id, kept.endpoint, kept.p256dh, kept.auth) == (
        phone.endpoint, phone.p256dh, phone.auth,
    )  # fmt: skip
    page = rosa.get(address(world))
    assert phone.endpoint not in page.html, "an endpoint is a secret: only its fingerprint is on the page"
    assert rosa.submit(page, button="Remove").says("no more reminders")
    assert rows(database, PushSubscription) == []


def test_a_browser_that_changes_hands_goes_along(client_as, world, database, service):
    phone = service.subscribe()
    client_as(world.rosa).post(address(world, "/devices"), status=201, json=phone.as_json())
    client_as(world.otto).post(address(world, "/devices"), status=201, json=phone.as_json())
    (kept,) = rows(database, PushSubscription)
    assert kept.account_id == world.otto.id


def test_mending_does_not_take_a_phone_that_changed_hands(client_as, world, database, service):
    body = service.subscribe().as_json() | {"account": world.rosa.id}
    client_as(world.otto).post(address(world, "/devices"), status=409, json=body)
    assert rows(database, PushSubscription) == []
    client_as(world.rosa).post(address(world, "/devices"), status=201, json=body)


def test_nobody_removes_somebody_elses_device(client_as, world, database, service):
    client_as(world.rosa).post(address(world, "/devices"), status=201, json=service.subscribe().as_json())
    (kept,) = rows(database, PushSubscription)
    client_as(world.otto).post(address(world, f"/devices/{kept.id}/remove"), status=404)
    client_as(world.ruben).post(address(world, f"/devices/{kept.id}/remove"), status=404)
    assert len(rows(database, PushSubscription)) == 1


def test_the_eleventh_device_pushes_out_the_first(client_as, world, database, service, frozen_clock):
    rosa = client_as(world.rosa)
    phones = [service.subscribe() for _ in range(11)]
    for phone in phones:
        frozen_clock.move(minutes=1)
        rosa.post(address(world, "/devices"), status=201, json=phone.as_json())
    assert {row.endpoint_print for row in rows(database, PushSubscription)} == {
        fingerprint(p.endpoint) for p in phones[1:]
    }
    states = [rosa.get(f"/push/known/{fingerprint(phone.endpoint)}").json["state"] for phone in phones[:2]]
    assert states == ["removed", "kept"], "the first does not push out the second at its next page"


def test_who_signs_in_on_a_shared_phone_does_not_end_its_owners_reminders(client_as, world, database, service):
    rosa, otto, phone = client_as(world.rosa), client_as(world.otto), service.subscribe()
    path = f"/push/known/{fingerprint(phone.endpoint)}"
    rosa.post(address(world, "/devices"), status=201, json=phone.as_json())
    assert [who.get(path).json["state"] for who in (rosa, otto)] == ["kept", "kept"]
    assert rosa.get(f"/push/known/{fingerprint('another')}").json["state"] == "lost"
    rosa.submit(rosa.get(address(world)), button="Remove")
    assert rosa.get(path).json["state"] == "removed"
    rosa.post(address(world, "/devices"), status=201, json=phone.as_json())
    assert rosa.get(path).json["state"] == "kept", "turned on again by hand"


GOOD = {"p256dh": "x", "auth": "y"}


@pytest.mark.parametrize(
    "body",
    [
        [], "text", 5, {}, {"endpoint": 7}, {"endpoint": "https://evil.example/a", "keys": GOOD},
        {"endpoint": "https://fcm.googleapis.com/a", "keys": "none"},
        {"endpoint": "https://fcm.googleapis.com/a", "keys": GOOD},
        {"endpoint": "http://169.254.169.254/latest", "keys": GOOD},
        {"endpoint": "https://fcm.googleapis.com/" + "a" * 5000, "keys": GOOD},
    ],
)  # fmt: skip
def test_an_endpoint_that_is_no_push_service_is_refused_in_plain_words(client_as, world, database, body):
    page = client_as(world.rosa).post(address(world, "/devices"), status=422, json=body)
    assert "browser" in page.json["words"]
    assert rows(database, PushSubscription) == []


def test_a_test_message_needs_a_device_and_waits_for_the_sender(client_as, world, database, service):
    rosa = client_as(world.rosa)
    assert rosa.post(address(world, "/test"), status=422).says("Turn them on first.")
    rosa.post(address(world, "/devices"), status=201, json=service.subscribe().as_json())
    for _ in range(3):
        assert rosa.submit(rosa.get(address(world)), button="Send me a test").says("send a test now")
    assert [r.kind for r in rows(database, Reminder)] == ["test"]


def test_a_proxy_chooses_for_themselves_and_starts_with_everything_off(client_as, world, database):
    otto = client_as(world.otto)
    page = otto.get(address(world))
    boxes = {n.attrs["value"]: n for n in page.tree.all("input") if n.attrs.get("name") == "on"}
    assert set(boxes) == NAMES
    assert {name for name, box in boxes.items() if "checked" in box.attrs} == {"medicine"}, "only what is their own"
    otto.submit(page, button="Save", on=["activity"])
    (row,) = rows(database, ReminderSetting)
    assert row.account_id == world.otto.id
    with database.read() as session:
        assert session.get(Patient, row.patient_id).id == world.rosa_patient.id


@pytest.mark.parametrize("who", ["ruben", "stranger", "nurse"])
def test_it_is_nobody_elses_page(client_as, world, who):
    status = 403 if who == "nurse" else 404
    client_as(getattr(world, who)).get(address(world), status=status)


def test_routines_are_set_once_and_all_that_names_them_follows(client_as, world, database):
    with database.write() as session:
        version = stories.plan(session, session.merge(world.rosa_patient), world.nurse)
        stories.opened(session, version, world.rosa)
        for what, content in (("Walk", {"part": "breakfast"}), ("Stretch", {"part": "breakfast"}), ("Read", {})):
            stories.on_my_day(session, stories.item(session, version, what=what, **content), world.rosa)
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    names = [n.attrs["name"] for n in page.tree.all("input") if n.attrs.get("type") == "time"]
    assert [name for name in names if name.startswith("part:")] == ["part:breakfast"]
    assert len([name for name in names if name.startswith("item:")]) == 1, "only what names no routine"
    assert page.says("After breakfast")
    assert page.says("Walk, Stretch") or page.says("Stretch, Walk"), "the two stand at one place of the plan"
    rosa.submit(page, button="Save", **{"part:breakfast": "10:45"})
    times = {
        (r.due_at.hour, r.due_at.minute) for r in rows(database, Reminder) if r.key and r.state in ("due", "joined")
    }
    assert (16, 45) in times, "10:45 there"
    assert (14, 30) not in times
    rosa.submit(rosa.get(address(world)), button="Save", status=422, **{"part:breakfast": "22:30"})


def test_names_are_shown_only_after_a_warning_and_can_be_taken_back(client_as, world, database):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    assert page.says("Anyone who sees your phone can then read it", "They say nothing about your health.")
    boxes = [n for n in page.tree.all("input") if n.attrs.get("name") == "named"]
    assert {box.attrs["value"] for box in boxes} == {"activity", "measurement", "follow_up", "medicine"}
    assert not any("checked" in box.attrs for box in boxes)
    rosa.submit(page, button="Save", named=["activity", "review"])
    assert rows(database, ReminderSetting)[0].named == ["activity"]
    page = rosa.get(address(world))
    assert page.says("You let some say what they are about.")
    rosa.submit(page, button="Save", named=[])
    assert rows(database, ReminderSetting)[0].named == []


def test_the_person_reads_who_else_is_reminded_and_nobody_else_does(client_as, world, database):
    assert not client_as(world.rosa).get(address(world)).says("Who else is reminded")
    otto = client_as(world.otto)
    otto.submit(otto.get(address(world)), button="Save", on=["activity", "follow_up"])
    page = client_as(world.rosa).get(address(world))
    assert page.says("Who else is reminded", world.otto.name, "What you do on your day; Calls and visits")
    assert not otto.get(address(world)).says("Who else is reminded")
    assert (
        not client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/reminders").says("Who else is reminded")
    )


def test_in_the_pseudo_language_every_word_is_translated(client_as, world, service):
    rosa = client_as(world.rosa, lang="en-XA")
    rosa.post(address(world, "/devices"), status=201, json=service.subscribe().as_json())
    rosa.get(address(world))
