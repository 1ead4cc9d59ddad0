"""The rules about what did not happen, or about several things together, and what the worklist says for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.care.concerns.wording import day
from app.i18n import _, format_number, ngettext
from app.i18n import lazy_gettext as _l

Why = Mapping[str, Any]


def silent(why: Why) -> str:
    """Nothing was written down although they asked to be reminded."""
    days = int(why.get("days", 0))
    return ngettext(
        "Nothing written down for %(n)s day, and asked to be reminded: %(title)s. One gentle question is enough.",
        "Nothing written down for %(n)s days, and asked to be reminded: %(title)s. One gentle question is enough.",
        days,
        title=str(why.get("title", "")),
    )


def late_promise(why: Why) -> str:
    """The team's own promise is past its day."""
    return _(
        "We promised this by %(day)s, and it is not done: %(title)s. They see it as late.",
        day=day(why.get("ends_on")), title=str(why.get("title", "")),
    )  # fmt: skip


def missed_follow_up(why: Why) -> str:
    """Nobody knows whether a visit or call took place."""
    return _(
        "Planned by %(day)s, and nobody wrote down whether it took place: %(title)s.",
        day=day(why.get("ends_on")), title=str(why.get("title", "")),
    )  # fmt: skip


def reminders_lost(why: Why) -> str:
    """The phone stopped receiving, or nobody saw what it received."""
    count, name = int(why.get("count", 0)), str(why.get("name", ""))
    if why.get("unseen"):
        return _not_seen(count, name)
    if name:
        return ngettext(
            "%(n)s reminder did not reach the phone of %(name)s, who helps. Ask whether they want them.",
            "%(n)s reminders in a row did not reach the phone of %(name)s, who helps. Ask whether they want them.",
            count,
            name=name,
        )
    return ngettext(
        "%(n)s reminder did not reach their phone. Ask whether they want them.",
        "%(n)s reminders in a row did not reach their phone. Ask whether they want them.",
        count,
    )


def _not_seen(count: int, name: str) -> str:
    if name:
        return ngettext(
            "%(n)s reminder was sent to %(name)s, who helps, and no phone showed it. Ask whether they want them.",
            "%(n)s reminders in a row were sent to %(name)s, who helps, and no phone showed them. "
            "Ask whether they want them.",
            count,
            name=name,
        )
    return ngettext(
        "%(n)s reminder was sent, and no phone of theirs showed it. Ask whether they want them.",
        "%(n)s reminders in a row were sent, and no phone of theirs showed them. Ask whether they want them.",
        count,
    )


def score_change(why: Why) -> str:
    """A score is high, or went up by as much as matters."""
    facts = {"score": str(why.get("score", "")), "now": _number(why.get("value"))}
    if why.get("before") is None:
        return _("%(score)s is %(now)s, which is high.", **facts)
    facts["before"] = _number(why.get("before"))
    if why.get("high"):
        return _("%(score)s is %(now)s, which is high. Last time it was %(before)s.", **facts)
    return _("%(score)s went up from %(before)s to %(now)s.", **facts)


def _number(value: Any) -> str:
    return format_number(value) if isinstance(value, int | float) else ""


RULES = (
    (
        "score_change", _l("Score"), "soon", timedelta(days=2), score_change,
        "PHQ-9 up 5 points or more, or 20 and more (Kroenke 2001); GAD-7 of 15 or more (Spitzer 2006).", "answers",
    ),
    (
        "late_promise", _l("Our promise"), "soon", timedelta(days=1), late_promise,
        "What the team took on and did not do by its day; for who took it on.", "late",
    ),
    (
        "missed_follow_up", _l("Follow-up"), "routine", timedelta(days=7), missed_follow_up,
        "A visit or call of the plan whose time has passed, and nobody wrote down whether it took place [own].",
        "plan",
    ),
    (
        "silent", _l("No entry"), "routine", timedelta(days=7), silent,
        "No entry for 14 days on something that the person asked to be reminded of: one gentle check, once [own].",
        "progress",
    ),
    (
        "reminders_lost", _l("Reminders"), "routine", timedelta(days=7), reminders_lost,
        "Reminders in a row that reached no device after some had arrived, or that no device showed [own].", "plan",
    ),
)  # fmt: skip
"""Name, title, band, how soon, sentence, source, and where it leads; ``rules.RULES`` makes them rules."""
