"""Photos and files beside a line or a page that came in, as the team adds them and takes its own away."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from app.access.permissions import Permission
from app.care.attachments import files, keeping
from app.care.plan import who
from app.errors import Invalid
from app.i18n import _
from app.provider.base import record
from app.web import incoming
from app.web.context import current
from app.web.render import render, say, see

ATTACH = Permission.ATTACH


@record.get("/attachments/<key>", needs=ATTACH)
def attachments(key: str) -> str:
    """What is there, and room for one more."""
    return _page(key)


@record.post("/attachments/<key>", needs=ATTACH, upload=True)
def attach(key: str) -> Any:
    """Add one."""
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
        return _page(key, wrong.errors), 422
    say(_("It is kept with this line."))
    return see("record.attachments", key=key)


@record.post("/attachments/<key>/<attachment_id>/remove", needs=ATTACH)
def take_away(key: str, attachment_id: str) -> Any:
    """Take one away that the team added."""
    keeping.remove(current.session, current.grant, attachment_id)
    say(_("It is taken away."))
    return see("record.attachments", key=key)


def _page(key: str, errors: dict[str, Any] | None = None) -> str:
    keeping.place(current.session, current.grant, key)
    attached = keeping.beside(current.session, current.grant, key)
    ids = {id_ for row in attached for id_ in (row.by_id, row.removed_by_id)}
    return render(
        "provider/attachments.html",
        key=key,
        attached=attached,
        people=who.called(current.session, current.grant, ids, current.patient),
        may_remove=partial(keeping.may_remove, current.grant),
        errors=errors or {},
        what=request.form.get("what", ""),
    )
