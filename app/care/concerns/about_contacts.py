"""Rules about calls, visits, referrals, results and changes of setting, and what the worklist says for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.care.concerns.wording import day, moment, with_words
from app.i18n import _, ngettext
from app.i18n import lazy_gettext as _l

Why = Mapping[str, Any]


def call_again(why: Why) -> str:
    """When to ring again, and how often nobody was reached."""
    when, said = moment(why.get("at")), str(why.get("words", ""))
    tried = why.get("tried") or 0
    words = _("Ring again on %(when)s.", when=when)
    if tried:
        words = ngettext(
            "Ring again on %(when)s. Tried %(n)s time.",
            "Ring again on %(when)s. Tried %(n)s times.",
            tried,
            when=when,
        )
    return with_words(words, said)


def result_untold(why: Why) -> str:
    """A result is there, and the person has not been told."""
    return _("The result is back, and they do not know yet: %(title)s", title=str(why.get("title", "")))


def result_unread(why: Why) -> str:
    """Told in the plan some days ago, and they have not opened it."""
    return _(
        "Told in the plan on %(day)s, and not opened yet: %(title)s. Ring them.",
        day=day(why.get("day")),
        title=str(why.get("title", "")),
    )


def loop_late(why: Why) -> str:
    """A referral or a test has not come back by its day."""
    return _(
        "Not back by %(day)s: %(title)s. Ask what became of it.",
        day=day(why.get("day")),
        title=str(why.get("title", "")),
    )


def return_unbooked(why: Why) -> str:
    """It is near the day to come back, and nothing is booked."""
    return _(
        "To come back by %(day)s, and no time is booked: %(title)s",
        day=day(why.get("day")),
        title=str(why.get("title", "")),
    )


def return_now(why: Why) -> str:
    """What they should come back for has happened, they say."""
    return _(
        "Should come back, and says that it happened: %(about)s. %(title)s",
        about=str(why.get("about", "")),
        title=str(why.get("title", "")),
    )


def visit_not_ready(why: Why) -> str:
    """A visit in the next two days whose list is not done."""
    return _(
        "The visit on %(day)s is not ready yet: %(title)s", day=day(why.get("day")), title=str(why.get("title", ""))
    )


def visit_passed(why: Why) -> str:
    """Its time is over, and nobody wrote down whether it took place."""
    return _(
        "The time of %(day)s has passed. Did it take place? %(title)s",
        day=day(why.get("day")),
        title=str(why.get("title", "")),
    )


def owner_gone(why: Why) -> str:
    """Nobody owns this line of the plan any more."""
    return _("Needs a new owner in the plan: %(title)s. Who had it has left.", title=str(why.get("title", "")))


def setting_change(why: Why) -> str:
    """What changed on which day, and which of the reader's own lines it touches."""
    from app.care.worse.setting import WHATS  # what can change is that page's business

    facts = {"what": str(WHATS.get(str(why.get("what")), "")), "day": day(why.get("on"))}
    titles = "; ".join(str(title) for title in why.get("titles") or [])
    if titles:
        words = _("%(what)s, %(day)s. You look after: %(titles)s.", titles=titles, **facts)
    else:
        words = _("%(what)s, %(day)s. Something open is yours here.", **facts)
    return with_words(words, str(why.get("words", "")))


RULES = (
    (
        "call_again", _l("Call again"), "soon", timedelta(days=1), call_again,
        "A call did not reach the person, or they asked for another time; it is due at the time written down.",
        "call",
    ),
    (
        "result_untold", _l("Tell the result"), "soon", timedelta(days=2), result_untold,
        "A result is not closed before the person is told; two days is our own proposal.", "arrangement",
    ),
    (
        "result_unread", _l("Tell the result"), "soon", timedelta(days=1), result_unread,
        "A result that was told in the plan and not opened for three days (own proposal).", "call",
    ),
    (
        "loop_late", _l("Referral or test"), "soon", timedelta(days=3), loop_late,
        "A referral or a test has a day by which it should be back, and an owner until then.", "arrangement",
    ),
    (
        "return_unbooked", _l("To come back"), "routine", timedelta(days=7), return_unbooked,
        "A day to come back that nobody booked shows 14 days before (own proposal).", "arrangement",
    ),
    (
        "return_now", _l("To come back"), "soon", timedelta(days=1), return_now,
        "The person says that the condition for coming back, agreed with them, is there.", "arrangement",
    ),
    (
        "visit_not_ready", _l("Before a visit"), "routine", timedelta(days=1), visit_not_ready,
        "A visit in the next two days whose list is not ticked off (own proposal).", "arrangement",
    ),
    (
        "visit_passed", _l("After a visit"), "soon", timedelta(days=2), visit_passed,
        "A booked visit or return whose time passed a day ago without a word (own proposal).", "arrangement",
    ),
    (
        "owner_gone", _l("New owner"), "soon", timedelta(days=3), owner_gone,
        "A line of the plan is owned by somebody who left the team or the practice; promises are never orphaned.",
        "editor",
    ),
    (
        "setting_change", _l("Change of setting"), "soon", timedelta(days=2), setting_change,
        "Admission, discharge, a new carer or moving; everybody who owns something open of the person is told.",
        "setting",
    ),
)  # fmt: skip
"""Name, title, band, how soon, sentence, source, and where it leads; ``rules.RULES`` makes them rules."""
