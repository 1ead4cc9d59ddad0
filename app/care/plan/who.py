"""What people are called on a plan: first name and role, "you" for the reader, both names for a helper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Capacity, Grant
from app.care.people import names
from app.care.plan.sections import PATIENT
from app.i18n import _
from app.models import Account, Patient


@dataclass(frozen=True)
class People:
    """Names for one reader of one plan. Unknown ids are "your team"."""

    patient: Patient
    reader_id: str
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def is_self(self) -> bool:
        return self.reader_id == self.patient.account_id

    def name(self, account_id: str | None) -> str:
        """«Ines (nurse)», «Rosa», «You»."""
        if account_id == self.reader_id:
            return _("You")
        if account_id == self.patient.account_id or account_id == PATIENT:
            return self.patient.preferred_name
        account = self.accounts.get(account_id or "")
        return names.called(account) if account else _("Your team")

    def owner(self, owner: str) -> str:
        """Who does it."""
        return _("You") if owner == PATIENT and self.is_self else self.name(owner)

    def reads_words_of(self, actor_id: str) -> bool:
        """On a page of the patient side: own words for the team are read by the person and by whoever wrote them.

        Another helper sees that something was said, not what: it may hold what their access does not open.
        """
        return self.is_self or actor_id == self.reader_id

    def by(self, actor_id: str, capacity: str) -> str:
        """Who did something; both names when a helper did it, or when somebody typed in what came on paper."""
        if capacity == Capacity.PAPER:
            name, staff = self.name(self.patient.account_id or PATIENT), self.name(actor_id)
            return _("%(name)s, on paper, entered by %(staff)s", name=name, staff=staff)
        if capacity == Capacity.PROXY:
            return _("%(helper)s, for %(name)s", helper=self.name(actor_id), name=self.patient.preferred_name)
        return self.name(actor_id)


def called(session: Session, grant: Grant, ids: Iterable[str | None], patient: Patient | None = None) -> People:
    """Names for these account ids, in one statement (none when there is nobody to look up)."""
    patient = patient or records.one(session, grant, Patient, grant.patient_id)
    reader = grant.actor.id if grant.actor else ""
    wanted = {id_ for id_ in ids if id_ and id_ not in (PATIENT, patient.account_id, reader)}
    return People(patient, reader, names.accounts_of(session, wanted))
