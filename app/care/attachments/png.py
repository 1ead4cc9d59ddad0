"""PNG (ISO/IEC 15948): every chunk's checksum, and the picture unpacked and counted. Notes are not kept."""

from __future__ import annotations

import struct
import zlib

from app.care.attachments.parts import bounded

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
PIECE = 1 << 20


def is_one(data: bytes) -> bool:
    """Whether it begins like one."""
    return data.startswith(SIGNATURE)


def cleaned(data: bytes) -> bytes:
    """The picture alone. Raises ``ValueError`` for a damaged one, ``TooLarge`` for too many dots."""
    out, at, packed, size = [SIGNATURE], len(SIGNATURE), [], 0
    while True:
        if len(data) < at + 12:
            raise ValueError("no end")
        (length,) = struct.unpack_from(">I", data, at)
        name, body, sum_ = data[at + 4 : at + 8], data[at + 8 : at + 8 + length], data[at + 8 + length :][:4]
        if len(body) != length or len(sum_) != 4 or zlib.crc32(name + body) != int.from_bytes(sum_):
            raise ValueError("a chunk is damaged")
        if (name == b"IHDR") != (at == len(SIGNATURE)):
            raise ValueError("the header is not where it belongs")
        if name == b"IHDR":
            size = _size(body)
        if name == b"IDAT":
            packed.append(body)
        if name in KEPT:
            out.append(data[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            break
    if _unpacked(b"".join(packed), size) != size:
        raise ValueError("the picture is not whole")
    return b"".join(out)


def _size(header: bytes) -> int:
    """Bytes of the picture when it is unpacked."""
    if len(header) != 13:
        raise ValueError("no header")
    width, height, depth, colour, _packing, _filter, interlaced = struct.unpack(">IIBBBBB", header)
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16) or interlaced > 1:
        raise ValueError("no header of a picture")
    bounded(width, height)
    bits = _CHANNELS[colour] * depth
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        wide, high = -((left - width) // across), -((top - height) // down)
        if wide > 0 and high > 0:
            total += (1 + (wide * bits + 7) // 8) * high
    return total


def _unpacked(packed: bytes, most: int) -> int:
    """How many bytes come out, counted piece by piece; stops beyond ``most``."""
    unpack, total = zlib.decompressobj(), 0
    try:
        while packed and total <= most and not unpack.eof:
            total += len(unpack.decompress(packed, PIECE))
            packed = unpack.unconsumed_tail
    except zlib.error as error:
        raise ValueError("not packed as it should be") from error
    return total if unpack.eof else -1
