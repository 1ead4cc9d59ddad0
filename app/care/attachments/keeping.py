"""Adding, reading and taking away what stands beside a line. Rows stay; the bytes go when it is taken away."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.attachments.files import check
from app.care.limits import too_long
from app.care.plan import versions
from app.care.plan.kinds.fields import SHORT, clean
from app.errors import Forbidden, Gone, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Attachment, AttachmentData, ItemChange, PaperPage, PlanItem
from app.sealing import LostBytes, NotOpen

MOST_BESIDE_ONE = 10
MOST_OF_ALL = 100
"""Of one person. They lie in the database, where backups catch them."""


def add(session: Session, grant: Grant, key: str, *, words: str, data: bytes, most: int) -> Attachment:
    """Put a file beside the line (or page that came in) ``key``. ``most`` in bytes. The same file is stored once.

    Raises ``NotFound`` for a key that is not the person's, ``Invalid`` for a file or words that do not fit.
    """
    grant.must(Permission.ATTACH)
    words = clean(words)
    wrong = {"what": too_long(words, SHORT) or ("" if words else _l("Write in a few words what it shows."))}
    if wrong["what"]:
        raise Invalid(fields=wrong)
    checked = check(data, most)  # before anything is held: looking at a large file takes a while
    place(session, grant, key)
    versions.plan_of(session, grant)  # held, so that two that come at once are counted
    sent = hashlib.sha256(data).hexdigest()
    there = _there(session, grant)
    before = next((row for row in there if (row.key, row.sha256) == (key, sent)), None)
    if before is not None:
        return before
    if len(there) >= MOST_OF_ALL or sum(row.key == key for row in there) >= MOST_BESIDE_ONE:
        raise Invalid(fields={"file": _l("There are many here already. Take one away first.")})
    row = Attachment(
        patient_id=grant.patient_id,
        key=key,
        words=words,
        media_type=checked.media_type,
        size=len(checked.data),
        sha256=sent,
        by_id=grant.actor_id,
        capacity=grant.capacity,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    session.add(AttachmentData(attachment_id=row.id, patient_id=grant.patient_id, data=checked.data))
    audit.record(session, grant, "attach", "attachment", row.id)
    session.flush()
    return row


def beside(session: Session, grant: Grant, key: str) -> list[Attachment]:
    """What stands beside one line, oldest first, also what was taken away; in one statement, without any bytes."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, Attachment).where(Attachment.key == key)
    return list(session.scalars(query.order_by(Attachment.at, Attachment.id)))


def opened(session: Session, grant: Grant, attachment_id: str) -> tuple[Attachment, bytes]:
    """One with its bytes. Raises ``NotFound``, ``Gone`` for one that was taken away, ``NotOpen`` without its key."""
    grant.must(Permission.SEE_PLAN)
    row = records.one(session, grant, Attachment, attachment_id)
    query = records.of(session, grant, AttachmentData).where(AttachmentData.attachment_id == row.id)
    data = session.scalars(query).first()
    if row.removed_at is not None or data is None:
        raise Gone(_l("This was taken away."))
    if isinstance(data.data, LostBytes):
        raise NotOpen()
    return row, data.data


def may_remove(grant: Grant, row: Attachment) -> bool:
    """The person takes away what they added, the team what the team added."""
    return row.removed_at is None and grant.may(Permission.ATTACH) and row.capacity == grant.capacity


def remove(session: Session, grant: Grant, attachment_id: str) -> Attachment:
    """Take one away: its bytes go, the row says who and when. A repeat changes nothing."""
    grant.must(Permission.ATTACH)
    row = records.one(session, grant, Attachment, attachment_id, lock=True)
    if row.removed_at is not None:
        return row
    if not may_remove(grant, row):
        raise Forbidden()
    session.execute(
        sa.delete(AttachmentData).where(
            AttachmentData.attachment_id == row.id, AttachmentData.patient_id == grant.patient_id
        )
    )
    row.removed_at, row.removed_by_id = clock.now(), grant.actor_id
    audit.record(session, grant, "take away", "attachment", row.id)
    session.flush()
    return row


def place(session: Session, grant: Grant, key: str) -> None:
    """Raise ``NotFound`` unless ``key`` is a line of the plan; for the team also of its draft, or a page."""
    if session.scalars(records.of(session, grant, PlanItem).where(PlanItem.key == key).limit(1)).first():
        return
    if grant.capacity is Capacity.TEAM:
        drafted = records.of(session, grant, ItemChange).where(ItemChange.key == key).limit(1)
        came = records.of(session, grant, PaperPage).where(PaperPage.id == key)
        if session.scalars(drafted).first() or session.scalars(came).first():
            return
    raise NotFound()


def _there(session: Session, grant: Grant) -> list[Attachment]:
    return list(session.scalars(records.of(session, grant, Attachment).where(Attachment.removed_at.is_(None))))
