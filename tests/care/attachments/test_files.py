"""What a file is, by its contents: whole pictures and papers are kept without their notes, all else is refused."""

import struct
import time

import pytest

from app.care.attachments import files
from app.errors import Invalid
from tests.care.attachments import pictures
from tests.care.attachments.pictures import SECRET

MOST = 10 * files.MEGABYTE
GOOD = {
    "image/jpeg": pictures.jpeg(),
    "image/png": pictures.png(),
    "image/webp": pictures.webp(),
    "application/pdf": pictures.paper(),
}


def refused(data, most=MOST):
    with pytest.raises(Invalid) as wrong:
        files.check(data, most)
    return str(wrong.value.fields["file"])


@pytest.mark.parametrize("media_type", GOOD)
def test_a_whole_one_is_known_by_its_contents(media_type):
    found = files.check(GOOD[media_type], MOST)
    assert found.media_type == media_type
    assert files.check(found.data, MOST) == found  # what is kept is a whole file too


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/webp"])
def test_no_place_no_time_and_nothing_behind_the_end_is_kept(media_type):
    assert SECRET in GOOD[media_type]
    kept = files.check(GOOD[media_type] + b"<script>alert(1)</script>" + SECRET, MOST).data
    assert SECRET not in kept
    assert b"script" not in kept


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stays_the_right_way_up(turned):
    kept = files.check(pictures.jpeg(turned=turned), MOST).data
    noted = struct.unpack_from(">H", kept, kept.index(b"\x01\x12\x00\x03") + 8)[0] if b"Exif" in kept else 1
    assert noted == turned


@pytest.mark.parametrize("media_type", GOOD)
@pytest.mark.parametrize("at", [0.3, 0.6, 0.9, 0.98])
def test_one_that_is_cut_off_is_refused(media_type, at):
    data = GOOD[media_type]
    assert refused(data[: int(len(data) * at)])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"GIF89a" + bytes(40),
        b"PK\3\4" + bytes(40),
        b"MZ" + bytes(40),
        b"BM" + bytes(40),
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x04\0\0\0WEBP",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        b"%PDF-",
        b"%PDF-1.4 <html> %%EOF startxref",
        pictures.jpeg(frame=False),
        pictures.png(data=b"\0"),
        pictures.png(data=bytes(1000)),
        pictures.webp(more=b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x05\0\x05\0"),
    ],
)
def test_what_is_none_of_them_is_refused_with_words(data):
    assert refused(data).endswith(".")


def test_a_byte_that_was_changed_is_noticed_in_a_png():
    good = bytearray(pictures.png(notes=False))
    good[good.index(b"IDAT") + 6] ^= 1
    assert "damaged" in refused(bytes(good))


def test_size_and_dots_are_bounded():
    assert "at most 1 MB" in refused(GOOD["image/png"] + bytes(files.MEGABYTE), files.MEGABYTE)
    for data in (
        pictures.png(width=12_001, height=1, data=b""),
        pictures.png(width=9000, height=9000, data=b""),
        pictures.jpeg(width=60_000),
        pictures.jpeg(width=9000, height=9000),
        pictures.webp(width=16_000, height=16_000),
        pictures.webp(width=16_000, height=16_000, lossless=True),
    ):
        assert "too many dots" in refused(data)


def test_a_picture_that_grows_when_unpacked_costs_no_memory():
    bomb = pictures.png(width=3, height=2, data=bytes(200 * files.MEGABYTE))
    assert len(bomb) < files.MEGABYTE
    assert "damaged" in refused(bomb)


def test_an_interlaced_picture_is_counted_right():
    rows = b"".join((b"\0" + b"abc" * wide) * high for wide, high in ((1, 1), (1, 1), (1, 1), (3, 1)))
    assert files.check(pictures.png(width=3, height=2, data=rows, interlaced=1), MOST).media_type == "image/png"


def test_a_moving_picture_is_refused():
    assert refused(pictures.webp(flags=0x02))
    assert refused(pictures.webp(more=b"ANIM\x06\0\0\0\0\0\0\0\0\0"))


@pytest.mark.parametrize(
    "name", ["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "Encrypt", "J#53"]
)
def test_a_pdf_that_can_run_or_is_locked_is_refused(name):
    call = b"/" + name.encode() + b" (app.alert)"
    assert "photo" in refused(pictures.paper(inside=call))
    assert "photo" in refused(pictures.paper(packed=call))
    assert files.check(pictures.paper(inside=b"/JSmith 1"), MOST)


def test_a_pdf_whose_objects_we_cannot_look_at_is_refused():
    assert "photo" in refused(pictures.paper(packed=bytes(33 * files.MEGABYTE)))
    good = pictures.paper()
    assert "photo" in refused(good.replace(b"stream\n\x78", b"stream\n\x00"))


def test_many_packed_parts_cost_no_time():
    many = b"endobj 4 0 obj << >> stream\nx endstream " * 20_000
    started = time.perf_counter()
    assert files.check(pictures.paper() + many + b"startxref 9 %%EOF", MOST)
    assert time.perf_counter() - started < 5  # was minutes when each part was copied
