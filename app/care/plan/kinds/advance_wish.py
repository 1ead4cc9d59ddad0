"""A wish for later, in the person's own words. Never a legal paper and never an order; behind a second step.

The sorts and the words for how far a wish has come name no country's law. Who checked a paper saw it or asked for
it; a photo is never enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.care.plan.kinds.fields import SHORT, Fields
from app.care.plan.kinds.kind import Content, Kind
from app.i18n import _, format_day
from app.i18n import lazy_gettext as _l

SORTS = {
    "matters": _l("What matters most to me, and what I fear"),
    "speaker": _l("A person to speak for me"),
    "not_involved": _l("People I do not want involved"),
    "treatment": _l("A treatment"),
    "resuscitation": _l("If my heart stops"),
    "hospital_or_home": _l("Hospital or home"),
    "place_of_care": _l("Where I would like to be cared for"),
    "place_of_death": _l("Where I would like to be at the end"),
    "spirit": _l("Faith, spirit and culture"),
    "donation": _l("Giving organs or tissue"),
    "after_death": _l("After my death"),
    "document": _l("A paper that I have"),
}
STANCES = {
    "want": _l("A treatment I would want"),
    "not_want": _l("A treatment I would not want"),
    "try": _l("A treatment I would try for a time"),
}
STATES = {
    "thinking": _l("I am thinking about it"),
    "talked": _l("We have talked about it"),
    "written": _l("It is written down"),
    "signed": _l("There is a signed paper elsewhere"),
}
CHECKS = {
    "paper": _l("Saw the paper itself"),
    "holder": _l("Asked whoever holds it"),
    "register": _l("Asked where it is kept on record"),
}
"""How somebody of the team can check a paper. A photo is no way to check it."""
TEAM_ONLY = ("ability_words", "ability_by", "ability_on", "verified_how", "verified_by", "verified_on")


@dataclass(frozen=True)
class AdvanceWish:
    """``words`` and ``condition`` are verbatim. Days as ``2026-03-10``; ``who``, ``copies`` and ``told`` as lines."""

    sort: str
    stance: str
    words: str
    condition: str
    who: list[str]
    limits: str
    status: str
    paper: str
    paper_on: str
    kept_at: str
    copies: list[str]
    told: list[str]
    ability_words: str
    ability_by: str
    ability_on: str
    verified_how: str
    verified_by: str
    verified_on: str
    talked_on: str
    not_ready: bool
    next_on: str


def parse(raw: Content) -> dict[str, Any]:
    """Raises ``Invalid`` without words, and for a check without who made it and when."""
    fields = Fields(raw)
    wish = AdvanceWish(
        sort=fields.one_of("sort", SORTS, "matters"),
        stance=fields.one_of("stance", STANCES, ""),
        words=fields.text("words", missing=_l("Write the wish in the person’s own words.")),
        condition=fields.text("condition"),
        who=fields.lines("who", 6),
        limits=fields.text("limits"),
        status=fields.one_of("status", STATES, "thinking"),
        paper=fields.text("paper", SHORT),
        paper_on=fields.day("paper_on"),
        kept_at=fields.text("kept_at", SHORT * 2),
        copies=fields.lines("copies"),
        told=fields.lines("told"),
        ability_words=fields.text("ability_words"),
        ability_by=fields.text("ability_by", SHORT),
        ability_on=fields.day("ability_on"),
        verified_how=fields.one_of("verified_how", CHECKS, ""),
        verified_by=fields.text("verified_by", SHORT),
        verified_on=fields.day("verified_on"),
        talked_on=fields.day("talked_on"),
        not_ready=fields.yes("not_ready"),
        next_on=fields.day("next_on"),
    )
    _whole(fields, wish.verified_how, {"verified_by": wish.verified_by, "verified_on": wish.verified_on})
    _whole(fields, wish.ability_words, {"ability_by": wish.ability_by, "ability_on": wish.ability_on})
    if wish.sort == "treatment" and not wish.stance and "stance" not in fields.problems:
        fields.problems["stance"] = _l("Say whether it is wanted, not wanted, or to be tried.")
    return fields.done(wish)


def _whole(fields: Fields, said: str, facts: dict[str, str]) -> None:
    """What a clinician notes carries a name and a day; without the note there is nothing for them to stand beside."""
    for name, value in facts.items():
        if said and not value:
            fields.problems.setdefault(name, _l("Say who it was, and on which day."))
        elif value and not said:
            fields.problems.setdefault(name, _l("Say first what was noted or how it was checked."))


def is_checked(content: Content) -> bool:
    """Whether somebody of the team saw the paper or asked for it."""
    return bool(content.get("verified_how"))


def title(content: Content) -> str:
    """What it is about."""
    sort = content.get("sort", "")
    if sort == "treatment" and content.get("stance") in STANCES:
        return str(STANCES[content["stance"]])
    return str(SORTS.get(sort, _("A wish for later")))


def lines(content: Content) -> list[tuple[str, str]]:
    """The words, when they hold, how far it has come, and the paper. What clinicians noted comes last."""
    paper = [each for each in (content.get("paper"), _day(content.get("paper_on"))) if each]
    has_paper = bool(paper or content.get("kept_at"))
    return [
        (_("In own words"), content.get("words", "")),
        (_("When this holds"), content.get("condition", "")),
        (_("Who"), "\n".join(content.get("who") or [])),
        (_("What they may decide, and what not"), content.get("limits", "")),
        (_("How far it has come"), str(STATES.get(content.get("status", ""), ""))),
        (_("The paper"), ", ".join(paper)),
        (_("Where it is kept"), content.get("kept_at", "")),
        (_("Who has a copy"), "; ".join(content.get("copies") or [])),
        (_("Who has been told"), "; ".join(content.get("told") or [])),
        (_("Last talked about"), _day(content.get("talked_on"))),
        (_("Not ready to talk about it yet"), _("Yes") if content.get("not_ready") else ""),
        (_("When to ask again"), _day(content.get("next_on"))),
        (_("Checked"), _noted(content, "verified") if is_checked(content) else _unchecked(has_paper)),
        (_("What a clinician noted about deciding"), _noted(content, "ability")),
    ]


def _unchecked(has_paper: bool) -> str:
    return _("Nobody of the team has checked the paper yet.") if has_paper else ""


def _noted(content: Content, what: str) -> str:
    said = content.get("ability_words") or "" if what == "ability" else str(CHECKS.get(content["verified_how"], ""))
    if not said:
        return ""
    by, day = content.get(f"{what}_by", ""), _day(content.get(f"{what}_on"))
    return _("%(words)s (%(by)s, %(day)s)", words=said, by=by, day=day)


def _day(day: Any) -> str:
    return format_day(date.fromisoformat(day)) if day else ""


KIND = Kind(
    "advance_wish", _l("Wish for later"), "lock", parse, title, lines,
    ("sort", "stance", "words", "condition"), "wishes", own=("words", "condition"), is_private=True,
    team_only=TEAM_ONLY, choices={"sorts": SORTS, "stances": STANCES, "states": STATES, "checks": CHECKS},
)  # fmt: skip
