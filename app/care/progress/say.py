"""A reading and an entry in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.care.people.names import accounts_of, called
from app.care.progress.kinds import KINDS
from app.i18n import format_number
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l

OUTCOMES = {
    "did": _l("Did it"),
    "partly": _l("Partly"),
    "not_this_time": _l("Not this time"),
    "no_longer_fits": _l("No longer fits"),
}


def reading(kind: str, values: Mapping[str, Any], unit: str) -> str:
    """«Blood pressure 132 over 84, pulse 70», «Weight 71.5 kg», «Pain 3 out of 10»."""
    known = KINDS.get(kind)
    if known is None:
        return ""
    said = {name: _value(value) for name, value in values.items()}
    if kind == "blood_pressure":
        words = _("Blood pressure %(systolic)s over %(diastolic)s", **said)
        if "pulse" in said:
            words = _("Blood pressure %(systolic)s over %(diastolic)s, pulse %(pulse)s", **said)
        return _("%(reading)s, irregular beat", reading=words) if values.get("irregular") == "yes" else words
    value = said.get(known.main.name, "")
    if known.scale:
        return _("%(what)s %(value)s out of 10", what=known.title, value=value)
    if kind == "steps":
        return _("%(value)s steps", value=value)
    if kind == "activity_minutes":
        return _("%(value)s active minutes in 7 days", value=value)
    shown = known.unit(unit)
    return _("%(what)s %(value)s %(unit)s", what=known.title, value=value, unit=shown.shown if shown else unit)


def amount(kind: str, value: float, unit: str) -> str:
    """«72 kg», «185 mmHg»: one number with its unit."""
    known = KINDS.get(kind)
    shown = known.unit(unit) if known else None
    return _("%(value)s %(unit)s", value=format_number(value), unit=shown.shown if shown else unit).strip()


def value_only(kind: str, values: Mapping[str, Any]) -> str:
    """«132 over 84», «71.5»: for tables whose heading has the unit."""
    said = {name: _value(value) for name, value in values.items()}
    if kind == "blood_pressure":
        return _("%(systolic)s over %(diastolic)s", **said)
    return said.get(KINDS[kind].main.name, "") if kind in KINDS else ""


def who(capacity: str, actor: str, patient_name: str) -> str:
    """Both names for an entry by a helper or the team («Otto for Rosa»); nothing for the person's own."""
    if capacity in ("proxy", "team"):
        return _("%(helper)s for %(person)s", helper=actor, person=patient_name)
    return ""


def names_of(session: Session, ids: set[str]) -> dict[str, str]:
    """What these accounts are called («Ines (nurse)», «Otto»), in one statement (none for nobody)."""
    return {id_: called(account) for id_, account in accounts_of(session, ids).items()}


def _value(value: Any) -> str:
    return format_number(value) if isinstance(value, (int, float)) else str(value)
