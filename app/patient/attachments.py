"""A photo or file of a document beside a line: the person adds one, whoever may see the plan opens it."""

from __future__ import annotations

from typing import Any

from flask import make_response, request

from app.access import audit
from app.access.permissions import Permission
from app.care.attachments import files, keeping
from app.errors import Invalid
from app.i18n import _
from app.patient.base import pages
from app.patient.plan_item import show_item
from app.web import incoming
from app.web.context import current
from app.web.render import say, see

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@pages.post("/plan/items/<key>/attachments", needs=Permission.ATTACH, upload=True)
def attach(key: str) -> Any:
    """Add one to this line."""
    try:
        keeping.add(
            current.session,
            current.grant,
            key,
            words=request.form.get("what", ""),
            data=incoming.file("file"),
            most=current.config.attachment_mb * files.MEGABYTE,
        )
    except Invalid as wrong:
        current.session.rollback()
        return show_item(key, errors=wrong.errors), 422
    say(_("It is kept with this line."))
    return see("patient.plan_item", key=key, _anchor="attached")


@pages.post("/plan/items/<key>/attachments/<attachment_id>/remove", needs=Permission.ATTACH)
def take_away(key: str, attachment_id: str) -> Any:
    """Take one away that the person added."""
    keeping.remove(current.session, current.grant, attachment_id)
    say(_("It is taken away."))
    return see("patient.plan_item", key=key, _anchor="attached")


@pages.get("/plan/attachments/<attachment_id>", needs=Permission.SEE_PLAN)
def attachment(attachment_id: str) -> Any:
    """The bytes: a download that no page of ours can be run from. Who opened which one is in the audit."""
    row, data = keeping.opened(current.session, current.grant, attachment_id)
    with current.database.write() as writing:
        audit.record(writing, current.grant, "open attachment", "attachment", row.id)
    answer = make_response(data)
    answer.headers["Content-Type"] = row.media_type
    name = f"document-{row.id[:6]}.{files.ENDINGS[row.media_type]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
