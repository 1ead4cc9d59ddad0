"""The sums of a week as whole sentences, honest about what nobody knows."""

from __future__ import annotations

from typing import Any

from app.care.plan.burden import Burden, Load, Sum, over
from app.care.plan.kinds import KINDS
from app.i18n import _, format_number, ngettext
from app.i18n import lazy_gettext as _l
from app.models import Possible

NAMES = {
    "minutes": _l("Time it takes"),
    "money": _l("Money"),
    "trips": _l("Trips"),
    "tasks": _l("Things to do"),
}


def amount(name: str, value: float) -> str:
    """ "3 hours 20 minutes", "12.50", "2 trips": what a week asks of one thing."""
    if name == "minutes":
        return time(value)
    if name == "money":
        return format_number(round(value, 2))
    if 0 < value < 1:
        return _("less than 1 a week")
    # Nobody does a tenth of a thing; trips keep theirs, because they are held against what the person can give.
    shown = round(value, 1 if name == "trips" else None)
    number = format_number(int(shown) if shown == int(shown) else shown)
    if name == "trips":
        return ngettext("%(number)s trip", "%(number)s trips", _plural(shown), number=number)
    return ngettext("%(number)s time", "%(number)s times", _plural(shown), number=number)


def _plural(value: float) -> int:
    return 1 if value == 1 else 2


def time(minutes: float) -> str:
    """Minutes as hours and minutes."""
    hours, left = divmod(round(minutes), 60)
    said = [ngettext("%(n)s hour", "%(n)s hours", hours)] if hours else []
    if left or not hours:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", left))
    return " ".join(said)


def rows(burden: Burden) -> list[tuple[str, str, str]]:
    """Name, sum, and how many lines are not in it."""
    return [(str(NAMES[name]), _sum(name, each), _unknown(each)) for name, each in burden.sums.items()]


def _sum(name: str, each: Sum) -> str:
    return amount(name, each.value) if each.value or each.is_whole else _("Not known")


def _unknown(each: Sum) -> str:
    if each.is_whole:
        return ""
    return ngettext("%(n)s line has no number.", "%(n)s lines have no number.", each.unknown)


def line(load: Load) -> list[tuple[str, str]]:
    """One line's numbers as names and values; "not known" where nobody said."""
    return [
        (str(NAMES[name]), _("Not known") if value is None else amount(name, value))
        for name, value in (("minutes", load.minutes), ("money", load.money), ("trips", load.trips))
    ]


def title(load: Load) -> str:
    """What the line is called."""
    return KINDS[load.item.kind].title(load.item.content)


def beside(burden: Burden, said: Possible | None) -> list[tuple[str, bool]]:
    """What the plan asks beside what the person says is possible; whether it is more. Only where they said."""
    found: list[tuple[str, bool]] = []
    for name in ("minutes", "money", "trips"):
        possible: float | None = getattr(said, name, None)
        is_over = over(burden.sums[name], possible)
        if possible is None or is_over is None:
            continue
        asks, holds = amount(name, burden.sums[name].value), amount(name, possible)
        words: Any = (
            _("%(name)s: the plan asks for %(asks)s. That is more than %(holds)s.")
            if is_over
            else _("%(name)s: the plan asks for %(asks)s. You can give %(holds)s.")
        )
        found.append((words % {"name": NAMES[name], "asks": asks, "holds": holds}, is_over))
    return found
