"""After somebody helped with an answer: one private question, another day, never to a helper, never twice."""

import pytest
import sqlalchemy as sa

from app.care.people import basis
from app.care.plan import alone, decisions, reading
from app.care.plan.how_answered import How
from app.errors import Forbidden, Invalid
from app.models import AloneCheck, Concern, ProxyGrant
from tests.care.plan.plans import offered, today


@pytest.fixture
def keys(room):
    return offered(room.session, room.nurse)


@pytest.fixture
def otto(room, keys):
    grant = room.session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == room.world.otto.id)).one()
    basis.record(room.session, room.nurse, grant.id, basis="consent", document="Note", starts_on=today())
    return room.world.grant(room.session, room.world.otto)


def waiting(room):
    return {one.item.key for one in alone.waiting(room.session, room.rosa)}


def test_asked_once_on_another_day(room, keys, otto, frozen_clock):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes", how=How(helped=True))
    decisions.decide(room.session, otto, keys["activity"], 1, "yes")
    decisions.decide(room.session, room.rosa, keys["strength"], 1, "yes")
    assert waiting(room) == set(), "the helper may still sit there"
    frozen_clock.move(days=1)
    assert waiting(room) == {keys["goal"], keys["activity"]}
    ids = [one.decision.id for one in alone.waiting(room.session, room.rosa)]
    for _ in range(2):
        alone.say(room.session, room.rosa, ids, "yes")
    assert len(room.session.scalars(sa.select(AloneCheck)).all()) == 2
    frozen_clock.move(days=30)
    assert waiting(room) == set(), "never repeated for the same answer"
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "no", how=How(helper="Otto"))
    frozen_clock.move(days=1)
    assert waiting(room) == {keys["goal"]}, "another answer with help is another question"


def test_an_own_answer_since_then_is_word_enough(room, keys, otto, frozen_clock):
    decisions.decide(room.session, otto, keys["activity"], 1, "yes")
    frozen_clock.move(days=1)
    decisions.decide(room.session, room.rosa, keys["activity"], 1, "no")
    assert waiting(room) == set()


def test_it_changes_no_answer_and_a_wish_to_talk_reaches_the_team(room, keys, otto, frozen_clock):
    decisions.decide(room.session, otto, keys["activity"], 1, "yes")
    frozen_clock.move(days=1)
    ids = [one.decision.id for one in alone.waiting(room.session, room.rosa)]
    alone.say(room.session, room.rosa, ids, "talk")
    assert reading.item(room.session, room.rosa, keys["activity"]).answer == "yes"
    assert room.session.scalars(sa.select(Concern).where(Concern.rule == alone.RULE)).one()


def test_the_team_marks_that_somebody_spoke_with_them_alone(room, keys, otto, frozen_clock):
    decisions.decide(room.session, otto, keys["activity"], 1, "yes")
    ids = [one.decision.id for one in alone.of(room.session, room.nurse)]
    alone.spoke(room.session, room.nurse, ids)
    frozen_clock.move(days=1)
    assert waiting(room) == set()
    assert [one.check.answer for one in alone.of(room.session, room.nurse)] == ["spoke_alone"]


def test_helpers_and_others_see_and_say_nothing_of_it(room, keys, otto, frozen_clock):
    decisions.decide(room.session, otto, keys["activity"], 1, "yes")
    frozen_clock.move(days=1)
    ids = [one.decision.id for one in alone.waiting(room.session, room.rosa)]
    for grant in (otto, room.nurse):
        with pytest.raises(Forbidden):
            alone.waiting(room.session, grant)
        with pytest.raises(Forbidden):
            alone.say(room.session, grant, ids, "yes")
    with pytest.raises(Forbidden):
        alone.spoke(room.session, otto, ids)
    assert alone.say(room.session, room.ruben, ids, "yes") == []
    assert alone.waiting(room.session, room.ruben) == []
    with pytest.raises(Invalid):
        alone.say(room.session, room.rosa, ids, "spoke_alone")
    assert room.session.scalars(sa.select(AloneCheck)).first() is None
