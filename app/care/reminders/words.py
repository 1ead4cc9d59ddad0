"""What a locked screen may show: no name, no drug, no diagnosis, no clinic; the same for a proxy (rule 9).

Names of things are said only of kinds for which the receiver asked for it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from babel.dates import format_time
from babel.lists import format_list

from app.care.reminders.saying import NOTHING, Said
from app.care.reminders.schedule import NEW_WAY, TEST
from app.care.reminders.sending import Errand
from app.i18n import current_locale, direction, gettext, locale_tag, ngettext, using_locale

LONGEST = 160
"""Characters of a message; a phone shows no more anyway."""


def payload(errand: Errand, public_url: str) -> dict[str, Any]:
    """The message in the shape of declarative web push, in the recipient's language.

    A tap opens the page of the thing, of the right person. *Done* and *Later* open pages too: they change nothing.
    """
    there = f"{public_url}/patients/{errand.patient_id}"
    with using_locale(errand.language):
        made: dict[str, Any] = {
            "title": gettext("Handrail"),
            "body": body(errand.kind, errand.said),
            "navigate": f"{there}/{errand.said.page}",
            "lang": locale_tag(),
            "dir": direction(),
            "tag": topic(errand),
        }
        actions = [
            {"action": name, "title": title, "navigate": f"{there}/{page}"}
            for name, title, page in (
                ("done", gettext("Done"), errand.said.done), ("later", gettext("Later"), errand.said.later)
            )
            if page
        ]  # fmt: skip
    if actions:
        made["actions"] = actions
    if errand.said.at is not None:
        made["timestamp"] = int(errand.said.at.timestamp() * 1000)
    return {"web_push": 8030, "notification": made}


def body(kind: str, said: Said = NOTHING) -> str:
    """What to do, and on which day; for when it was, if it comes late."""
    if kind == TEST:
        return gettext("This is a test. It works.")
    if kind == NEW_WAY:
        return gettext("We gave out a new way to sign in for you. Was that not you? Then ring us.")
    if said.due is None:
        return gettext("You have a reminder for today.")
    day = current_locale().days["format"]["wide"][said.due.weekday()]
    words = _named(said, day) if said.names else _neutral(kind, said, day)
    if said.whose and not said.names:  # no name on a locked screen, yet not mistaken for one's own
        words = gettext("%(words)s For one of the people you help.", words=words)
    if said.is_late:
        at = format_time(said.due, "short", locale=current_locale())
        return gettext("%(words)s This was for %(time)s.", words=words, time=at)
    return words


def _neutral(kind: str, said: Said, day: str) -> str:
    if said.count > 1:
        words = ngettext("%(day)s: look at %(n)s thing.", "%(day)s: look at %(n)s things.", said.count, day=day)
        return _start(words)
    texts = {
        "activity": gettext("%(day)s: do what you planned.", day=day),
        "measurement": gettext("%(day)s: write down a number.", day=day),
        "questionnaire": gettext("%(day)s: answer a few questions.", day=day),
        "follow_up": gettext("%(day)s: look at what comes tomorrow.", day=day),
        "medicine": gettext("%(day)s: check something at home.", day=day),
        "review": gettext("%(day)s: look at your plan again.", day=day),
        "plan": gettext("%(day)s: read something new.", day=day),
    }
    return _start(texts.get(kind) or gettext("You have a reminder for today."))


def _named(said: Said, day: str) -> str:
    names = format_list(list(said.names), locale=current_locale())
    if len(names) > LONGEST:
        names = f"{names[: LONGEST - 1]}…"
    if said.whose:
        return _start(gettext("%(day)s, for %(name)s: %(things)s.", day=day, name=said.whose, things=names))
    return _start(gettext("%(day)s: %(things)s.", day=day, things=names))


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def topic(errand: Errand) -> str:
    """An opaque name for this one message: sent twice, the phone shows it once. Another one never takes its place."""
    return hashlib.sha256(f"message:{errand.claim.reminder_id}".encode()).hexdigest()[:24]
