"""Pressure and safety: what the team asks somebody alone, and keeping a section from a helper without a word to them.

Only the team reads any of it. A helper from whom a section is kept sees what somebody sees who never had it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, named, records, scopes
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.people.names import accounts_of
from app.care.plan.kinds.fields import clean
from app.errors import Invalid
from app.i18n import lazy_gettext as _l
from app.models import Account, ProxyGrant, SafetyTalk, Withheld

QUESTIONS = {
    "afraid": _l("Is there anybody at home or around you of whom you are afraid?"),
    "pressed": _l("Does anybody press you to say yes or no to something here?"),
    "phone": _l("Does anybody look at your phone when you do not want it?"),
    "money": _l("Does anybody take your money, or stop you from getting care?"),
    "keep": _l("Is there something here that a helper should not see?"),
}
"""Asked by a member of the team, in these words or their own, with nobody else in the room."""
ANSWERS = {
    "yes": _l("Yes"), "no": _l("No"), "unsure": _l("Not sure, or no answer"), "not_asked": _l("Not asked"),
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A section kept from a helper, and by whom."""

    row: Withheld
    helper: Account
    by: Account


def note_talk(session: Session, grant: Grant, alone: bool, answers: dict[str, str], words: str = "") -> SafetyTalk:
    """Keep what was asked and heard. Raises ``Invalid``: questions are only for when nobody else is there."""
    grant.must(Permission.KEEP_SAFE)
    words = clean(words)
    given = {name: answers.get(name, "not_asked") for name in QUESTIONS}
    wrong = {name: _l("Pick one of the answers.") for name, answer in given.items() if answer not in ANSWERS}
    asked = any(answer != "not_asked" for answer in given.values())
    if asked and not alone:
        wrong["alone"] = _l("Ask this only when nobody else is there, and say so here.")
    if not asked and not words:
        wrong["words"] = _l("Nothing was asked or written.")
    if problem := too_long(words):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    row = SafetyTalk(
        patient_id=grant.patient_id, alone=alone, answers=given, words=words, by_id=grant.actor_id, at=clock.now()
    )
    session.add(row)
    session.flush()
    audit.record(session, grant, "safety talk", "safety_talk", row.id)
    return row


def talks(session: Session, grant: Grant) -> list[tuple[SafetyTalk, Account]]:
    """What was asked and heard, newest first; for the team alone."""
    grant.must(Permission.KEEP_SAFE)
    query = records.of(session, grant, SafetyTalk).add_columns(Account).join(Account, Account.id == SafetyTalk.by_id)
    return [(row, by) for row, by in session.execute(query.order_by(SafetyTalk.at.desc(), SafetyTalk.id).limit(50))]


def kept(session: Session, grant: Grant) -> list[Kept]:
    """Which sections are kept from whom now; for the team alone."""
    grant.must(Permission.KEEP_SAFE)
    query = records.of(session, grant, Withheld).where(Withheld.ended_at.is_(None)).order_by(Withheld.since)
    rows = list(session.scalars(query))
    of_grant = {row.id: row.account_id for row in session.scalars(records.of(session, grant, ProxyGrant))}
    people = accounts_of(session, {*of_grant.values(), *(row.by_id for row in rows)}) if rows else {}
    return [Kept(row, people[of_grant[row.grant_id]], people[row.by_id]) for row in rows]


def keep_from(session: Session, grant: Grant, grant_id: str, section: str, reason: str) -> Withheld:
    """From the next request on this section does not exist for this helper; nothing tells them.

    Raises ``Invalid`` naming "helper", "section" or "reason", ``NotFound`` for a helper who is not this person's.
    """
    grant.must(Permission.KEEP_SAFE)
    named.rows(session, grant, ProxyGrant.id, [grant_id])
    reason = clean(reason)
    wrong = {}
    if not grant_id:
        wrong["helper"] = _l("Choose which helper.")
    if section not in scopes.SECTIONS:
        wrong["section"] = _l("Pick what they should not see.")
    if not reason:
        wrong["reason"] = _l("Say why, for your colleagues.")
    elif problem := too_long(reason):
        wrong["reason"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    helps = records.one(session, grant, ProxyGrant, grant_id, lock=True)
    for row in _open(session, grant, grant_id):
        if row.section == section:
            return row
    row = Withheld(
        patient_id=grant.patient_id, grant_id=grant_id, section=section, reason=reason, by_id=grant.actor_id,
        since=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _hold(session, grant, helps, "safety keep")
    return row


def show_again(session: Session, grant: Grant, row_id: str) -> None:
    """The helper sees the section again, if it is still agreed. Harmless to repeat. Raises ``NotFound``."""
    grant.must(Permission.KEEP_SAFE)
    row = records.one(session, grant, Withheld, row_id, lock=True)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = clock.now(), grant.actor_id
        session.flush()
        _hold(session, grant, records.one(session, grant, ProxyGrant, row.grant_id, lock=True), "safety show again")


def _open(session: Session, grant: Grant, grant_id: str) -> list[Withheld]:
    query = records.of(session, grant, Withheld).where(Withheld.grant_id == grant_id, Withheld.ended_at.is_(None))
    return list(session.scalars(query))


def _hold(session: Session, grant: Grant, helps: ProxyGrant, act: str) -> None:
    """What the lock reads is worked out from the rows, so that the two never say different things."""
    from app.care import reminders

    helps.withheld = sorted({row.section for row in _open(session, grant, helps.id)})
    audit.record(session, grant, act, "proxy_grant", helps.id)
    session.flush()
    reminders.refresh(session, grant)
