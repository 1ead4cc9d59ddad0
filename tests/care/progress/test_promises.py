"""Both sides' promises: a late one says so by itself, and what a person did not do is no debt."""

from datetime import timedelta

import pytest

from app import clock
from app.care.progress import promises
from app.models import Delivered
from tests.care.progress import plans


def said(session, world, item, side, answer, words=""):
    session.add(Delivered(
        patient_id=item.patient_id, key=item.key, number=item.number, side=side, answer=answer, words=words,
        actor_id=world.nurse.id, capacity="team", at=clock.now(),
    ))  # fmt: skip
    session.flush()


@pytest.mark.parametrize(
    ("ends", "team", "person", "state"),
    [
        (0, None, None, "open"), (-1, None, None, "late"), (-1, "kept", None, "kept"), (5, "kept", None, "kept"),
        (-1, "partly", None, "late"), (5, "partly", None, "open"), (5, "not_kept", None, "late"),
        (-1, "dropped", None, "dropped"), (-1, None, "kept", "kept"), (-1, None, "not_kept", "late"),
        (-1, "kept", "not_kept", "kept"),
    ],
)  # fmt: skip
def test_the_teams(database, world, ends, team, person, state):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        item = plans.item(session, version, what="Ask about a taxi", owner=world.nurse.id, ends=ends)
        for side, answer in (("team", team), ("person", person)):
            if answer:
                said(session, world, item, side, answer, "The group is full.")
        (found,) = promises.of(session, world.grant(session, world.rosa))
        assert (found.state, found.side, found.owner.id) == (state, "team", world.nurse.id)
        assert found.said == (person or "")
        if state == "dropped":
            assert found.reason == "The group is full."


def test_the_persons_own_are_never_late(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        today = clock.today("America/Edmonton")
        kept, idle, gone = (plans.item(session, version, what=w, ends=-1) for w in ("Walk", "Swim", "Dance"))
        lift = plans.item(session, version, what="Drive her", owner=world.otto.id)
        plans.entry(session, kept, world.rosa, today - timedelta(days=2))
        plans.entry(session, gone, world.rosa, today - timedelta(days=2))
        plans.entry(session, gone, world.rosa, today - timedelta(days=1), "no_longer_fits", note="My hip")
        found = {p.item.key: p for p in promises.of(session, world.grant(session, world.rosa))}
    assert {key: p.state for key, p in found.items()} == {
        kept.key: "kept", idle.key: "open", gone.key: "dropped", lift.key: "open",
    }  # fmt: skip
    assert found[gone.key].reason == "My hip"
    assert (found[lift.key].side, found[lift.key].owner.id) == ("helper", world.otto.id)


def test_no_plan_no_promises(database, world):
    with database.read() as session:
        assert promises.of(session, world.grant(session, world.rosa)) == []
