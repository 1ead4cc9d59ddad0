"""PDF (ISO 32000): begins and ends as one, and holds no programs, other files or forms that run, and is not locked.

Names are looked for in the file and in its packed objects. That is no proof, so a PDF is only ever handed out as a
download, never shown within our pages. Its own notes (author, dates) stay in it.
"""

from __future__ import annotations

import re
import zlib

from app.care.attachments.parts import Unsafe

RUNS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Encrypt)(?![0-9A-Za-z])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
HEAD = 16 * 1024
"""Bytes of what stands before a stream: more than any program writes."""
MOST_UNPACKED = 32 * 1024 * 1024


def is_one(data: bytes) -> bool:
    """Whether it begins like one."""
    return data[:5] == b"%PDF-"


def cleaned(data: bytes) -> bytes:
    """The same bytes. Raises ``ValueError`` for a damaged file, ``Unsafe`` for one that can do more than be read."""
    if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-2048:] or b"startxref" not in data:
        raise ValueError("not whole")
    if not re.search(rb"\d\s{1,20}\d{1,5}\s{1,20}obj\b", data):  # bounded: a run of digits is looked at once
        raise ValueError("nothing in it")
    _must_be_still(data)
    left, whole = MOST_UNPACKED, memoryview(data)
    for found in _STREAM.finditer(data):
        begins = data.rfind(b"obj", max(0, found.start() - HEAD), found.start())
        if begins < 0:
            raise Unsafe("a head longer than anybody’s")
        if b"ObjStm" in _plain(data[begins : found.start()]):
            text = _unpacked(whole[found.end() :], left)
            left -= len(text)
            _must_be_still(text)
    return data


def _plain(text: bytes) -> bytes:
    """Names without their escapes: ``/J#53`` is ``/JS``."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text) if b"#" in text else text


def _must_be_still(text: bytes) -> None:
    if RUNS.search(_plain(text)):
        raise Unsafe("it can run")


def _unpacked(packed: memoryview, most: int) -> bytes:
    """The objects of a packed part. Raises ``Unsafe`` where we cannot look at all of them."""
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(packed, max(most, 1))
    except zlib.error:
        raise Unsafe("packed in another way") from None
    if not unpack.eof:
        raise Unsafe("more in it than we can look at")
    return text
