"""Set a limit for one person, give it up again, and read what holds: by whom, when and why, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.people.names import accounts_of, called
from app.care.plan import brief
from app.care.progress import holding, limit_words, typed_limits, zones
from app.care.progress.kinds import KINDS, Kind, Unit
from app.care.progress.limits import LIMITS, PERCENT, LimitKind, Limits, Own
from app.care.progress.typed_limits import Typed
from app.care.progress.zones import Zone
from app.errors import Conflict, NotFound
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.models import Account, Patient, PersonalLimit


@dataclass(frozen=True)
class Held:
    """One limit as it holds now. ``row``: what was set last, if ever; ``who`` set it; ``amount`` in words or "".

    ``practice``: what the practice set for everybody, which holds unless it was set for this person.
    """

    kind: LimitKind
    amount: str
    row: PersonalLimit | None = None
    who: str = ""
    practice: Own | None = None

    @property
    def is_own(self) -> bool:
        """Whether it was set for this person, and not given up since."""
        return self.row is not None and self.row.value is not None

    @property
    def plain(self) -> str:
        """The sentence for the person; nothing for a limit that does not exist."""
        return str(self.kind.plain) % {"value": self.amount} if self.amount else ""


@dataclass(frozen=True)
class Holds:
    """All limits of one kind of reading, and the numbers of the person's own plan for it."""

    kind: Kind
    limits: list[Held]
    zones: list[Zone]

    @property
    def own(self) -> list[Held]:
        return [one for one in self.limits if one.is_own]

    @property
    def usual(self) -> list[Held]:
        return [one for one in self.limits if not one.is_own and one.amount]


def of(session: Session, grant: Grant) -> list[Holds]:
    """What holds for the grant's patient, kind by kind, in the unit that they chose. Six statements at most."""
    grant.must(Permission.SEE_PROGRESS)
    patient = records.one(session, grant, Patient, grant.patient_id)
    limits, rows = holding.personal(session, grant), holding.newest_rows(session, grant)
    people = accounts_of(session, {row.set_by_id for row in rows.values()})
    plan = zones.of(brief.active_items(session, grant, zones.ABOUT)) if grant.may(Permission.SEE_PLAN) else []
    found = []
    for kind in KINDS.values():
        unit = kind.unit((patient.units or {}).get(kind.name, "")) or kind.units[0]
        held = [
            _held(known, limits, unit, rows.get(known.name), people)
            for known in LIMITS.values()
            if known.kind == kind.name
        ]
        theirs = [zone for zone in plan if zone.measure == kind.name]
        if held or theirs:
            found.append(Holds(kind, held, theirs))
    return found


def _held(
    known: LimitKind, limits: Limits, unit: Unit, row: PersonalLimit | None, people: dict[str, Account]
) -> Held:
    value = limits.at(known.name, unit)
    code = PERCENT.code if known.percent else unit.code
    amount = limit_words.amount(known, value, code) if value is not None else ""
    who = called(people[row.set_by_id]) if row else ""
    return Held(known, amount, row, who, limits.practice.get(known.name))


def one(session: Session, grant: Grant, name: str) -> Held:
    """One limit in the unit in which it was set, or the first. Raises ``NotFound`` for a name that is none."""
    grant.must(Permission.SEE_PROGRESS)
    if name not in LIMITS:
        raise NotFound()
    known, row = LIMITS[name], holding.newest_rows(session, grant).get(name)
    unit = next((unit for unit in known.units if row and unit.code == row.unit), known.units[0])
    limits = holding.personal(session, grant)
    return _held(known, limits, unit, row, accounts_of(session, {row.set_by_id} if row else set()))


def put(
    session: Session, grant: Grant, name: str, *, value: str, unit: str, why: str, seen: str = ""
) -> PersonalLimit:
    """Set a limit for the grant's patient, with why: the person reads it. From now on readings are held against it.

    ``seen``: id of the row that the form was made from. Raises ``Invalid`` naming "value", "unit" or "why";
    ``Conflict`` when somebody set another one meanwhile; ``NotFound`` for a name that is none. The same sent twice
    is harmless.
    """
    grant.must(Permission.EDIT_PLAN)
    if name not in LIMITS:
        raise NotFound()
    number, code, why = typed_limits.read(
        LIMITS[name], Typed(value, unit, why), lambda: holding.personal(session, grant),
        no_why=_l("Say why, in plain words. The person reads it."),
    )  # fmt: skip
    return _add(session, grant, name, number, code, why, seen)


def give_up(session: Session, grant: Grant, name: str, *, seen: str = "") -> PersonalLimit | None:
    """Go back to the usual limit. Nothing happens when none was set. Raises ``Conflict`` as ``put`` does."""
    grant.must(Permission.EDIT_PLAN)
    last = holding.newest_rows(session, grant).get(name)
    if name not in LIMITS:
        raise NotFound()
    if last is None or last.value is None:
        return last
    return _add(session, grant, name, None, "", "", seen)


def _add(
    session: Session, grant: Grant, name: str, value: float | None, unit: str, why: str, seen: str
) -> PersonalLimit:
    records.one(session, grant, Patient, grant.patient_id, lock=True)  # one after the other
    last = holding.newest_rows(session, grant).get(name)
    if last is not None and (last.value, last.unit, last.why, last.set_by_id) == (value, unit, why, grant.actor_id):
        return last
    if last is not None and last.id != seen:
        theirs = (
            _("the usual limit") if last.value is None else limit_words.amount(LIMITS[name], last.value, last.unit)
        )
        raise Conflict(_l("Somebody set this meanwhile."), mine=why, theirs=f"{theirs}. {last.why}")
    row = PersonalLimit(
        patient_id=grant.patient_id, name=name, value=value, unit=unit, why=why, set_by_id=grant.actor_id,
        set_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, "set limit" if value is not None else "give up limit", name, row.id)
    return row
