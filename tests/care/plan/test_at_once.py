"""Two people at the same moment, on real connections: one wins, the other is told, nothing is lost or doubled."""

import sqlalchemy as sa

from app.care import reviews
from app.care.plan import decisions, drafting, offering, opened, versions
from app.db import lock
from app.models import CarePlan, Decision, Delivered, ItemChange, PlanOpened, PlanVersion, Review
from tests import factories
from tests.care.plan import plans
from tests.provider import plans as promises
from tests.support.at_once import both


def count(database, model, *where):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model).where(*where))


def made(database):
    with database.write() as session:
        return factories.world(session)


def test_two_offers_make_one_version(each_database):
    world = made(each_database)
    with each_database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse)
        drafting.set_review_date(session, nurse, plans.days(90))
    came = both(each_database, lambda s: offering.offer(s, world.grant(s, world.nurse)).number)
    assert came == [1, "conflict"]
    assert count(each_database, PlanVersion) == 1


def test_two_pages_of_one_author_are_one_draft_and_a_conflict(each_database):
    world = made(each_database)
    with each_database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse))
    turns = iter(("Walk to the park", "Walk to the church"))

    def save(session):
        nurse = world.grant(session, world.nurse)
        return plans.put(session, nurse, key=keys["activity"], what=next(turns), base_number=1).state

    assert both(each_database, save) == ["conflict", "draft"]
    assert count(each_database, ItemChange, ItemChange.state == "draft") == 1


def test_two_authors_of_one_line_have_a_draft_each(each_database):
    world = made(each_database)
    with each_database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse))
    turns = iter((world.nurse, world.physician))

    def save(session):
        who = next(turns)
        return plans.put(session, world.grant(session, who), key=keys["activity"], what=who.name, base_number=1).state

    assert both(each_database, save) == ["draft", "draft"]
    assert count(each_database, ItemChange, ItemChange.state == "draft") == 2


def test_two_who_offer_their_drafts_of_one_line_make_one_version_and_a_conflict(each_database):
    world = made(each_database)
    with each_database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse))
        for who in (world.nurse, world.physician):
            plans.put(session, world.grant(session, who), key=keys["activity"], what=who.name)
    turns = iter((world.nurse, world.physician))
    came = both(each_database, lambda s: offering.offer(s, world.grant(s, next(turns)), on_number=1).number)
    assert sorted(came, key=str) == [2, "conflict"]
    assert count(each_database, ItemChange, ItemChange.state == "draft") == 1, "the other draft is not lost"


def test_the_same_answer_twice_at_once_is_one_row(each_database):
    world = made(each_database)
    with each_database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse))
    both(
        each_database,
        lambda s: decisions.decide(s, world.grant(s, world.rosa), keys["goal"], 1, "yes").answer,
    )
    assert count(each_database, Decision) == 1


def test_an_answer_while_a_new_version_is_offered_counts_for_the_words_it_was_given_to(each_database):
    """Five rounds: the answer is stored for the old words, or the person is told; never for words unread."""
    world = made(each_database)
    with each_database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse))
    for number in range(1, 6):
        with each_database.write() as session:
            plans.put(
                session, world.grant(session, world.nurse), "goal", key=keys["goal"], words=f"Walk {number} miles"
            )
        acts = iter((offer_on(world, number), answer_to(world, keys["goal"], number)))
        came = both(each_database, lambda s, acts=acts: next(acts)(s))
        assert came in ([f"answer {number}", f"version {number + 1}"], ["conflict", f"version {number + 1}"]), came
        with each_database.read() as session:
            rosa = world.grant(session, world.rosa)
            stored = [row for row in decisions.history(session, rosa, keys["goal"]) if row.number == number]
            item = versions.items_of(session, rosa, [number])[number]
        assert [row.substance for row in stored] == [
            line.substance for line in item if line.key == keys["goal"] and came[0] != "conflict"
        ]
    assert count(each_database, PlanVersion) == 6


def offer_on(world, number):
    return lambda s: f"version {offering.offer(s, world.grant(s, world.nurse), on_number=number).number}"


def answer_to(world, key, number):
    return lambda s: f"answer {decisions.decide(s, world.grant(s, world.rosa), key, number, 'yes').number}"


def test_opening_on_two_devices_at_once_is_one_row(each_database):
    world = made(each_database)
    with each_database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
    both(each_database, lambda s: opened.note(s, world.grant(s, world.rosa), 1))
    assert count(each_database, PlanOpened) == 1


def test_two_who_begin_a_review_begin_one(each_database):
    world = made(each_database)
    with each_database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
    came = both(each_database, lambda s: reviews.open(s, world.grant(s, world.nurse)).id)
    assert came[0] == came[1]
    assert count(each_database, Review) == 1


def test_the_same_word_about_a_promise_twice_at_once_is_one_row(each_database):
    world = made(each_database)
    with each_database.write() as session:
        key = promises.offered(session, world)["call"]
    said = both(
        each_database, lambda s: reviews.delivered(s, world.grant(s, world.rosa), key, "person", "kept").answer
    )
    assert said == ["kept", "kept"]
    assert count(each_database, Delivered) == 1


def test_a_row_read_before_it_was_locked_is_read_anew(each_database):
    world = made(each_database)
    with each_database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
    plan = sa.select(CarePlan).where(CarePlan.patient_id == world.rosa_patient.id)
    with each_database.read() as session:
        seen = session.scalars(plan).one()
        session.commit()
        with each_database.write() as other:
            other.execute(sa.update(CarePlan).values(current_number=7))
        assert session.scalars(lock(plan)).one() is seen
        assert seen.current_number == 7
