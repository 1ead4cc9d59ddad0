"""The amount of a limit in words: a pulse is counted in beats a minute, everything else in the unit of its kind."""

from __future__ import annotations

from app.care.progress import say
from app.care.progress.limits import LimitKind
from app.i18n import format_number
from app.i18n import gettext as _


def amount(known: LimitKind, value: float, unit: str) -> str:
    """«120 beats a minute», «1.5 kg», «80 %»."""
    if known.name.startswith("pulse_"):
        return _("%(value)s beats a minute", value=format_number(value))
    return say.amount(known.kind, value, unit)
