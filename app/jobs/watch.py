"""What cannot wait for the next night: red lines that nobody took, and flags whose second reading did not come.

Safe to run twice at once.
"""

from __future__ import annotations

from app.care.concerns.handing_on import hand_on
from app.care.progress import standing
from app.config import Config
from app.db import Database


def watch(config: Config, database: Database) -> int:
    """Raise what waited long enough; hand on what nobody took in the time that the practice sets. Returns how many
    lines were handed on."""
    with database.write() as session:
        standing.raise_due(session)
    with database.write() as session:
        return hand_on(session, config.practice.red_minutes)
