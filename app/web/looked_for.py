"""What somebody looks for by words. It is sent in a form and stays in their own cookie, never in an address: those
stand in histories and in logs, and a name or a word about health says too much there (ASVS 14.2.1).

An address says only that something was looked for (``found=yes``), so *Back* shows it again.
"""

from __future__ import annotations

from typing import Any

from flask import g, request, session
from werkzeug.wrappers import Response

from app.web.render import see

KEPT = "looked-for"
MOST = 100


def keep(endpoint: str, *names: str, **address: Any) -> Response:
    """Remember what was typed into these fields, and go to the page that shows what is found."""
    typed = {name: request.form.get(name, "").strip()[:MOST] for name in names}
    session[KEPT] = [_page(endpoint), typed]
    return see(endpoint, found="yes" if any(typed.values()) else None, **address)


def words(endpoint: str, name: str) -> str:
    """What was typed there last; nothing on another page, about another person, or when nothing was looked for."""
    page, typed = session.get(KEPT, ["", {}])
    return str(typed.get(name, "")) if request.args.get("found") and page == _page(endpoint) else ""


def _page(endpoint: str) -> str:
    return f"{endpoint} {g.get('patient_id') or ''}".strip()
