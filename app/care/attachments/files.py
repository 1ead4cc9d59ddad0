"""What a file really is, by its contents and not by its name: a JPEG, PNG, WebP or PDF that is whole, or a refusal.

What is kept of a photo is the picture alone: no place, no time, no maker, nothing behind its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.care.attachments import documents, jpeg, png, webp
from app.care.attachments.parts import TooLarge, Unsafe
from app.errors import Invalid
from app.i18n import LazyText, _
from app.i18n import lazy_gettext as _l

MEGABYTE = 1024 * 1024
READERS = {
    "image/jpeg": (jpeg.is_one, jpeg.cleaned),
    "image/png": (png.is_one, png.cleaned),
    "image/webp": (webp.is_one, webp.cleaned),
    "application/pdf": (documents.is_one, documents.cleaned),
}
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


@dataclass(frozen=True)
class Checked:
    """A file as it is kept."""

    media_type: str
    data: bytes


def check(data: bytes, most: int) -> Checked:
    """The file as it is kept. ``most`` in bytes. Raises ``Invalid`` with words for the field "file"."""
    if not data:
        raise Invalid(fields={"file": _l("Pick a photo or a file first.")})
    if len(data) > most:
        raise Invalid(fields={"file": too_large(most)})
    for media_type, (is_one, cleaned) in READERS.items():
        if is_one(data):
            return Checked(media_type, _tried(cleaned, data))
    raise Invalid(fields={"file": _l("Use a photo (JPEG, PNG or WebP) or a PDF file.")})


def too_large(most: int) -> LazyText:
    """What to say of a file of more than ``most`` bytes."""
    return LazyText(lambda: _("This file is too large. Use one of at most %(most)s MB.", most=most // MEGABYTE))


def _tried(cleaned: Callable[[bytes], bytes], data: bytes) -> bytes:
    try:
        return cleaned(data)
    except TooLarge:
        raise Invalid(fields={"file": _l("This picture has too many dots. Use a smaller one.")}) from None
    except Unsafe:
        words = _l("We cannot take this file. It is locked, or it can run programs. You can send a photo.")
        raise Invalid(fields={"file": words}) from None
    except ValueError:
        words = _l("This file is damaged. Take the photo again, or save the file again.")
        raise Invalid(fields={"file": words}) from None
