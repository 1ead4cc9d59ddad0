"""The push service again, with the side that Firefox talks to: a websocket on the same port (hello, register, ack).

It cannot read what it forwards, as real ones cannot: it checks the outside (signature, audience, headers, size) and
passes the encrypted body on. Firefox decrypts it, and its `ack` says whether it could.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import struct
import threading
import uuid
from dataclasses import dataclass
from typing import Any

from tests.support.push_service import Fault, PushService, check_vapid, encode

DECRYPTED, NOT_DECRYPTED, NOT_DELIVERED = 100, 101, 102
MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass(frozen=True)
class Forwarded:
    """One message as it came, still sealed."""

    channel: str
    body: bytes
    ttl: int
    topic: str | None


class FirefoxPushService(PushService):
    """`forwarded` came in and went on; `acks` is what Firefox said of them; `channels` its live subscriptions."""

    def __init__(self, application_key: str | None = None) -> None:
        super().__init__(application_key)
        self.forwarded: list[Forwarded] = []
        self.acks: list[int] = []
        self.channels: dict[str, str] = {}
        self.heard: list[str] = []
        self._line: Any = None
        self._sending = threading.Lock()
        self._server.RequestHandlerClass.do_GET = _upgrade  # type: ignore[attr-defined]

    @property
    def socket_url(self) -> str:
        return self.origin.replace("http://", "ws://") + "/"

    def receive(self, path: str, headers: Any, body: bytes) -> None:
        channel = self.channels.get(path)
        if channel is None:
            raise Fault(410, "no such subscription")
        check_vapid(headers, self.origin, self.application_key)
        if headers.get("Content-Encoding") != "aes128gcm":
            raise Fault(415, "not aes128gcm")
        if not headers.get("TTL", "").isdigit():
            raise Fault(400, "no TTL")
        if len(body) > 4096:
            raise Fault(413, "body over 4,096 bytes")
        self.forwarded.append(Forwarded(channel, body, int(headers["TTL"]), headers.get("Topic")))
        self.say(
            messageType="notification", channelID=channel, version=secrets.token_hex(8), data=encode(body),
            headers={"encoding": "aes128gcm"},
        )  # fmt: skip

    def say(self, **message: Any) -> None:
        """Send one message to Firefox; nothing happens while it is not connected."""
        if self._line is not None:
            with self._sending:
                _write(self._line, json.dumps(message).encode())

    def hear(self, text: str) -> None:
        """Answer one message of Firefox."""
        if text.strip() in ("", "{}"):
            with self._sending:
                _write(self._line, b"{}")
            return
        said = json.loads(text)
        kind = said.get("messageType", "")
        self.heard.append(kind)
        if kind == "hello":
            self.say(messageType="hello", uaid=uuid.uuid4().hex, status=200, use_webpush=True, broadcasts={})
        elif kind == "register":
            path = f"/wpush/{secrets.token_urlsafe(24)}"
            self.channels[path] = said["channelID"]
            self.say(messageType="register", channelID=said["channelID"], status=200, pushEndpoint=self.origin + path)
        elif kind == "unregister":
            self.channels = {path: one for path, one in self.channels.items() if one != said["channelID"]}
            self.say(messageType="unregister", channelID=said["channelID"], status=200)
        elif kind == "ack":
            self.acks += [update.get("code", DECRYPTED) for update in said.get("updates", [])]


def _upgrade(handler: Any) -> None:
    """RFC 6455 by hand: one connection, text frames, no extensions."""
    handler.close_connection = True
    key = handler.headers.get("Sec-WebSocket-Key")
    if key is None:
        handler._answer(404, {})
        return
    digest = hashlib.sha1((key + MAGIC).encode()).digest()
    handler.send_response(101)
    handler.send_header("Upgrade", "websocket")
    handler.send_header("Connection", "Upgrade")
    handler.send_header("Sec-WebSocket-Accept", base64.b64encode(digest).decode())
    wanted = handler.headers.get("Sec-WebSocket-Protocol")
    if wanted:
        handler.send_header("Sec-WebSocket-Protocol", wanted.split(",")[0].strip())
    handler.end_headers()
    handler.wfile.flush()
    handler.connection.settimeout(None)
    owner = handler.owner
    owner._line = handler.wfile
    try:
        for kind, data in _frames(handler.rfile):
            if kind == 1:
                owner.hear(data.decode())
            elif kind == 9:
                with owner._sending:
                    _write(handler.wfile, data, kind=10)
    except OSError:
        pass
    finally:
        if owner._line is handler.wfile:
            owner._line = None


def _frames(stream: Any) -> Any:
    """Kind and data of each message until the other side closes."""
    whole, first = b"", 0
    while True:
        head = stream.read(2)
        if len(head) < 2:
            return
        kind, length = head[0] & 15, head[1] & 127
        if length == 126:
            (length,) = struct.unpack(">H", stream.read(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", stream.read(8))
        mask = stream.read(4) if head[1] & 128 else b"\0\0\0\0"
        data = bytes(byte ^ mask[n % 4] for n, byte in enumerate(stream.read(length)))
        if kind == 8:
            return
        if kind >= 8:
            yield kind, data
            continue
        first = kind or first
        whole += data
        if head[0] & 128:
            yield first, whole
            whole = b""


def _write(stream: Any, data: bytes, kind: int = 1) -> None:
    length = len(data)
    size = bytes([length]) if length < 126 else b"\x7e" + struct.pack(">H", length)
    stream.write(bytes([128 | kind]) + size + data)
    stream.flush()
