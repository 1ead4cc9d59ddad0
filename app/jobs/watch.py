"""What cannot wait for the next night: red lines that nobody took. Safe to run twice at once."""

from __future__ import annotations

from app.care.concerns.handing_on import hand_on
from app.config import Config
from app.db import Database


def watch(config: Config, database: Database) -> int:
    """Hand on what nobody took in the time that the practice sets. Returns how many lines."""
    with database.write() as session:
        return hand_on(session, config.practice.red_minutes)
