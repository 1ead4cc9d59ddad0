"""Below 7 of 10 at two check-ins on one's own activity reaches a nurse; one hard day does not, nor what others do."""

import pytest
import sqlalchemy as sa

from app.care.concerns import confidence, raise_concern, tuning, words_of
from app.models import Concern
from tests.care.progress import plans


@pytest.fixture
def walk(frozen_clock, database, world):
    """Rosa's walk in a plan that was offered today; the function makes it with a number of how sure she is."""

    def make(sure, owner="patient"):
        with database.write() as session:
            version = plans.version(session, world.rosa_patient, world.nurse)
            item = plans.item(session, version, owner=owner or world.nurse.id, what="Walk", confidence=sure)
            confidence.watch_items(session, world.grant(session, world.nurse), [item])
            return item

    return make


def lines(session):
    return list(session.scalars(sa.select(Concern).where(Concern.closed_at.is_(None))))


@pytest.mark.parametrize(
    ("offered", "said", "raised"),
    [(6, 5, 1), (0, 6, 1), (7, 5, 0), (6, 7, 0), (None, 5, 0), (6, None, 0)],
)
def test_two_check_ins_in_a_row(frozen_clock, database, world, walk, offered, said, raised):
    item = walk(offered)
    with database.write() as session:
        assert not lines(session), "one check-in is no pattern"
        confidence.watch(session, world.grant(session, world.rosa), item.key, "Walk", said)
        assert not lines(session), "nor are two numbers on one day"
    frozen_clock.move(days=7)
    with database.write() as session:
        confidence.watch(session, world.grant(session, world.rosa), item.key, "Walk", said)
        found = lines(session)
        assert len(found) == raised
        if found:
            assert f"Is {said} out of 10 sure of doing “Walk”. Below 7 asks for help." in words_of(found[0])
            assert "2 check-ins in a row." in words_of(found[0])
            confidence.watch(session, world.grant(session, world.rosa), item.key, "Walk", 8)
            assert not lines(session)


def test_what_the_team_does_is_not_asked_about(frozen_clock, database, world, walk):
    item = walk(3, owner="")
    frozen_clock.move(days=7)
    with database.write() as session:
        confidence.watch_items(session, world.grant(session, world.nurse), [item])
        assert not lines(session)


def test_a_plan_may_ask_sooner_for_one_person_alone(frozen_clock, database, world, walk):
    item = walk(8)
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        tuning.set_for_person(session, nurse, "low_in_a_row", 1, "Gives up fast", seen="")
        tuning.set_for_person(session, nurse, "sure_enough", 9, "Gives up fast", seen="")
    frozen_clock.move(days=1)
    with database.write() as session:
        confidence.watch(session, world.grant(session, world.rosa), item.key, "Walk", 8)
        confidence.watch(session, world.grant(session, world.ruben, world.ruben_patient), item.key, "Walk", 5)
        (found,) = lines(session)
        assert (found.patient_id, found.why["enough"]) == (world.rosa_patient.id, 9)
        assert "Below 9 asks for help." in words_of(found)


def test_the_line_says_how_sure_also_without_a_line_of_the_plan(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        raised = raise_concern(session, grant, rule="low_confidence", subject="r1", why={"confidence": 4})
        assert "4 out of 10" in words_of(raised)
