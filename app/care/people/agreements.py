"""What was agreed with a helper: begun, changed part by part, paused, ended; each step is kept for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, looks, records, scopes
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.care.people.basis import BASES
from app.care.plan.kinds.fields import clean
from app.care.reminders.times import local, moment
from app.db import lock
from app.errors import Forbidden, Gone, Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Account, Invitation, Patient, ProxyChange, ProxyGrant, Withheld


@dataclass(frozen=True)
class Rests:
    """On what it rests that somebody is let in, and where the paper is."""

    basis: str = "consent"
    document: str = ""

    def problems(self, *, by_person: bool) -> dict[str, Any]:
        """What is wrong with it, by field. The person's own word needs no paper."""
        if self.basis not in BASES or (by_person and self.basis != "consent"):
            return {"basis": _l("Pick what it rests on.")}
        if not by_person and self.basis != "consent" and not clean(self.document):
            return {"document": _l("Write where the paper is, or the note about the talk.")}
        problem = too_long(clean(self.document))
        return {"document": problem} if problem else {}


@dataclass(frozen=True)
class Agreed:
    """A helper and what stands between them and the person now, also while it is paused or has yet to begin."""

    grant: ProxyGrant
    account: Account
    scope: dict[str, list[str]]
    """What was agreed; for the helper without what the team keeps from them, as if it had never been agreed."""

    @property
    def is_paused(self) -> bool:
        return self.grant.paused_at is not None

    @property
    def waits(self) -> bool:
        """Whether its first day is still to come."""
        return self.grant.starts_at > clock.now()


def day_problems(starts_on: date | None, ends_on: date | None, today: date) -> dict[str, Any]:
    """What is wrong with the days of some help, by field."""
    if starts_on is not None and starts_on < today:
        return {"starts_on": _l("The first day cannot be in the past.")}
    if ends_on is not None and ends_on < (starts_on or today):
        words = (
            _l("The last day cannot be before the first.")
            if starts_on
            else _l("The last day cannot be before today.")
        )
        return {"ends_on": words}
    return {}


def begin(session: Session, invitation: Invitation, account: Account, patient: Patient) -> ProxyGrant:
    """The helper takes up what was agreed; what was agreed with them about this person before ends."""
    now = clock.now()
    older = sa.select(ProxyGrant).where(
        ProxyGrant.patient_id == patient.id, ProxyGrant.account_id == account.id, ProxyGrant.standing(now)
    )
    by = Grant(account, patient.id, Capacity.PROXY)
    for row in session.scalars(older):
        row.withdrawn_at = now
        note_change(session, by, row, "ended")
    first = invitation.starts_on
    grant = ProxyGrant(
        patient_id=patient.id,
        account_id=account.id,
        relation=invitation.relation,
        scopes=invitation.scopes,
        basis=invitation.basis,
        document=invitation.document,
        granted_by_id=invitation.created_by_id,
        starts_at=max(now, moment(first, time(0), patient.time_zone)) if first else now,
        ends_at=_end_of(invitation.ends_on, patient.time_zone),
        look=looks.for_new(session, account.id, patient.id),
    )
    session.add(grant)
    session.flush()
    _keep_back(session, grant)
    note_change(session, by, grant, "accepted")
    return grant


def _keep_back(session: Session, grant: ProxyGrant) -> None:
    """What the team keeps from this helper for the person's safety stays kept: a new code is no way around it.

    Nor is a new account: it is kept also from who comes in under the same name, until the team says otherwise.
    """
    kept = (
        sa.select(Withheld, Account)
        .join(ProxyGrant, ProxyGrant.id == Withheld.grant_id)
        .join(Account, Account.id == ProxyGrant.account_id)
        .where(Withheld.patient_id == grant.patient_id, Withheld.ended_at.is_(None))
    )
    name, sections = _plain(session.get_one(Account, grant.account_id).name), set[str]()
    rows = session.execute(kept.order_by(Account.id != grant.account_id, Withheld.since)).all()
    for row, account in rows:
        if account.id == grant.account_id:
            row.grant_id = grant.id
        elif _plain(account.name) == name and row.section not in sections:
            session.add(
                Withheld(
                    patient_id=row.patient_id, grant_id=grant.id, section=row.section, reason=row.reason,
                    by_id=row.by_id, since=clock.now(),
                )
            )  # fmt: skip
        else:
            continue
        sections.add(row.section)
    grant.withheld = sorted(sections)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def of(session: Session, grant: Grant) -> list[Agreed]:
    """Everybody who helps, or will, or is paused; longest first. A helper sees only what was agreed with them."""
    if grant.capacity is not Capacity.PROXY:
        grant.must(Permission.SEE_PEOPLE)
    query = (
        records.of(session, grant, ProxyGrant)
        .add_columns(Account)
        .join(Account, Account.id == ProxyGrant.account_id)
        .where(ProxyGrant.standing(clock.now()), Account.closed_at.is_(None))
        .order_by(ProxyGrant.starts_at, ProxyGrant.id)
    )
    if grant.capacity is Capacity.PROXY:
        query = query.where(ProxyGrant.account_id == grant.actor_id)
    # A helper reads what holds; the person and the team what was agreed. So nothing on the person's screen moves
    # when the team keeps something back, and what they store there says nothing about it.
    read = scopes.of if grant.capacity is Capacity.PROXY else lambda row: scopes.tidy(row.scopes)
    return [Agreed(row, account, read(row)) for row, account in session.execute(query)]


def one(session: Session, grant: Grant, grant_id: str) -> Agreed:
    """One of them. Raises ``NotFound``."""
    for agreed in of(session, grant):
        if agreed.grant.id == grant_id:
            return agreed
    raise NotFound()


def change(
    session: Session, grant: Grant, grant_id: str, scope: scopes.Scope, ends_on: date | None = None
) -> ProxyGrant:
    """From the next request on this is what the helper may do, until the last day if there is one.

    Deciding stays where it was recorded, in the sections that are left. The same again is stored once. What the team
    keeps from the helper stays kept, and is neither agreed nor taken away by this.
    Raises ``Invalid`` naming "bundle" or "ends_on", ``Gone`` when the help has ended.
    """
    _may_change(grant)
    row = _standing(session, grant, grant_id)
    patient = records.one(session, grant, Patient, grant.patient_id)
    wanted = scopes.without_verb(scope, scopes.DECIDE)
    if problems := day_problems(None, ends_on, clock.today(patient.time_zone)):
        raise Invalid(fields=problems)
    if not wanted:
        raise Invalid(fields={"bundle": _l("Something must be left. To take everything away, end the access.")})
    decides = [s for s, verbs in scopes.tidy(row.scopes).items() if scopes.DECIDE in verbs and s in wanted]
    wanted = scopes.tidy({s: [*verbs, *(["decide"] if s in decides else [])] for s, verbs in wanted.items()})
    ends_at = _end_of(ends_on, patient.time_zone)
    if (scopes.tidy(row.scopes), row.ends_at) != (wanted, ends_at):
        row.scopes, row.ends_at = wanted, ends_at
        note_change(session, grant, row, "changed")
        audit.record(session, grant, "change help", "proxy_grant", row.id)
        _reminders_anew(session, grant)
    return row


def pause(session: Session, grant: Grant, grant_id: str) -> ProxyGrant:
    """From the next request on nothing is open to this helper, until somebody goes on with it. Harmless to repeat."""
    _may_change(grant)
    row = _standing(session, grant, grant_id)
    if row.paused_at is None:
        row.paused_at = clock.now()
        note_change(session, grant, row, "paused")
        audit.record(session, grant, "pause help", "proxy_grant", row.id)
        _reminders_anew(session, grant)
    return row


def go_on(session: Session, grant: Grant, grant_id: str) -> ProxyGrant:
    """The pause is over. Harmless to repeat."""
    _may_change(grant)
    row = _standing(session, grant, grant_id)
    if row.paused_at is not None:
        row.paused_at = None
        note_change(session, grant, row, "went_on")
        audit.record(session, grant, "go on with help", "proxy_grant", row.id)
        _reminders_anew(session, grant)
    return row


def end(session: Session, grant: Grant, grant_id: str) -> Account:
    """From now on this helper sees and does nothing here; what they wrote stays, with their name.

    The person may end it, and the team on their word. Harmless to repeat. Returns the helper's account.
    """
    from app.care.people import invitations

    _may_change(grant)
    row = records.one(session, grant, ProxyGrant, grant_id, lock=True)
    _end(session, grant, row, "ended", "end help")
    account = session.get_one(Account, row.account_id)
    invitations.withdraw_for(session, grant, account.name)
    return account


def step_back(session: Session, grant: Grant) -> None:
    """The helper stops helping, of their own accord. Harmless to repeat."""
    from app.care.people import invitations

    if grant.capacity is not Capacity.PROXY:
        raise Forbidden()
    query = records.of(session, grant, ProxyGrant).where(
        ProxyGrant.account_id == grant.actor_id, ProxyGrant.standing(clock.now())
    )
    for row in session.scalars(lock(query)):
        _end(session, grant, row, "stepped_back", "step back from helping")
    invitations.withdraw_for(session, grant, session.get_one(Account, grant.actor_id).name)


def last_day(helps: ProxyGrant, patient: Patient | None) -> date | None:
    """The last day of some help, where the person lives; None when it has no end."""
    last = helps.last_moment
    return local(last, patient.time_zone if patient else "UTC").date() if last else None


def _may_change(grant: Grant) -> None:
    if not (grant.may(Permission.GIVE_ACCESS) or grant.may(Permission.INVITE)):
        raise Forbidden()


def _standing(session: Session, grant: Grant, grant_id: str) -> ProxyGrant:
    row = records.one(session, grant, ProxyGrant, grant_id, lock=True)
    if row.withdrawn_at is not None or (row.ends_at is not None and row.ends_at <= clock.now()):
        raise Gone(_l("This person does not help any more."))
    return row


def _end(session: Session, grant: Grant, row: ProxyGrant, what: str, act: str) -> None:
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        note_change(session, grant, row, what)
        audit.record(session, grant, act, "proxy_grant", row.id)
        _reminders_anew(session, grant)


def note_change(session: Session, grant: Grant, row: ProxyGrant, what: str) -> None:
    """Keep one step of what was agreed, as it is now; ``what`` is a name of ``ProxyChange``."""
    session.add(
        ProxyChange(
            patient_id=grant.patient_id,
            grant_id=row.id,
            what=what,
            scopes=scopes.tidy(row.scopes),
            ends_at=row.ends_at,
            actor_id=grant.actor_id,
            capacity=grant.capacity,
            at=clock.now(),
        )
    )
    session.flush()


def _reminders_anew(session: Session, grant: Grant) -> None:
    from app.care import reminders

    reminders.refresh(session, grant)


def _end_of(last: date | None, zone: str) -> datetime | None:
    """The moment when the last day is over, where the person lives."""
    return moment(last + timedelta(days=1), time(0), zone) if last else None
