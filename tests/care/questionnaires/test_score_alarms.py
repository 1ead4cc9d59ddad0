"""A score that rose by what matters, or is high, reaches the nurse; so does being less sure in two forms."""

import pytest
import sqlalchemy as sa

from app import clock
from app.care.concerns import closing, timed, tuning, words_of
from app.care.questionnaires import answering, reading
from app.care.questionnaires.submitting import submit
from app.models import Concern, Response
from tests.care.questionnaires.scoring.test_scores import built_in
from tests.care.questionnaires.sent import adding_up_to, sent
from tests.care.questionnaires.test_reading import ANSWERS


@pytest.fixture(autouse=True)
def standing_clock(frozen_clock):
    """Before anybody is there: the world is made at the time that the tests are about."""


@pytest.fixture
def fill(frozen_clock, database, world, asked):
    """`fill("phq-9", 12)`: Rosa sends the form with answers that add up to 12, a week after the last one."""

    def send(name, total, person=None, account=None):
        frozen_clock.move(days=8)
        number = asked(name, person=person)
        with database.write() as session:
            grant = world.grant(session, account or world.rosa, person)
            return sent(session, grant, number, adding_up_to(built_in(name), total))

    return send


def scores(database, rule="score_change"):
    with database.read() as session:
        query = sa.select(Concern).where(Concern.rule == rule, Concern.closed_at.is_(None))
        return [(row.subject, row.patient_id, row.times, words_of(row)) for row in session.scalars(query)]


@pytest.mark.parametrize(("first", "then", "raised"), [(4, 8, 0), (4, 9, 1), (9, 4, 0), (15, 19, 0), (16, 20, 1)])
def test_phq_9_up_by_5_or_20(database, world, fill, first, then, raised):
    fill("phq-9", first)
    fill("phq-9", 9, world.ruben_patient, world.ruben)
    assert scores(database) == []
    response = fill("phq-9", then)
    found = scores(database)
    assert len(found) == raised
    if raised:
        words = "which is high. Last time it was 16." if then == 20 else f"went up from {first} to {then}."
        assert found[0][:3] == ("phq-9", world.rosa_patient.id, 1)
        assert words in found[0][3]
        with database.read() as session:
            row = session.scalars(sa.select(Concern).where(Concern.rule == "score_change")).one()
            assert row.why["response_id"] == response


def test_a_repeat_counts_on_the_same_line(database, world, fill):
    fill("phq-9", 20)
    fill("phq-9", 21)
    assert [line[2] for line in scores(database)] == [2]


@pytest.mark.parametrize(("total", "raised"), [(14, 0), (15, 1)])
def test_gad_7_of_15(database, world, fill, total, raised):
    fill("gad-7", total)
    assert len(scores(database)) == raised


def test_the_limit_can_be_stricter_for_one_person(database, world, fill):
    with database.write() as session:
        tuning.set_for_person(session, world.grant(session, world.nurse), "phq9_rise", 3, "Was very ill", seen="")
    for person, account in ((None, world.rosa), (world.ruben_patient, world.ruben)):
        fill("phq-9", 4, person, account)
        fill("phq-9", 7, person, account)
    assert [line[1] for line in scores(database)] == [world.rosa_patient.id]


def test_less_sure_in_two_forms_in_a_row(database, world, asked, frozen_clock):
    for number, lines in ((4, 0), (5, 1), (8, 0)):
        frozen_clock.move(days=8)
        form = asked()
        with database.write() as session:
            grant = world.grant(session, world.rosa)
            response = answering.start(session, grant, form).id
            for link, value in (ANSWERS | {"confidence": str(number)}).items():
                answering.save(session, grant, response, link, given=[value])
            answering.save(session, grant, response, "worries", how="talk")
            submit(session, grant, response)
        assert len(scores(database, "low_confidence")) == lines


def test_answers_that_nobody_opened_come_back_once(database, world, fill, frozen_clock):
    fill("phq-9", 3, world.ruben_patient, world.ruben)
    response = fill("phq-9", 3)

    def waiting():
        with database.write() as session:
            timed.raise_due(session, clock.today("UTC"))
        return [line[0] for line in scores(database, "unread_answers") if line[1] == world.rosa_patient.id]

    def close():
        with database.write() as session:
            query = sa.select(Concern.id).where(Concern.subject == response, Concern.closed_at.is_(None))
            grant = world.grant(session, world.nurse)
            closing.close(session, grant, session.scalars(query).one(), "looked", "Later.")

    close()
    assert waiting() == []
    frozen_clock.move(days=2, minutes=1)
    assert waiting() == [response], "closed without reading, it is still unread"
    close()
    assert waiting() == []
    fill("phq-9", 4)
    with database.write() as session:
        newest = session.scalars(sa.select(Response).order_by(Response.submitted_at.desc()).limit(1)).one()
        reading.leave_receipt(session, world.grant(session, world.nurse), newest.id)
    frozen_clock.move(days=3)
    assert waiting() == [], "what was read does not come back"
