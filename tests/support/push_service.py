"""A push service on loopback that believes nothing: it checks, decrypts, and answers as it is told.

Its reading of RFC 8291 and 8292 is its own, so a fault in the library the product uses cannot hide here.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P256 = ec.SECP256R1()


class Fault(Exception):
    """What the sender did wrong, with the status a real service gives for it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass
class Subscription:
    """One browser's subscription, private half included."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    secret: bytes = field(repr=False)

    @property
    def p256dh(self) -> str:
        return encode(point(self.key))

    @property
    def auth(self) -> str:
        return encode(self.secret)

    def as_json(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` gives it."""
        return {
            "endpoint": self.endpoint,
            "expirationTime": None,
            "keys": {"p256dh": self.p256dh, "auth": self.auth},
        }


@dataclass
class Message:
    """One message that passed every check."""

    endpoint: str
    text: str
    size: int
    ttl: int
    urgency: str
    topic: str | None
    contact: str
    plain_size: int

    @property
    def payload(self) -> dict[str, Any]:
        return json.loads(self.text)


class PushService:
    """Use as a context manager. `messages` and `faults` came in; `will(…)` says what goes back next."""

    def __init__(self, application_key: str | None = None) -> None:
        self.application_key = application_key
        self.delay = 0.0
        """Seconds that every answer takes."""
        self.messages: list[Message] = []
        self.faults: list[str] = []
        self.requests = 0
        self._plans: list[tuple[str | None, str | int, dict[str, str]]] = []
        self._standing: dict[str, tuple[str | int, dict[str, str]]] = {}
        self._subscriptions: dict[str, Subscription] = {}
        self._lock = threading.Lock()
        self.let_go = threading.Event()
        service = self

        class Handler(_Handler):
            owner = service

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "PushService":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def subscribe(self) -> Subscription:
        """A fresh subscription, as a browser would make it."""
        path = f"/push/{secrets.token_urlsafe(24)}"
        found = Subscription(self.origin + path, ec.generate_private_key(P256), secrets.token_bytes(16))
        self._subscriptions[path] = found
        return found

    def will(self, answer: str | int, *, at: Subscription | None = None, **headers: str) -> None:
        """The next post (to `at`) gets this: a status, or "hang", "drip", "slow", "cut", "redirect"."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._plans.append((path_of(at), answer, named))

    def always(self, answer: str | int, at: Subscription, **headers: str) -> None:
        """Every post to `at` gets this."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._standing[path_of(at) or ""] = (answer, named)

    def plan_for(self, path: str) -> tuple[str | int, dict[str, str]]:
        with self._lock:
            for index, (where, answer, headers) in enumerate(self._plans):
                if where in (None, path):
                    del self._plans[index]
                    return answer, headers
        return self._standing.get(path, (201, {}))

    def receive(self, path: str, headers: Any, body: bytes) -> None:
        """Check and decrypt one post; raises Fault."""
        found = self._subscriptions.get(path)
        if found is None:
            raise Fault(404, "no such subscription")
        contact = check_vapid(headers, self.origin, self.application_key)
        ttl = headers.get("TTL", "")
        if not ttl.isdigit():
            raise Fault(400, "no TTL")
        if headers.get("Content-Encoding") != "aes128gcm":
            raise Fault(415, "not aes128gcm")
        urgency = headers.get("Urgency", "normal")
        if urgency not in ("very-low", "low", "normal", "high"):
            raise Fault(400, "unknown urgency")
        topic = headers.get("Topic")
        if topic is not None and not (0 < len(topic) <= 32 and topic.replace("-", "").replace("_", "").isalnum()):
            raise Fault(400, "bad topic")
        if len(body) > 4096:
            raise Fault(413, "body over 4,096 bytes")
        plain = decrypt(body, found.key, found.secret)
        message = Message(found.endpoint, plain.decode(), len(body), int(ttl), urgency, topic, contact, len(plain))
        with self._lock:
            self.messages.append(message)


class _Handler(BaseHTTPRequestHandler):
    owner: PushService
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        owner = self.owner
        owner.requests += 1
        answer, headers = owner.plan_for(self.path)
        if answer == "hang":
            owner.let_go.wait(20)
            self.close_connection = True
            return
        if answer == "drip":
            self._drip()
            return
        if answer == "cut":
            self.close_connection = True
            self.connection.close()
            return
        if answer == "slow":
            owner.let_go.wait(0.4)
            answer = 201
        if owner.delay:
            time.sleep(owner.delay)
        if answer == "redirect":
            self._answer(307, {"Location": f"{owner.origin}/elsewhere"})
            return
        status = int(answer)
        try:
            if status < 300:
                owner.receive(self.path, self.headers, body)
        except Fault as fault:
            owner.faults.append(f"{fault.status}: {fault}")
            status = fault.status
        self._answer(status, headers, b"" if status < 300 else b'{"reason": "told so"}')

    def _answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """One byte of an endless header now and then: every single read succeeds, the whole never ends."""
        self.close_connection = True
        try:
            self.wfile.write(b"HTTP/1.1 201 Created\r\nX-Slow: ")
            for _ in range(400):
                if self.owner.let_go.wait(0.05):
                    return
                self.wfile.write(b"a")
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def path_of(subscription: Subscription | None) -> str | None:
    return None if subscription is None else "/" + subscription.endpoint.split("/", 3)[3]


def check_vapid(headers: Any, audience: str, application_key: str | None) -> str:
    """RFC 8292: signature, audience, expiry within 24 hours, a contact. Gives the contact; raises Fault."""
    scheme, _, rest = headers.get("Authorization", "").partition(" ")
    parts = dict(p.strip().partition("=")[::2] for p in rest.split(","))
    if scheme.lower() != "vapid" or set(parts) != {"t", "k"}:
        raise Fault(401, "no VAPID header")
    if application_key is not None and parts["k"] != application_key:
        raise Fault(403, "signed with another key than the subscription's")
    signed, _, signature = parts["t"].rpartition(".")
    raw = decode(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(P256, decode(parts["k"]))
    try:
        public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise Fault(403, "bad signature") from None
    head, claims = (json.loads(decode(part)) for part in signed.split("."))
    if head.get("alg") != "ES256":
        raise Fault(403, "not ES256")
    if claims.get("aud") != audience:
        raise Fault(403, f"audience {claims.get('aud')!r} is not {audience!r}")
    if not time.time() < claims.get("exp", 0) <= time.time() + 24 * 3600:
        raise Fault(403, "expired, or valid for more than a day")
    contact = claims.get("sub", "")
    if not contact.startswith(("mailto:", "https://")) or contact.endswith("@localhost"):
        raise Fault(403, "no contact that a person could be reached at")
    return contact


def decrypt(body: bytes, key: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """RFC 8188 and 8291 by hand: exactly one record. Raises Fault."""
    if len(body) < 21 + 65 + 17:
        raise Fault(400, "too short to be encrypted")
    salt, record, id_length = body[:16], int.from_bytes(body[16:20]), body[20]
    if id_length != 65:
        raise Fault(400, "the sender's key is not 65 bytes")
    theirs, cipher = body[21:86], body[86:]
    if len(cipher) > record:
        raise Fault(400, "more than one record")
    public = ec.EllipticCurvePublicKey.from_encoded_point(P256, theirs)
    shared = key.exchange(ec.ECDH(), public)
    material = hkdf(secret, shared, b"WebPush: info\0" + point(key) + theirs, 32)
    content_key = hkdf(salt, material, b"Content-Encoding: aes128gcm\0", 16)
    nonce = hkdf(salt, material, b"Content-Encoding: nonce\0", 12)
    try:
        plain = AESGCM(content_key).decrypt(nonce, cipher, None)
    except Exception:
        raise Fault(400, "cannot be decrypted") from None
    text, mark, padding = plain.rpartition(b"\x02")
    if mark != b"\x02" or padding.strip(b"\0"):
        raise Fault(400, "no end-of-record mark")
    return text


def hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 for one block of output."""
    extracted = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
