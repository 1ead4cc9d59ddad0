"""A page as a PDF file, where WeasyPrint is installed. It may fetch nothing: style sheets come as text.

WeasyPrint needs Pango on the machine and is an extra of this project. Without it people print from their browser.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NoReturn

SIZES = {"a4": "A4", "letter": "letter"}


def refuse(url: str) -> NoReturn:
    """The fetcher: whatever a page points to stays where it is. Raises ``ValueError``, always."""
    raise ValueError(f"nothing is fetched for a PDF: {url[:60]}")


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether files can be made here."""
    if find_spec("weasyprint") is None:
        return False
    try:
        import weasyprint  # noqa: F401  the module is there, but what it needs of the system may not be
    except (ImportError, OSError):
        return False
    return True


def from_html(html: str, sheets: list[str], size: str) -> bytes:
    """The file. ``size`` is a name in SIZES, ``sheets`` are style sheets as text. Only where :func:`available`."""
    import weasyprint

    class Nothing(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> NoReturn:
            refuse(url)

    nothing = Nothing()
    page = f"@page {{ size: {SIZES[size]} }}"
    styles = [weasyprint.CSS(string=text, url_fetcher=nothing) for text in (*sheets, page)]
    document = weasyprint.HTML(string=html, url_fetcher=nothing, base_url=None)
    made: bytes = document.write_pdf(stylesheets=styles)
    return made
