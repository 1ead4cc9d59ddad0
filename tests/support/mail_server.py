"""A mail server on loopback: takes what it is given, or refuses as told. RFC 5321, as much as a sender needs."""

from __future__ import annotations

import base64
import binascii
import socketserver
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self


class MailBox:
    """Use as a context manager. `letters` came in; `refuses` is the next answer to RCPT ("550", "451"), if any.

    With a `certificate` (a file with its key) it offers STARTTLS, or speaks TLS from the first byte (`at_once`). With
    an `account` (user, password) it takes nothing before AUTH PLAIN; without a certificate it asks for that in clear.
    """

    def __init__(
        self, certificate: Path | None = None, *, at_once: bool = False, account: tuple[str, str] | None = None
    ) -> None:
        self.at_once, self.account = at_once, account
        self.context: ssl.SSLContext | None = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses: list[str] = []
        self.heard: list[str] = []
        """How each letter came: "clear" or "sealed", and "known" where somebody signed in."""
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
    is_sealed = is_known = False

    def handle(self) -> None:
        try:
            if self.owner.at_once:
                self._seal()
            self._say("220 here")
            while (line := self.rfile.readline()) and self._answer(line) is not False:
                pass
        except OSError:  # who called does not believe our certificate, and hung up
            return

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # the sealed one, where there is one

    def _answer(self, line: bytes) -> bool | None:
        verb = line.strip().upper()
        if verb.startswith(b"EHLO"):
            self._say("250-fine")
            if self.owner.context and not self.is_sealed:
                self._say("250-STARTTLS")
            if self.owner.account and (self.is_sealed or not self.owner.context):
                self._say("250-AUTH PLAIN")
            self._say("250 8BITMIME")
        elif verb == b"STARTTLS" and self.owner.context:
            self._say("220 go on")
            self._seal()
        elif verb.startswith(b"AUTH PLAIN"):
            self.is_known = self._is_known(line.split()[-1])
            self._say("235 welcome" if self.is_known else "535 nobody of that name")
        elif verb.startswith(b"MAIL") and self.owner.account and not self.is_known:
            self._say("530 sign in first")
        elif verb.startswith(b"RCPT"):
            code = self.owner.refuses.pop(0) if self.owner.refuses else "250"
            if code == "250":
                self.owner.recipients.append(line.decode().partition("<")[2].partition(">")[0])
            self._say(f"{code} heard")
        elif verb == b"DATA":
            self._say("354 go on")
            self._take()
        elif verb == b"QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 fine")
        return None

    def _seal(self) -> None:
        assert self.owner.context
        self.connection = self.owner.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        self.is_sealed = True

    def _is_known(self, given: bytes) -> bool:
        try:
            _for, user, password = base64.b64decode(given).decode().split("\0")
        except (binascii.Error, ValueError):
            return False
        return (user, password) == self.owner.account

    def _take(self) -> None:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.owner.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.owner.heard.append(("sealed" if self.is_sealed else "clear") + (" known" if self.is_known else ""))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
