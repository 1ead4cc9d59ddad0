"""What we seal, a receiver that shares no code with us can open, and sees nothing else."""

import threading

import pytest

from app.push import message
from app.push.message import Sealer, padded, sealer
from app.push.post import Outcome, post
from tests.support.push_service import PushService, decrypt


def seal(keys, to, payload, ttl=3600, **more):
    return sealer(keys, ttl).seal(payload, endpoint=to.endpoint, p256dh=to.p256dh, auth=to.auth, **more)


def test_a_message_arrives_as_it_was_written(keys, service, client):
    phone = service.subscribe()
    sealed = seal(keys, phone, {"text": "Señal ✓"}, urgency="high", topic="abc_DEF-1")
    assert post(client, phone.endpoint, sealed).outcome == Outcome.DELIVERED
    (got,) = service.messages
    assert got.payload == {"text": "Señal ✓"}
    assert (got.ttl, got.urgency, got.topic) == (3600, "high", "abc_DEF-1")
    assert got.contact == "mailto:reminders@handrail.example"


def test_every_short_message_has_the_same_length(keys, service):
    phone = service.subscribe()
    sizes = {len(seal(keys, phone, {"t": "x" * n}).body) for n in (0, 1, 400, 900)}
    assert len(sizes) == 1, "the length of a message says something about its words; pad it to one size"


@pytest.mark.parametrize("extra", [0, 1])
def test_the_longest_message_fits_one_record_and_one_byte_more_is_refused(keys, service, client, extra):
    phone = service.subscribe()
    payload = {"t": "x" * (message.LONGEST - len('{"t":""}') + extra)}
    if extra:
        with pytest.raises(ValueError, match="at most"):
            padded(payload)
        return
    sealed = seal(keys, phone, payload)
    assert len(sealed.body) == 4096
    assert post(client, phone.endpoint, sealed).outcome == Outcome.DELIVERED


@pytest.mark.parametrize("wrong", [{"urgency": "loud"}, {"topic": "x" * 33}, {"topic": "a b"}, {"topic": "a\r\nb"}])
def test_headers_no_service_takes_are_refused_here(keys, service, wrong):
    with pytest.raises(ValueError):
        seal(keys, service.subscribe(), {}, **wrong)


def test_one_token_for_each_push_service_until_shortly_before_it_ends(keys, service, monkeypatch):
    own = Sealer(keys, 60)
    with PushService(keys.public_b64) as other:
        here, there = service.subscribe(), other.subscribe()

        def token(to):
            sealed = own.seal({}, endpoint=to.endpoint, p256dh=to.p256dh, auth=to.auth)
            return sealed.headers["Authorization"]

        first = token(here)
        assert token(here) == first
        assert token(there) != first, "the audience differs, port included"
        start = message.time.time()
        monkeypatch.setattr(message.time, "time", lambda: start + message.TOKEN_SECONDS - 601)
        assert token(here) == first
        monkeypatch.setattr(message.time, "time", lambda: start + message.TOKEN_SECONDS - 599)
        assert token(here) != first, "a token is renewed ten minutes before it ends"


def test_threads_with_different_lives_never_mix_them(keys, service):
    phone = service.subscribe()
    wrong = []

    def work(ttl):
        for n in range(40):
            sealed = seal(keys, phone, {"n": n}, ttl=ttl)
            if sealed.headers["TTL"] != str(ttl) or decrypt(sealed.body, phone.key, phone.secret).strip() != (
                b'{"n":%d}' % n
            ):
                wrong.append((ttl, n))

    threads = [threading.Thread(target=work, args=(ttl,)) for ttl in (60, 3600, 60, 86400)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def test_secrets_do_not_show_in_a_log(keys, service):
    phone = service.subscribe()
    assert "vapid" not in repr(seal(keys, phone, {}))
    assert phone.auth not in repr(seal(keys, phone, {}))
