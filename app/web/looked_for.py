"""What somebody looks for by words. It is sent in a form and stays in their own cookie, never in an address: those
stand in histories and in logs, and a name or a word about health says too much there (ASVS 14.2.1).

An address names a search by a few drawn letters, so *Back* and another tab show the same one again. One that is
kept no more shows the page as it begins, and says so; never everything as if it had been found.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import g, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.i18n import _
from app.web.render import say, see

KEPT = "looked-for"
MOST = 100
"""Letters of one field."""
SEARCHES = 5
"""That are kept; a cookie has room for few."""


def keep(endpoint: str, *names: str, **address: Any) -> Response:
    """Remember what was typed into these fields, and go to the page that shows what is found."""
    typed = {name: text for name in names if (text := request.form.get(name, "").strip()[:MOST])}
    if not typed:
        return see(endpoint, **address)
    found = secrets.token_hex(4)
    session[KEPT] = [*session.get(KEPT, [])[1 - SEARCHES :], [found, _page(endpoint), typed]]
    return see(endpoint, found=found, **address)


def words(endpoint: str, name: str) -> str:
    """What was typed into this field for the search that the address names; nothing where it names none.

    For one that is not kept any more it leads to the page as it begins.
    """
    found = request.args.get("found", "")
    if not found:
        return ""
    for one, page, typed in session.get(KEPT, []):
        if (one, page) == (found, _page(endpoint)):
            return str(typed.get(name, ""))
    say(_("What you looked for is not kept any more. Please look once more."))
    raise HTTPException(response=see(endpoint))


def _page(endpoint: str) -> str:
    return f"{endpoint} {g.get('patient_id') or ''}".strip()
