"""Where a push subscription may live: the client chose that address, so we look at it closely.

Rules of one object, without the network. The sender looks again, and at the address that it connects to
(`push/network.py`).
"""

import base64
import binascii
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from app.errors import Refusal
from app.i18n import lazy_gettext

HOSTS = ("fcm.googleapis.com",)
"""Push services known by their one name (Chrome, Edge on Android)."""
DOMAINS = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
"""Push services that give each user a host below their domain."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PLAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*|::1")
"""A host's name as it is, or a loopback address: nothing percent-encoded, which others may read differently."""
LONGEST = 1_000
"""Longest address we keep, in characters; real ones have 150 to 500."""


class NotAPushService(Refusal):
    """The address or the keys did not come from a browser's push service."""

    def __init__(self) -> None:
        super().__init__(
            lazy_gettext(
                "We cannot send reminders to this browser. We do not know its address. Try another browser."
            ),
            422,
        )


def check(endpoint: str, extra_origins: Sequence[str] = ()) -> str:
    """Give the endpoint back when a known push service answers there; raise `NotAPushService` if not.

    `extra_origins` are the operator's own; plain http among them counts on loopback only (tests).
    """
    if not 0 < len(endpoint) <= LONGEST or not endpoint.isascii() or any(c <= " " or c in "\\\x7f" for c in endpoint):
        raise NotAPushService
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise NotAPushService from None
    host = parts.hostname or ""
    if not PLAIN.fullmatch(host) or "@" in parts.netloc or parts.fragment or len(parts.path) < 2:
        raise NotAPushService
    if is_extra(endpoint, extra_origins):
        return endpoint
    if parts.scheme != "https" or port not in (None, 443):
        raise NotAPushService
    if host not in HOSTS and not (host.endswith(DOMAINS) and host[0] != "."):
        raise NotAPushService
    return endpoint


def service_of(endpoint: str) -> str:
    """Whose push service answers there: "google", "mozilla", "apple", "windows", or "" for another."""
    host = urlsplit(endpoint).hostname or ""
    names = {".push.services.mozilla.com": "mozilla", ".push.apple.com": "apple", ".notify.windows.com": "windows"}
    return "google" if host in HOSTS else next((name for end, name in names.items() if host.endswith(end)), "")


def is_extra(endpoint: str, extra_origins: Sequence[str]) -> bool:
    """Whether the address belongs to an origin the operator added: https, or http on loopback (tests)."""
    parts = urlsplit(endpoint)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and f"{parts.scheme}://{parts.netloc}" in extra_origins


def check_keys(p256dh: str, auth: str) -> None:
    """Raise `NotAPushService` unless `p256dh` is a point on P-256 and `auth` has 16 bytes (RFC 8291)."""
    if len(_decoded(auth, longest=32)) != 16:
        raise NotAPushService
    point = _decoded(p256dh, longest=96)
    if len(point) != 65:
        raise NotAPushService
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        raise NotAPushService from None


def _decoded(text: str, longest: int) -> bytes:
    if len(text) > longest:
        raise NotAPushService
    try:
        bare = text.rstrip("=")
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotAPushService from None
