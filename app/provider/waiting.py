"""What waits in a plan while it is drafted or offered: questions without an answer, texts that were not clear."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.care.plan import explained, questions
from app.care.plan.drafting import DraftView
from app.care.plan.sections import SECTIONS
from app.i18n import _
from app.web.context import current


def waiting(view: DraftView) -> dict[str, Any]:
    """For the partial ``provider/editor/_waiting.html``. Two statements."""
    items = [item.item for item in view.items if item.item is not None]
    answers = explained.of(current.session, current.grant, items)
    titles = {item.key: item.title for item in view.items}
    return {
        "waiting": questions.waiting(current.session, current.grant),
        "unclear": [_row(row, titles) for row in explained.unclear(answers).values()],
    }


def _row(row: Any, titles: dict[str, str]) -> tuple[str, str, str | None]:
    part = SECTIONS.get(row.subject)
    title = str(part.title) if part else titles.get(row.subject, "")
    words = {
        "partly": _("“%(title)s” is partly clear.", title=title),
        "no": _("“%(title)s” is not clear.", title=title),
    }[row.answer]
    return words, row.words, None if part else url_for("record.editor_line", key=row.subject)
