"""The server compresses by itself (Flask-Compress), so weight does not depend on a proxy."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_pages_are_compressed(client_as, coding):
    answer = client_as().http.get("/", headers={"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < 3_000


def test_a_browser_that_asks_for_nothing_gets_plain_bytes(client_as):
    answer = client_as().http.get("/")
    assert "Content-Encoding" not in answer.headers
