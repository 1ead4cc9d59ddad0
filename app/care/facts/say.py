"""Where a fact comes from, who confirmed it, and what was said about it, as whole sentences for their reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.care.facts.kinds.medicine import USE_WORDS, USES, in_words
from app.care.plan.who import People
from app.i18n import format_day
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.models import FactStatement, RecordFact

REASONS = {
    "corrected": _l("Changed: %(who)s, %(day)s."),
    "no_longer": _l("Ended, because it was no longer so: %(who)s, %(day)s."),
    "mistake": _l("Ended, because it was entered by mistake: %(who)s, %(day)s."),
}


def source(row: RecordFact, people: People) -> str:
    """Who said it or where it comes from, and when."""
    who, day = people.by(row.actor_id, row.capacity), format_day(row.said_on or row.recorded_at)
    where = row.source_words
    if row.source == "import":
        return _("Brought in from %(where)s, %(day)s.", where=where or _("another record"), day=day)
    if row.source == "letter":
        return _("From a letter: %(where)s. Written down %(day)s.", where=where or _("no name given"), day=day)
    if row.source == "person" and row.capacity == "team":
        said_by = where or people.patient.preferred_name
        return _("%(person)s said so. %(who)s wrote it down, %(day)s.", person=said_by, who=who, day=day)
    if row.source == "person" and row.capacity == "proxy":
        helper, person = people.name(row.actor_id), people.patient.preferred_name
        return _("%(helper)s said so for %(person)s, %(day)s.", helper=helper, person=person, day=day)
    if row.source == "person":
        return _("%(who)s said so, %(day)s.", who=who, day=day)
    if where:
        return _("%(who)s wrote this down, %(day)s. From: %(where)s.", who=who, day=day, where=where)
    return _("%(who)s wrote this down, %(day)s.", who=who, day=day)


def confirmed(row: RecordFact, people: People) -> str:
    """Who last said that it is right, and when; empty while nobody has."""
    if row.confirmed_at is None or row.confirmed_by_id is None:
        return ""
    who = people.by(row.confirmed_by_id, row.confirmed_capacity)
    return _("Last confirmed: %(who)s, %(day)s.", who=who, day=format_day(row.confirmed_at))


def ended(row: RecordFact, people: People) -> str:
    """Who ended a row, when and why; empty for one that stands."""
    if row.ended_at is None:
        return ""
    words = str(REASONS.get(row.ended_reason, REASONS["corrected"]))
    who = people.by(row.ended_by_id or "", row.ended_capacity)
    return words % {"who": who, "day": format_day(row.ended_at)}


def use_words(said: FactStatement, *, own: bool = False) -> str:
    """How a medicine is taken, as the person says it or as the team reads it, with the reasons."""
    words = str((USES if own else USE_WORDS).get(said.use, ""))
    return " · ".join(part for part in (words, in_words(said.why)) if part)


def said_words(said: FactStatement) -> str:
    """All of a statement in one line, for the team's list."""
    return " · ".join(part for part in (use_words(said), said.words) if part)


def who_said(said: FactStatement, people: People) -> str:
    """«Rosa says, Tuesday 10 March»; both names for a helper."""
    who, day = people.name(said.said_by_id), format_day(said.said_at)
    if said.capacity == "proxy":
        return _("%(helper)s said for %(person)s, %(day)s", helper=who, person=people.patient.preferred_name, day=day)
    if people.reader_id == said.said_by_id:
        return _("You said, %(day)s", day=day)
    return _("%(who)s says, %(day)s", who=who, day=day)


def answered(said: FactStatement, people: People) -> str:
    """Who answered and when, for the line before their words."""
    if said.answered_at is None:
        return ""
    who, day = people.name(said.answered_by_id), format_day(said.answered_at)
    if said.answer == "taken":
        return _("%(who)s took this over, %(day)s.", who=who, day=day)
    if said.answer == "taken_back":
        return _("%(who)s took this back, %(day)s.", who=who, day=day)
    return _("%(who)s answered, %(day)s:", who=who, day=day)


def concern_said(why: Mapping[str, Any]) -> str:
    """Why a statement is on the worklist."""
    title, words = str(why.get("title", "")), str(why.get("words", ""))
    known, reasons = USE_WORDS.get(str(why.get("use", ""))), why.get("why")
    reason = in_words(reasons) if isinstance(reasons, list) else ""
    use = " · ".join(part for part in (str(known or ""), reason) if part)
    if words and use:
        return _("Says about “%(title)s”: %(use)s. %(words)s", title=title, use=use, words=words)
    if words or use:
        return _("Says about “%(title)s”: %(words)s", title=title, words=words or use)
    return _("Says that something in the record is not right.")


def concern_added(why: Mapping[str, Any]) -> str:
    """Why a fact that the person added is on the worklist."""
    title = str(why.get("title", ""))
    return _("Added to what we know: %(title)s", title=title) if title else _("Added something to what we know.")
