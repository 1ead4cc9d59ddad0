"""A device with passkeys, in software: it makes and signs what a real one would, or what a cheat would."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def plain(raw: bytes) -> str:
    """Base64url without its end."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    """The other way round."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey on one device. `count`, `origin`, `flags` and `challenge` are there to be lied about."""

    origin: str = "http://localhost:8000"
    rp_id: str = "localhost"
    count: int = 0
    flags: int = PRESENT | VERIFIED
    challenge: str = ""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, options: dict[str, Any], **lies: Any) -> str:
        """The answer to a question to make a passkey."""
        self.user = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cbor2.dumps(public)
        data = self._data(ATTESTED, attested)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"attestationObject": plain(made)}, self._client("create", options), **lies)

    def signs(self, options: dict[str, Any], **lies: Any) -> str:
        """The answer to a question to sign."""
        self.count += 1
        data, client = self._data(), self._client("get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"authenticatorData": plain(data), "signature": plain(signature), "userHandle": self.user}
        return self._answer(parts, client, **lies)

    def _data(self, more: int = 0, rest: bytes = b"") -> bytes:
        head = hashlib.sha256(self.rp_id.encode()).digest() + bytes([self.flags | more])
        return head + self.count.to_bytes(4, "big") + rest

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = self.challenge or options["challenge"]
        said = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, parts: dict[str, str], client: bytes, **lies: Any) -> str:
        response = {"clientDataJSON": plain(client), **parts, **lies}
        id_ = plain(self.credential)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})
