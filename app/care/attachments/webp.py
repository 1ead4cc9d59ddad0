"""WebP (RFC 9649): a still picture, its chunks walked. Kept are picture and transparency."""

from __future__ import annotations

import struct

from app.care.attachments.parts import Unsafe, bounded

PICTURES = (b"VP8 ", b"VP8L")
KEPT = frozenset({*PICTURES, b"ALPH", b"VP8X"})
ANIMATED, ALPHA = 0x02, 0x10


def is_one(data: bytes) -> bool:
    """Whether it begins like one."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def cleaned(data: bytes) -> bytes:
    """The picture alone. Raises ``ValueError`` for a damaged one, ``Unsafe`` for a moving one."""
    end = int.from_bytes(data[4:8], "little") + 8
    if end > len(data) or end < 20:
        raise ValueError("cut off")
    out, at, drawn = [], 12, 0
    while at < end:
        if at + 8 > end:
            raise ValueError("a chunk is cut off")
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        if at + 8 + length > end:
            raise ValueError("a chunk is cut off")
        if name in (b"ANIM", b"ANMF"):
            raise Unsafe("it moves")
        if name == b"VP8X":
            body = _header(body)
        if name in PICTURES:
            bounded(*(_lossless(body) if name == b"VP8L" else _lossy(body)))
            drawn += 1
        if name in KEPT:
            out.append(name + struct.pack("<I", length) + body + b"\0" * (length % 2))
        at += 8 + length + length % 2
    if drawn != 1:
        raise ValueError("not one picture")
    whole = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _header(body: bytes) -> bytes:
    """The extended header without what it says of notes and colours, which are not kept."""
    if len(body) != 10:
        raise ValueError("no header")
    if body[0] & ANIMATED:
        raise Unsafe("it moves")
    bounded(int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
    return bytes([body[0] & ALPHA]) + body[1:]


def _lossy(body: bytes) -> tuple[int, int]:
    if len(body) < 10 or body[3:6] != b"\x9d\x01\x2a":
        raise ValueError("no picture")
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _lossless(body: bytes) -> tuple[int, int]:
    if len(body) < 5 or body[0] != 0x2F:
        raise ValueError("no picture")
    bits = int.from_bytes(body[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
