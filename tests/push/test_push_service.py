"""The stand-in push service notices what real ones notice, or the other tests prove little."""

import dataclasses

import pytest

from app.push.message import Sealed, sealer
from app.push.post import Outcome, post
from app.secrets import vapid_keys
from tests.support.push_service import PushService


def sealed_for(keys, phone):
    return sealer(keys, 60).seal({}, endpoint=phone.endpoint, p256dh=phone.p256dh, auth=phone.auth)


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [("Authorization", "", 401), ("TTL", "", 400), ("Urgency", "loud", 400), ("Topic", "a b", 400),
     ("Content-Encoding", "aesgcm", 415)],
)  # fmt: skip
def test_a_wrong_header_is_noticed(keys, service, client, header, value, status):
    phone = service.subscribe()
    good = sealed_for(keys, phone)
    answer = post(client, phone.endpoint, Sealed(good.body, {**good.headers, header: value}))
    assert answer.status == status
    assert service.messages == []


def test_a_changed_byte_is_noticed(keys, service, client):
    phone = service.subscribe()
    good = sealed_for(keys, phone)
    answer = post(client, phone.endpoint, dataclasses.replace(good, body=good.body[:-1] + b"!"))
    assert (answer.status, service.faults) == (400, ["400: cannot be decrypted"])


def test_another_origin_another_key_and_another_phone_are_noticed(keys, service, client, tmp_path):
    phone, other = service.subscribe(), service.subscribe()
    stranger = vapid_keys(tmp_path, None, "mailto:someone@handrail.example")
    assert post(client, phone.endpoint, sealed_for(stranger, phone)).status == 403
    assert post(client, phone.endpoint, sealed_for(keys, other)).status == 400
    with PushService(keys.public_b64) as elsewhere:
        assert post(client, phone.endpoint, sealed_for(keys, elsewhere.subscribe())).status == 403
    assert service.faults[-1].startswith("403: audience")


def test_an_unknown_subscription_is_gone(keys, service, client):
    phone = service.subscribe()
    sealed = sealed_for(keys, phone)
    assert post(client, phone.endpoint + "x", sealed).outcome == Outcome.GONE
