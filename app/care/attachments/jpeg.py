"""JPEG (ITU-T T.81): walked marker by marker. Kept are the picture and which way up it is, and nothing else."""

from __future__ import annotations

import re
import struct

from app.care.attachments.parts import bounded

START, END, SCAN = 0xD8, 0xD9, 0xDA
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
KEPT = FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, 0xE0, 0xEE}
"""Frames, tables, restart interval, JFIF, Adobe's note on colours. Others hold where, when, who, thumbnails."""
EXIF = b"Exif\0\0"
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.S)
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.S)
"""For searching: a run of fill bytes is looked at once, however long it is."""


def is_one(data: bytes) -> bool:
    """Whether it begins like one."""
    return data[:3] == b"\xff\xd8\xff"


def cleaned(data: bytes) -> bytes:
    """The picture alone. Raises ``ValueError`` for a damaged one, ``TooLarge`` for too many dots."""
    out, at, seen = [b"\xff\xd8"], 2, set()
    turned = b""
    while True:
        found = _MARKER.match(data, at)
        if found is None:
            raise ValueError("no marker")
        marker, at = found[1][0], found.end()
        seen.add(marker)
        if marker == END:
            break
        length = int.from_bytes(data[at : at + 2])
        body = data[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise ValueError("a part is cut off")
        at += length
        if marker in FRAMES:
            if len(body) < 6:
                raise ValueError("no frame")
            bounded(*reversed(struct.unpack(">HH", body[1:5])))
        if marker == 0xE1 and body.startswith(EXIF) and not turned:
            turned = _which_way_up(body[len(EXIF) :])
        if marker in KEPT or marker == SCAN:
            out.append(b"\xff" + bytes([marker]) + struct.pack(">H", length) + body)
        if marker == SCAN:
            after = _NEXT.search(data, at)
            if after is None:
                raise ValueError("no end")
            out.append(data[at : after.start()])
            at = after.start()
    if not seen & FRAMES or SCAN not in seen:
        raise ValueError("no picture")
    return b"".join([out[0], turned, *out[1:], b"\xff\xd9"])


def _which_way_up(exif: bytes) -> bytes:
    """A part that says only how the picture is turned (EXIF tag 0x0112); nothing when it is not."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    try:
        if order is None:
            return b""
        (first,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, first)
        for n in range(min(count, 200)):
            tag, kind, _many, value = struct.unpack_from(order + "HHIH", exif, first + 2 + 12 * n)
            if (tag, kind) == (0x0112, 3) and 2 <= value <= 8:
                note = struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, 0x0112, 3, 1, value, 0, 0)
                return b"\xff\xe1" + struct.pack(">H", len(EXIF + note) + 2) + EXIF + note
    except struct.error:
        pass
    return b""
