"""Small pictures and papers made by hand, whole and spoiled, with notes in them that nobody should get."""

import struct
import zlib

SECRET = b"GPS 53.5461 N Zzsecret"


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width=3, height=2, *, data=None, notes=True, interlaced=0, behind=b""):
    """An RGB picture with a text note."""
    rows = data if data is not None else (b"\0" + b"\x10\x20\x30" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    note = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"eXIf", SECRET) if notes else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + note + chunk(b"IDAT", zlib.compress(rows)) + chunk(
        b"IEND", b""
    ) + behind  # fmt: skip


def exif(turned):
    """Where it was taken, and which way up it is."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0) + SECRET


def part(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(width=16, height=8, *, turned=6, behind=b"", frame=True):
    """A picture's parts in their order; its scan is made up, which no reader of ours looks into."""
    found = b"\xff\xd8" + part(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + part(0xE1, exif(turned)) + part(0xFE, SECRET)
    found += part(0xDB, bytes(65))
    if frame:
        found += part(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    found += part(0xC4, bytes(20)) + part(0xDA, b"\1\1\0\0\x3f\0")
    return found + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9" + behind


def webp(width=20, height=10, *, flags=0x0C, more=b"", lossless=False):
    """A picture with notes behind it."""
    if lossless:
        body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
        picture = b"VP8L" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    else:
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
        picture = b"VP8 " + struct.pack("<I", len(body)) + body
    header = bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    inner = b"VP8X" + struct.pack("<I", 10) + header + picture + more
    note = b"EXIF" + struct.pack("<I", len(SECRET)) + SECRET + b"\0" * (len(SECRET) % 2)
    whole = b"WEBP" + inner + note
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def paper(inside=b"", packed=b""):
    """A PDF of one page; ``inside`` stands in its catalogue, ``packed`` in a packed part."""
    stream = zlib.compress(packed or b"BT ET")
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode "
        b"/Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream
        + b"\nendstream\nendobj\nxref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )  # fmt: skip
