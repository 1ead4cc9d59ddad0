"""A symptom plan for one condition: three bands by word, shape and colour, each with signs, numbers, steps and calls.

A starter is only a start: a clinician checks the plan for the person (``signed``), and until then nobody uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.care.plan.kinds import signed, starters, zone_parts
from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.care.plan.kinds.zone_parts import BANDS, DAYS, MEASURES, RULES, WHERE
from app.i18n import _
from app.i18n import lazy_gettext as _l

SUBSTANCE = (
    "condition", "baseline", "signs_good", "do_good", "signs_watch", "do_watch", "signs_now", "do_now",
    "numbers", "phones", "medicines",
)  # fmt: skip
STARTERS = {"asthma": _l("Asthma"), "copd": _l("COPD"), "heart-failure": _l("Heart failure")}
NOT_CHECKED = _l("Not checked yet. Do not use it. Ring the practice.")


@dataclass(frozen=True)
class SymptomZones:
    """``signs_*`` and ``do_*`` are lists of short lines; the groups are read by ``zone_parts``."""

    condition: str
    problem_key: str
    baseline: list[dict[str, Any]]
    signs_good: list[str]
    do_good: list[str]
    signs_watch: list[str]
    do_watch: list[str]
    signs_now: list[str]
    do_now: list[str]
    numbers: list[dict[str, Any]]
    phones: list[dict[str, Any]]
    medicines: list[dict[str, Any]]


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without a condition, without a sign for "Act now", or for a medicine nobody prescribed."""
    fields = Fields(raw)
    made = SymptomZones(
        condition=fields.text("condition", SHORT, missing=_l("Write for what it is, in plain words.")),
        problem_key=fields.key("problem_key"),
        baseline=fields.rows("baseline", zone_parts.baseline, 6),
        signs_good=fields.lines("signs_good"),
        do_good=fields.lines("do_good"),
        signs_watch=fields.lines("signs_watch"),
        do_watch=fields.lines("do_watch"),
        signs_now=fields.lines("signs_now"),
        do_now=fields.lines("do_now"),
        numbers=fields.rows("numbers", zone_parts.number, 12),
        phones=fields.rows("phones", zone_parts.phone, 8),
        medicines=fields.rows("medicines", zone_parts.medicine, 6),
    )
    if not made.signs_now and "signs_now" not in fields.problems:
        fields.problems["signs_now"] = _l("Write at least one sign for “Act now”.")
    return signed.keep(fields.done(made), SUBSTANCE, raw)


def title(content: Content) -> str:
    """For which condition it is."""
    return _("Symptom plan: %(condition)s", condition=content.get("condition", ""))


def lines(content: Content) -> list[tuple[str, str]]:
    """Whether it was checked, then band by band, the most urgent first."""
    found = [(_("Checked"), checked_words(content))]
    for band, words in BANDS.items():
        found.append((str(words), "\n".join(band_lines(content, band))))
    usual = [zone_parts.usual_words(row) for row in content.get("baseline") or []]
    phones = [zone_parts.phone_words(row) for row in content.get("phones") or []]
    return [*found, (_("Your usual values"), "\n".join(usual)), (_("Whom to ring"), "\n".join(phones))]


def band_lines(content: Content, band: str) -> list[str]:
    """Everything of one band but the numbers to ring, one sentence a line."""
    usual = content.get("baseline") or []
    numbers = [zone_parts.number_words(row, usual) for row in of_band(content, "numbers", band)]
    medicines = [zone_parts.medicine_words(row) for row in of_band(content, "medicines", band)]
    steps = [_("Do: %(step)s", step=step) for step in content.get(f"do_{band}") or []]
    return [*(content.get(f"signs_{band}") or []), *numbers, *steps, *medicines]


def of_band(content: Content, name: str, band: str) -> list[dict[str, Any]]:
    """The rows of a group that belong to one band."""
    return [row for row in content.get(name) or [] if row.get("band") == band]


def checked_words(content: Content) -> str:
    """Who checked it and when; or that nobody did, and what that means."""
    if not signed.is_signed(content, SUBSTANCE):
        return str(NOT_CHECKED)
    day = zone_parts.day_words(content["confirmed_on"])
    return _("By %(name)s, on %(day)s", name=content.get("confirmed_name", ""), day=day)


KIND = Kind(
    "symptom_zones", _l("Symptom plan"), "measure", parse, title, lines, SUBSTANCE, "worse",
    is_to_do=True, is_safety=True, links={"problem_key": ("problem",)},
    choices={
        "bands": BANDS, "where": WHERE, "measures": MEASURES, "rules": RULES, "weekdays": DAYS,
        "starters": STARTERS,
    },
    starter=starters.reader("zones"), is_signed=True,
)  # fmt: skip
