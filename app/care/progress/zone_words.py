"""A number of the person's own plan as one sentence, for lists."""

from __future__ import annotations

from app.care.plan.kinds.zone_parts import BANDS, number_words
from app.care.progress.zones import Zone
from app.i18n import gettext as _


def of(zone: Zone) -> str:
    """«Act now: Weight goes up by 2 kg or more in 1 day. (Heart failure)»."""
    number = number_words(zone.row)
    if zone.band not in BANDS:
        return _("Then we change: %(number)s", number=number)
    return _("%(band)s: %(number)s (%(condition)s)", band=BANDS[zone.band], number=number, condition=zone.condition)
