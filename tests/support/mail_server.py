"""A mail server on loopback: takes what it is given, or refuses as told. RFC 5321, as much as a sender needs."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


class MailBox:
    """Use as a context manager. `letters` came in; `refuses` is the next answer to RCPT ("550", "451"), if any."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses: list[str] = []
        box = self

        class Handler(_Handler):
            owner = box

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Handler(socketserver.StreamRequestHandler):
    owner: MailBox
    timeout = 20

    def handle(self) -> None:
        self._say("220 here")
        for line in iter(self.rfile.readline, b""):
            verb = line.strip().upper()
            if verb.startswith(b"RCPT"):
                code = self.owner.refuses.pop(0) if self.owner.refuses else "250"
                if code == "250":
                    self.owner.recipients.append(line.decode().partition("<")[2].partition(">")[0])
                self._say(f"{code} heard")
            elif verb == b"DATA":
                self._say("354 go on")
                self._take()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self) -> None:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.owner.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
