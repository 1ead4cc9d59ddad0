"""Send what is due: claim a few rows, look at them, post outside any transaction, record each answer, next row.

Safe to run twice at once and after a crash: a row belongs to one sender while its lease lasts, and what a device
already had is on record before the next post begins. Just before each post the row is looked at once more.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from sqlalchemy.orm import Session

from app import clock
from app.access import chain
from app.access.grants import system
from app.care.reminders import looking, recording, repair, sending
from app.care.reminders.devices import opened
from app.care.reminders.seen import with_token
from app.care.reminders.sending import Claim, Device, Errand
from app.care.reminders.words import payload, topic
from app.config import Config
from app.db import Database
from app.jobs.housekeeping import tidy
from app.jobs.send_mail import plan_mails, send_mails
from app.jobs.watch import watch
from app.push.endpoint import NotAPushService, check
from app.push.message import sealer
from app.push.post import Answer, Outcome, open_client, post
from app.vault import Unreadable

log = logging.getLogger("handrail.reminders")

PAUSE_SECONDS = 15.0
REPAIR_EVERY = timedelta(hours=6)
PLAN_MAIL_EVERY = timedelta(hours=1)
SEAL_EVERY = timedelta(minutes=1)
AT_MOST = 10_000
"""Rows of one pass: a bound, so that a fault cannot turn into an endless loop of sending."""


def run(config: Config, stop: threading.Event) -> None:
    """Send and repair until `stop` is set; faults are logged and the next round tries again."""
    database = Database(config.database_url, config.vault)
    repaired_at = planned_at = sealed_at = None
    try:
        with open_client(config.push_origins) as client:
            while not stop.is_set():
                if repaired_at is None or clock.now() - repaired_at >= REPAIR_EVERY:
                    repaired_at = clock.now()
                    _try("mending reminders", repair_all, database, stop)
                    _try("keeping house", tidy, config, database)
                _try("handing on", watch, config, database)
                if planned_at is None or clock.now() - planned_at >= PLAN_MAIL_EVERY:
                    planned_at = clock.now()
                    _try("planning e-mail", plan_mails, config, database)
                if sealed_at is None or clock.now() - sealed_at >= SEAL_EVERY:
                    sealed_at = clock.now()
                    _try("sealing the log", chain.seal_all, database)
                _try("sending e-mail", send_mails, config, database)
                _try("sending reminders", send_due, config, database, client, stop)
                stop.wait(PAUSE_SECONDS)
    finally:
        database.dispose()


def _try(what: str, do: Callable[..., object], *given: object) -> None:
    """Do it; a fault is logged, and neither stops the loop nor the other parts of this round."""
    try:
        do(*given)
    except Exception:
        log.exception("%s failed; it is tried again later", what)


def send_once(config: Config) -> int:
    """Send everything that is due now and return how many rows were worked on."""
    database = Database(config.database_url, config.vault)
    try:
        with open_client(config.push_origins) as client:
            return send_due(config, database, client)
    finally:
        database.dispose()


def send_due(config: Config, database: Database, client: httpx.Client, stop: threading.Event | None = None) -> int:
    """Work through all due rows. Returns how many."""
    return Round(config, database, client).run(stop)


@dataclass(frozen=True)
class Last:
    """What the last device of a row answered, not recorded yet; and whether to try again, and when."""

    claimed: Claim
    device: Device
    answer: Answer
    again: bool
    wait: timedelta | None


@dataclass
class Round:
    """One pass over what is due. A few rows are claimed and looked at together, and then sent one by one.

    What became of one row and the last look at the next are one transaction: one commit for each reminder, after its
    post and before the next.
    """

    config: Config
    database: Database
    client: httpx.Client
    claimed: int = 0
    given_back: int = 0
    hand: deque[Errand] = field(default_factory=deque)
    """Looked at and not begun."""

    def run(self, stop: threading.Event | None = None) -> int:
        """Send until nothing is due, or `stop` is set. What was not begun is given back at once."""
        last: Last | None = None
        try:
            while (errand := self._next(last, is_over=stop is not None and stop.is_set())) is not None:
                last = self._work(errand)
        except Exception:
            with self.database.write() as session:
                self._give_back(session, list(self.hand))
            raise
        return self.claimed - self.given_back

    def _next(self, last: Last | None, *, is_over: bool) -> Errand | None:
        """Record the row before, and find the next one that is still as it was; None when there is none."""
        while True:
            with self.database.write() as session:
                if last is not None:
                    recording.record_last(
                        session, last.claimed, last.device, last.answer.outcome, last.answer.status, again=last.again,
                        wait=last.wait,
                    )  # fmt: skip
                    last = None
                if is_over or (self.hand and clock.now() >= sending.begins_until(self.hand[0].claim)):
                    self._give_back(session, list(self.hand))
                    self.hand.clear()
                errand = self._from_hand(session)
                if errand is not None or is_over or self.claimed >= AT_MOST:
                    return errand
                claims = sending.claim(session)
                if not claims:
                    return None
                self.claimed += len(claims)
                found = deque(_look(session, claims))
            self.hand = found  # only now: what is not committed is not ours
            if self.hand:
                return self.hand.popleft()

    def _from_hand(self, session: Session) -> Errand | None:
        while self.hand:
            errand = self.hand.popleft()
            if sending.is_as_it_was(session, errand):
                return errand
            self._give_back(session, [errand])
        return None

    def _give_back(self, session: Session, errands: list[Errand]) -> None:
        if errands:
            recording.not_begun(session, errands)
            self.given_back += len(errands)

    def _work(self, errand: Errand) -> Last | None:
        """Post to each device. What the last one answered is given back; the others are on record already.

        A fault of ours stops this row alone: it stays ours until the lease ends, so that it does not stop the others.
        """
        try:
            return self._send(errand)
        except Exception:
            log.exception("a reminder could not be sent; it is tried again later")
            return None

    def _send(self, errand: Errand) -> Last | None:
        again, wait = False, None
        for left, device in enumerate(errand.devices, 1 - len(errand.devices)):
            if clock.now() >= errand.claim.until:
                return None  # our time is over: the row is another sender's now, who sees what each device had
            answer = _post(self.config, self.client, errand, device)
            if answer.outcome == Outcome.OUR_FAULT:
                log.error("a push service refused our message: status %s, %s", answer.status, answer.reason)
            if answer.outcome in (Outcome.LATER, Outcome.OUR_FAULT):
                again = True
                wait = max(filter(None, (wait, answer.retry_after)), default=None)
            if left == 0:
                return Last(errand.claim, device, answer, again, wait)
            with self.database.write() as session:
                recording.record_answer(session, errand.claim, device, answer.outcome, answer.status)
        return None


def _look(session: Session, claims: Sequence[Claim]) -> list[Errand]:
    """Look at all of them at once; when that fails, at one after the other. One that cannot be looked at stays ours
    until the lease ends, so that it does not stop the others."""
    try:
        with session.begin_nested():
            return looking.look(session, claims)
    except Exception:
        if len(claims) == 1:
            log.exception("a reminder could not be looked at; it is tried again later")
            return []
    return [errand for one in claims for errand in _look(session, [one])]


def _post(config: Config, client: httpx.Client, errand: Errand, device: Device) -> Answer:
    """Seal and post; a device whose address or keys no longer pass the checks counts as gone."""
    try:
        endpoint, p256dh, auth = opened(config.vault, device.id, device.endpoint, device.p256dh, device.auth)
        check(endpoint, config.push_origins)
        message = with_token(payload(errand, config.public_url), device.token)
        sealed = sealer(config.vapid_for(device.vapid_key_id), ttl_for(errand.seconds)).seal(
            message, endpoint=endpoint, p256dh=p256dh, auth=auth, topic=topic(errand)
        )
    except Unreadable:  # our fault, however often: the phone is as it was, and the key may come back
        log.error("a device cannot be read: was it sealed under another secret key?")
        return Answer(Outcome.LATER)
    except (NotAPushService, ValueError):
        return Answer(Outcome.GONE)
    return post(client, endpoint, sealed)


def ttl_for(seconds: int) -> int:
    """A time to live for the push service, in steps, so that a handful of sealers serve all."""
    return next((step for step in (900, 3600, 4 * 3600) if seconds <= step), 24 * 3600)


def repair_all(database: Database, stop: threading.Event | None = None) -> int:
    """Refresh everybody's rows from the facts, one short transaction each. Returns how many people."""
    with database.read() as session:
        people = repair.everybody(session)
    for count, patient_id in enumerate(people):
        if stop is not None and stop.is_set():
            return count
        _try("mending one person's reminders", _repair_one, database, patient_id)
    return len(people)


def _repair_one(database: Database, patient_id: str) -> None:
    with database.write() as session:
        repair.one(session, system(patient_id))
