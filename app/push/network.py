"""How the sender connects: only to public addresses, and never for longer than its deadline.

The name is looked up here, at the moment of connecting, and the address that was checked is the one used:
a name that changes its mind between check and use gains nothing.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from app.models.push_address import LOOPBACK

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """All network work inside ends after this many seconds, however slowly the other side drips."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    end = _deadline.get()
    if end is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise error("the whole request took too long")
    return left if timeout is None else min(left, timeout)


def public_address(host: str, port: int, look_up: Callable[..., Any] = socket.getaddrinfo) -> str:
    """An address of this host, if all its addresses are public; `httpcore.ConnectError` if not.

    One private address among public ones is enough to refuse: that is how a name is bent towards us.
    """
    try:
        found = [info[4][0] for info in look_up(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    if not found or not all(is_public(address) for address in found):
        raise httpcore.ConnectError("the name does not lead to a public address")
    return found[0]


def is_public(address: str) -> bool:
    """Whether the whole internet can reach this address (no loopback, private, link-local, multicast …)."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if parsed in ipaddress.ip_network("64:ff9b::/96"):  # NAT64: the last four bytes are the real address
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not parsed.is_multicast


class _Stream(httpcore.NetworkStream):
    """A stream whose every read and write is cut by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, loopback: frozenset[tuple[str, int]]) -> None:
        self._inner = httpcore.SyncBackend()
        self._loopback = loopback

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = host if (host, port) in self._loopback else public_address(host, port)
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(address, port, left, local_address, socket_options))


class Transport(httpx.HTTPTransport):
    """httpx's own transport, connecting through the checks above; keeps at most 8 connections."""

    def __init__(self, extra_origins: Iterable[str] = ()) -> None:
        limits = httpx.Limits(max_connections=8, max_keepalive_connections=8, keepalive_expiry=30)
        super().__init__(trust_env=False, limits=limits)
        urls = [httpx.URL(origin) for origin in extra_origins]
        allowed = frozenset((url.host, url.port or 443) for url in urls if url.host in LOOPBACK)
        self._pool = httpcore.ConnectionPool(  # httpx has no public way to hand over a network backend
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=8,
            max_keepalive_connections=8,
            keepalive_expiry=30,
            network_backend=_Backend(allowed),
        )
