"""The server compresses by itself (Flask-Compress), so weight does not depend on a proxy."""

from __future__ import annotations

import gzip

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


def test_what_is_the_same_for_everybody_is_pressed_hard(app, client_as):
    """Whichever way it travels, the same words arrive."""
    release = app.extensions["handrail.assets"].release
    for path in (f"/static/{release}/js/modules/answer.js", f"/static/{release}/css/patient.css", "/sw.js"):
        plain = client_as().http.get(path)
        tight = client_as().http.get(path, headers={"Accept-Encoding": "gzip, br"})
        zipped = client_as().http.get(path, headers={"Accept-Encoding": "gzip, br;q=0"})
        assert tight.headers["Content-Encoding"] == "br"
        assert "Accept-Encoding" in tight.headers["Vary"]
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert brotli.decompress(tight.data) == plain.data == gzip.decompress(zipped.data)
        assert len(tight.data) < len(zipped.data)
