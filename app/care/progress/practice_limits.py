"""Limits of readings for the whole practice: set one with why, go back to the usual one, read what was before.

A person's own limit stands above the practice's. What only ever holds for one person (a best peak flow, an own range
of oxygen, a fever) has no limit of a practice. A value that is urgent by itself may be made stricter only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit
from app.access.grants import Capacity, Grant
from app.care.concerns import tuning
from app.care.people.names import accounts_of, called
from app.care.progress import holding, limit_words, typed_limits
from app.care.progress.kinds import Unit
from app.care.progress.limits import LIMITS, LimitKind, Limits
from app.care.progress.typed_limits import Typed
from app.db import lock
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.models import Account, PracticeReadingLimit

STRICTER = {
    "bp_crisis_upper": "below", "bp_crisis_lower": "below", "glucose_very_low": "above", "oxygen_very_low": "above",
    "peak_very_low": "above",
}  # fmt: skip
"""Limits of what is urgent by itself, and on which side of the usual one a practice may set its own [own]."""
KINDS = {name: known for name, known in LIMITS.items() if known.usual}
"""What a practice may set."""


@dataclass(frozen=True)
class Set:
    """A limit as it counts for the practice. ``row`` is None while the usual one counts; ``who`` set it.

    ``before``: what it was earlier, newest first, each in words with who set it.
    """

    kind: LimitKind
    amount: str
    usual: str
    row: PracticeReadingLimit | None = None
    who: str = ""
    before: list[tuple[str, PracticeReadingLimit, str]] = field(default_factory=list)

    @property
    def is_stricter_only(self) -> bool:
        return self.kind.name in STRICTER


def of(session: Session) -> dict[str, Set]:
    """Every limit as it counts for the practice, by name. Two statements."""
    return _sets(session, list(session.scalars(_open())))


def one(session: Session, name: str) -> Set:
    """One limit with what was before. Raises ``NotFound`` for what a practice has no limit of."""
    if name not in KINDS:
        raise NotFound()
    query = sa.select(PracticeReadingLimit).where(PracticeReadingLimit.name == name)
    return _sets(session, list(session.scalars(query.order_by(PracticeReadingLimit.set_at.desc()))))[name]


def put(
    session: Session, account: Account, name: str, *, value: str, unit: str, why: str, seen: str = "",
    request_id: str = "",
) -> None:  # fmt: skip
    """Set a limit for everybody. ``value`` as typed, in ``unit`` (a code); ``seen``: the row that was shown.

    Raises ``Forbidden``, ``NotFound``, ``Invalid`` naming "value", "unit" or "why", ``Conflict`` when somebody set
    another one meanwhile. The same sent twice is stored once.
    """
    known = _known(account, name)
    number, code, why = typed_limits.read(
        known, Typed(value, unit, why), lambda: Limits(practice=holding.practice(session, ZoneInfo("UTC"))),
        no_why=_l("Write why, in a few words."), longest=tuning.LONGEST, also=partial(_looser, known),
    )  # fmt: skip
    _move(session, account, name, (number, code), why, seen, request_id)


def give_up(session: Session, account: Account, name: str, *, seen: str = "", request_id: str = "") -> None:
    """Go back to the usual limit. Nothing happens when none was set. Raises as ``put`` does, also when the usual
    one would be on the wrong side of a limit that the practice set beside it."""
    known = _known(account, name)
    practice = holding.practice(session, ZoneInfo("UTC"))
    practice.pop(name, None)
    for unit in known.units:
        if typed_limits.out_of_range(limits := Limits(practice=practice), known, unit, limits.must(name, unit)):
            raise Invalid(
                fields={"value": _l("The usual limit does not fit the one beside it. Change that one first.")}
            )
    _move(session, account, name, None, "", seen, request_id)


def _known(account: Account, name: str) -> LimitKind:
    if not tuning.may_tune_practice(account):
        raise Forbidden()
    if name not in KINDS:
        raise NotFound()
    return KINDS[name]


def _looser(known: LimitKind, unit: Unit, number: float) -> dict[str, Any]:
    side, usual = STRICTER.get(known.name), Limits().must(known.name, unit)
    if side is None or (number <= usual if side == "below" else number >= usual):
        return {}
    amount = limit_words.amount(known, usual, unit.code)
    if side == "below":
        return {"value": _l("For everybody this can be made stricter only: %(value)s or less.", value=amount)}
    return {"value": _l("For everybody this can be made stricter only: %(value)s or more.", value=amount)}


def _move(
    session: Session, account: Account, name: str, to: tuple[float, str] | None, why: str, seen: str, request_id: str
) -> None:
    old = session.scalars(lock(_open().where(PracticeReadingLimit.name == name))).first()
    if (to is None and old is None) or (old and (old.value, old.unit, old.why) == (*(to or (None, "")), why)):
        return
    if seen != (old.id if old else ""):
        theirs = f"{limit_words.amount(KINDS[name], old.value, old.unit)}. {old.why}" if old else _("the usual limit")
        raise Conflict(_l("Somebody changed this before you."), mine=why, theirs=theirs)
    now, grant = clock.now(), Grant(account, "", Capacity.TEAM, request_id=request_id)
    if old is not None:
        old.ended_at, old.ended_by_id = now, account.id
        session.flush()
    if to is not None:
        row = PracticeReadingLimit(name=name, value=to[0], unit=to[1], why=why, set_by_id=account.id, set_at=now)
        session.add(row)
        session.flush()
    audit.record(session, grant, "tune reading" if to else "untune reading", name, KINDS[name].kind)


def _open() -> Any:
    return sa.select(PracticeReadingLimit).where(PracticeReadingLimit.ended_at.is_(None))


def _sets(session: Session, rows: list[PracticeReadingLimit]) -> dict[str, Set]:
    people = accounts_of(session, {row.set_by_id for row in rows})
    found = {}
    for name, known in KINDS.items():
        first = known.units[0]
        usual = limit_words.amount(known, Limits().must(name, first), first.code)
        theirs = [(limit_words.amount(known, r.value, r.unit), r, called(people[r.set_by_id])) for r in rows
                  if r.name == name]  # fmt: skip
        now = next((one for one in theirs if one[1].ended_at is None), (usual, None, ""))
        before = [one for one in theirs if one[1].ended_at is not None]
        found[name] = Set(known, now[0], usual, now[1], now[2], before)
    return found
