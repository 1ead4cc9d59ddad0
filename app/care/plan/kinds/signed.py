"""A signature on the content of a line: a clinician checked it for this person. It holds for that content only.

The signature names the substance that was checked. When a word of it changes, on whatever road, it is gone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

SIGNATURE = ("confirmed_by", "confirmed_name", "confirmed_on", "confirmed_what")
"""Account id, name as it was that day, day as ``2026-03-10``, digest of what was checked. Never read from a form."""
TICK = "i_checked"
"""What the form sends when its author confirms."""


def digest(content: Mapping[str, Any], substance: tuple[str, ...]) -> str:
    """32 hex characters over the fields of substance."""
    parts = {name: content.get(name) for name in substance}
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def sign(
    content: Mapping[str, Any], substance: tuple[str, ...], account_id: str, name: str, day: date
) -> dict[str, Any]:
    """The content with the signature of ``account_id``."""
    made = (account_id, name, day.isoformat(), digest(content, substance))
    return {**content, **dict(zip(SIGNATURE, made, strict=True))}


def keep(content: Mapping[str, Any], substance: tuple[str, ...], before: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the signature of ``before`` if that was made for this very substance, else with none."""
    holds = before.get("confirmed_by") and before.get("confirmed_what") == digest(content, substance)
    return {**content, **{name: str(before.get(name) or "") if holds else "" for name in SIGNATURE}}


def is_signed(content: Mapping[str, Any], substance: tuple[str, ...]) -> bool:
    """Whether somebody checked this very content."""
    return bool(content.get("confirmed_by")) and content.get("confirmed_what") == digest(content, substance)
