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
VAULT = "vault.key"
SHORTEST = 32


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


def vault_keys(data: Path, given: str, old: str, *, make: bool = True) -> tuple[str, tuple[str, ...]]:
    """The key that seals at rest, and those from before: as ``given``, else from ``vault.key`` of the data folder.

    ``make``: make that file when it is missing. Not where the secret key is a setting: several machines may share
    one database there, and each would make another. Then the secret key seals until there is a key.
    ``old``: keys or names of files, comma separated; ``vault-*.key`` of the data folder are among them by themselves.
    """
    file = data / VAULT
    found = [_named(part) for part in old.split(",") if part.strip()]
    found += [path.read_text().strip() for path in sorted(data.glob("vault-*.key"))]
    if given.strip():
        key = _named(given)
        if file.exists():  # what this folder sealed before the setting came
            found.append(file.read_text().strip())
    else:
        key = _keep(file, lambda: _random.token_hex(32)).strip() if make or file.exists() else ""
    if any(0 < len(each) < SHORTEST for each in (key, *found)):
        raise ConfigError(f"A key of the vault is short; use at least {SHORTEST} random characters.")
    return key, tuple(dict.fromkeys(each for each in found if each and each != key))


def new_vault_key(data: Path, current: str) -> Path | None:
    """Put a new key into ``vault.key``; the one before goes on opening from ``vault-<key id>.key``, which comes back.

    The new key is only in place when the old one is safe.
    """
    from app.vault import key_id

    kept = data / f"vault-{key_id(current)}.key" if current else None
    if kept is not None:
        _keep(kept, lambda: current)
    draft = data / f"{VAULT}.{os.getpid()}"
    _write(draft, _random.token_hex(32))
    os.replace(draft, data / VAULT)
    return kept


def _named(text: str) -> str:
    """A key, or what the file of that name holds."""
    text = text.strip()
    if "/" not in text and not text.endswith(".key"):
        return text
    try:
        return Path(text).read_text().strip()
    except OSError as error:
        raise ConfigError(f"The key of the vault in {Path(text).name} cannot be read.") from error


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
