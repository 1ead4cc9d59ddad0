"""Two plans of the same lines, one with a long past and one with none, made by the care functions."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.relationships import find
from app.care.plan import decisions, drafting, offering, reading
from app.db import Database
from app.models import Account, CareTeamMember, Patient

ITEMS, VERSIONS, CHANGED = 60, 20, 6
"""Lines of a plan, versions of the one with a past, lines that change from one version to the next."""
MOST = 1.3
"""What opening the plan with a past may cost of what the other costs: a promise."""
KINDS = ("activity", "goal", "coping_strategy", "follow_up", "information", "community_resource")
ANSWERS = ("yes", "yes", "not_now", "talk", "no")


def two_plans(database: Database, nurse: Account) -> dict[int, tuple[Account, str]]:
    """Two people with the same 60 lines, one in version 1 and one in version 20: versions → account, patient's id.

    Each version changes six lines, and the person answers everything that is open before the next one comes.
    """
    return {versions: _person_with(database, nurse, versions) for versions in (1, VERSIONS)}


def _person_with(database: Database, nurse: Account, versions: int) -> tuple[Account, str]:
    with database.write() as session:
        account, patient = _person(session, nurse, f"Person of {versions}")
        for n in range(ITEMS):
            _put(session, nurse, patient, n, "")
        _offer(session, nurse, patient)
    for version in range(2, versions + 1):
        with database.write() as session:
            _answer(session, account, patient)
            keys = [line.key for line in drafting.draft(session, _grant(session, nurse, patient)).items]
            for n in range(CHANGED):
                at = (version * CHANGED + n) % ITEMS
                _put(session, nurse, patient, at, f", as agreed in talk {version}", keys[at])
            _offer(session, nurse, patient)
    with database.write() as session:
        _answer(session, account, patient)
    return account, patient.id


def _person(session: Session, nurse: Account, name: str) -> tuple[Account, Patient]:
    account = Account(name=name, sign_in=name.lower(), role=None, time_zone="UTC", created_at=clock.now())
    session.add(account)
    session.flush()
    patient = Patient(
        account_id=account.id, full_name=name, preferred_name=name, birth_date=date(1950, 1, 2), phone="",
        time_zone="UTC", created_at=clock.now(),
    )  # fmt: skip
    session.add(patient)
    session.flush()
    session.add(CareTeamMember(patient_id=patient.id, account_id=nurse.id, since=clock.now(), lead=True))
    session.flush()
    return account, patient


def _put(session: Session, nurse: Account, patient: Patient, n: int, more: str, key: str | None = None) -> None:
    words = f"Line number {n} of the plan{more}"
    contents = {
        "activity": {"what": words, "how_much": "10 minutes", "when": "after breakfast"},
        "goal": {"words": words, "why": "To be there in June"},
        "coping_strategy": {"barrier": "own", "if_words": words, "then_words": "I do half of it."},
        "follow_up": {"with_whom": "Nora", "about": words},
        "information": {"what": words, "text": "Short walks are fine.", "source": "Field Clinic"},
        "community_resource": {"what": words, "need": "company"},
    }
    kind, today = KINDS[n % len(KINDS)], clock.today("UTC")
    drafting.save(
        session, _grant(session, nurse, patient), kind=kind, content=contents[kind], owner="patient",
        starts_on=today, ends_on=today + timedelta(days=90), key=key,
    )  # fmt: skip


def _offer(session: Session, nurse: Account, patient: Patient) -> None:
    grant = _grant(session, nurse, patient)
    drafting.set_review_date(session, grant, clock.today("UTC") + timedelta(days=180))
    offering.offer(session, grant)


def _answer(session: Session, account: Account, patient: Patient) -> None:
    grant = _grant(session, account, patient)
    view = reading.current(session, grant)
    for n, line in enumerate(view.open_items):
        if line.is_open:
            decisions.decide(session, grant, line.key, view.number, ANSWERS[n % len(ANSWERS)])


def _grant(session: Session, account: Account, patient: Patient) -> Grant:
    found = find(session, account, patient.id)
    assert found
    return found.grant
