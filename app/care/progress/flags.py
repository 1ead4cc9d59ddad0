"""Readings that a nurse should see: the rule, its limit with the source, and the words for both sides.

Nothing here diagnoses or names a medicine: it says what was measured, what the limit is, and whom to ring.
[V] and [M] limits are defaults from the named guidance; [own] are proposals of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.care.progress import say
from app.care.progress.kinds import KINDS
from app.i18n import format_moment
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l

OLD = timedelta(hours=24)
"""A reading older than this asks "is this still so?" before it alarms."""


@dataclass(frozen=True)
class Flag:
    """One rule. ``team``: the reason on the worklist. ``title`` and ``steps``: what the phone says now.

    ``band`` is none when it only speaks on the phone. ``asks``: a question whose yes makes it urgent.
    """

    name: str
    band: str | None
    team: Any
    title: Any
    steps: tuple[Any, ...]
    source: str
    asks: Any = None
    emergency: bool = False


STILL_HIGH = _l("Still this high? Ring us. When we are closed, ring the out-of-hours number.")
AS_AGREED = _l("Do what you and your team agreed for a reading like this.")
RING_IF_UNWELL = _l("Do you feel unwell, or are you worried? Ring us.")

FLAGS: dict[str, Flag] = {
    flag.name: flag
    for flag in (
        Flag(
            "bp_crisis", "urgent",
            _l("At or above 180 over 120."),
            _l("This is very high"),
            (
                _l("If not: sit and rest for 5 minutes. Then measure again."),
                STILL_HIGH,
            ),
            "Systolic ≥180 or diastolic ≥120: rest, repeat, call; with symptoms emergency [V].",
            asks=_l("Do you have chest pain, trouble breathing, weakness, or trouble seeing or speaking?"),
            emergency=True,
        ),
        Flag(
            "bp_low", None,
            _l("At or below 90, and dizzy or faint."),
            _l("This is low"),
            (_l("Sit or lie down if you feel dizzy or faint."), RING_IF_UNWELL),
            "Systolic ≤90 with dizziness [M].",
            asks=_l("Do you feel dizzy or faint?"), emergency=True,
        ),
        Flag(
            "pulse", "soon",
            _l("Pulse above 120 or below 45 at rest."),
            _l("Your pulse is outside the usual range"),
            (_l("Sit and rest for 5 minutes. Then measure again."), RING_IF_UNWELL),
            "Resting pulse >120 or <45 [M].",
            asks=_l("Do you have chest pain, trouble breathing, or do you feel faint?"), emergency=True,
        ),
        Flag(
            "bp_mean", "routine",
            _l("The average over 7 days is 135 over 85 or more."),
            _l("Your average is higher than the usual goal"),
            (_l("One high reading says little. Your average over several days says more."),
             _l("Your team looks at it with you.")),
            "Home mean ≥135/85 over at least 4 days of paired readings, 12 readings in 7 days (NICE home limit [M]).",
        ),
        Flag(
            "glucose_very_low", "urgent",
            _l("Below 54 mg/dL (3.0 mmol/L)."),
            _l("This is very low"),
            (AS_AGREED, _l("Measure again after 15 minutes."),
             _l("Do you feel confused or very sleepy? Let somebody ring the emergency number.")),
            "ADA level 2: below 54 mg/dL (3.0 mmol/L) [V].", emergency=True,
        ),
        Flag(
            "glucose_low", None,
            _l("Below 70 mg/dL (3.9 mmol/L) twice in 7 days."),
            _l("This is low"),
            (AS_AGREED, _l("Measure again after 15 minutes."), RING_IF_UNWELL),
            "ADA level 1: below 70 mg/dL (3.9 mmol/L); two in 7 days go to the team [V].",
        ),
        Flag(
            "glucose_high", None,
            _l("Above 250 mg/dL (13.9 mmol/L) twice in 7 days."),
            _l("This is high"),
            (AS_AGREED, RING_IF_UNWELL),
            "ADA high level 2: above 250 mg/dL (13.9 mmol/L), twice [V].",
        ),
        Flag(
            "weight_day", "soon",
            _l("Changed by 2 lb (0.9 kg) or more in a day."),
            _l("Your weight changed a lot in a day"),
            (AS_AGREED, _l("Are you short of breath or more swollen? Ring us today.")),
            "Heart failure leaflets disagree; default 2 lb (0.9 kg) in 1 day, both ways [V]. "
            "Only if the plan asks for weight.",
        ),
        Flag(
            "weight_week", "soon",
            _l("Changed by 5 lb (2.3 kg) or more in 7 days."),
            _l("Your weight changed a lot in a week"),
            (AS_AGREED, _l("Are you short of breath or more swollen? Ring us today.")),
            "Heart failure leaflets: 5 lb (2.3 kg) in 7 days, both ways [V]. Only if the plan asks for weight.",
        ),
        Flag(
            "peak_very_low", "urgent",
            _l("Below half of the best reading."),
            _l("This is below half of your best"),
            (AS_AGREED, _l("Is it hard to breathe or to speak? Ring the emergency number now.")),
            "Below 50 % of the personal best: red zone [V].", emergency=True,
        ),
        Flag(
            "peak_low", "soon",
            _l("Below 80 % of the best reading."),
            _l("This is lower than your best days"),
            (AS_AGREED, RING_IF_UNWELL),
            "Below 80 % of the personal best: yellow zone [V].",
        ),
        Flag(
            "pain_rise", "soon",
            _l("At least 2 points more than before, on 3 days."),
            _l("Your pain is higher than before, for 3 days now"),
            (_l("Your team looks at it with you."), RING_IF_UNWELL),
            "A rise of 2 or more for 3 days [own].",
        ),
        Flag(
            "mood_low", "soon",
            _l("2 or less, three times in 7 days."),
            _l("These were hard days"),
            (_l("You are not alone with this. You can ring us, or one of the numbers below at any hour."),),
            "2 or less three times in 7 days: offer a short questionnaire [own].",
        ),
    )
}  # fmt: skip
SECOND_IN_7_DAYS = {"glucose_low": "soon", "glucose_high": "soon"}
"""Flags that go to the team only when there was one before within 7 days."""


def said_of(why: Mapping[str, Any]) -> str:
    """The line of the worklist: what was measured, when, which limit; with symptoms if they were named."""
    if why.get("kind") not in KINDS:
        return ""
    what = say.reading(str(why["kind"]), why.get("values") or {}, str(why.get("unit", "")))
    flag = FLAGS.get(str(why.get("flag", "")))
    limit = flag.team if flag else ""
    try:
        when = format_moment(datetime.fromisoformat(str(why.get("happened_at", ""))))
    except ValueError:
        return _("%(reading)s. %(limit)s", reading=what, limit=limit)
    if why.get("symptoms"):
        return _("%(reading)s, %(when)s. %(limit)s Says: has signs now.", reading=what, when=when, limit=limit)
    return _("%(reading)s, %(when)s. %(limit)s", reading=what, when=when, limit=limit)
