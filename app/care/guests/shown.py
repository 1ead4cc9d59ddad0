"""What a guest sees: exactly the lines that were named, as they stand in the newest version."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.access import policy, private, records
from app.access.grants import Capacity, Grant
from app.care.plan import brief, folding, said, who
from app.care.plan.kinds import KINDS
from app.care.plan.sections import SECTIONS, section_of
from app.i18n import _
from app.models import Account, GuestPass, Patient, PlanItem


@dataclass(frozen=True)
class Shown:
    """One line in words: its part of the plan, its title and its facts."""

    key: str
    part: str
    title: str
    facts: list[tuple[str, str]]

    @property
    def pair(self) -> tuple[str, str]:
        """Key and title, for a list to choose from."""
        return self.key, self.title


def called(row: GuestPass) -> str:
    """«Lina, home care (guest)»."""
    if not row.organisation:
        return _("%(name)s (guest)", name=row.name)
    return _("%(name)s, %(organisation)s (guest)", name=row.name, organisation=row.organisation)


def choosable(session: Session, grant: Grant) -> list[PlanItem]:
    """Lines that may be named: what is open to whoever asks, and for the team nothing private or folded away.

    A line that a clinician has to check first is for nobody to go by.
    """
    lines = [item for item in brief.newest_items(session, grant) if KINDS[item.kind].may_be_used(item.content)]
    if not grant.is_team:
        return lines
    away = folding.folded_among(session, grant, lines)
    return [item for item in lines if item.key not in away and not KINDS[item.kind].is_private]


def parts(lines: list[PlanItem]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The same by part of the plan, for choosing: its name, its title, and key and title of each line."""
    found = []
    for name, section in SECTIONS.items():
        rows = [(i.key, KINDS[i.kind].title(i.content)) for i in lines if section_of(i.kind, i.owner) == name]
        if rows:
            found.append((name, str(section.title), rows))
    return found


def grant_of(session: Session, row: GuestPass, request_id: str = "") -> Grant:
    """What this guest may do now. A line that was folded away since it was named is closed again."""
    named = frozenset(row.keys) - private.folded_away_since(session, row.patient_id, row.made_at)
    allowed = policy.for_guest(may_write=row.may_write)
    return Grant(None, row.patient_id, Capacity.GUEST, allowed, request_id, named=named)


def items(session: Session, grant: Grant) -> list[PlanItem]:
    """The lines that a guest's grant reaches, in the plan's order."""
    query = records.of(session, grant, PlanItem).order_by(PlanItem.position, PlanItem.key)
    return [item for item in session.scalars(query) if KINDS[item.kind].may_be_used(item.content)]


def drawn(session: Session, grant: Grant, lines: list[PlanItem], patient: Patient) -> list[Shown]:
    """These lines in words, as a guest reads them, whoever looks: the person by name, parts in their order."""
    named = who.called(session, grant, {item.owner for item in lines}, patient)
    people = replace(named, reader_id="", accounts=named.accounts | _reader(grant))
    order = list(SECTIONS)
    found = []
    for item in sorted(lines, key=lambda item: order.index(section_of(item.kind, item.owner))):
        part = str(SECTIONS[section_of(item.kind, item.owner)].title)
        found.append(Shown(item.key, part, KINDS[item.kind].title(item.content), said.facts(item, people)))
    return found


def _reader(grant: Grant) -> dict[str, Account]:
    return {grant.actor.id: grant.actor} if grant.actor else {}


def now(session: Session, grant: Grant, row: GuestPass, patient: Patient) -> tuple[list[Shown], bool]:
    """What this guest would see now, as far as the reader may see it too; and whether there is more."""
    reached = items(session, grant_of(session, row))
    mine = {item.key for item in brief.newest_items(session, grant)}
    visible = [item for item in reached if item.key in mine]
    return drawn(session, grant, visible, patient), len(visible) < len(reached)
