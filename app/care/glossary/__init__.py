"""Words, explained: what they are, how one is found, and where they stand in a text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from app.care.glossary import body, care, site
from app.care.glossary.word import Word
from app.i18n import locale_tag, using_locale

OURS: tuple[Word, ...] = (*body.WORDS, *care.WORDS)


def all_words(folder: Path) -> dict[str, Word]:
    """Every word by key, the practice's own in place of ours, in the order of the reader's alphabet."""
    found = {word.key: word for word in (*OURS, *site.words(folder))}
    return dict(sorted(found.items(), key=lambda pair: _letters(pair[1].name)))


def search(words: dict[str, Word], wanted: str) -> list[Word]:
    """Words one of whose forms holds ``wanted``; all of them for nothing."""
    sought = _letters(wanted)
    return [word for word in words.values() if any(sought in _letters(form) for form in word.written)]


def by_letter(words: list[Word]) -> dict[str, list[Word]]:
    """The same under their first letters; digits and signs under "#"."""
    found: dict[str, list[Word]] = {}
    for word in words:
        first = _letters(word.name)[:1].upper()
        found.setdefault(first if first.isalpha() else "#", []).append(word)
    return found


def forms(folder: Path) -> dict[str, str]:
    """Every form in small letters with the key of its word: the reader's language first, and as written in English.

    A plan is often written in another language than its reader's, so that both are known.
    """
    return _forms(site.words(folder), locale_tag())


@lru_cache(maxsize=16)
def _forms(added: tuple[Word, ...], tag: str) -> dict[str, str]:
    words = {word.key: word for word in (*OURS, *added)}.values()
    found: dict[str, str] = {}
    for language in dict.fromkeys((tag, "en")):
        with using_locale(language):
            for word in words:
                for form in word.written:
                    found.setdefault(form.casefold(), word.key)
    return found


def _letters(text: str) -> str:
    """For comparing: small, and without the marks over letters."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


__all__ = ["OURS", "Word", "all_words", "by_letter", "forms", "search", "site"]
