"""One message to one push service, and what its answer means for us."""

import email.utils
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum

import httpx

from app.push.message import Sealed
from app.push.network import Transport, deadline

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
READ_AT_MOST = 2_048
"""Bytes of the answer we look at: enough for the reason of a refusal."""
LONGEST_WAIT = timedelta(hours=24)


class Outcome(StrEnum):
    """What became of one attempt."""

    DELIVERED = "delivered"
    GONE = "gone"
    LATER = "later"
    OUR_FAULT = "our_fault"


@dataclass(frozen=True)
class Answer:
    """The service's answer: its status (None if there was none), how long to wait, its reason (never shown)."""

    outcome: Outcome
    status: int | None = None
    retry_after: timedelta | None = None
    reason: str = ""


def open_client(extra_origins: Iterable[str] = ()) -> httpx.Client:
    """A client for all posts of one process: pooled, no redirects, no proxy or netrc of the environment."""
    return httpx.Client(
        transport=Transport(extra_origins),
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS),
        headers={"User-Agent": "Handrail", "Accept": "*/*"},
    )


def post(client: httpx.Client, endpoint: str, sealed: Sealed, seconds: float = TOTAL_SECONDS) -> Answer:
    """Post the sealed message within `seconds`; never raises for what the network or the service does."""
    try:
        with (
            deadline(seconds),
            client.stream("POST", endpoint, content=sealed.body, headers=sealed.headers) as response,
        ):
            said = _start_of(response)  # read in any case: a line with something left on it is not used again
            reason = "" if response.is_success else said
            return read(response.status_code, response.headers.get("Retry-After"), reason)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return Answer(Outcome.LATER, reason=type(error).__name__)


def read(status: int, retry_after: str | None = None, reason: str = "") -> Answer:
    """What a status means: 2xx delivered; 404, 410 gone; 429, 5xx, 3xx later; any other is our fault."""
    if 200 <= status < 300:
        return Answer(Outcome.DELIVERED, status)
    if status in (404, 410):
        return Answer(Outcome.GONE, status, reason=reason)
    if 400 <= status < 500 and status not in (408, 425, 429):
        return Answer(Outcome.OUR_FAULT, status, reason=reason)
    return Answer(Outcome.LATER, status, _wait(retry_after), reason)


def _start_of(response: httpx.Response) -> str:
    """The first bytes of the answer as printable text; one that stops half way costs us only the reason."""
    found = b""
    try:
        for chunk in response.iter_raw():
            found += chunk
            if len(found) >= READ_AT_MOST:
                break
    except httpx.HTTPError:
        pass
    text = found[:READ_AT_MOST].decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in text).strip()[:200]


def _wait(header: str | None) -> timedelta | None:
    """Retry-After as a time to wait: seconds or an HTTP date, between nothing and one day."""
    if not header:
        return None
    if header.strip().isdigit():
        return min(timedelta(seconds=int(header.strip()[:9])), LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = moment.timestamp() - time.time()  # the service's date is by the real clock
    return min(max(timedelta(seconds=seconds), timedelta(0)), LONGEST_WAIT)
