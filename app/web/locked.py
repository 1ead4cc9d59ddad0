"""A page about a private line that is closed: the way to open it for who may; to others, nothing is there."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from app.access import private
from app.web.context import current


def way_to_open() -> str:
    """Where the second step is made for the private line that this address names; empty when it names none."""
    grant = g.get("grant")
    if grant is None or not private.may_unlock(grant):
        return ""
    named = {str(value) for value in (request.view_args or {}).values()}
    named |= {value for name in ("key", "follows") if (value := request.args.get(name, "")[:16])}
    try:
        with current.database.read() as reading:
            if not any(private.is_locked_away(reading, grant, each) for each in named):
                return ""
    except SQLAlchemyError:
        return ""
    return url_for("record.wishes" if grant.is_team else "patient.wishes_open", next=here())


def here() -> str:
    """The page to come back to after the second step: this one, if it can be opened again."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def back_to() -> str:
    """The page of the same person that ``next`` names, or nothing."""
    path, person = request.values.get("next", ""), current.grant.patient_id
    inside = path.startswith((f"/patients/{person}/", f"/team/patients/{person}/"))
    return path if inside and path.isascii() and path.isprintable() and "\\" not in path else ""


def go_open(way: str) -> Any:
    """Go and make the second step."""
    return redirect(way, 303)
