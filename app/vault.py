"""What is sealed at rest: AES-256-GCM under a ring of keys, bound to the table, column and row it stands in.

The ring has one key that seals, and those from before, which only open. Each sealed text names its key. A text that
begins with `v1.` is from before there was a ring: its key is worked out from the installation's secret key.
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "v1."
"""Before texts under the key that is worked out from the secret key, so that clear text is told apart."""
RING = "v2."
"""Before texts under a key of the ring: its id, a dot and the sealed text follow."""


_SEALED = re.compile(r"(v1|v2\.[0-9a-f]{8})\.[A-Za-z0-9_=-]{40,}")
"""A nonce of 12 bytes and a tag of 16 at least, in base64."""
_SEALED_BYTES = re.compile(rb"(?:v1|v2\.([0-9a-f]{8}))\.(?=.{28})", re.S)
"""The same of bytes, where what follows is no base64. No file of a kind that we take begins like this."""
HEAD = 48
"""So many of the first bytes of a file say whether it is sealed, and under which key."""


class Unreadable(ValueError):
    """Sealed under another key, moved to another place, or changed."""


class KeyMissing(Unreadable):
    """Sealed under a key that is not in the ring. ``key_id`` says which one to look for."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        super().__init__(f"the key {key_id} is not here")


class Vault:
    """Seals under the newest key of the ring; safe for many threads.

    ``key`` seals; without one the secret key does, as before there was a ring. ``old`` keys only open; a former
    secret key among them opens what was sealed under it.
    """

    def __init__(self, secret_key: str, key: str = "", old: Sequence[str] = ()) -> None:
        self._from_secret = [_cipher(text, b"handrail vault v1") for text in (secret_key, *old)]
        self._ring = {key_id(text): _cipher(text, b"handrail vault v2") for text in (*old, key) if text}
        self.key_id = key_id(key) if key else ""
        """Of the key that seals; empty when the secret key does."""

    def seal(self, text: str, table: str, column: str, row: str) -> str:
        """`text` sealed for this one place."""
        return self.mark + urlsafe_b64encode(self._encrypt(text.encode(), _place(table, column, row))).decode()

    def seal_bytes(self, data: bytes, table: str, column: str, row: str) -> bytes:
        """The same for the bytes of a file, which base64 would make longer."""
        return self.mark.encode() + self._encrypt(data, _place(table, column, row))

    def open(self, text: str, table: str, column: str, row: str) -> str:
        """What was sealed for this place; text without our mark comes back as it is.

        Raises ``KeyMissing`` when the ring does not have its key, else ``Unreadable``.
        """
        if not is_sealed(text):
            return text
        named, packed = "", text.removeprefix(MARK)
        if text.startswith(RING):
            named, _dot, packed = text.removeprefix(RING).partition(".")
        try:
            return self._decrypt(named, urlsafe_b64decode(packed), _place(table, column, row)).decode()
        except ValueError as fault:
            raise fault if isinstance(fault, Unreadable) else Unreadable from None

    def open_bytes(self, data: bytes, table: str, column: str, row: str) -> bytes:
        """The same for bytes; raises as :meth:`open`."""
        mark = _SEALED_BYTES.match(data)
        if mark is None:
            return data
        return self._decrypt((mark[1] or b"").decode(), data[mark.end() :], _place(table, column, row))

    def _encrypt(self, clear: bytes, place: bytes) -> bytes:
        cipher = self._ring[self.key_id] if self.key_id else self._from_secret[0]
        nonce = os.urandom(12)
        return nonce + cipher.encrypt(nonce, clear, place)

    def _decrypt(self, named: str, sealed: bytes, place: bytes) -> bytes:
        """``named``: the id of a key of the ring, or nothing for one that is worked out from a secret key."""
        if named and named not in self._ring:
            raise KeyMissing(named[:16])
        for cipher in [self._ring[named]] if named else self._from_secret:
            try:
                return cipher.decrypt(sealed[:12], sealed[12:], place)
            except (InvalidTag, ValueError):
                continue
        raise Unreadable

    @property
    def mark(self) -> str:
        """What every text begins with that is sealed now."""
        return f"{RING}{self.key_id}." if self.key_id else MARK

    def is_fresh(self, sealed: str | bytes) -> bool:
        """Whether it is sealed under the key that seals now."""
        return sealed.startswith(self.mark) if isinstance(sealed, str) else sealed.startswith(self.mark.encode())


def key_id(text: str) -> str:
    """The name of a key: tells keys apart and says nothing of them."""
    return hashlib.sha256(b"handrail vault key id\0" + _derived(text, b"handrail vault id")).hexdigest()[:8]


def is_sealed(text: str) -> bool:
    """Whether the text is one of ours. Somebody may write "v1. of my wishes": only where we sealed does a long text
    of base64 follow."""
    return _SEALED.fullmatch(text) is not None


def is_sealed_bytes(data: bytes) -> bool:
    """The same for bytes."""
    return _SEALED_BYTES.match(data) is not None


def _derived(text: str, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(text.encode())


def _cipher(text: str, purpose: bytes) -> AESGCM:
    return AESGCM(_derived(text, purpose))


def _place(table: str, column: str, row: str) -> bytes:
    return "\0".join((table, column, row)).encode()
