"""The second lock: before any view runs, who is this, what are they to this person, may they?"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPage

from app.access import audit, office, overseeing, policy, purposes, quick_lock, relationships, sessions
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.errors import Forbidden, NotFound
from app.models import LoginSession
from app.web import incoming, item, language, leaving, resting, transaction, whose
from app.web.context import current
from app.web.needs import Need
from app.web.pages import NEEDS
from app.web.sessions import user


def install(app: Flask) -> None:
    app.before_request(_guard)
    app.after_request(_note)
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
    elif (may := _DESKS.get(need)) is not None and not may(current.me):
        raise NotFound()
    _note_use()
    transaction.stop_reading()
    return None


_DESKS = {
    Need.STAFF: lambda account: account.is_staff, Need.WORK: lambda account: policy.works_with_people(account.role),
    Need.PRIVACY: overseeing.is_officer, Need.OFFICE: office.is_office,
}  # fmt: skip


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
    grant = replace(found.grant, purpose=purposes.of(found.grant.capacity, current.me.role, need))
    if grant.capacity is Capacity.SELF:
        grant = replace(grant, unlocked=sessions.is_unlocked(current.login))
    g.grant, g.patient, g.found = grant, found.patient, found
    if not grant.may(need):
        _audit_refusal(endpoint, grant)
        hidden = need in _HIDDEN or (grant.capacity is Capacity.PROXY and need in _SECTIONS)
        raise NotFound() if hidden else Forbidden()


# Sections that somebody without the permission does not even learn of (a stranger and they see the same).
_HIDDEN = frozenset(
    {
        Permission.SEE_ANSWERS, Permission.READ_ANSWERS, Permission.SEE_FACTS, Permission.CORRECT_FACTS,
        Permission.OWN_VOICE, Permission.OPEN_PRIVATE,
    }
)  # fmt: skip

# What a helper may have been shown or not: where it was not agreed, nothing is there.
_SECTIONS = frozenset({Permission.SEE_PLAN, Permission.SEE_PROGRESS, Permission.SHOW_CARD})


def _note(response: Response) -> Response:
    """Before anything is sent: who looked, in one row of its own, with what came of it.

    Also a refusal from further in: an id of somebody else's, an act that is not theirs. A change that succeeded
    left its row itself, in its own transaction; one that did not shows its page again, which is a look at it.
    """
    if g.get("grant") is None or g.get("is_noted"):
        return response
    if response.status_code in (403, 404):
        transaction.let_go()
        _audit_refusal(request.endpoint or "", current.grant)
    elif request.method in ("GET", "HEAD"):
        outcome = "done" if response.status_code < 500 else "failed"
        _audit_read(current.grant, request.endpoint or "", outcome)
    elif response.status_code in _SHOWN_AGAIN:
        transaction.let_go()
        _audit_read(current.grant, item.page_of_form(), "done")
    elif response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed:
        # a page that is shown before anything is stored: its row goes with the change, if there is one
        audit.record(current.session, current.grant, f"read {item.page_of_form()}")
    return response


_SHOWN_AGAIN = (409, 410, 422, 429)
"""Of a change: nothing was stored, and the page that the form is on comes back, with what is on it."""


def _audit_read(grant: Grant, endpoint: str, outcome: str) -> None:
    """In a short write transaction of its own: a read transaction cannot be upgraded."""
    g.is_noted = True  # once, also when something later makes this answer another
    with current.database.write() as writing:
        audit.record(writing, grant, f"read {endpoint}", *item.named(request.view_args or {}, endpoint), outcome)
        if current.login and _is_due(current.login):
            sessions.touch(writing, current.login, current.me)


def _audit_refusal(endpoint: str, grant: Grant | None = None) -> None:
    """A refused attempt at somebody's record is a row too, even though the request changes nothing."""
    g.is_noted = True
    grant = grant or Grant(current.me, g.patient_id[:16], Capacity.SYSTEM, frozenset(), g.request_id)
    current.looking.close()
    with current.database.write() as writing:
        kind, id_ = item.named(request.view_args or {}, endpoint)
        audit.record(writing, grant, f"{request.method} {endpoint}"[:60], kind, id_, outcome="refused")


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
