"""Which one thing a page is about, for the log: its kind and its id, taken from the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

KINDS = {
    "key": "plan_item",
    "early_id": "early_review",
    "fact_id": "record_fact",
    "statement_id": "fact_statement",
    "change_id": "item_change",
    "grant_id": "proxy_grant",
    "note_id": "item_note",
    "page_id": "attachment",
    "entry_id": "progress_entry",
    "word_id": "treatment_word",
    "look_id": "review",
    "fact_kind": "kind",
    "limit_name": "limit",
    "name": "part",
    "subject": "part",
    "number": "plan_version",
    "sheet": "sheet",
    "token": "",
}
"""Names in addresses that do not say by themselves what they name. A token is a place in a response, not a thing."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
"""What somebody makes up in an address is no id, and no words of theirs belong into the log."""


def named(values: Mapping[str, Any], endpoint: str = "") -> tuple[str, str]:
    """(kind, id) of the narrowest thing that the address names; two empty texts when it names none.

    ``endpoint`` helps where the address only says ``id_`` or ``row_id``.
    """
    found = ("", "")
    for name, value in values.items():
        kind = KINDS.get(name, name.removesuffix("_id"))
        if name in ("id_", "row_id"):
            kind = endpoint.rpartition(".")[2]
        if kind and _PLAIN.fullmatch(str(value)):
            found = (kind[:40], str(value))
    return found


def page_of_form() -> str:
    """The page that the form of this request is on: the nearest one above its address, about the same person."""
    places, path = current_app.create_url_adapter(request), request.path
    while places is not None and path.count("/") > 2:
        try:
            endpoint, values = places.match(path, method="GET")
        except (HTTPException, RequestRedirect):
            endpoint, values = "", {}
        if "patient_id" in values:
            return str(endpoint)
        path = path.rpartition("/")[0]
    return request.endpoint or ""
