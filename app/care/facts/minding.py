"""What to mind about a medicine at a glance: plain facts that stand in the record, each by a stated rule.

It compares words that are written down. It knows no effects of medicines, and says nothing about what to take.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.care.facts.kinds.medicine import WHYS
from app.care.facts.reading import FactView
from app.i18n import lazy_gettext as _l

SHORTEST = 4
"""Letters of an allergy's name from which on it is looked for in names of medicines."""
USE_FLAGS = {
    "not_taking": _l("Not taken"),
    "differently": _l("Taken in another way"),
    "bought": _l("Bought by the person"),
    "not_asked": _l("Nobody asked how it is taken"),
}


def about_medicine(view: FactView, allergies: Iterable[FactView]) -> list[Any]:
    """Flags of one medicine: an allergy of the same name, how it is really taken and why, and what waits."""
    name = view.title.casefold()
    found: list[Any] = [_l("An allergy has this name") for one in allergies if _same(one.title.casefold(), name)][:1]
    use = view.waiting[-1].use if view.waiting and view.waiting[-1].use else view.row.content.get("use", "")
    why = view.waiting[-1].why if view.waiting and view.waiting[-1].use else view.row.content.get("why")
    if flag := USE_FLAGS.get(use):
        found.append(flag)
    found += [WHYS[one] for one in why or [] if one in WHYS]
    if view.waiting:
        found.append(_l("They say otherwise"))
    return found


def _same(allergy: str, medicine: str) -> bool:
    return bool(allergy) and (allergy == medicine or (len(allergy) >= SHORTEST and allergy in medicine))
