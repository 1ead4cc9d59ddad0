"""A reminder as bytes that a push service takes: encrypted, padded, signed (RFC 8291, 8292, 8030).

`webpush` encrypts correctly, but writes what it is given at each call back to its object, so one thread's
time-to-live reaches another's message. Here everything is fixed when the object is made.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt
from pydantic import AnyHttpUrl
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys
from webpush.vapid import VAPID

from app.config import VapidKeys

PADDED = 1_024
"""Every short message has this many bytes before encryption, so its length tells nothing."""
LONGEST = 3_993
"""Most bytes of plain text that fit one record of 4,096 bytes, which is what services take."""
TOKEN_SECONDS = 12 * 60 * 60
RENEW_SECONDS = 10 * 60
TOKENS_KEPT = 64
URGENCIES = ("very-low", "low", "normal", "high")


@dataclass(frozen=True)
class Sealed:
    """What goes over the wire: the encrypted body and its headers."""

    body: bytes = field(repr=False)
    headers: dict[str, str] = field(repr=False)


class _Signer(VAPID):
    """Signs once per push service and reuses the token; the audience keeps its port, as RFC 8292 asks."""

    def __init__(self, private_key: bytes, public_key: bytes) -> None:
        super().__init__(private_key, public_key)
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[float, str]] = {}

    def get_authorization_header(self, endpoint: AnyHttpUrl, subscriber: str, expiration: int) -> str:
        """The Authorization header for this endpoint's origin; valid for `expiration` seconds at most."""
        audience = origin(endpoint)
        now = time.time()  # the push service reads the real clock, also when a test holds ours
        with self._lock:
            made, header = self._tokens.get(audience, (0.0, ""))
            if not header or not made <= now < made + expiration - RENEW_SECONDS:
                header = self._sign(audience, subscriber, int(now) + expiration)
                if len(self._tokens) >= TOKENS_KEPT:
                    self._tokens.clear()  # services use a handful of hosts; this only bounds the memory
                self._tokens[audience] = (now, header)
        return header

    def _sign(self, audience: str, subscriber: str, expires: int) -> str:
        claims = {"aud": audience, "exp": expires, "sub": subscriber}
        token = jwt.encode(claims, key=self.private_key, algorithm="ES256")
        return f"vapid t={token}, k={self.get_application_server_key(self.public_key)}"


def origin(endpoint: AnyHttpUrl) -> str:
    """Scheme, host, and the port unless it is the scheme's own."""
    usual = {"https": 443, "http": 80}.get(endpoint.scheme)
    port = "" if endpoint.port in (None, usual) else f":{endpoint.port}"
    return f"{endpoint.scheme}://{endpoint.host}{port}"


class Sealer:
    """Seals messages with one key pair, one contact and one time to live (seconds); safe for many threads."""

    def __init__(self, keys: VapidKeys, ttl: int) -> None:
        private, public = keys.private_pem.encode(), keys.public_pem.encode()
        self._push = WebPush(private, public, subscriber=keys.contact, ttl=ttl, expiration=TOKEN_SECONDS)
        self._push.vapid = _Signer(private, public)

    def seal(
        self,
        payload: dict[str, Any],
        *,
        endpoint: str,
        p256dh: str,
        auth: str,
        urgency: str = "normal",
        topic: str | None = None,
    ) -> Sealed:
        """Encrypt the payload for one subscription.

        `topic` (at most 32 characters, in clear, so opaque) lets a newer message replace one still waiting.
        Raises ValueError when the payload is over 3,993 bytes or a header is not one the services take.
        """
        if urgency not in URGENCIES:
            raise ValueError(f"urgency is one of {', '.join(URGENCIES)}")
        if topic is not None and not (topic.replace("-", "").replace("_", "").isalnum() and len(topic) <= 32):
            raise ValueError("a topic is at most 32 letters, digits, '-' and '_'")
        subscription = WebPushSubscription(endpoint=AnyHttpUrl(endpoint), keys=WebPushKeys(auth=auth, p256dh=p256dh))
        message = self._push.get(padded(payload), subscription)
        headers = {
            "TTL": message.headers["ttl"],
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": message.headers["authorization"],
            "Urgency": urgency,
        }
        if topic is not None:
            headers["Topic"] = topic
        return Sealed(message.encrypted, headers)


def padded(payload: dict[str, Any]) -> bytes:
    """The payload as JSON with blanks after it, at least 1,024 bytes. ValueError when over 3,993."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > LONGEST:
        raise ValueError(f"a push message holds at most {LONGEST} bytes, this one has {len(text)}")
    return text.ljust(PADDED)


@lru_cache(maxsize=16)
def sealer(keys: VapidKeys, ttl: int) -> Sealer:
    """The one sealer for this key pair and time to live in this process."""
    return Sealer(keys, ttl)
