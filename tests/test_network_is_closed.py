"""Nothing leaves this machine while tests run."""

import socket

import httpx
import pytest

from tests.support.network import ClosedNetwork


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_other_machines_are_out_of_reach(host):
    with pytest.raises(ClosedNetwork, match=r"127\.0\.0\.1"):
        socket.create_connection((host, 80), timeout=1)


def test_libraries_are_closed_too():
    with pytest.raises(ClosedNetwork):
        httpx.get("http://example.org/", timeout=1)


def test_this_machine_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=2).close()
