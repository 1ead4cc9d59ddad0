"""The faults table: what a push service can do, and what then becomes of the reminder and of the phone.

Each row goes through the real sender, the real client and a real socket. The clock shows 9:00 in Edmonton.
"""

import functools
import ssl

import pytest
import sqlalchemy as sa

from app import clock
from app.jobs import send_reminders
from app.models import Delivery, PushSubscription, Reminder
from tests.care.reminders import stories
from tests.support.certificates import self_signed
from tests.support.push_service import PushService

pytestmark = pytest.mark.usefixtures("frozen_clock")

TABLE = {
    # what it does: (state, why, first wait in minutes at least, refusals counted, phone kept)
    "201": ("sent", "", None, 0, True),
    "404": ("dropped", "no_device", None, 0, False),
    "410": ("dropped", "no_device", None, 0, False),
    "401": ("due", "", 1, 1, True),
    "403": ("due", "", 1, 1, True),
    "413": ("due", "", 1, 1, True),
    "429 in half an hour": ("due", "", 30, 0, True),
    "429": ("due", "", 1, 0, True),
    "500": ("due", "", 1, 0, True),
    "redirect": ("due", "", 1, 0, True),
    "slow": ("sent", "", None, 0, True),
    "hang": ("due", "", 1, 0, True),
    "drip": ("due", "", 1, 0, True),
    "cut": ("due", "", 1, 0, True),
}


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """A request may take a second and not ten."""
    monkeypatch.setattr(send_reminders, "post", functools.partial(send_reminders.post, seconds=1.0))


def prepared(database, world, subscription):
    with database.write() as session:
        stories.phone(session, world.rosa, subscription)
        return stories.due(session, world.rosa_patient, world.rosa, hours=8).id


def after(database, id_):
    with database.read() as session:
        phones = list(session.scalars(sa.select(PushSubscription)))
        return session.get(Reminder, id_), phones, session.scalars(sa.select(Delivery)).one()


@pytest.mark.parametrize("fault", TABLE)
def test_what_becomes_of_it(database, world, service, send, fault):
    state, why, wait, failures, kept = TABLE[fault]
    answer, _, later = fault.partition(" ")
    subscription = service.subscribe()
    headers = {"Retry_After": "1800"} if later else {}
    service.will(int(answer) if answer.isdigit() else answer, at=subscription, **headers)
    id_ = prepared(database, world, subscription)
    assert send() == 1
    row, phones, delivery = after(database, id_)
    assert (row.state, row.why_dropped, len(phones)) == (state, why, int(kept))
    assert (row.lease, row.leased_until) == (None, None)
    assert (row.sent_at is not None) == (state == "sent")
    assert delivery.outcome != "sending"
    assert service.requests == 1, "a redirect is not followed, and nothing is tried twice in one go"
    if wait is not None:
        minutes = (row.next_try_at - clock.now()).total_seconds() / 60
        assert wait <= minutes <= max(wait, 1.26)
    if phones:
        assert phones[0].failures == failures


def test_a_certificate_that_nobody_vouches_for(database, world, settings, tmp_path):
    with PushService(settings.vapid.public_b64) as secret:
        encrypt(secret, self_signed(tmp_path))
        subscription = secret.subscribe()
        id_ = prepared(database, world, subscription)
        assert send_reminders.send_once(settings.with_(push_origins=(secret.origin,))) == 1
        assert secret.requests == 0, "nothing was said to it"
    row, phones, delivery = after(database, id_)
    assert (row.state, row.tries, len(phones), delivery.outcome, delivery.status) == ("due", 1, 1, "later", 0)


def encrypt(service, certificate):
    """From now on the service speaks TLS, with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    plain = service._server.socket
    service._server.socket = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
    service.origin = service.origin.replace("http://", "https://")
