"""The second lock: before any view runs, who is this, what are they to this person, may they?"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPage

from app.access import audit, quick_lock, relationships, sessions
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.access.relationships import Relationship
from app.errors import Forbidden, NotFound
from app.models import LoginSession
from app.web import incoming, language, leaving, resting, whose
from app.web.context import current
from app.web.needs import Need
from app.web.pages import NEEDS
from app.web.sessions import user
from app.web.transaction import stop_reading


def install(app: Flask) -> None:
    app.before_request(_guard)
    app.url_value_preprocessor(_take_patient)
    app.url_defaults(_keep_patient)


def _take_patient(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Views do not get ``patient_id``: they get the grant."""
    g.patient_id = values.pop("patient_id", None) if values else None


def _keep_patient(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses built on a person's page stay with that person."""
    if "patient_id" in values or not g.get("patient_id"):
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "patient_id"):
        values["patient_id"] = g.patient_id


def _guard() -> Any:
    g.request_id = secrets.token_hex(8)
    _refuse_other_sites()
    endpoint = request.endpoint
    if not incoming.is_ours(request.path):
        raise NotFound()
    if endpoint is None:
        if isinstance(request.routing_exception, (NoSuchPage, MethodNotAllowed)):
            return None  # Flask answers it, and tells nobody anything
        raise NotFound()
    need = NEEDS.get(endpoint)
    if need is None:
        raise NotFound()
    leaves = leaving.is_asked()
    if need is not Need.PUBLIC or "_user_id" in session or leaves:
        signed_in = user().is_authenticated  # loads g.account
        if leaves:
            leaving.end()
            signed_in = False
            if need is not Need.PUBLIC:
                return leaving.answer()
        language.speak()
        if resting.meets(endpoint) and (lock := resting.answer(need)) is not None:
            return lock
        if need is not Need.PUBLIC and not signed_in:
            return _ask_to_sign_in()
    if need is not Need.PUBLIC:
        whose.check()
    if isinstance(need, Permission):
        _open_record(need, endpoint)
    elif need is Need.STAFF and not current.me.is_staff:
        raise NotFound()
    _note_use()
    stop_reading()
    return None


def _refuse_other_sites() -> None:
    """A change asked for by another site, or by a neighbour under our name, is refused before anything else."""
    from_where = request.headers.get("Sec-Fetch-Site")
    if request.method not in ("GET", "HEAD") and from_where in ("cross-site", "same-site"):
        raise Forbidden()


def _ask_to_sign_in() -> Any:
    if request.method == "GET" and request.accept_mimetypes.accept_html:
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
    from app.web.problems import not_signed_in

    return not_signed_in()


def _open_record(need: Permission, endpoint: str) -> None:
    found = relationships.find(current.looking, current.me, g.patient_id, g.request_id)
    if found is None:
        _audit_refusal(endpoint)
        raise NotFound()
    grant = found.grant
    if grant.capacity is Capacity.SELF:
        grant = replace(grant, unlocked=sessions.is_unlocked(current.login))
    g.grant, g.patient, g.found = grant, found.patient, found
    if not found.grant.may(need):
        _audit_refusal(endpoint, found)
        hidden = need in _HIDDEN or (found.grant.capacity is Capacity.PROXY and need in _SECTIONS)
        raise NotFound() if hidden else Forbidden()
    if request.method == "GET":
        _audit_read(found, endpoint)


# Sections that somebody without the permission does not even learn of (a stranger and they see the same).
_HIDDEN = frozenset(
    {
        Permission.SEE_ANSWERS, Permission.READ_ANSWERS, Permission.SEE_FACTS, Permission.CORRECT_FACTS,
        Permission.OWN_VOICE, Permission.OPEN_PRIVATE,
    }
)  # fmt: skip

# What a helper may have been shown or not: where it was not agreed, nothing is there.
_SECTIONS = frozenset({Permission.SEE_PLAN, Permission.SEE_PROGRESS, Permission.SEE_LOG})


def _audit_read(found: Relationship, endpoint: str) -> None:
    """Who looked, in a short write transaction of its own: a read transaction cannot be upgraded."""
    with current.database.write() as writing:
        audit.record(writing, found.grant, f"read {endpoint}")
        if current.login and _is_due(current.login):
            sessions.touch(writing, current.login, current.me)


def _audit_refusal(endpoint: str, found: Relationship | None = None) -> None:
    """A refused attempt at somebody's record is a row too, even though the request changes nothing."""
    grant = found.grant if found else Grant(current.me, g.patient_id[:16], Capacity.SYSTEM, frozenset(), g.request_id)
    current.looking.close()
    with current.database.write() as writing:
        audit.record(writing, grant, f"{request.method} {endpoint}"[:60], outcome="refused")


def _note_use() -> None:
    """Let the session slide on pages that name no person (the others do it with their audit row).

    Where a quick lock waits for rest, what is pressed counts, too.
    """
    if current.login is None or not _is_due(current.login):
        return
    looks = request.method == "GET" and g.get("grant") is None
    if looks or (request.method != "GET" and quick_lock.is_on(current.login)):
        with current.database.write() as writing:
            sessions.touch(writing, current.login, current.me)


def _is_due(login: LoginSession) -> bool:
    return sessions.is_due(login) and (not quick_lock.is_on(login) or resting.is_use())
