"""The browser chose the address: only known services on public machines get a request from us."""

import httpcore
import pytest

from app.push.endpoint import NotAPushService, check, check_keys
from app.push.message import Sealed
from app.push.network import is_public, public_address
from app.push.post import Outcome, open_client, post

GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://fcm.googleapis.com:443/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com/QGx",
    "https://wns2-par02p.notify.windows.com/w/?token=BQY",
]
BAD = [
    "", "x", "https://", "https://fcm.googleapis.com", "https://fcm.googleapis.com/",
    "http://fcm.googleapis.com/fcm/send/abc", "ftp://fcm.googleapis.com/a", "javascript:alert(1)",
    "https://fcm.googleapis.com:8443/fcm/send/abc", "https://fcm.googleapis.com:99999/a",
    "https://user@fcm.googleapis.com/a", "https://fcm.googleapis.com@evil.example/a",
    "https://fcm.googleapis.com.evil.example/a", "https://evilfcm.googleapis.com/a",
    "https://push.apple.com/a", "https://.push.apple.com/a", "https://evilpush.apple.com/a",
    "https://evil.example/.push.apple.com", "https://evil.example#.push.apple.com/a",
    "https://fcm.googleapis.com/a#b", "https://127.0.0.1/a", "https://[::1]/a",
    "https://169.254.169.254/latest",
    "https://2130706433/a", "http://127.0.0.1:6379/", "https://fcm.googleapis.com/" + "a" * 3000,
    "https://fcm.googleapis.com/a b", "https://fcm.googleapis.com/a\r\nX: y",
    "https://fcm.googleapis.com\\@evil/a",
    "https://evil.example%2f.push.apple.com/a", "https://127.0.0.1%23.push.apple.com/a", "https://a..push.apple.com/a",
    "https://fcm.googleapis.com/é", "https://[fcm.googleapis.com/a",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", GOOD)
def test_real_push_services_are_taken(endpoint):
    assert check(endpoint) == endpoint


@pytest.mark.parametrize("endpoint", BAD)
def test_everything_else_is_refused_in_plain_words(endpoint):
    with pytest.raises(NotAPushService) as refusal:
        check(endpoint)
    assert refusal.value.status == 422
    assert "browser" in str(refusal.value.words)


def test_an_added_origin_counts_exactly_and_plain_http_only_on_loopback():
    assert check("http://127.0.0.1:9/p/1", ["http://127.0.0.1:9"])
    assert check("https://push.practice.example/p/1", ["https://push.practice.example"])
    for endpoint, origins in [
        ("http://127.0.0.1:91/p/1", ["http://127.0.0.1:9"]),
        ("http://10.0.0.1/p/1", ["http://10.0.0.1"]),
        ("http://a@127.0.0.1:9/p/1", ["http://127.0.0.1:9", "http://a@127.0.0.1:9"]),
    ]:
        with pytest.raises(NotAPushService):
            check(endpoint, origins)


def test_keys_of_a_browser_are_taken_and_others_not(service):
    phone, other = service.subscribe(), service.subscribe()
    check_keys(phone.p256dh, phone.auth)
    check_keys(phone.p256dh + "=", phone.auth + "==")
    off_curve = other.p256dh[:-4] + "AAAA"
    for p256dh, auth in [
        ("", phone.auth), (phone.p256dh, ""), (phone.p256dh, "AAAA"), (phone.auth, phone.auth),
        (off_curve, phone.auth), (phone.p256dh, phone.p256dh), ("!" * 87, phone.auth),
        ("A" * 5000, phone.auth),
        (phone.p256dh, "é" * 22),
    ]:  # fmt: skip
        with pytest.raises(NotAPushService):
            check_keys(p256dh, auth)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("142.250.74.138", True), ("2a00:1450:400f:80d::200a", True), ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address, public):
    assert is_public(address) is public


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    def look_up(host, port, type):
        return [(0, 0, 0, "", (a, port)) for a in ("142.250.74.138", "10.0.0.1")]

    with pytest.raises(httpcore.ConnectError, match="public"):
        public_address("fcm.googleapis.com", 443, look_up)


def test_a_name_that_leads_to_this_machine_gets_no_request(service, monkeypatch):
    monkeypatch.setattr(
        "app.push.network.public_address.__defaults__",
        (lambda host, port, type: [(0, 0, 0, "", ("127.0.0.1", port))],),
    )
    with open_client() as client:
        answer = post(client, service.origin.replace("127.0.0.1", "fcm.googleapis.com") + "/p", Sealed(b"x", {}))
    assert (answer.outcome, answer.reason) == (Outcome.LATER, "ConnectError")
    assert service.requests == 0
