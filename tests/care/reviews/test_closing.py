"""A review ends with a change or with "stays"; then nobody is asked anything again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import reviews
from app.care.plan import changes, decisions, drafting, offering, reading, versions
from app.errors import Conflict, Forbidden, Invalid
from app.models import Review
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def in_days(world, days):
    return clock.today(world.rosa_patient.time_zone) + timedelta(days=days)


def test_there_must_be_a_plan_to_look_back_on(database, world):
    with database.write() as session, pytest.raises(Invalid):
        reviews.open(session, world.grant(session, world.nurse))


def test_opened_twice_is_one_review(database, world, keys):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        assert reviews.open(session, grant).id == reviews.open(session, grant).id
        assert reviews.opened(session, grant).number == 1


def test_stays_asks_nobody_anything(each_database, world, keys):
    database = each_database
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), keys["walk"], 1, "yes")
        version = reviews.keep_as_it_is(
            session, world.grant(session, world.nurse), in_days(world, 100), "Well done.", on_number=1
        )
    with database.read() as session:
        rosa = world.grant(session, world.rosa)
        assert (version.number, version.review_on, version.why) == (2, in_days(world, 100), "Well done.")
        items = versions.items_of(session, rosa, [1, 2])
        assert not changes.compare(items[1], items[2])
        assert reading.item(session, rosa, keys["walk"]).stands
        review = session.scalars(sa.select(Review)).one()
        assert (review.number, review.outcome, review.closed_by_id) == (1, "stays", world.nurse.id)


def test_stays_waits_for_an_empty_draft(database, world, keys):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.goal(session, grant, words="To swim")
        with pytest.raises(Invalid, match="The draft holds changes"):
            reviews.keep_as_it_is(session, grant, in_days(world, 100))


@pytest.mark.parametrize("days", [0, -3, 367, 180])
def test_the_next_review_is_another_day_within_a_year(database, world, keys, days):
    with database.write() as session, pytest.raises(Invalid) as refused:
        reviews.keep_as_it_is(session, world.grant(session, world.nurse), in_days(world, days))
    assert "review_on" in refused.value.fields


def test_a_colleague_offered_meanwhile(database, world, keys):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        reviews.keep_as_it_is(session, grant, in_days(world, 100), on_number=1)
        with pytest.raises(Conflict):
            reviews.keep_as_it_is(session, grant, in_days(world, 90), on_number=1)


def test_an_offer_ends_the_review_as_changed(database, world, keys):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        reviews.open(session, grant)
        plans.goal(session, grant, words="To swim")
        drafting.set_review_date(session, grant, in_days(world, 200))
        reviews.offered(session, grant, offering.offer(session, grant, why="More water."))
        assert reviews.opened(session, grant) is None
        assert session.scalars(sa.select(Review.outcome)).all() == ["changed"]


def test_only_the_team_reviews(database, world, keys):
    with database.write() as session:
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                reviews.open(session, world.grant(session, who))
