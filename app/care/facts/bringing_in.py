"""Facts from another record: what is new is taken, what is here already is not doubled, and each says why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.facts import rows
from app.care.facts.kinds import KINDS
from app.errors import Invalid
from app.i18n import LazyText
from app.i18n import gettext as _
from app.models import RecordFact


@dataclass(frozen=True)
class Found:
    """A fact as another record has it, in our own parts; ``where`` names it in the report."""

    where: str
    kind: str
    content: Mapping[str, Any]
    source_words: str = ""
    said_on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one piece of the file. ``why`` is empty for what was taken."""

    where: str
    title: str
    taken: bool
    why: str = ""


def bring_in(session: Session, grant: Grant, found: Iterable[Found], *, dry_run: bool = False) -> list[Outcome]:
    """Store what is new; nobody has confirmed it yet. With ``dry_run`` nothing is stored.

    A fact with the same identity (code, or words and day) as any row of the person, ended ones too, is left.
    """
    grant.must(Permission.KEEP_FACTS)
    here: dict[tuple[str, ...], RecordFact] = {}
    for row in session.scalars(records.of(session, grant, RecordFact).order_by(RecordFact.recorded_at)):
        here[(row.kind, *KINDS[row.kind].same(row.content))] = row
    standing = {row.id for row in here.values() if row.ended_at is None}
    allergies = {row.content.get("known") for row in here.values() if row.kind == "allergy" and row.id in standing}
    done: list[Outcome] = []
    for one in found:
        outcome, new = _one(session, grant, one, here, allergies, dry_run=dry_run)
        done.append(outcome)
        if new is not None:
            here[(new.kind, *KINDS[new.kind].same(new.content))] = new
            if new.kind == "allergy":
                allergies.add(new.content["known"])
    if not dry_run:
        audit.record(session, grant, "import facts")
    return done


def _one(
    session: Session, grant: Grant, one: Found, here: Mapping[tuple[str, ...], RecordFact], allergies: set[Any],
    *, dry_run: bool,
) -> tuple[Outcome, RecordFact | None]:  # fmt: skip
    kind = KINDS[one.kind]
    try:
        content = kind.parse(one.content)
    except Invalid as problem:
        words = "; ".join(str(text) for text in problem.fields.values())
        return Outcome(one.where, "", taken=False, why=words), None
    title, same = kind.title(content), (kind.name, *kind.same(content))
    before = here.get(same)
    if before is not None:
        ended = _("It was here, and it has ended or was worded anew.")
        why = _("It is here already.") if before.ended_at is None else ended
        return Outcome(one.where, title, taken=False, why=why), None
    if kind.name == "allergy" and content["known"] == "none" and "yes" in allergies:
        why = _("The list here has allergies. End them first, if they are wrong.")
        return Outcome(one.where, title, taken=False, why=why), None
    if dry_run:
        row = RecordFact(id="", kind=kind.name, content=content)
        return Outcome(one.where, title, taken=True), row
    if kind.name == "allergy" and content["known"] == "yes":
        _end_none_known(session, grant)
    row, _is_new = rows.new_row(
        session, grant, kind.name, content, client_key=_key(same), confirmed=False, source="import",
        source_words=one.source_words, said_on=one.said_on,
    )  # fmt: skip
    audit.record(session, grant, "import fact", kind.name, row.id)
    return Outcome(one.where, title, taken=True), row


def _end_none_known(session: Session, grant: Grant) -> None:
    """«None known» does not stand beside an allergy."""
    query = records.of(session, grant, RecordFact).where(RecordFact.kind == "allergy", RecordFact.ended_at.is_(None))
    for row in session.scalars(query):
        if row.content.get("known") != "yes":
            rows.end(session, grant, row, "no_longer")


def _key(same: tuple[str, ...]) -> str:
    """The same fact has the same key, so that two imports at once store it once."""
    return "import-" + hashlib.sha256(json.dumps(same).encode()).hexdigest()[:48]


NOT_TAKEN = {
    "error": LazyText(lambda: _("It was entered in error there.")),
    "refuted": LazyText(lambda: _("It was ruled out there.")),
    "ended": LazyText(lambda: _("It has ended there.")),
    "not_final": LazyText(lambda: _("It is not final there.")),
    "not_asked": LazyText(lambda: _("It is a draft or a proposal there.")),
    "no_test": LazyText(lambda: _("It is no laboratory result or vital sign.")),
    "no_value": LazyText(lambda: _("It has no result.")),
    "unknown": LazyText(lambda: _("Facts do not come from this type.")),
    "narrow_none": LazyText(lambda: _("It speaks of a part of the allergies only.")),
}
"""Why a piece of a file is left before anybody looks whether it is here."""


def left(where: str, why: str) -> Outcome:
    """A piece that is not taken for one of the reasons in NOT_TAKEN."""
    return Outcome(where, "", taken=False, why=str(NOT_TAKEN[why]))
