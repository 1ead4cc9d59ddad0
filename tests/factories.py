"""A small practice to test in. Everybody in it is made up.

There are always two people with the same kinds of rows: Rosa, whom a test is about, and Ruben, her look-alike.
A query that forgets its patient finds both, and shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access import looks, relationships
from app.access.grants import Grant
from app.access.scopes import from_verbs
from app.models import Account, CareTeamMember, Patient, ProxyGrant

ZONE = "America/Edmonton"


@dataclass(frozen=True)
class World:
    """Accounts and people. `nurse` and `physician` are on both teams, `otto` is Rosa's proxy, `stranger` nobody's.

    `privacy` reads the log and sees no plan.
    """

    nurse: Account
    physician: Account
    clerk: Account
    admin: Account
    privacy: Account
    rosa: Account
    ruben: Account
    otto: Account
    stranger: Account
    rosa_patient: Patient
    ruben_patient: Patient

    def grant(self, session: Session, actor: Account, patient: Patient | None = None) -> Grant:
        """What `actor` may do for `patient` (Rosa unless named) now. AssertionError when they are strangers."""
        patient = patient or self.rosa_patient
        found = relationships.find(session, actor, patient.id)
        assert found, f"{actor.name} has no relationship to {patient.full_name}: make one with a factory first"
        return found.grant


def world(session: Session) -> World:
    """The practice, stored."""
    nurse = account(session, "Nora Field", role="nurse")
    physician = account(session, "Paul Moore", role="physician")
    clerk = account(session, "Carla Dunn", role="clerk")
    admin = account(session, "Adam Pryce", role="admin")
    privacy = account(session, "Fay Ward", role="privacy")
    rosa, ruben = account(session, "Rosa Vega"), account(session, "Ruben Vega")
    otto, stranger = account(session, "Otto Vega"), account(session, "Sam Other")
    rosa_patient = patient(session, rosa, birth_date=date(1948, 5, 4))
    ruben_patient = patient(session, ruben, birth_date=date(1948, 5, 14))
    for person in (rosa_patient, ruben_patient):
        for member in (nurse, physician, clerk):
            team_member(session, member, person, lead=member is nurse)
    proxy(session, otto, rosa_patient, by=rosa)
    return World(nurse, physician, clerk, admin, privacy, rosa, ruben, otto, stranger, rosa_patient, ruben_patient)


def account(session: Session, name: str, *, role: str | None = None, language: str = "en") -> Account:
    """Somebody who can sign in; staff when they have a role. No passphrase: tests start the session directly."""
    made = Account(
        name=name,
        sign_in=name.lower().replace(" ", "."),
        role=role,
        language=language,
        time_zone=ZONE,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def patient(session: Session, owner: Account | None, *, name: str = "", birth_date: date | None = None) -> Patient:
    """A person with a record; without an owner somebody who only uses paper."""
    name = name or (owner.name if owner else "Pia Paper")
    made = Patient(
        account_id=owner.id if owner else None,
        full_name=name,
        preferred_name=name.split()[0],
        birth_date=birth_date or date(1950, 1, 2),
        phone="555 0142",
        time_zone=ZONE,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def team_member(session: Session, member: Account, person: Patient, *, lead: bool = False) -> CareTeamMember:
    """Put a member of staff on a person's care team, since yesterday."""
    made = CareTeamMember(
        patient_id=person.id, account_id=member.id, lead=lead, since=clock.now() - timedelta(days=1)
    )
    session.add(made)
    session.flush()
    return made


def proxy(
    session: Session,
    helper: Account,
    person: Patient,
    *,
    by: Account,
    scopes: tuple[str, ...] | dict[str, list[str]] = ("see", "log"),
    days: int | None = None,
) -> ProxyGrant:
    """Let somebody act for a person, since yesterday, for `days` or without an end."""
    made = ProxyGrant(
        patient_id=person.id,
        account_id=helper.id,
        relation="son",
        scopes=from_verbs(scopes) if not isinstance(scopes, dict) else scopes,
        granted_by_id=by.id,
        starts_at=clock.now() - timedelta(days=1),
        ends_at=clock.now() + timedelta(days=days) if days else None,
        look=looks.for_new(session, helper.id, person.id),
    )
    session.add(made)
    session.flush()
    return made
