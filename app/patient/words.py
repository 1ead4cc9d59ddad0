"""Words, explained: a list to search, a page for each, and links to them from what the team wrote."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import request, url_for
from markupsafe import Markup

from app.access.permissions import Permission
from app.care import glossary
from app.care.glossary import marking
from app.care.plan.sections import PATIENT
from app.care.plan.who import People
from app.errors import NotFound
from app.patient.base import pages
from app.web import looked_for
from app.web.context import current
from app.web.render import render

LONGEST = 60


@pages.get("/words", needs=Permission.SEE_PLAN)
def words() -> Any:
    """From A to Z; with what was searched for, only those."""
    wanted = looked_for.words("patient.words", "q")[:LONGEST]
    found = glossary.search(glossary.all_words(current.config.data), wanted)
    return render("patient/words/list.html", wanted=wanted, found=found, by_letter=glossary.by_letter(found))


@pages.post("/words", needs=Permission.SEE_PLAN)
def find_words() -> Any:
    """Look for a word."""
    return looked_for.keep("patient.words", "q")


@pages.get("/words/<word>", needs=Permission.SEE_PLAN)
def word(word: str) -> Any:
    found = glossary.all_words(current.config.data).get(word)
    if found is None:
        raise NotFound()
    return render("patient/words/word.html", word=found, back=_came_from())


@pages.app_template_filter("with_words")
def with_words(html: Markup, line: Any, people: People, met: list[str] | None = None) -> Markup:
    """A line of the plan with known words as links; nothing in it changes when it is not the team's own text."""
    if not _wrote_for_the_team(line.item.author_id, people):
        return html
    forms = glossary.forms(current.config.data)
    own = line.kind.own_words(line.content).values()
    return marking.mark(html, forms, lambda key: url_for("patient.word", word=key), own, met)


def _wrote_for_the_team(author_id: str, people: People) -> bool:
    if author_id in (PATIENT, people.patient.account_id):
        return False
    if author_id == people.reader_id:
        return current.me.is_staff
    author = people.accounts.get(author_id)
    return author is not None and author.is_staff


def _came_from() -> str | None:
    """The page of this person that led here, to go back to; None when that was none of them."""
    try:
        address = urlsplit(request.referrer or "")
    except ValueError:
        return None
    base = url_for("patient.plan").rsplit("/", 1)[0] + "/"
    ours = address.netloc == request.host and address.path.startswith(base)
    here = url_for("patient.words")
    return address.path if ours and not address.path.startswith(here) else None
