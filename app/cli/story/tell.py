"""The parts of the story in their order. A part that needs something this release lacks is left out whole."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from sqlalchemy.orm import Session

from app import clock
from app.cli.story.stage import Stage

log = logging.getLogger("handrail.demo")

PARTS = (
    "people.open_practice",
    "tomas.arrive",
)


def tell(session: Session, zone: str, hashes: dict[str, str]) -> None:
    """Write the whole story into ``session``. ``hashes``: passphrase hashes by sign-in name, made beforehand."""
    stage = Stage(session, zone, clock.today(zone), hashes)
    for part in PARTS:
        module, name = part.split(".")
        with session.begin_nested():
            play: Callable[[Stage], None] = getattr(import_module(f"app.cli.story.{module}"), name)
            play(stage)
    session.flush()
