"""Secrets that an installation makes for itself once: files that only their owner can read."""

from __future__ import annotations

import os
import secrets as _random
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.config import ConfigError, VapidKeys

VAPID = "vapid.pem"


def secret_key(data: Path) -> str:
    """The key that signs cookies, made at first use and kept in ``secret.key``."""
    return _keep(data / "secret.key", lambda: _random.token_hex(32))


def vapid_keys(data: Path, given: str | None, contact: str) -> VapidKeys:
    """The push signing pair: from a PEM text or file path if ``given``, else made once in ``vapid.pem``."""
    if not contact.startswith(("mailto:", "https://")) or contact.endswith("@localhost"):
        raise ConfigError("HANDRAIL_PUSH_CONTACT must be mailto:… or https://… and reach a real person.")
    if given and "BEGIN" not in given:
        try:
            given = Path(given).read_text()
        except OSError as error:
            raise ConfigError("HANDRAIL_VAPID_PRIVATE_KEY is neither a PEM text nor a readable file.") from error
    pem = given or _keep(data / VAPID, _new_key)
    return _pair(pem, contact)


def old_vapid_keys(data: Path, given: str, contact: str) -> tuple[VapidKeys, ...]:
    """Pairs from before rotations: ``vapid-*.pem`` of the data folder, and files that ``given`` names (commas)."""
    named = [Path(name.strip()) for name in given.split(",") if name.strip()]
    found = []
    for path in [*sorted(data.glob("vapid-*.pem")), *named]:
        try:
            found.append(_pair(path.read_text(), contact))
        except OSError as error:
            raise ConfigError(f"HANDRAIL_VAPID_OLD_KEYS names {path.name}, which cannot be read.") from error
    return tuple(found)


def second_factor(given: Mapping[str, str], env: str) -> str:
    """Whether staff need a second step at the sign-in; in production they do unless somebody says otherwise."""
    wish = given.get("HANDRAIL_STAFF_SECOND_FACTOR", "") or ("required" if env == "production" else "offered")
    if wish not in ("required", "offered"):
        raise ConfigError("HANDRAIL_STAFF_SECOND_FACTOR is required or offered.")
    return wish


def rotate_vapid(data: Path, contact: str) -> tuple[VapidKeys, Path]:
    """Make a new signing pair in ``vapid.pem``; the one before goes on signing from ``vapid-<key id>.pem``.

    Gives the new pair and the file of the old one. A new key is only in place when the old one is safe.
    """
    now = vapid_keys(data, None, contact)
    kept = data / f"vapid-{now.key_id}.pem"
    _keep(kept, lambda: now.private_pem)
    draft = data / f"{VAPID}.{os.getpid()}"
    _write(draft, _new_key())
    os.replace(draft, data / VAPID)
    return vapid_keys(data, None, contact), kept


def _pair(pem: str, contact: str) -> VapidKeys:
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except ValueError as error:
        raise ConfigError("HANDRAIL_VAPID_PRIVATE_KEY is not a private key in PEM form.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ConfigError("HANDRAIL_VAPID_PRIVATE_KEY must be a P-256 key.")
    public = key.public_key()
    point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    public_pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
    return VapidKeys(pem, public_pem, urlsafe_b64encode(point).rstrip(b"=").decode(), contact)


def _new_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _keep(path: Path, make: Callable[[], str]) -> str:
    """Read ``path``, or make it. Two processes at first start agree: the one that creates the file wins."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        _write(draft, make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text()


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
