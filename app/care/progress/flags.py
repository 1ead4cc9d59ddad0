"""Readings that a nurse should see: the rule, its limit with the source, and the words for both sides.

Nothing here diagnoses or names a medicine: it says what was measured, what the limit is, and whom to ring.
[V] and [M] limits are defaults from the named guidance; [own] are proposals of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

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
    again: timedelta | None = None
    """How long it waits for a second reading before it goes to the team; none: it stands at once."""
    limits: tuple[str, ...] = ()
    """The limits that it is held against: what the team reads as the threshold."""


A_WHILE, TWO_MORNINGS = timedelta(minutes=30), timedelta(hours=54)
"""How long a flag waits for the second reading: a rest and another try, or the next two mornings on a scale [own]."""
STILL_HIGH = _l("Still this high? Ring us. When we are closed, ring the out-of-hours number.")
AS_AGREED = _l("Do what you and your team agreed for a reading like this.")
RING_NOW = _l("Ring us now. When we are closed, ring the out-of-hours number.")
SWOLLEN = _l("Are you more short of breath than usual, or more swollen?")
HARD_TO_BREATHE = _l("Is it hard to breathe or to speak? Are you confused, or are your lips blue?")
MUCH_WORSE = _l("Do you have one of the signs for “Act now”, or do you feel much worse?")
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
            emergency=True, limits=("bp_crisis_upper", "bp_crisis_lower"),
        ),
        Flag(
            "bp_low", None,
            _l("At or below 90, and dizzy or faint."),
            _l("This is low"),
            (_l("Sit or lie down if you feel dizzy or faint."), RING_IF_UNWELL),
            "Systolic ≤90 with dizziness [M].",
            asks=_l("Do you feel dizzy or faint?"), emergency=True, limits=("bp_low",),
        ),
        Flag(
            "pulse", "soon",
            _l("Pulse above 120 or below 45 at rest."),
            _l("Your pulse is outside the usual range"),
            (_l("Sit and rest for 5 minutes. Then measure again."), RING_IF_UNWELL),
            "Resting pulse >120 or <45 [M].",
            asks=_l("Do you have chest pain, trouble breathing, or do you feel faint?"), emergency=True,
            again=A_WHILE, limits=("pulse_low", "pulse_high"),
        ),
        Flag(
            "irregular", None,
            _l("An irregular beat, with chest pain, trouble breathing or feeling faint."),
            _l("Your device showed an irregular beat"),
            (_l("Sit and rest for 5 minutes. Then measure again."), RING_IF_UNWELL),
            "Irregular pulse with symptoms [M]; without them only the phone speaks.",
            asks=_l("Do you have chest pain, trouble breathing, or do you feel faint?"), emergency=True,
        ),
        Flag(
            "bp_mean", "routine",
            _l("The average over 7 days is 135 over 85 or more."),
            _l("Your average is higher than the usual goal"),
            (_l("One high reading says little. Your average over several days says more."),
             _l("Your team looks at it with you.")),
            "Home mean ≥135/85 over at least 4 days of paired readings, 12 readings in 7 days (NICE home limit [M]).",
            limits=("bp_goal_upper", "bp_goal_lower"),
        ),
        Flag(
            "glucose_very_low", "urgent",
            _l("Below 54 mg/dL (3.0 mmol/L)."),
            _l("This is very low"),
            (AS_AGREED, _l("Measure again after 15 minutes."), _l("Tell somebody near you how you feel.")),
            "ADA level 2: below 54 mg/dL (3.0 mmol/L) [V].",
            asks=_l("Do you feel confused or very sleepy? Or can you not eat or drink?"), emergency=True,
            limits=("glucose_very_low",),
        ),
        Flag(
            "glucose_low", None,
            _l("Below 70 mg/dL (3.9 mmol/L) twice in 7 days."),
            _l("This is low"),
            (AS_AGREED, _l("Measure again after 15 minutes."), RING_IF_UNWELL),
            "ADA level 1: below 70 mg/dL (3.9 mmol/L); two in 7 days go to the team [V].",
            asks=_l("Do you shake, sweat, or feel confused, and does it get worse?"), limits=("glucose_low",),
        ),
        Flag(
            "glucose_high", None,
            _l("Above 250 mg/dL (13.9 mmol/L) twice in 7 days."),
            _l("This is high"),
            (AS_AGREED, RING_IF_UNWELL),
            "ADA high level 2: above 250 mg/dL (13.9 mmol/L), twice [V].",
            asks=_l("Do you feel sick, very thirsty or very tired?"), limits=("glucose_high",),
        ),
        Flag(
            "weight_day", "soon",
            _l("Changed by 2 lb (0.9 kg) or more in a day."),
            _l("Your weight changed a lot in a day"),
            (AS_AGREED,),
            "Heart failure leaflets disagree; default 2 lb (0.9 kg) in 1 day, both ways [V]. "
            "Only if the plan asks for weight.",
            asks=SWOLLEN, again=TWO_MORNINGS, limits=("weight_day",),
        ),
        Flag(
            "weight_week", "soon",
            _l("Changed by 5 lb (2.3 kg) or more in 7 days."),
            _l("Your weight changed a lot in a week"),
            (AS_AGREED,),
            "Heart failure leaflets: 5 lb (2.3 kg) in 7 days, both ways [V]. Only if the plan asks for weight.",
            asks=SWOLLEN, again=TWO_MORNINGS, limits=("weight_week",),
        ),
        Flag(
            "peak_very_low", "urgent",
            _l("Below half of the best reading."),
            _l("This is below half of your best"),
            (AS_AGREED, RING_NOW),
            "Below 50 % of the personal best: red zone [V].", asks=HARD_TO_BREATHE, emergency=True,
            limits=("peak_very_low", "peak_best"),
        ),
        Flag(
            "peak_low", "soon",
            _l("Below 80 % of the best reading, on 2 of 3 days."),
            _l("This is lower than your best days"),
            (AS_AGREED, RING_IF_UNWELL),
            "Below 80 % of the personal best: yellow zone [V]. Two of 3 days go to the team.",
            asks=HARD_TO_BREATHE, emergency=True, limits=("peak_low", "peak_best"),
        ),
        Flag(
            "pain_rise", "soon",
            _l("At least 2 points more than before, on 3 days."),
            _l("Your pain is higher than before, for 3 days now"),
            (_l("Your team looks at it with you."), RING_IF_UNWELL),
            "A rise of 2 or more for 3 days [own].", limits=("pain_rise",),
        ),
        Flag(
            "mood_low", "soon",
            _l("2 or less, three times in 7 days."),
            _l("These were hard days"),
            (_l("You are not alone with this. You can ring us, or one of the numbers below at any hour."),),
            "2 or less three times in 7 days: offer a short questionnaire [own].", limits=("mood_low",),
        ),
        Flag(
            "oxygen_very_low", "urgent",
            _l("92 or less."),
            _l("This is very low"),
            (_l("Sit up. Warm your hand and try once more."), AS_AGREED, RING_NOW),
            "92 or less: emergency, unless the own target says otherwise [V].",
            asks=HARD_TO_BREATHE, emergency=True, limits=("oxygen_very_low", "oxygen_from"),
        ),
        Flag(
            "oxygen_low", "soon",
            _l("93 or 94."),
            _l("This is lower than for most people"),
            (_l("Warm your hand. Sit still for a few minutes. Then measure again."), _l("Still this low? Ring us.")),
            "93–94: call [V]. Waits for a second reading [own].",
            asks=HARD_TO_BREATHE, emergency=True, again=A_WHILE, limits=("oxygen_ring",),
        ),
        Flag(
            "oxygen_drop", "soon",
            _l("At least 3 below the usual value, twice in 7 days."),
            _l("This is lower than your usual value"),
            (AS_AGREED, RING_IF_UNWELL),
            "3 points below the personal baseline, twice.", asks=HARD_TO_BREATHE, emergency=True,
            limits=("oxygen_usual",),
        ),
        Flag(
            "oxygen_above", None,
            _l("Above the own range."),
            _l("This is above your own range"),
            (_l("Do you use oxygen? Ring us and ask if it is set right."), RING_IF_UNWELL),
            "Above a range that a clinician set, often 88–92 [V]: the phone says it, the team hears nothing.",
            limits=("oxygen_to",),
        ),
        Flag(
            "temperature_high", "urgent",
            _l("At or above the limit of this person."),
            _l("This is fever for you"),
            (AS_AGREED, RING_NOW),
            "38 °C with chemotherapy and the like: only as somebody set it for this person.",
            asks=_l("Do you shiver, feel confused, or find it hard to breathe?"), emergency=True,
            limits=("temperature_high",),
        ),
        Flag(
            "sleep_short", "routine",
            _l("Less than 5 hours on 4 of 7 nights."),
            _l("These were short nights"),
            (_l("Several short nights can wear you down. Your team looks at it with you."),),
            "Below 5 h on 4 of 7 nights [own].", limits=("sleep_short",),
        ),
        Flag(
            "zone_now", "urgent",
            _l("In “Act now” of the own symptom plan."),
            _l("Act now"),
            (),
            "A number of the symptom plan that a clinician checked for this person.", asks=MUCH_WORSE, emergency=True,
        ),
        Flag(
            "zone_watch", "soon",
            _l("In “Take care” of the own symptom plan."),
            _l("Take care"),
            (),
            "A number of the symptom plan that a clinician checked for this person.", asks=MUCH_WORSE, emergency=True,
        ),
        Flag(
            "zone_change", "soon",
            _l("Reaches a limit of the plan: if this happens, then we change."),
            _l("Your plan has an answer to this"),
            (_l("Your team looks at it with you."), RING_IF_UNWELL),
            "A number of the plan in force.", asks=MUCH_WORSE, emergency=True,
        ),
    )
}  # fmt: skip


def spoken(name: str | None, values: Mapping[str, Any]) -> Flag | None:
    """The flag that the phone speaks of: beside a mean, which asks for nothing, an irregular beat asks for signs."""
    if values.get("irregular") == "yes" and name in (None, "", "bp_mean"):
        return FLAGS["irregular"]
    return FLAGS.get(name or "")
