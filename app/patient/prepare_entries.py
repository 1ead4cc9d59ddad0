"""What the page of a screen posts, question by question."""

from __future__ import annotations

from flask import request

from app.care.questionnaires.answering import Entry
from app.care.questionnaires.validation import OTHER
from app.web.incoming import whole


def asked_tokens(token: str) -> list[str]:
    """The tokens of the questions that the form holds: its ``asked`` fields, else the one of the address."""
    return request.form.getlist("asked")[:200] or [token]


def field_name(name: str, token: str, alone: bool) -> str:
    """How a field is called: plainly where a screen has one question, else with the question's token."""
    return name if alone else f"{name}.{token}"


def entries(token: str) -> dict[str, Entry]:
    """What came for each question, by its token."""
    asked = asked_tokens(token)
    alone = "answer" in request.form or "revision" in request.form or not request.form.getlist("asked")
    return {one: _entry(one, alone) for one in asked}


def _entry(token: str, alone: bool) -> Entry:
    def name(stem: str) -> str:
        return field_name(stem, token, alone)

    return Entry(
        given=request.form.getlist(name("answer")),
        other=request.form.get(name("other"), ""),
        unit=request.form.get(name("unit"), ""),
        revision=whole(request.form.get(name("revision"), "")),
    )


def own_words(token: str) -> list[str]:
    """What somebody typed themselves, to be shown where it cannot be stored: no keys of options, no numbers."""
    said = [text.strip() for entry in entries(token).values() for text in (*entry.given, entry.other)]
    return [text for text in said if text not in ("true", "false", OTHER) and any(map(str.isalpha, text))]
