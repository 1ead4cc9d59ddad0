"""The server compresses by itself (Flask-Compress), so weight does not depend on a proxy."""

from __future__ import annotations

import brotli
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


def test_static_files_are_smaller_still_and_the_same(app, client_as):
    assets = app.extensions["handrail.assets"]
    path = f"/static/{assets.release}/css/patient.css"
    small = client_as().http.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert brotli.decompress(small.data) == assets.files["css/patient.css"]
    for coding in ("gzip", "identity"):
        plain = client_as().http.get(path, headers={"Accept-Encoding": coding})
        assert plain.headers.get("Content-Encoding") in (None, "gzip")
