"""What the fields of a treatment are called, and all of it as names and values."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.care.plan.kinds import effort
from app.care.plan.kinds.kind import Content
from app.i18n import _, format_day, format_number
from app.i18n import lazy_gettext as _l

SORTS = {
    "medicine": _l("Medicine"),
    "therapy": _l("Therapy"),
    "device": _l("Device or aid"),
    "diet": _l("Food and drink"),
    "exercise": _l("Exercise"),
    "procedure": _l("Operation or procedure"),
}
STATES = {
    "given": _l("Written down"),
    "unknown": _l("We do not know."),
    "not_discussed": _l("Not discussed yet."),
}
PROMPTS = {
    "purpose": _l("What it is for"),
    "side_effects": _l("Side effects"),
    "benefit": _l("Chance that it helps"),
    "harm": _l("Chance of harm"),
    "cost": _l("What it costs you"),
    "alternatives": _l("What else could be done"),
    "without": _l("What happens without it"),
}
"""What is asked of every treatment; each is answered or honestly marked."""
PER = {
    "month": _l("per month"),
    "week": _l("per week"),
    "year": _l("per year"),
    "once": _l("once"),
}


def lines(content: Content) -> list[tuple[str, str]]:
    """Everything about it in reading order; a prompt that nobody answered says so."""
    said = _Said(content)
    return [
        (_("What it is for"), said.prompt("purpose", said.text("purpose"))),
        (_("Not tied to a goal, because"), said.text("not_linked")),
        (_("How"), said.text("how")),
        (_("When"), said.text("when")),
        (_("Since"), said.text("since")),
        (_("For how long"), said.text("how_long")),
        (_("Before you stop this"), said.never_alone()),
        (_("Side effects"), said.prompt("side_effects", "")),
        (_("Common side effects"), effects_in_words(content.get("common") or [])),
        (_("Serious side effects"), effects_in_words(content.get("serious") or [])),
        (_("Chance that it helps"), said.prompt("benefit", chance_in_words(content, "benefit"))),
        (_("Chance of harm"), said.prompt("harm", chance_in_words(content, "harm"))),
        (_("Where the numbers are from"), source_in_words(content)),
        (_("What happens without it"), said.prompt("without", said.text("without"))),
        (_("What it costs you"), said.prompt("cost", cost_in_words(content))),
        *effort.lines(content),
        (_("Time and travel"), said.text("cost_effort")),
        (_("Help with costs"), said.text("cost_help")),
        (_("What else could be done"), said.prompt("alternatives", alternatives_in_words(content))),
        (_("What you decided"), said.text("decided")),
        (_("Prescribed by"), said.text("prescribed_by")),
        (_("What sort of treatment"), str(SORTS.get(content.get("sort", ""), ""))),
        (_("Active ingredients"), "; ".join(content.get("ingredients") or [])),
        (_("Checked by a pharmacist"), checked_in_words(content)),
    ]


class _Said:
    def __init__(self, content: Content) -> None:
        self.content = content

    def text(self, name: str) -> str:
        return str(self.content.get(name) or "")

    def prompt(self, name: str, words: str) -> str:
        """The words, or which of the two it is: not known, not discussed."""
        return words or state_in_words(self.content, name)

    def never_alone(self) -> str:
        if not self.content.get("never_alone"):
            return ""
        return self.text("never_alone_why") or _("Talk with your team first. Stopping at once can harm you.")


def state_in_words(content: Content, prompt: str) -> str:
    """ "We do not know." or "Not discussed yet.", or nothing when something is written down."""
    state = content.get(f"{prompt}_state") or "not_discussed"
    return "" if state == "given" else str(STATES[state])


def effects_in_words(effects: list[dict[str, Any]]) -> str:
    """Each side effect with what to do, one to a line."""
    return "\n".join(
        _("%(effect)s: %(todo)s", effect=each["what"], todo=each["todo"]) if each.get("todo") else each["what"]
        for each in effects
    )


def chance_in_words(content: Content, side: str) -> str:
    """ "6 in 100 people …. 94 do not. Without it: 10 in 100." with the time span; nothing without numbers."""
    known, before = content.get(f"{side}_with"), content.get(f"{side}_without")
    if known is None:
        return ""
    facts = {"n": known, "others": 100 - known, "what": content.get(f"{side}_words"), "over": content.get("over")}
    words = _("With it, over %(over)s: %(n)s in 100 people %(what)s. %(others)s in 100 do not.", **facts)
    if before is None:
        return words
    return f"{words} " + _("Without it: %(n)s in 100.", n=before)


def source_in_words(content: Content) -> str:
    """Source and date of the numbers."""
    source, on = content.get("numbers_source"), content.get("numbers_on")
    return _("%(source)s, %(day)s", source=source, day=_day(on)) if source and on else ""


def cost_in_words(content: Content) -> str:
    """Amount without a currency, who said so and when; or the words for it."""
    amount, words = content.get("cost_amount"), str(content.get("cost_words") or "")
    if amount is None:
        return words
    facts = {"amount": format_number(amount), "per": PER[content.get("cost_per") or "month"]}
    found = _("About %(amount)s %(per)s.", **facts)
    if content.get("cost_said_by") and content.get("cost_on"):
        found += " " + _(
            "%(who)s said so on %(day)s.", who=content.get("cost_said_by"), day=_day(content.get("cost_on"))
        )
    return f"{found} {words}".strip()


def alternatives(content: Content) -> list[dict[str, str]]:
    """Every other way as what, good and bad; doing nothing is one of them, last."""
    found = [dict(each) for each in content.get("alternatives") or []]
    good, bad = str(content.get("nothing_good") or ""), str(content.get("nothing_bad") or "")
    bad = bad or str(content.get("without") or "")
    if good or bad:
        found.append({"what": _("Doing nothing for now"), "good": good, "bad": bad})
    return found


def alternatives_in_words(content: Content) -> str:
    """One to a line, or why there is none."""
    said = []
    if content.get("alternatives") or content.get("nothing_good") or content.get("nothing_bad"):
        for each in alternatives(content):
            said.append(each["what"])
            said += [_("Good: %(words)s", words=each["good"])] if each.get("good") else []
            said += [_("Less good: %(words)s", words=each["bad"])] if each.get("bad") else []
    if content.get("no_alternatives"):
        said.append(_("There is nothing else, because: %(why)s", why=content.get("no_alternatives")))
    return "\n".join(said)


def checked_in_words(content: Content) -> str:
    """Who of the pharmacy looked at it, and when. Handrail itself checks no interactions."""
    if not content.get("checked_by") or not content.get("checked_on"):
        return ""
    return _("%(who)s, %(day)s", who=content.get("checked_by"), day=_day(content.get("checked_on")))


def _day(text: Any) -> str:
    try:
        return format_day(date.fromisoformat(str(text)))
    except ValueError:
        return str(text)
