"""How somebody of the practice knew who stood before them. Stored by its name; never a number of a document."""

from __future__ import annotations

from typing import Any

from app.i18n import lazy_gettext as _l

SEEN: dict[str, Any] = {
    "photo": _l("Identity card, passport or driving licence"),
    "health_card": _l("Health card"),
    "known": _l("I know them well by sight"),
}
