"""What a decision belongs to: a digest of the parts of an item whose change asks the person again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.care.plan.kinds import KINDS


def digest(kind: str, owner: str, starts_on: date | None, ends_on: date | None, content: Mapping[str, Any]) -> str:
    """64 hex characters over kind, the kind's fields of substance and, for things to be done, owner and window."""
    rule = KINDS[kind]
    fields = {name: content.get(name) for name in rule.substance}
    fields |= {name: content[name] for name in rule.once_said if content.get(name) not in (None, "", [])}
    parts: dict[str, Any] = {"kind": kind, "fields": fields}
    if rule.is_to_do:
        parts.update(owner=owner, starts_on=_day(starts_on), ends_on=_day(ends_on))
    elif rule.is_dated:
        parts.update(ends_on=_day(ends_on))
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
