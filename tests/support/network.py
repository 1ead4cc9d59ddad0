"""The network is closed while tests run: only this machine answers."""

import ipaddress
import socket

ADVICE = (
    "A test tried to reach {host}. Start a real server on 127.0.0.1 and give its address to the code instead "
    "(tests/support has one for push)."
)


class ClosedNetwork(AssertionError):
    """Somebody tried to leave this machine."""


def close() -> None:
    """Refuse every connection that leaves this machine, from now on in this process."""
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_outside(self, address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_outside(self, address)
        return connect_ex(self, address)

    def guarded_resolve(host: object, *rest: object, **named: object) -> list:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_here(str(name)) and not _is_address(str(name)):
            raise ClosedNetwork(ADVICE.format(host=name))
        return resolve(host, *rest, **named)

    socket.socket.connect = guarded_connect
    socket.socket.connect_ex = guarded_connect_ex
    socket.getaddrinfo = guarded_resolve


def _refuse_outside(which: socket.socket, address: object) -> None:
    if which.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(str(address[0])):
        which.close()
        raise ClosedNetwork(ADVICE.format(host=address[0]))


def _is_here(host: str) -> bool:
    if host in {"localhost", ""} or host.endswith(".localhost"):
        return True
    return _is_address(host) and ipaddress.ip_address(host.split("%")[0]).is_loopback


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    return True
