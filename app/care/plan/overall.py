"""How a plan stands, in words, from its lines: derived here alone. Staff cannot set it, nothing acts on it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.care.plan.reading import PlanView
from app.i18n import _, format_day, ngettext


def counts(view: PlanView) -> Counter[str]:
    """How many lines have which answer; "earlier" for answers to earlier words, "none" for no answer."""
    return Counter(
        "none" if line.answer is None else line.answer if line.stands else "earlier" for line in view.items
    )


def words(view: PlanView, today: date) -> str:
    """«8 lines: yes to 5, no to 1, let's talk about 1, 1 not answered. The plan is in use.» Never "incomplete"."""
    if view.version is None:
        return ""
    found = counts(view)
    said = {
        "yes": _("yes to %(n)s", n=found["yes"]),
        "not_now": _("not now to %(n)s", n=found["not_now"]),
        "no": _("no to %(n)s", n=found["no"]),
        "talk": _("let’s talk about %(n)s", n=found["talk"]),
        "earlier": _("%(n)s changed since the answer", n=found["earlier"]),
        "none": _("%(n)s not answered", n=found["none"]),
    }
    lines = ngettext("%(n)s line", "%(n)s lines", len(view.items))
    answers = ", ".join(text for name, text in said.items() if found[name])
    return _("%(lines)s: %(answers)s. %(use)s", lines=lines, answers=answers, use=in_use(view, today))


def in_use(view: PlanView, today: date) -> str:
    """From when the newest version is in use, and what is in use until then. Days decide it, never an answer."""
    assert view.version is not None
    start = view.version.in_force_from
    if start <= today:
        return _("The plan is in use.")
    if view.number > 1:
        return _("The plan before it is in use until %(day)s.", day=format_day(start))
    return _("The plan is in use from %(day)s.", day=format_day(start))
