"""A flagged reading as one line of the worklist: what was measured, when, which limit, and who set it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.care.progress import limit_words, say
from app.care.progress.flags import FLAGS
from app.care.progress.kinds import KINDS
from app.care.progress.limits import LIMITS, PRACTICE
from app.i18n import format_day, format_moment
from app.i18n import gettext as _


def said_of(why: Mapping[str, Any]) -> str:
    """The line of the worklist: what was measured, when, which limit and whose; with signs if they were named."""
    if why.get("kind") not in KINDS:
        return ""
    what = say.reading(str(why["kind"]), why.get("values") or {}, str(why.get("unit", "")))
    said = [when_words(what, why), *_limit_words(why)]
    if why.get("again") == "agrees":
        said.append(_("Measured again: it stays like this."))
    elif why.get("again") == "none":
        said.append(_("Nobody measured again in time."))
    if why.get("symptoms"):
        said.append(_("Says: has signs now."))
    return " ".join(said)


def when_words(what: str, why: Mapping[str, Any]) -> str:
    """«Weight 82 kg, 3 March 2026, 07:10.»"""
    try:
        when = format_moment(datetime.fromisoformat(str(why.get("happened_at", ""))))
    except ValueError:
        return _("%(reading)s.", reading=what)
    return _("%(reading)s, %(when)s.", reading=what, when=when)


def _limit_words(why: Mapping[str, Any]) -> list[str]:
    """The number of the own plan, then the limit: the usual one in words, or another with who set it."""
    said: list[str] = []
    if isinstance(zone := why.get("zone"), Mapping):
        said.append(zone_words(zone))
    flag = FLAGS.get(str(why.get("flag", "")))
    own = [limit for limit in why.get("limits") or [] if limit.get("by") and limit.get("name") in LIMITS]
    if own:
        said += [own_limit_words(limit) for limit in own]
    elif flag and not flag.name.startswith("zone_"):
        said.append(_("%(limit)s The usual limit.", limit=flag.team) if why.get("limits") else str(flag.team))
    return said


def own_limit_words(limit: Mapping[str, Any]) -> str:
    """«Their own limit. Change in a day: from 1.5 kg. Set by Ines (nurse), 3 March 2026.», or the practice's."""
    known = LIMITS[str(limit["name"])]
    facts = {"what": known.words, "amount": limit_words.amount(known, float(limit["value"]), str(limit["unit"]))}
    if limit.get("whose") == PRACTICE:
        words = _("The limit of the practice. %(what)s %(amount)s.", **facts)
    else:
        words = _("Their own limit. %(what)s %(amount)s.", **facts)
    return _("%(words)s Set by %(who)s, %(day)s.", words=words, who=limit["by"], day=_day(limit.get("on")))


def zone_words(zone: Mapping[str, Any]) -> str:
    """«Take care in the symptom plan: Heart failure. Weight goes up by 1 kg … Checked by Marta, 1 March 2026.»"""
    from app.care.plan.kinds.zone_parts import BANDS, number_words  # the plan's own words for its numbers

    number = number_words(zone.get("row") or {})
    if zone.get("band") not in BANDS or zone.get("band") == "change":
        return _("The plan says: if this happens, then we change. %(number)s", number=number)
    words = _(
        "“%(band)s” in the symptom plan: %(condition)s. %(number)s",
        band=BANDS[str(zone["band"])], condition=zone.get("condition", ""), number=number,
    )  # fmt: skip
    if not zone.get("by"):
        return words
    return _("%(words)s Checked by %(who)s, %(day)s.", words=words, who=zone["by"], day=_day(zone.get("on")))


def _day(text: Any) -> str:
    return format_day(date.fromisoformat(str(text))) if text else ""
