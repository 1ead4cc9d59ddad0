"""All of a person's plan, read through a grant and handed out as one file. Handing out is a read with a trace.

Answers are here to be shown beside the lines. Nothing is opened, started or left out because of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.names import accounts_of
from app.care.plan import counting, notes, versions
from app.care.plan.sections import PATIENT
from app.errors import NotFound
from app.fhir.lived_rows import Lived
from app.fhir.lived_rows import of as lived_of
from app.i18n import lazy_gettext as _l
from app.models import (
    Account,
    CareTeamMember,
    Decision,
    ItemNote,
    Patient,
    PlanItem,
    PlanVersion,
    ProgressEntry,
    ProxyGrant,
    Question,
)


@dataclass(frozen=True)
class Record:
    """What the bundle is made of: the newest version, its lines, and what was said about them."""

    patient: Patient
    version: PlanVersion
    items: list[PlanItem]
    at: datetime
    accounts: Mapping[str, Account] = field(default_factory=dict)
    team: list[CareTeamMember] = field(default_factory=list)
    helpers: list[ProxyGrant] = field(default_factory=list)
    answers: list[Decision] = field(default_factory=list)
    """Every answer, oldest first."""
    questions: list[Question] = field(default_factory=list)
    notes: list[ItemNote] = field(default_factory=list)
    """Words beside lines that nobody took back, oldest first."""
    used: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How often each coping strategy was used and helped, by key."""
    lived: Lived = field(default_factory=Lived)
    """What happened: readings, entries, how near and how sure; and what was arranged."""

    @property
    def newest_answers(self) -> dict[str, Decision]:
        """The answer that counts for each key."""
        rows: dict[str, list[Decision]] = {}
        for answer in self.answers:
            rows.setdefault(answer.key, []).append(answer)
        found = {key: counting.of(of_key).counts for key, of_key in rows.items()}
        return {key: answer for key, answer in found.items() if answer is not None}


def export(session: Session, grant: Grant, base: str) -> dict[str, Any]:
    """The bundle of the person's plan, and a row in the audit. ``base``: the installation's address.

    Raises ``Forbidden`` for whoever may not take the plan along, ``NotFound`` while nothing was offered.
    """
    from app.fhir.careplan import bundle

    made = bundle(gather(session, grant), base)
    audit.record(session, grant, "export", "plan_version", made["entry"][0]["resource"]["id"])
    return made


def gather(session: Session, grant: Grant) -> Record:
    """The rows. Raises ``NotFound`` while nothing was offered."""
    grant.must(Permission.EXPORT)
    patient = records.one(session, grant, Patient, grant.patient_id)
    version = versions.newest(session, grant)
    if version is None:
        raise NotFound(_l("There is no plan yet."))
    items = versions.items_of(session, grant, [version.number])[version.number]
    now = clock.now()
    on_team = records.of(session, grant, CareTeamMember).where(CareTeamMember.in_force(now))
    helping = records.of(session, grant, ProxyGrant).where(ProxyGrant.in_force(now))
    team = list(session.scalars(on_team.order_by(CareTeamMember.since, CareTeamMember.id)))
    helpers = list(session.scalars(helping.order_by(ProxyGrant.starts_at, ProxyGrant.id)))
    answers = list(session.scalars(records.of(session, grant, Decision).order_by(Decision.at, Decision.id)))
    asked_now = records.of(session, grant, Question).where(Question.withdrawn_at.is_(None))
    questions = list(session.scalars(asked_now.order_by(Question.asked_at, Question.id)))
    beside = [note for of_line in notes.by_line(session, grant).values() for note in of_line]
    ids: set[str | None] = {version.offered_by_id, *(row.account_id for row in team)}
    ids.update(row.account_id for row in helpers)
    ids.update(id_ for item in items for id_ in (item.owner, item.author_id))
    ids.update(answer.actor_id for answer in answers)
    ids.update(note.actor_id for note in beside)
    ids.update(id_ for asked in questions for id_ in (asked.asked_by_id, asked.owner_id, asked.answered_by_id))
    happened = lived_of(session, grant)
    ids.update(happened.people())
    accounts = accounts_of(session, [id_ for id_ in ids if id_ and id_ != PATIENT])
    return Record(
        patient, version, items, now, dict(sorted(accounts.items())), team, helpers, answers, questions,
        beside, _used(happened.entries), happened,
    )  # fmt: skip


def _used(entries: Iterable[ProgressEntry]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for entry in entries:
        if entry.coping_key:
            counts = found.setdefault(entry.coping_key, {"timesUsed": 0, "helped": 0})
            counts["timesUsed"] += 1
            counts["helped"] += entry.helped in ("yes", "a_little")
    return found
