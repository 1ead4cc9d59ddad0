"""Who may say what about a treatment, with no page in between; and what never reaches another person."""

import pytest
import sqlalchemy as sa

from app.care.plan import offering
from app.care.treatments import trials, words
from app.errors import Forbidden, NotFound
from app.models import AuditEvent, Concern
from tests.care.plan.plans import days, put, today
from tests.patient import treatments

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return treatments.offered(session, world.grant(session, world.nurse))


ALLOWED = {
    # kind: value, line, who may
    "side_effect": ("common.0", "tablet", {"rosa", "otto"}),
    "too_much": ("money", "tablet", {"rosa", "otto"}),
    "mark": ("helps", "tablet", {"rosa", "otto"}),
    "check": ("same", "trial", {"rosa", "otto"}),
    "sort": ("must", "tablet", {"rosa"}),
    "lean": ("this", "tablet", {"rosa"}),
    "result": ("keep", "trial", {"rosa", "nurse"}),
    "kept": ("kept", "tablet", {"nurse"}),
}


@pytest.mark.parametrize("who", ["rosa", "otto", "nurse", "clerk"])
@pytest.mark.parametrize("kind", sorted(ALLOWED))
def test_who_may_say_what(database, world, keys, kind, who):
    value, line, may = ALLOWED[kind]
    with database.write() as session:
        grant = world.grant(session, getattr(world, who))
        if who in may:
            row = words.say(session, grant, keys[line], kind, value, client_key="k")
            assert (row.kind, row.actor_id) == (kind, grant.actor_id)
            acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.object_id == keys[line]))
            assert f"say {kind}" in set(acts)
        else:
            with pytest.raises(Forbidden):
                words.say(session, grant, keys[line], kind, value, client_key="k")


def test_a_word_about_the_wrong_kind_of_line_or_person_is_nowhere(database, world, keys):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        ruben = world.grant(session, world.ruben, world.ruben_patient)
        for grant, key, kind in (
            (rosa, keys["trial"], "sort"),
            (rosa, keys["tablet"], "check"),
            (ruben, keys["tablet"], "sort"),
        ):
            with pytest.raises(NotFound):
                words.say(session, grant, key, kind, "must", client_key="k")


def test_what_was_decided_early_is_not_asked_again(database, world, keys):
    with database.write() as session:
        trials.decide(session, world.grant(session, world.nurse), keys["trial"], "keep", "It works.", client_key="k")
        assert trials.raise_due(session, days(60)) == 0
        assert session.scalars(sa.select(Concern)).all() == []


def test_a_day_that_a_later_version_moves_counts_from_when_that_version_is_in_use(database, world, keys):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        put(session, nurse, "trial", key=keys["trial"], starts_on=today(), ends_on=days(1))
        offering.offer(session, nurse, in_force_from=days(5))
        assert trials.raise_due(session, days(2)) == 0
        assert trials.raise_due(session, days(5)) == 1


def test_a_decision_that_was_undone_is_asked_about(database, world, keys):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = trials.decide(session, nurse, keys["trial"], "keep", "", client_key="k")
        words.undo(session, nurse, row.id)
        assert trials.raise_due(session, today()) == 0
        assert trials.raise_due(session, days(60)) == 1


def test_a_helper_takes_back_only_what_they_wrote(database, world, keys):
    with database.write() as session:
        rosa, otto = world.grant(session, world.rosa), world.grant(session, world.otto)
        hers = words.say(session, rosa, keys["tablet"], "side_effect", "common.0", client_key="a")
        his = words.say(session, otto, keys["tablet"], "side_effect", "common.0", client_key="b")
        with pytest.raises(Forbidden):
            words.undo(session, otto, hers.id)
        assert words.undo(session, rosa, his.id).undone_at is not None
