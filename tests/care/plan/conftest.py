"""Rosa, her nurse and her son, each with a grant; a clock that stands still."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from app.access.grants import Grant
from tests.factories import World


@dataclass(frozen=True)
class Room:
    """One transaction with everybody in it."""

    session: Session
    world: World
    nurse: Grant
    rosa: Grant
    otto: Grant
    ruben: Grant


@pytest.fixture
def room(frozen_clock, database, world):
    with database.write() as session:
        yield Room(
            session,
            world,
            world.grant(session, world.nurse),
            world.grant(session, world.rosa),
            world.grant(session, world.otto),
            world.grant(session, world.ruben, world.ruben_patient),
        )
