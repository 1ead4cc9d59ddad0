"""One e-mail when reminders are not seen, to who gave an address for that. A row first; a job sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Grant, system
from app.access.permissions import Permission
from app.care.reminders import choices, unseen
from app.care.reminders.choices import Choices
from app.care.reminders.kinds import ASKED_FOR
from app.db import lock, new_id
from app.errors import Invalid
from app.i18n import gettext, lazy_gettext, using_locale
from app.models import Mail, MailAddress
from app.smtp import is_address
from app.vault import Vault

LEASE = timedelta(minutes=2)
GAPS = tuple(timedelta(minutes=n) for n in (5, 15, 60, 240))
BEFORE_A_CALL = timedelta(days=2)
"""How long an e-mail may work before the team hears of it."""


@dataclass(frozen=True)
class Letter:
    """One e-mail that is ours to send until the lease ends; the address still sealed."""

    id: str
    lease: str
    address_id: str
    address: str
    language: str


def address_of(session: Session, grant: Grant) -> MailAddress | None:
    """The address of whoever acts, sealed."""
    grant.must(Permission.OWN_REMINDERS)
    return session.scalars(_of(grant.actor_id)).first()


def _of(account_id: str) -> sa.Select[MailAddress]:
    return sa.select(MailAddress).where(MailAddress.account_id == account_id)


def opened(vault: Vault, row: MailAddress | None) -> str:
    """The address in clear, for its owner's own page; empty when there is none. Raises `Unreadable`."""
    return vault.open(row.address, "mail_address", "address", row.id) if row else ""


def give(session: Session, grant: Grant, address: str, vault: Vault) -> None:
    """Keep the address of whoever acts, instead of what was there. Invalid when it is none: what was there stays.

    Of two given at the same moment the later one counts.
    """
    grant.must(Permission.OWN_REMINDERS)
    text = address.strip()
    if not text:
        raise Invalid(fields={"address": lazy_gettext("Write your e-mail address here.")})
    if not is_address(text):
        problem = lazy_gettext("This is not an e-mail address. One looks like name@example.org.")
        raise Invalid(fields={"address": problem})
    id_ = new_id()
    facts = {"id": id_, "address": vault.seal(text, "mail_address", "address", id_), "given_at": clock.now()}
    made = _insert(session)(MailAddress).values(account_id=grant.actor_id, **facts)
    session.execute(made.on_conflict_do_update(index_elements=[MailAddress.account_id], set_=facts))
    audit.record(session, grant, "give e-mail", "mail_address", id_)


def take_back(session: Session, grant: Grant) -> None:
    """Forget the address of whoever acts. Without one nothing changes."""
    grant.must(Permission.OWN_REMINDERS)
    session.execute(sa.delete(MailAddress).where(MailAddress.account_id == grant.actor_id))
    audit.record(session, grant, "take back e-mail", "mail_address", "")


def has_addresses(session: Session) -> bool:
    """Whether anybody gave an address."""
    return session.scalar(sa.select(MailAddress.id).limit(1)) is not None


def wanted(session: Session) -> list[unseen.Streak]:
    """The streaks of accounts that gave an address and have no e-mail of it yet. Only reads."""
    found = unseen.streaks(session, among=sa.select(MailAddress.account_id))
    made = set(session.scalars(sa.select(Mail.dedupe).where(Mail.dedupe.in_([dedupe(one) for one in found]))))
    return [one for one in found if dedupe(one) not in made]


def plan(session: Session, found: list[unseen.Streak] | None = None) -> int:
    """Write a row for each of these streaks, else for all that are wanted. Safe to run twice at once."""
    now = clock.now()
    values = [
        {
            "id": new_id(), "patient_id": one.patient_id, "account_id": one.account_id, "dedupe": dedupe(one),
            "state": "due", "why_dropped": "", "tries": 0, "created_at": now, "next_try_at": now,
        }
        for one in (wanted(session) if found is None else found)
    ]  # fmt: skip
    if values:
        made = _insert(session)(Mail).values(values)
        session.execute(made.on_conflict_do_nothing(index_elements=[Mail.dedupe]))
    return len(values)


def _insert(session: Session) -> Any:
    """The engine's own insert, which can say what happens to a row that is there already."""
    return (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert


def dedupe(streak: unseen.Streak) -> str:
    """What makes an e-mail the one of its streak."""
    return f"unseen:{streak.patient_id}:{streak.account_id}:{streak.since.isoformat()}"


def claim(session: Session) -> Letter | None:
    """Take the next e-mail that is due, and look again: None when nothing is due. Rows that fell away are dropped."""
    now = clock.now()
    free = sa.or_(Mail.leased_until.is_(None), Mail.leased_until <= now)
    due = (
        sa.select(Mail).where(Mail.state == "due", Mail.next_try_at <= now, free).order_by(Mail.next_try_at, Mail.id)
    )
    while (row := session.scalars(lock(due.limit(1), skip_locked=True)).first()) is not None:
        address = session.scalars(_of(row.account_id)).first()
        one = _recipient(session, system(row.patient_id), row.account_id)
        still = {dedupe(s) for s in unseen.streaks(session, patient_id=row.patient_id, account_id=row.account_id)}
        if address is None or one is None or row.dedupe not in still:
            row.state, row.why_dropped, row.lease, row.leased_until = "dropped", "not_needed", None, None
            session.flush()
            continue
        row.lease, row.leased_until = new_id(), now + LEASE
        return Letter(row.id, row.lease, address.id, address.address, one.language)
    return None


def _recipient(session: Session, grant: Grant, account_id: str) -> Choices | None:
    """The choices of the account, if it may still be reminded about this person."""
    everybody = choices.of_everybody(session, grant, ASKED_FOR)
    return next((one for one in everybody if one.account_id == account_id), None)


def record(session: Session, letter: Letter, *, sent: bool, for_good: bool = False) -> None:
    """What became of it: sent, refused for good, or tried again after 5, 15, 60, 240 minutes."""
    query = sa.select(Mail).where(Mail.id == letter.id, Mail.lease == letter.lease, Mail.state == "due")
    row = session.scalars(lock(query)).first()
    if row is None:
        return
    row.lease, row.leased_until = None, None
    if sent:
        row.state, row.sent_at = "sent", clock.now()
    elif for_good or row.tries >= len(GAPS):
        row.state, row.why_dropped = "dropped", "refused" if for_good else "gave_up"
    else:
        row.next_try_at = clock.now() + GAPS[row.tries]
        row.tries += 1


def still_working(session: Session) -> set[str]:
    """Streaks (their dedupe) whose e-mail waits to be sent, or was sent so lately that it may still help."""
    recent = sa.or_(Mail.state == "due", Mail.sent_at > clock.now() - BEFORE_A_CALL)
    return set(session.scalars(sa.select(Mail.dedupe).where(recent)))


def words(language: str, url: str) -> tuple[str, str]:
    """Subject and text, in the recipient's language: nothing of health, of the practice, or of a person."""
    with using_locale(language):
        parts = (
            gettext("We sent you notes. We do not know if you saw them."),
            gettext("Please open Handrail: %(url)s", url=url),
            gettext("Then look at “Are my reminders working?”. It is under “Reminders”."),
            gettext("You get this because you gave us this address. You can take it back on that page."),
        )
        return gettext("A note from Handrail"), "\n\n".join(parts) + "\n"
