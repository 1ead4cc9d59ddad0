"""What cannot wait for the next night: red lines that nobody took, and flags whose second reading did not come.

Safe to run twice at once. Each person's reading and each line is a transaction of its own: one that fails stops none
of the others, and is tried again in the next round.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from app.care.concerns import handing_on
from app.care.progress import standing
from app.config import Config
from app.db import Database

log = logging.getLogger(__name__)


def watch(config: Config, database: Database) -> int:
    """Raise what waited long enough; hand on what nobody took in the time that the practice sets. Returns how many
    lines were handed on."""
    minutes = config.practice.red_minutes
    _each(database, "raising one reading", standing.due, standing.raise_one)
    return _each(
        database, "handing on one line", lambda session: handing_on.overdue(session, minutes),
        lambda session, concern_id: handing_on.hand_on_one(session, concern_id, minutes),
    )  # fmt: skip


def _each(
    database: Database, what: str, which: Callable[[Session], list[str]], do: Callable[[Session, str], bool]
) -> int:
    """Do it for each id, in a short transaction. A fault is logged without the person's name. Returns how many."""
    with database.read() as session:
        ids = which(session)
    done = 0
    for one in ids:
        try:
            with database.write() as session:
                done += do(session, one)
        except Exception:
            log.exception("%s failed; it is tried again later", what)
    return done
