"""What a locked screen may show: no name, no drug, no diagnosis, no clinic; the same for a proxy (rule 9)."""

from __future__ import annotations

import hashlib
from typing import Any

from app.care.reminders.sending import TEST, Errand
from app.i18n import direction, gettext, locale_tag, using_locale


def payload(errand: Errand, public_url: str) -> dict[str, Any]:
    """The message in the shape of declarative web push, in the recipient's language. A tap opens Today."""
    navigate = f"{public_url}/patients/{errand.patient_id}/today"
    return message(errand.language, navigate, topic(errand), errand.kind)


def message(language: str, navigate: str, tag: str, kind: str = "") -> dict[str, Any]:
    """Title, body, where a tap leads, and a tag so that a newer one replaces an older one on the screen."""
    with using_locale(language):
        return {
            "web_push": 8030,
            "notification": {
                "title": gettext("Handrail"),
                "body": body(kind),
                "navigate": navigate,
                "lang": locale_tag(),
                "dir": direction(),
                "tag": tag,
            },
        }


def body(kind: str) -> str:
    """The one neutral sentence of a kind."""
    if kind == TEST:
        return gettext("This is a test. It works.")
    if kind == "plan":
        return gettext("There is something new to read.")
    return gettext("You have a reminder for today.")


def topic(errand: Errand) -> str:
    """An opaque name for "the reminders of this account about this person": a newer one replaces a waiting one."""
    both = f"{errand.account_id}:{errand.patient_id}"
    return hashlib.sha256(both.encode()).hexdigest()[:24]
