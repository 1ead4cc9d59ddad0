"""Secrets of people's devices, sealed at rest: AES-256-GCM, bound to the table, column and row they stand in."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "v1."
"""Before every sealed text, so that rows from before the vault are told apart."""


class Unreadable(ValueError):
    """Sealed under another key, moved to another place, or changed."""


class Vault:
    """Seals under a key that is worked out from the installation's secret key; safe for many threads."""

    def __init__(self, secret_key: str) -> None:
        key = HKDF(hashes.SHA256(), 32, salt=None, info=b"handrail vault v1").derive(secret_key.encode())
        self._cipher = AESGCM(key)

    def seal(self, text: str, table: str, column: str, row: str) -> str:
        """`text` sealed for this one place."""
        nonce = os.urandom(12)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), _place(table, column, row))
        return MARK + urlsafe_b64encode(sealed).decode()

    def open(self, text: str, table: str, column: str, row: str) -> str:
        """What was sealed for this place; text without our mark comes back as it is. Raises `Unreadable`."""
        if not is_sealed(text):
            return text
        try:
            sealed = urlsafe_b64decode(text.removeprefix(MARK))
            return self._cipher.decrypt(sealed[:12], sealed[12:], _place(table, column, row)).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error


def is_sealed(text: str) -> bool:
    """Whether the text is one of ours; an endpoint or a key in clear never begins like that."""
    return text.startswith(MARK)


def _place(table: str, column: str, row: str) -> bytes:
    return "\0".join((table, column, row)).encode()
