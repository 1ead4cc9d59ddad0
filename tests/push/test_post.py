"""Every answer a push service can give, and what it means for the reminder."""

import email.utils
import time
from datetime import timedelta

import httpcore
import pytest

from app.push.message import sealer
from app.push.post import Outcome, open_client, post, read


def send(keys, service, client, seconds=5.0):
    phone = service.subscribe()
    sealed = sealer(keys, 60).seal({}, endpoint=phone.endpoint, p256dh=phone.p256dh, auth=phone.auth)
    return post(client, phone.endpoint, sealed, seconds)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(201, Outcome.DELIVERED), (202, Outcome.DELIVERED), (404, Outcome.GONE), (410, Outcome.GONE),
     (400, Outcome.OUR_FAULT), (401, Outcome.OUR_FAULT), (403, Outcome.OUR_FAULT), (413, Outcome.OUR_FAULT),
     (429, Outcome.LATER), (500, Outcome.LATER), (503, Outcome.LATER)],
)  # fmt: skip
def test_what_a_status_means(keys, service, client, status, outcome):
    service.will(status)
    answer = send(keys, service, client)
    assert (answer.outcome, answer.status) == (outcome, status)
    assert service.faults == []


def test_the_reason_of_a_refusal_is_kept_short(keys, service, client):
    service.will(403)
    assert send(keys, service, client).reason == '{"reason": "told so"}'


def test_a_busy_service_says_when_to_come_back(keys, service, client):
    service.will(429, Retry_After="120")
    assert send(keys, service, client).retry_after == timedelta(seconds=120)
    service.will(503, Retry_After=email.utils.formatdate(time.time() + 600, usegmt=True))
    waiting = send(keys, service, client).retry_after
    assert timedelta(seconds=595) < waiting <= timedelta(seconds=600)


@pytest.mark.parametrize(
    ("header", "wait"),
    [(None, None), ("", None), ("soon", None), ("-5", None), ("99999999999999", timedelta(days=1)),
     ("Wed, 21 Oct 2015 07:28:00 GMT", timedelta(0)), ("0", timedelta(0))],
)  # fmt: skip
def test_odd_times_to_come_back(header, wait):
    assert read(429, header).retry_after == wait


def test_a_redirect_is_not_followed(keys, service, client):
    service.will("redirect")
    answer = send(keys, service, client)
    assert (answer.outcome, answer.status, service.requests) == (Outcome.LATER, 307, 1)


@pytest.mark.parametrize("silence", ["hang", "drip"])
def test_a_service_that_never_ends_costs_a_bounded_time(keys, service, client, silence):
    service.will(silence)
    began = time.monotonic()
    answer = send(keys, service, client, seconds=0.6)
    assert (answer.outcome, answer.status) == (Outcome.LATER, None)
    assert time.monotonic() - began < 3


def test_a_cut_line_and_a_dead_port_mean_later(keys, service, client):
    service.will("cut")
    assert send(keys, service, client).outcome == Outcome.LATER
    dead = "http://127.0.0.1:1"
    with open_client([dead]) as other:
        sealed = sealer(keys, 60).seal({}, endpoint=dead + "/p", p256dh=service.subscribe().p256dh, auth="A" * 22)
        assert post(other, dead + "/p", sealed).outcome == Outcome.LATER


def test_one_connection_serves_one_post_after_the_other(keys, service, client, monkeypatch):
    real, made = httpcore.SyncBackend.connect_tcp, []

    def connect(*given, **named):
        made.append(given)
        return real(*given, **named)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    for status in (201, 403, 201, 503, 201):
        service.will(status)
        send(keys, service, client)
    assert (service.requests, len(made)) == (5, 1)


def test_the_environment_cannot_send_our_posts_elsewhere(keys, service, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with open_client([service.origin]) as client:
        assert send(keys, service, client).outcome == Outcome.DELIVERED
