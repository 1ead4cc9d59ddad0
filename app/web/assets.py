"""Static files under one release name: everything may be kept for ever, and a new release has new addresses.

The release is a digest of all static files. Modules import each other by relative address and stay within
their release, so there is no import map. Style sheets are put together here, once, at start.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import brotli
import rjsmin
from flask import Flask, Response, abort, make_response, request

from app.web.needs import PUBLIC
from app.web.pages import NEEDS

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = ("patient", "people", "provider", "paper")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class Assets:
    """All static files in memory (they are few and small), by path."""

    def __init__(self, root: Path = STATIC) -> None:
        self.files: dict[str, bytes] = {}
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in (".css", ".list", ".md"):
                content = path.read_bytes()
                if path.suffix == ".js":
                    content = squeeze_script(content.decode()).encode()
                self.files[path.relative_to(root).as_posix()] = content
        for sheet in SHEETS:
            self.files[f"css/{sheet}.css"] = _sheet(root / "css", sheet)
        whole = hashlib.sha256()
        for name, content in self.files.items():
            whole.update(name.encode() + b"\0" + content)
        self.release = whole.hexdigest()[:12]

    def address(self, path: str) -> str:
        """The address of a static file in this release. Raises KeyError for a file that is not there."""
        self.files[path]
        return f"/static/{self.release}/{path}"  # built by hand: a page asks for two dozen of these


@lru_cache(maxsize=128)
def _tightly(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=11))


def light(content: bytes) -> Response:
    """An answer that is the same for everybody, as small as can be: pressed hard, once, as it is kept for long."""
    if not request.accept_encodings["br"]:
        return make_response(content)  # pressed on its way out, like any page
    response = make_response(_tightly(content))
    response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _sheet(folder: Path, name: str) -> bytes:
    listed = folder / f"{name}.list"
    if not listed.exists():
        return b""
    lines = [line.strip() for line in listed.read_text().splitlines()]
    parts = [(folder / line).read_text() for line in lines if line and not line.startswith("#")]
    return squeeze("\n".join(parts)).encode()


def squeeze_script(text: str) -> str:
    """Without what only people need. ``const`` is for them, too: to a browser of ours it is a longer ``let``."""
    short = re.sub(r"\bconst(?=[ \[{])", "let", rjsmin.jsmin(text))
    return re.sub(r";(?=\n?})", "", short)


def squeeze(css: str) -> str:
    """Without comments and idle white space; strings in these sheets hold neither."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return css.replace(";}", "}").strip()


def install(app: Flask) -> None:
    assets = Assets()
    app.extensions["handrail.assets"] = assets
    NEEDS["assets"] = PUBLIC
    app.add_url_rule("/static/<release>/<path:path>", "assets", _serve(assets))


def _serve(assets: Assets) -> Callable[[str, str], Response]:
    def serve(release: str, path: str) -> Response:
        content = assets.files.get(path)
        if content is None:
            abort(404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        pressed = kind.startswith(("text/", "image/svg"))
        response = light(content) if pressed else make_response(content)
        response.headers["Content-Type"] = kind
        # An older page may still ask for its own release: it gets today's file, but must not keep it.
        keep = "public, max-age=31536000, immutable" if release == assets.release else "no-cache"
        response.headers["Cache-Control"] = keep
        return response

    return serve
