"""Removing rows, and how many went."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session


def remove(session: Session, statement: sa.Delete) -> int:
    """Carry it out. Returns how many rows went."""
    return int(cast("sa.CursorResult[Any]", session.execute(statement)).rowcount)
