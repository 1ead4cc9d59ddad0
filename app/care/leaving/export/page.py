"""The page to read: written piece by piece, so that a long life needs no more memory than a short one.

It holds its own look, no script, and asks nothing of any other place: a browser is told so on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from markupsafe import Markup, escape

from app import clock
from app.i18n import _, direction, format_day, locale_tag

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
LOOK = """
:root{color-scheme:light dark}
body{font:1.125rem/1.6 system-ui,sans-serif;max-inline-size:46rem;margin:0 auto;padding:1.5rem;overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.25}h2{margin-block:3rem .5rem;border-block-start:2px solid;padding-block-start:1rem}
h3{margin-block:2rem .25rem}h4{margin-block:1.5rem 0}nav li{margin-block:.5rem}a{padding-block:.6rem}
ul.rows{list-style:none;padding:0}ul.rows>li{border-block-start:1px solid #8886;padding-block:.6rem}
dl{margin:0}dl>div{display:flex;flex-wrap:wrap;gap:0 .6rem}dt{opacity:.75}
dd{margin:0;white-space:pre-line}
.quiet{opacity:.75}table{border-collapse:collapse}td,th{padding:.3rem .8rem .3rem 0;text-align:start}
@media print{h2{break-before:page}body{font-size:11pt;max-inline-size:none}}
"""


class Sink(Protocol):
    """Something that takes bytes."""

    def write(self, data: bytes, /) -> Any: ...


class Page:
    """Writes one self-contained page. Everything that is not markup of ours is escaped."""

    def __init__(self, out: Sink, name: str, contents: Iterable[tuple[str, Any]]) -> None:
        self._out = out
        self._put(
            '<!doctype html><html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title>'
            '<meta name="viewport" content="width=device-width">'
            '<meta http-equiv="Content-Security-Policy" content="{}">'
            "<style>{}</style></head><body><main>",
            locale_tag(), direction(), _("Everything about %(name)s", name=name), POLICY, Markup(LOOK),  # noqa: S704
        )  # fmt: skip
        made = format_day(clock.now())
        self._put("<h1>{}</h1>", _("Everything about %(name)s", name=name))
        self._put('<p class="quiet">{}</p>', _("From Handrail, made on %(day)s.", day=made))
        self._put('<nav aria-label="{}"><ul>', _("What is here"))
        for anchor, words in contents:
            self._put('<li><a href="#{}">{}</a></li>', anchor, words)
        self._put("</ul></nav>")

    def _put(self, markup: str, *parts: Any) -> None:
        self._out.write(str(Markup(markup).format(*map(_ready, parts))).encode())  # noqa: S704  parts are escaped

    def say(self, words: Any) -> None:
        """One paragraph."""
        self._put("<p>{}</p>", words)

    def section(self, name: str, title: Any) -> None:
        """A new part of the page."""
        self._put('<h2 id="{}">{}</h2>', name, title)

    def heading(self, title: Any, level: int = 3) -> None:
        self._put(f"<h{level}>{{}}</h{level}>", title)

    def begin(self) -> None:
        """A list of rows begins."""
        self._put('<ul class="rows" role="list">')

    def row(self, pairs: Iterable[tuple[Any, str]], title: str = "") -> None:
        """One row: names and values; what is empty is left out."""
        self._put("<li>")
        if title:
            self._put("<strong>{}</strong>", title)
        self._put("<dl>")
        for name, value in pairs:
            if value:
                words = str(name)
                words += "" if words.endswith("?") else ":"
                self._put('<div><dt>{}</dt><dd dir="auto">{}</dd></div>', words, value)
        self._put("</dl></li>")

    def link(self, href: str, words: str) -> None:
        """A row that leads to a file beside the page."""
        self._put('<li><a href="{}">{}</a></li>', href, words)

    def end(self) -> None:
        """The list is over."""
        self._put("</ul>")

    def table(self, head: tuple[Any, Any], rows: Iterable[tuple[Any, Any]]) -> None:
        """Two columns."""
        self._put("<table><thead><tr><th>{}</th><th>{}</th></tr></thead><tbody>", *head)
        for left, right in rows:
            self._put("<tr><td>{}</td><td>{}</td></tr>", left, right)
        self._put("</tbody></table>")

    def close(self) -> None:
        self._put("</main></body></html>")


def _ready(part: Any) -> Any:
    return part if isinstance(part, Markup) else escape(str(part))
