"""What both sides say about a promise, in words. Nobody is blamed, and nothing is scored."""

from __future__ import annotations

from app.care.people.names import called
from app.care.plan.kinds import KINDS
from app.care.reviews.promised import Promise, Said
from app.i18n import _, format_day
from app.i18n import lazy_gettext as _l

PERSON_ANSWERS = {
    "kept": _l("Yes, in time"),
    "partly": _l("Partly"),
    "late": _l("Yes, but late"),
    "not_kept": _l("No"),
}
"""The person's answers to "did you get it?", as they read on the buttons."""
TEAM_ANSWERS = {
    "kept": _l("Kept"),
    "partly": _l("Partly kept"),
    "late": _l("Late"),
    "not_kept": _l("Not done yet"),
    "dropped": _l("Dropped"),
}


def title(promise: Promise) -> str:
    """What was promised."""
    return KINDS[promise.item.kind].title(promise.item.content)


def who_until(promise: Promise) -> str:
    """Who promised it and for when."""
    return _("%(name)s, until %(day)s", name=called(promise.owner), day=format_day(promise.item.ends_on))


def said_by(said: Said, person: str) -> str:
    """Who said it and when; somebody who helps is named beside the person."""
    day = format_day(said.row.at)
    if said.row.capacity == "proxy":
        return _("%(name)s for %(person)s, on %(day)s", name=said.by.first_name, person=person, day=day)
    if said.row.capacity == "team":
        return _("%(name)s, on %(day)s", name=called(said.by), day=day)
    return _("%(name)s, on %(day)s", name=person, day=day)
