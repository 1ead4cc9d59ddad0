"""A bad network between a browser and a server on this machine: told what to break, request by request."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSED_ON = ("connection", "keep-alive", "transfer-encoding", "date", "server")


class Line:
    """What stands between, and what is broken of it now.

    ``how``: "ok", "away" (no answer), "broken" (500), "busy" (503, to come again in 5 minutes), "cut" (what a change
    answers ends half way; the server has it). ``where``: part of the paths that this
    holds for. ``posts`` counts the changes that reached the server.
    """

    def __init__(self, port: int) -> None:
        self.target, self.how, self.where, self.posts = port, "ok", "", 0
        self.url = ""


class _Handler(BaseHTTPRequestHandler):
    line: Line

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def _pass(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        how = self.line.how if self.line.where in self.path else "ok"
        if how == "away":
            return
        if how == "broken":
            self.send_error(500)
            return
        if how == "busy":
            self.send_response(503)
            self.send_header("Retry-After", "300")
            self.end_headers()
            return
        try:
            status, headers, body = self._ask(sent)
        except OSError:
            return  # the server is being started again
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in PASSED_ON and name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if how == "cut" and self.command == "POST" else body)

    def _ask(self, sent: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        server = http.client.HTTPConnection("127.0.0.1", self.line.target, timeout=30)
        server.request(self.command, self.path, sent, {k: v for k, v in self.headers.items() if k != "Connection"})
        answer = server.getresponse()
        if self.command == "POST":
            self.line.posts += 1
        found = answer.status, answer.getheaders(), answer.read()
        server.close()
        return found

    def log_message(self, *_said: object) -> None:
        """Quiet."""


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to the server on that port, until the block ends; another server may take its place (`target`)."""
    line = Line(port)
    handler = type("Handler", (_Handler,), {"line": line})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    line.url = f"http://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
