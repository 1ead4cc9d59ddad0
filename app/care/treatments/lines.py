"""The treatments of a plan as their pages need them, and what was said about them as sentences."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import versions
from app.care.treatments.choices import CHECK, MARKS, RESULT, SORT, TOO_MUCH
from app.errors import NotFound
from app.i18n import _
from app.models import PlanItem, TreatmentWord


def one(session: Session, grant: Grant, key: str, kind: str = "treatment") -> PlanItem:
    """One treatment (or trial) of the newest version. Raises ``NotFound`` for any other line."""
    grant.must(Permission.SEE_PLAN)
    item = versions.current_item(session, grant, key)
    if item.kind != kind:
        raise NotFound()
    return item


def every(session: Session, grant: Grant, *kinds: str) -> list[PlanItem]:
    """The treatments (or lines of these kinds) of the newest version, in their order."""
    grant.must(Permission.SEE_PLAN)
    newest = versions.newest(session, grant)
    if newest is None:
        return []
    items = versions.items_of(session, grant, [newest.number])[newest.number]
    return [item for item in items if item.kind in (kinds or ("treatment",))]


def in_words(row: TreatmentWord) -> str:
    """What was picked, as a sentence that a person and their team both can read."""
    if row.kind == "side_effect":
        return _side_effect(row)
    if row.kind == "lean":
        return _lean(row)
    if row.kind == "kept":
        return _("Looked at together, and kept")
    if row.kind == "result":
        return _result(row)
    if row.kind == "mark":
        return "; ".join(str(MARKS[name]) for name in row.value.split(",") if name in MARKS)
    known = {"too_much": TOO_MUCH, "sort": SORT, "check": CHECK}[row.kind]
    return str(known.get(row.value, row.value))


def _side_effect(row: TreatmentWord) -> str:
    if row.value == "own":
        return _("A side effect")
    if row.value == "serious":
        return _("A serious side effect: %(effect)s", effect=row.about)
    return _("A side effect: %(effect)s", effect=row.about)


def _lean(row: TreatmentWord) -> str:
    if row.value == "unsure":
        return _("Not sure yet which way")
    if row.value == "this":
        return _("Leans to this treatment")
    return _("Leans to another way: %(way)s", way=row.about)


def _result(row: TreatmentWord) -> str:
    if row.capacity == "team":
        words = {
            "keep": _("Decided together: go on with it"),
            "change": _("Decided together: change something about it"),
            "stop": _("Decided together: end it"),
        }
        return words.get(row.value, row.value)
    words = {
        "keep": _("Would like to go on with it"),
        "change": _("Would like to change something about it"),
        "stop": _("Would like to end it"),
        "talk": _("Would like to talk about it"),
    }
    return words.get(row.value, str(RESULT.get(row.value, row.value)))


def to_do_now(item: PlanItem, row: TreatmentWord) -> str:
    """What the plan says to do about what was just said: the person's own agreed words, or nothing."""
    if row.kind == "side_effect" and row.value in ("common", "serious"):
        effects = item.content.get(row.value) or []
        return next((str(each.get("todo") or "") for each in effects if each["what"] == row.about), "")
    if row.kind == "check" and row.value == "worse":
        parts = (item.content.get("stop_if"), item.content.get("stop_todo"))
        return "\n".join(str(part) for part in parts if part)
    return ""
