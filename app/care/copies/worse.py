"""The screen "if I get worse" of a copy: checked bands only, every number with its hours, for any hour."""

from __future__ import annotations

from typing import Any

from app.care.copies.nodes import Node, call, heading, listed, part, text, zone
from app.care.plan import said
from app.care.plan.kinds.zone_parts import hours_words
from app.care.plan.who import People
from app.care.worse.agreed import Band, Worse, Zones
from app.config import Line, Practice
from app.i18n import _, format_day

KINDS = ("before_hospital", "medicine_at_hand", "stand_in", "trigger")
"""What else is for such a day, in the order of the page itself."""


def screen(worse: Worse, practice: Practice, people: People) -> list[Node]:
    """Bands most urgent first, then what else is agreed. A copy is read at another hour: all numbers stand."""
    name = people.patient.preferred_name
    title = _("If I get worse") if people.is_self else _("If %(name)s gets worse", name=name)
    found = [heading(title, 1)]
    if not worse.zones:
        found.append(call(practice.emergency, _("In danger? Ring the emergency number"), urgent=True))
    for zones in worse.zones:
        found += _zones(zones, practice)
    for line in worse.unchecked:
        found.append(part(heading(line.title), text(_("Not checked yet. Do not use it. Ring the practice."))))
    for line in (line for kind in KINDS for line in worse.of_kind(kind)):
        if line.kind.may_be_used(line.content):
            pairs = [f"{named}: {value}" for named, value in said.facts(line.item, people)]
            found.append(part(heading(line.title), listed(pairs), *_phones(line.content, practice)))
    return found


def _phones(content: dict[str, Any], practice: Practice) -> list[Node]:
    """The numbers of a line, each to ring with one tap; before hospital the emergency number first."""
    found = [call(practice.emergency, _("Emergency"), urgent=True)] if content.get("unless") else []
    rows = [Line(row["name"], row["number"], hours_words(row)) for row in content.get("phones") or []]
    if content.get("number"):
        rows.append(Line(str(content.get("who") or _("Ring")), content["number"]))
    return found + [call(row) for row in rows]


def _zones(zones: Zones, practice: Practice) -> list[Node]:
    checked = _("Checked by %(name)s, on %(day)s.", name=zones.checked_by, day=format_day(zones.checked_on))
    again = _("To be looked at again by %(day)s.", day=format_day(zones.look_again_on))
    head = part(
        heading(zones.condition),
        text(checked, "quiet"),
        text(again, "quiet"),
        *(text(words, "quiet") for words in zones.usual),
    )
    return [head, *(zone(band.name, band.words, *_band(band, practice)) for band in zones.bands)]


def _band(band: Band, practice: Practice) -> list[Node]:
    found: list[Node] = []
    if band.signs or band.numbers:
        words = _("When it is like this") if band.name == "good" else _("If one of these is so")
        found += [heading(words, 4), listed(band.signs + band.numbers)]
    if band.steps or band.medicines:
        found.append(heading(_("What I do"), 4))
        if band.steps:
            found.append(listed(band.steps, in_order=True))
        found += [text(words) for words in band.medicines]
    if band.name != "good":
        found.append(heading(_("Whom I ring"), 4))
        if band.is_now:
            found.append(call(practice.emergency, _("Emergency"), urgent=True))
        found += [call(line) for line in band.ring.now + band.ring.later]
    return found
