"""Finding known words in a piece of a page, and making each a link: only in what the team wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?([a-z0-9]+)")
CLASS = re.compile(r'\bclass="([^"]*)"')
EMPTY = {"br", "hr", "img", "input", "link", "meta", "use", "path", "wbr"}
LEFT_ALONE = {
    "a",
    "button",
    "summary",
    "label",
    "legend",
    "select",
    "textarea",
    "script",
    "style",
    "svg",
    "blockquote",
    "dt",
}
"""No link goes into something that is pressed, typed into, drawn or quoted, nor into the name of a fact."""
OWN = {"own", "mine", "own-words", "unseen"}


def mark(
    html: Markup,
    forms: Mapping[str, str],
    address: Callable[[str], str],
    own: Iterable[str] = (),
    met: list[str] | None = None,
) -> Markup:
    """``html`` with the first place of each known word as a link to ``address(key)``.

    ``html`` is markup from templates, in which every text is escaped; ``own`` are somebody's own words, which are
    left as they are wherever they stand. ``met``: keys of words that were marked before, kept up to date here, for
    a line that is shown in several pieces. Nothing but links is added.
    """
    if not forms:
        return html
    pattern = _pattern(tuple(forms))
    keys = {str(escape(form)).casefold(): key for form, key in forms.items()}
    theirs = {_plain(str(escape(words))) for words in own if words}
    seen = [] if met is None else met
    open_: list[tuple[str, bool]] = []

    def link(found: re.Match[str]) -> str:
        key = keys[found.group().casefold()]
        if key in seen:
            return found.group()
        seen.append(key)
        return f'<a class="word" href="{escape(address(key))}">{found.group()}</a>'

    pieces = TAG.split(str(html))
    for at, piece in enumerate(pieces):
        if at % 2:
            _follow(piece, open_)
        elif piece.strip() and not any(left for _name, left in open_) and not _is_own(piece, theirs):
            pieces[at] = pattern.sub(link, piece)
    return Markup("".join(pieces))  # noqa: S704 - the pieces are the markup that came in, the links are escaped


def _follow(tag: str, open_: list[tuple[str, bool]]) -> None:
    """Keep account of what is open, and whether words are left alone in there."""
    found = NAME.match(tag)
    if found is None:
        return
    name = found[1]
    if tag.startswith("</"):
        while open_ and open_.pop()[0] != name:
            pass
    elif name not in EMPTY and not tag.endswith("/>"):
        classes = CLASS.search(tag)
        own = classes is not None and not OWN.isdisjoint(classes[1].split())
        open_.append((name, own or name in LEFT_ALONE))


def _is_own(piece: str, theirs: set[str]) -> bool:
    """Whether a text is, or holds, or is a part of somebody's own words."""
    text = _plain(piece)
    return any(words in text or (len(text) > 3 and text in words) for words in theirs)


def _plain(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=16)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=len, reverse=True)
    any_form = "|".join(re.escape(str(escape(form))) for form in longest_first)
    return re.compile(rf"(?<![\w&#-])(?:{any_form})(?![\w-])", re.IGNORECASE)
