"""Words about a treatment or a trial: stored as rows, never edited, each can be taken back. None changes the plan.

A side effect, "too much for me" and "I do not take it" reach the team as a line of the worklist with an owner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.limits import too_long
from app.care.people.patients import lead_of
from app.care.plan import versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.care.progress import once
from app.care.progress.measurements import may_take_back
from app.care.treatments.choices import CHECK, LEAN, MARKS, RESULT, SORT, TEAM_RESULT, TOO_MUCH
from app.errors import Invalid, NotFound
from app.i18n import lazy_gettext as _l
from app.models import PlanItem, TreatmentWord

NEEDS = {
    "side_effect": Permission.LOG,
    "too_much": Permission.LOG,
    "mark": Permission.LOG,
    "check": Permission.LOG,
    "sort": Permission.DECIDE,
    "lean": Permission.DECIDE,
    "result": Permission.DECIDE,
    "kept": Permission.REVIEW,
}
"""Reports may come from a helper who logs; what somebody wants comes from the person alone."""
ABOUT_TRIALS = ("check", "result")
RAISES = {"side_effect": "side_effect", "too_much": "too_much", "mark": "not_taking", "check": "trial_worse"}
URGENT_WITHIN = timedelta(hours=4)


@dataclass
class Said:
    """Everything said about one line that stands, oldest first."""

    rows: list[TreatmentWord] = field(default_factory=list)

    def newest(self, kind: str, team: bool | None = None) -> TreatmentWord | None:
        """The row of this kind that counts; ``team`` True or False asks for one side only."""
        found = [r for r in self.rows if r.kind == kind and (team is None or (r.capacity == "team") is team)]
        return found[-1] if found else None

    def all(self, kind: str) -> list[TreatmentWord]:
        """Every row of this kind, newest first."""
        return [row for row in reversed(self.rows) if row.kind == kind]


def say(
    session: Session, grant: Grant, key: str, kind: str, value: str, words: str = "", *, client_key: str
) -> TreatmentWord:
    """Store what was said about the line ``key`` of the newest version.

    ``value``: a name of choices.py; for "side_effect" "common.0", "serious.1" or "own"; for "lean" also "other.0";
    for "mark" several, with commas. A repeat of the client key gives the stored row. Raises ``Invalid`` naming
    "value" or "words", ``NotFound`` for another line, ``Forbidden``, ``Conflict`` for a used client key.
    """
    grant.must(Permission.REVIEW if kind == "result" and grant.is_team else NEEDS[kind])
    words = clean(words)
    item = versions.current_item(session, grant, key)
    if item.kind != ("trial" if kind in ABOUT_TRIALS else "treatment"):
        raise NotFound()
    grant.must(Permission.REVIEW if kind == "result" and grant.is_team else NEEDS[kind], item.kind)
    if problem := too_long(words):
        raise Invalid(fields={"words": problem})
    before = once.stored(session, grant, TreatmentWord, client_key)
    value, about = _picked(item, kind, value, words, team=grant.is_team)
    if before is not None:
        once.must_be_same(before, key=key, kind=kind, words=words, value=value, about=about)
        return before
    row, is_new = once.add(
        session, grant, TreatmentWord,
        key=key, kind=kind, value=value, about=about, words=words, at=_after_the_last(session, grant, key),
        client_key=client_key,
    )  # fmt: skip
    if is_new:
        audit.record(session, grant, f"say {kind}", "plan_item", key)
        _raise(session, grant, row, item)
    return row


def _after_the_last(session: Session, grant: Grant, key: str) -> datetime:
    """Now, but after every other word about the line: the newest counts, also within one tick of the clock."""
    query = records.of(session, grant, TreatmentWord).where(TreatmentWord.key == key)
    return versions.later_than(session.scalar(query.with_only_columns(sa.func.max(TreatmentWord.at))))


def _picked(item: PlanItem, kind: str, value: str, words: str, *, team: bool) -> tuple[str, str]:
    """The value as it is stored, and what it stands for. Raises ``Invalid``."""
    if kind == "side_effect":
        return _effect(item, value, words)
    if kind == "kept":
        return "kept", ""
    if kind == "result":
        return _one_of(TEAM_RESULT if team else RESULT, value), item.ends_on.isoformat()
    if kind == "mark":
        marks = [name for name in MARKS if name in value.split(",")]
        if not marks:
            raise Invalid(fields={"value": _l("Choose one or more.")})
        return ",".join(marks), ""
    if kind == "lean":
        return _lean(item, value)
    return _one_of({"too_much": TOO_MUCH, "sort": SORT, "check": CHECK}[kind], value), ""


def _one_of(known: Any, value: str) -> str:
    if value not in known:
        raise Invalid(fields={"value": _l("Choose one of the answers.")})
    return value


def _effect(item: PlanItem, value: str, words: str) -> tuple[str, str]:
    if value == "own":
        if not words:
            raise Invalid(fields={"words": _l("Write what you notice.")})
        return "own", ""
    which, _dot, number = value.partition(".")
    listed = item.content.get(which) or [] if which in ("common", "serious") else []
    if not number.isdecimal() or len(number) > 2 or int(number) >= len(listed):
        raise Invalid(fields={"value": _l("Choose one, or write what you notice.")})
    return which, str(listed[int(number)]["what"])


def _lean(item: PlanItem, value: str) -> tuple[str, str]:
    from app.care.plan.kinds.treatment_words import alternatives

    which, _dot, number = value.partition(".")
    others = alternatives(item.content)
    if which == "other" and number.isdecimal() and len(number) <= 2 and int(number) < len(others):
        return "other", others[int(number)]["what"]
    return _one_of({name: LEAN[name] for name in ("this", "unsure")}, value), ""


def _raise(session: Session, grant: Grant, row: TreatmentWord, item: PlanItem) -> None:
    """Bring to the worklist what needs eyes; each report is a line of its own, so that none hides another."""
    serious = row.kind == "side_effect" and row.value == "serious"
    never_alone = bool(item.content.get("never_alone"))
    if row.kind not in RAISES or (row.kind == "check" and row.value != "worse"):
        return
    if row.kind == "mark" and "not_taking" not in row.value:
        return
    lead = lead_of(session, grant.patient_id)
    concerns.raise_concern(
        session, grant, rule=RAISES[row.kind], subject=row.id, owner_id=lead.id if lead else None,
        band="urgent" if serious else "soon" if row.kind == "mark" and never_alone else None,
        due_at=clock.now() + URGENT_WITHIN if serious else None,
        why={
            "title": KINDS[item.kind].title(item.content), "key": row.key, "value": row.value, "about": row.about,
            "words": row.words[:200], "serious": serious, "never_alone": never_alone,
        },
    )  # fmt: skip


def undo(session: Session, grant: Grant, word_id: str) -> TreatmentWord:
    """Take something back: it stays stored and is shown nowhere. Its line on the worklist closes.

    But not the line of a serious side effect: that stays open and says that it was taken back, so that somebody
    asks. The person may take back anything of their side, others what they wrote (``Forbidden`` otherwise).
    """
    row = records.one(session, grant, TreatmentWord, word_id, lock=True)
    grant.must(Permission.REVIEW if row.capacity == "team" else NEEDS[row.kind])
    may_take_back(grant, row.actor_id)
    if row.undone_at is None:
        row.undone_at = clock.now()
        audit.record(session, grant, "undo word", "treatment_word", row.id)
        session.flush()
        if row.kind == "side_effect" and row.value == "serious":
            concerns.note_taken_back(session, grant, RAISES[row.kind], row.id)
        elif row.kind in RAISES:
            concerns.close_concern_for(session, grant, RAISES[row.kind], row.id, outcome="taken_back")
    return row


def one(session: Session, grant: Grant, word_id: str) -> TreatmentWord:
    """One row of the grant's patient. Raises ``NotFound``."""
    grant.must(Permission.SEE_PROGRESS)
    return records.one(session, grant, TreatmentWord, word_id)


def by_line(session: Session, grant: Grant, key: str | None = None) -> dict[str, Said]:
    """What stands, by the key of its line (of one line only with ``key``). One statement."""
    grant.must(Permission.SEE_PROGRESS)
    query = records.of(session, grant, TreatmentWord).where(TreatmentWord.undone_at.is_(None))
    if key is not None:
        query = query.where(TreatmentWord.key == key)
    found: dict[str, Said] = {}
    for row in session.scalars(query.order_by(TreatmentWord.at.desc(), TreatmentWord.id.desc()).limit(500)):
        found.setdefault(row.key, Said()).rows.insert(0, row)
    return found


def about(session: Session, grant: Grant, key: str) -> Said:
    """What stands about one line."""
    return by_line(session, grant, key).get(key, Said())
