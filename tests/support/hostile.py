"""What nobody types by mistake, and the forms of a site to type it into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from tests.support.client import Page, defaults

SCRIPT = "<script>alert('zz')</script>"
TEXTS = (
    "",
    "\x00",
    f"\u202e{SCRIPT}\x00\x1b[31m %(name)s",
    f"' OR 1=1; -- {{{{ 7*191 }}}} ../../../etc/passwd\" onfocus=zz {SCRIPT}",
    "//evil.example/",
    "\U0001f469\u200d\U0001f467" * 900,
    "9" * 5_000,
    "9" * 25,
    "²",
    "0001-01-01",
    "9999-12-31",
)
ELSEWHERE = ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:zz()", "\t//evil.example")
"""What must never become an address to go to."""
TELLS = (
    "Traceback (most recent",
    "sqlite3",
    "psycopg",
    "SELECT ",
    "OperationalError",
    "/site-packages/",
    "1337",
    "root:x:",
)
"""What no page may say: faults from inside, tables, files, and what a template would have worked out."""
IDS = ("\x00", "9" * 25, "x" * 3_000, "\u202e", "0", "-1", "..")


def told(answer: Any) -> str:
    """What an answer tells that it must not, or where it leads that is not here; empty when all is well."""
    where = answer.headers.get("Location", "/")
    if not where.startswith("/") or where.startswith(("//", "/\\")):
        return f"it leads to {where[:60]!r}"
    if answer.status_code >= 500:
        return f"it breaks ({answer.status_code})"
    if answer.mimetype != "text/html":
        answer.close()
        return ""
    body = answer.get_data(as_text=True)
    return next((f"it says {each!r}" for each in (SCRIPT, *TELLS) if each in body), "")


@dataclass(frozen=True)
class Form:
    """Where a form goes to and what it sends untouched."""

    address: str
    fields: dict[str, Any]
    offers: dict[str, set[str]]
    """By field, every value that it offers: of its choices, boxes and buttons, or the one it carries."""

    def filled(self) -> Iterator[dict[str, Any]]:
        """The form with each text in every field, then with a few in single fields, the others as they were."""
        names = [name for name in self.fields if name not in ("csrf_token", "page_of")]
        for text in TEXTS:
            yield {**self.fields, **dict.fromkeys(names, text)}
        for turn, name in enumerate(names[:12]):
            yield {**self.fields, name: TEXTS[turn * 5 % len(TEXTS)]}
        yield {name: [value, "zz", value] for name, value in self.fields.items() if isinstance(value, str)}
        yield {}


def forms(pages: Iterable[Page]) -> Iterator[Form]:
    """Every form of the pages that changes something, with all its fields, also those of unpressed buttons."""
    for page in pages:
        for node in page.tree.all("form"):
            if node.attrs.get("method", "").lower() != "post":
                continue
            fields = defaults(node, "")
            offers: dict[str, set[str]] = {}
            for field in node.all("input", "textarea", "select", "button"):
                if name := field.attrs.get("name"):
                    fields.setdefault(name, field.attrs.get("value", ""))
                    options = field.all("option") if field.tag == "select" else [field]
                    offers.setdefault(name, set()).update(one.attrs.get("value", "") for one in options)
            yield Form(urljoin(page.path, node.attrs.get("action") or page.path), fields, offers)
