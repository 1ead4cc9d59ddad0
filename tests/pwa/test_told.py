"""Shown and opened: said by the worker without a session, by the message's own token, and of use for nothing else."""

import pytest
import sqlalchemy as sa

from app import clock
from app.care.reminders import seen
from app.care.reminders.devices import fingerprint, opened
from app.models import Delivery, PushSubscription, Reminder, Throttle
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def config(config, service):
    return config.with_(push_origins=(service.origin,))


def message(database, person, who, about="1", **values):
    """A message on its way to somebody's phone; gives its token."""
    token = seen.new_token()
    with database.write() as session:
        row = stories.due(session, person, who, about=about)
        session.add(Delivery(**{
            "patient_id": person.id, "reminder_id": row.id, "subscription_id": "s", "status": 201,
            "outcome": "delivered", "at": clock.now(), "token_hash": seen.digest(token), **values,
        }))  # fmt: skip
    return token


def said(database):
    with database.read() as session:
        return [(d.shown_at, d.opened_at) for d in session.scalars(sa.select(Delivery).order_by(Delivery.patient_id))]


def tell(visitor, token, what="shown"):
    answer = visitor.http.post("/push/seen", data={"token": token, "what": what})
    assert (answer.status_code, answer.data) == (204, b"")


def test_shown_and_opened_are_stored_once_and_only_for_their_message(client_as, world, database, frozen_clock):
    mine, other = (
        message(database, world.rosa_patient, world.rosa),
        message(database, world.ruben_patient, world.ruben),
    )
    nobody = client_as()
    first = clock.now()
    tell(nobody, mine)
    frozen_clock.move(minutes=1)
    second = clock.now()
    for _ in range(3):
        tell(nobody, mine)
        tell(nobody, mine, "opened")
        frozen_clock.move(minutes=1)
    assert sorted(said(database), key=str) == sorted([(first, second), (None, None)], key=str)
    tell(nobody, other, "opened")
    with database.read() as session:
        found = session.scalars(sa.select(Delivery).where(Delivery.patient_id == world.ruben_patient.id)).one()
        assert (found.shown_at, found.opened_at is None) == (None, False), "opened is not shown"


@pytest.mark.parametrize("what", ["", "closed", "shown ", "token_hash"])
def test_only_two_things_can_be_said(client_as, world, database, what):
    tell(client_as(), message(database, world.rosa_patient, world.rosa), what)
    assert said(database) == [(None, None)]


def test_the_answer_tells_nothing_and_guessing_is_slowed_down(client_as, world, database, frozen_clock):
    guesser = client_as()
    for n in range(40):
        tell(guesser, f"{n:022}")
    with database.read() as session:
        assert session.scalars(sa.select(Throttle.tries)).all() == [31], "after thirty this address has to wait"
    assert said(database) == []


def test_a_phone_is_heard_also_where_somebody_else_guesses(client_as, world, database):
    token = message(database, world.rosa_patient, world.rosa)
    for n in range(40):  # a practice, or a whole mobile network, has one address
        tell(client_as(), f"{n:022}")
    tell(client_as(), token)
    assert said(database) == [(clock.now(), None)]


def test_it_works_without_a_session_and_leaves_none(client_as, world, database):
    token = message(database, world.rosa_patient, world.rosa)
    answer = client_as().http.post("/push/seen", data={"token": token, "what": "shown"})
    assert "Set-Cookie" not in answer.headers
    far = client_as().http.post(
        "/push/seen", data={"token": token, "what": "opened"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert far.status_code == 403
    assert said(database)[0][1] is None


def test_the_token_opens_no_page(client_as, world, database):
    token = message(database, world.rosa_patient, world.rosa)
    page = f"/patients/{world.rosa_patient.id}/today?n={token}"
    answer = client_as().http.get(page, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    client_as(world.ruben).get(page, status=404)
    assert said(database) == [(None, None)]


def test_a_page_reached_from_a_message_marks_it_and_loses_the_token(client_as, world, database):
    token = message(database, world.rosa_patient, world.rosa)
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today?just=x&n={token}")
    assert page.path.endswith("/today?just=x")
    assert (said(database)[0][0], said(database)[0][1] is None) == (None, False), "opened; shown is not known"
    client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today?n=nonsense")


def test_a_row_we_could_not_finish_counts_as_sent_when_the_phone_showed_it(client_as, world, database):
    token = message(database, world.rosa_patient, world.rosa, outcome="sending", status=0)
    tell(client_as(), token)
    with database.read() as session:
        assert session.scalars(sa.select(Reminder)).one().sent_at is not None


def renewed(old, fresh):
    return {"old": old.endpoint, **fresh.as_json()}


def test_a_browser_that_changed_its_address_goes_on(client_as, world, database, service, config):
    rosa, old, fresh = client_as(world.rosa), service.subscribe(), service.subscribe()
    rosa.post(f"/patients/{world.rosa_patient.id}/reminders/devices", status=201, json=old.as_json())
    assert rosa.http.post("/push/renew", json=renewed(old, fresh)).status_code == 204
    with database.read() as session:
        row = session.scalars(sa.select(PushSubscription)).one()
        assert row.endpoint_print == fingerprint(fresh.endpoint)
        assert opened(config.vault, row.id, row.endpoint, row.p256dh, row.auth)[1] == fresh.p256dh
    assert rosa.http.post("/push/renew", json=renewed(old, service.subscribe())).status_code == 404


def test_nobody_renews_for_somebody_else_and_no_address_of_anywhere(client_as, world, database, service):
    rosa, old = client_as(world.rosa), service.subscribe()
    rosa.post(f"/patients/{world.rosa_patient.id}/reminders/devices", status=201, json=old.as_json())
    assert client_as().http.post("/push/renew", json=renewed(old, service.subscribe())).status_code in (303, 401)
    assert client_as(world.ruben).http.post("/push/renew", json=renewed(old, service.subscribe())).status_code == 404
    away = {**renewed(old, service.subscribe()), "endpoint": "http://169.254.169.254/latest"}
    assert rosa.http.post("/push/renew", json=away).status_code == 422
    assert rosa.http.post("/push/renew", json=["x"]).status_code == 422
    with database.read() as session:
        assert session.scalars(sa.select(PushSubscription.endpoint_print)).all() == [fingerprint(old.endpoint)]
