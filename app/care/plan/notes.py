"""Words beside a line: the person's own, at any time and apart from answering; the team's reply beside them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Forbidden, Invalid
from app.i18n import lazy_gettext as _l
from app.models import ItemNote


def write(session: Session, grant: Grant, key: str, words: str, client_key: str | None = None) -> ItemNote:
    """Put words beside the line ``key`` of the newest version. The same form sent twice is one note.

    Raises ``Invalid`` without words, ``NotFound`` for a line that is not in the plan, ``Conflict`` when the form was
    sent before with other words.
    """
    grant.must(Permission.NOTE)
    words = clean(words)
    if not words:
        raise Invalid(fields={"note": _l("Write your note first.")})
    if problem := too_long(words):
        raise Invalid(fields={"note": problem})
    plan = versions.plan_of(session, grant)
    item = versions.current_item(session, grant, key)
    grant.must(Permission.NOTE, item.kind)
    client_key = (client_key or "")[:64] or None
    if client_key and (before := _sent_before(session, grant, client_key)) is not None:
        if (before.words, before.key, before.actor_id) == (words, key, grant.actor_id):
            return before
        raise Conflict(_l("This page was sent before. Here is what was kept."), mine=words, theirs=before.words)
    note = ItemNote(
        patient_id=grant.patient_id,
        key=item.key,
        number=plan.current_number,
        words=words,
        client_key=client_key,
        actor_id=grant.actor_id,
        capacity=grant.capacity,
        at=clock.now(),
    )
    session.add(note)
    audit.record(session, grant, "write note", "plan_item", key)
    session.flush()
    return note


def take_back(session: Session, grant: Grant, note_id: str) -> ItemNote:
    """Its author takes a note back; nobody else can. Harmless to repeat."""
    grant.must(Permission.NOTE)
    note = records.one(session, grant, ItemNote, note_id, lock=True)
    if note.actor_id != grant.actor_id:
        raise Forbidden()
    if note.withdrawn_at is None:
        note.withdrawn_at = clock.now()
        audit.record(session, grant, "take back note", "plan_item", note.key)
    return note


def by_line(session: Session, grant: Grant) -> dict[str, list[ItemNote]]:
    """The notes of every line, oldest first, without those taken back; in one statement."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, ItemNote).where(ItemNote.withdrawn_at.is_(None))
    found: dict[str, list[ItemNote]] = {}
    for note in session.scalars(query.order_by(ItemNote.at, ItemNote.id)):
        found.setdefault(note.key, []).append(note)
    return found


def _sent_before(session: Session, grant: Grant, client_key: str) -> ItemNote | None:
    return session.scalars(records.of(session, grant, ItemNote).where(ItemNote.client_key == client_key)).first()
