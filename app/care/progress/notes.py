"""A few words beside what was written down: by whoever wrote it, and by nobody else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import ProgressEntry


def put(session: Session, grant: Grant, entry_id: str, words: str, before: str = "") -> ProgressEntry:
    """Store the words; the same again changes nothing. ``before``: the words that the writer's page showed.

    Raises ``Forbidden`` for an entry that somebody else wrote, ``Conflict`` with both texts when it was taken back
    or says something else by now, ``Invalid`` when the words are too long.
    """
    grant.must(Permission.LOG)
    row = records.one(session, grant, ProgressEntry, entry_id, lock=True)
    if row.actor_id != grant.actor_id:
        raise Forbidden()
    words = words.strip()
    if problem := too_long(words):
        raise Invalid(fields={"note": problem})
    if row.undone_at is not None:
        raise Conflict(_l("This was taken back, so there is nothing to write beside."), mine=words)
    if row.note == words:
        return row
    if row.note != before:
        raise Conflict(_l("There are other words beside it by now."), mine=words, theirs=row.note)
    row.note = words
    session.flush()
    audit.record(session, grant, "note on progress", "progress_entry", row.id)
    return row
