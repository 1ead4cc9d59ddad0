"""A change of setting reaches everybody who owns something open, once each, and nobody else."""

from datetime import timedelta

import pytest

from app import clock
from app.care import concerns
from app.care.concerns import worklist
from app.care.worse import setting
from app.errors import Conflict, Forbidden, Invalid
from app.models import ProxyGrant
from tests.care.arrangements.made import arrange
from tests.provider.plans import offered


def told(session, world):
    lines = worklist.about(session, world.grant(session, world.nurse))
    return {line.concern.owner_id: line.concern for line in lines if line.concern.rule == setting.RULE}


def change(session, grant, what="admission", key="k", days=0, words="Ward 3"):
    on = clock.today("America/Edmonton") + timedelta(days=days)
    return setting.record(session, grant, what, on, words, client_key=key)


def test_the_person_tells_it_and_each_owner_knows_once(frozen_clock, database, world):
    with database.write() as session:
        offered(session, world)  # the nurse promises a call
        arrange(session, world.grant(session, world.nurse), "test", owner=world.physician.id)
        row = change(session, world.grant(session, world.rosa))
        found = told(session, world)
        assert (row.told, set(found)) == (2, {world.nurse.id, world.physician.id})
        words = concerns.words_of(found[world.nurse.id])
        assert words.startswith("Into hospital, ")
        assert "You look after: A phone call with Nora. “Ward 3”" in words
        assert "Something open is yours here." in concerns.words_of(found[world.physician.id])
        assert worklist.about(session, world.grant(session, world.nurse, world.ruben_patient)) == []
        assert change(session, world.grant(session, world.rosa)).id == row.id
        with pytest.raises(Conflict):
            change(session, world.grant(session, world.rosa), "moving")
        assert {line.times for line in told(session, world).values()} == {1}


def test_with_nothing_open_the_lead_is_told(database, world):
    with database.write() as session:
        assert change(session, world.grant(session, world.rosa)).told == 1
        assert set(told(session, world)) == {world.nurse.id}


def test_who_writes_it_down_is_not_told_it(database, world):
    with database.write() as session:
        offered(session, world)
        assert change(session, world.grant(session, world.nurse)).told == 0
        assert change(session, world.grant(session, world.physician), key="k2").told == 1


def test_a_helper_who_may_ask_tells_it_with_both_names(database, world):
    with database.write() as session:
        with pytest.raises(Forbidden):
            change(session, world.grant(session, world.otto))
        session.query(ProxyGrant).one().scopes = ["see", "ask"]
        session.flush()
        change(session, world.grant(session, world.otto))
        assert "Written down by Otto." in concerns.words_of(told(session, world)[world.nurse.id])
        with pytest.raises(Forbidden):
            change(session, world.grant(session, world.clerk), key="k3")


@pytest.mark.parametrize(
    ("what", "days", "field"), [("holiday", 0, "what"), ("moving", 91, "happened_on"), ("moving", -91, "happened_on")]
)
def test_what_is_refused(frozen_clock, database, world, what, days, field):
    with database.write() as session:
        with pytest.raises(Invalid) as problem:
            change(session, world.grant(session, world.rosa), what, days=days)
        assert list(problem.value.fields) == [field]
