"""Whether a request left its row in the log: each page about somebody, and each change of their rows."""

from __future__ import annotations

import re

from app.db import Base

NOT_ABOUT_A_PERSON = {"audit_event"}
BY_ITSELF = {
    "delivery": "what became of a reminder that was sent",
    "reminder": "follows from what was written",
    "push_subscription": "the browser renews its own address",
}
"""Tables that are written without anybody's act; each with why."""
COMES_BACK = (200, 409, 422)
_WHERE_ONE_IS = re.compile(r"UPDATE (answer SET client_key|response SET at_link_id)=\S+ WHERE")
"""The page that one is on, and the number of the last press: nothing was said."""
_ABOUT_SOMEBODY = re.compile(r"(/team)?/patients/(?!new\b)\w")
_OPENED = "FROM patient LEFT OUTER JOIN proxy_grant"
"""How the guard looks up who somebody is to the person (access/relationships.py)."""
_WRITES = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (\w+)")


def advice(method: str, path: str, status: int, statements: list[str], is_page: bool) -> str:
    """What to mend, or nothing. ``statements``: the SQL of this one request."""
    noted = any(sql.startswith("INSERT INTO audit_event") for sql in statements)
    if noted or status >= 500:
        return ""
    if method == "GET" and status == 200 and _ABOUT_SOMEBODY.match(path):
        return "shows a page about somebody and leaves no row in the log (web/guard.py notes each)"
    was_opened = any(_OPENED in " ".join(sql.split()) for sql in statements)  # not refused before it came to that
    if method == "POST" and status in COMES_BACK and is_page and was_opened and _ABOUT_SOMEBODY.match(path):
        return "shows a form about somebody again and leaves no row in the log (web/guard.py notes each)"
    if method == "POST" and status < 400 and (tables := written(statements)):
        return (
            f"changes {', '.join(sorted(tables))} and leaves no row in the log: call audit.record(session, grant, …)"
        )
    return ""


def written(statements: list[str]) -> set[str]:
    """Tables of people's rows that were changed."""
    personal = {t.name for t in Base.metadata.sorted_tables if "patient_id" in t.c} | {"patient"}
    found = {m[2] for sql in statements if (m := _WRITES.match(sql)) and not _WHERE_ONE_IS.match(sql)}
    return (found & personal) - NOT_ABOUT_A_PERSON - BY_ITSELF.keys()
