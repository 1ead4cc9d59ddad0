"""Helpers who were invited and are not in yet: who they are, and their code taken back or made anew."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people import invitations
from app.care.people.agreements import Rests
from app.errors import Forbidden, Gone, NotFound
from app.i18n import lazy_gettext as _l
from app.models import Invitation, Patient


@dataclass(frozen=True)
class Invited:
    """A code that a helper can still come in with."""

    row: Invitation
    is_ours: bool
    """Whether the side that reads it made the code, and so may take it back: the person, or the team."""


def of(session: Session, grant: Grant) -> list[Invited]:
    """Whoever may still come in to help, the first that was invited first."""
    _must(grant)
    query = (
        records.of(session, grant, Invitation)
        .add_columns(Patient.account_id)
        .join(Patient, Patient.id == Invitation.patient_id)
        .where(
            Invitation.kind == "proxy",
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return [Invited(row, _is_ours(grant, row, person)) for row, person in session.execute(query)]


def take_back(session: Session, grant: Grant, id_: str) -> Invitation:
    """The code opens nothing any more. Harmless to repeat.

    Raises ``NotFound``, ``Forbidden`` for a code that the other side made, ``Gone`` when it was used.
    """
    row = _ours(session, grant, id_)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        session.flush()
        audit.record(session, grant, "take back invitation", "invitation", row.id)
    return row


def again(session: Session, grant: Grant, id_: str) -> tuple[Invitation, str]:
    """A new code for the same helper and the same help; the one before stops working.

    Raises as :func:`take_back` does, also ``Gone`` for a code that was taken back, and ``Invalid`` naming "ends_on"
    when the last day of the help is over.
    """
    row = _ours(session, grant, id_)
    if row.withdrawn_at is not None:
        raise Gone(_l("This code was taken back, or a newer one was made."))
    person = records.one(session, grant, Patient, grant.patient_id)
    waits = row.starts_on is not None and row.starts_on > clock.today(person.time_zone)
    return invitations.invite(
        session,
        grant,
        kind="proxy",
        name=row.invitee_name,
        relation=row.relation,
        scope=row.scopes,
        on=Rests(row.basis, row.document),
        starts_on=row.starts_on if waits else None,
        ends_on=row.ends_on,
    )


def _must(grant: Grant) -> None:
    if not (grant.may(Permission.GIVE_ACCESS) or grant.may(Permission.INVITE)):
        raise Forbidden()


def _is_ours(grant: Grant, row: Invitation, person: str | None) -> bool:
    return (row.created_by_id == person) is not grant.is_team


def _ours(session: Session, grant: Grant, id_: str) -> Invitation:
    _must(grant)
    row = records.one(session, grant, Invitation, id_, lock=True)
    if row.kind != "proxy":
        raise NotFound()
    if not _is_ours(grant, row, records.one(session, grant, Patient, grant.patient_id).account_id):
        raise Forbidden()
    if row.used_at is not None:
        raise Gone(_l("They came in with this code already. You can end their access."))
    return row
