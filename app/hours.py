"""When the practice is open, as it is written in a setting."""

from __future__ import annotations

import re

from app.config import ConfigError


def open_at(text: str, usual: tuple[dict[str, str], ...]) -> tuple[dict[str, str], ...]:
    """Hours as ``weekdays 08:00-17:00``, several separated by semicolons; ``usual`` when nothing was said.

    Days: ``all``, ``weekdays``, ``weekend``, or one of ``mon tue wed thu fri sat sun``.
    """
    names = {"all": "all", "weekdays": "weekdays", "weekend": "weekend"}
    names |= {name: str(n) for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
    found = []
    for part in (part.strip() for part in text.split(";") if part.strip()):
        row = re.fullmatch(r"(\w+) +([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", part.lower())
        if row is None or row[1] not in names:
            raise ConfigError("HANDRAIL_PRACTICE_OPEN is written «weekdays 08:00-17:00», separated by semicolons.")
        found.append({"days": names[row[1]], "from_time": f"{row[2]}:{row[3]}", "until_time": f"{row[4]}:{row[5]}"})
    return tuple(found) or usual
