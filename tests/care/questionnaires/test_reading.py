"""What the nurse reads, in which order, and the receipt that reading leaves."""

import pytest
import sqlalchemy as sa

from app.care.questionnaires import answering, overview, reading
from app.care.questionnaires.showing import words_of
from app.care.questionnaires.submitting import submit
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.i18n import using_locale
from app.models import Concern, ProxyGrant, Receipt

ANSWERS = {
    "what-matters": "My garden",
    "getting-there": "1",
    "medicine-cost": "0",
    "food": "2",
    "medicine-bothers": "true",
    "medicine-bothers-what": "The blue one",
    "confidence": "4",
}


def fill_in(database, world, assignment_id, send=True, by=None, answers=ANSWERS):
    by = by or world.rosa
    with database.write() as session:
        grant = world.grant(session, by)
        response_id = answering.start(session, grant, assignment_id).id
        for link, value in answers.items():
            answering.save(session, grant, response_id, link, given=[value])
        answering.save(session, grant, response_id, "worries", how="talk")
        if send:
            submit(session, grant, response_id)
    return response_id


def opened(database, world, response_id, by=None):
    with database.read() as session:
        return reading.open_answers(session, world.grant(session, by or world.nurse), response_id)


def test_answers_are_grouped_by_topic_with_red_first(database, world, asked):
    found = opened(database, world, fill_in(database, world, asked()))
    assert [str(topic.words) for topic in found.topics] == [
        "Food",  # red
        "Worries",  # would rather talk
        "Getting there",  # amber
        "What matters",
        "Costs",
        "Medicines",
        "Confidence",
    ]
    assert "good-day" in [item.link_id for item in found.skipped]


def test_opening_closes_the_worry_that_nobody_read_them_and_leaves_one_receipt(database, world, asked):
    response_id = fill_in(database, world, asked())
    for _ in range(2):
        with database.write() as session:
            reading.leave_receipt(session, world.grant(session, world.nurse), response_id)
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Receipt)) == 1
        still = {c.rule for c in session.scalars(sa.select(Concern).where(Concern.closed_at.is_(None)))}
        assert still == {"red_answer"}  # reading is not yet doing
        sent = overview.sent(session, world.grant(session, world.rosa))
        assert [account.name for _, account in sent[0].readers] == ["Nora Field"]


def test_each_reader_leaves_a_receipt_and_says_what_comes_next(database, world, asked):
    response_id = fill_in(database, world, asked())
    with database.write() as session:
        grant = world.grant(session, world.physician)
        with pytest.raises(Conflict):
            reading.say_what_next(session, grant, response_id, "We will talk.")
        reading.leave_receipt(session, grant, response_id)
        for words in ("", "x" * 501):
            with pytest.raises(Invalid):
                reading.say_what_next(session, grant, response_id, words)
        assert reading.say_what_next(session, grant, response_id, " We will talk. ").will_do == "We will talk."


def test_answers_are_not_read_before_they_are_sent(database, world, asked):
    calm = {link: value for link, value in ANSWERS.items() if link != "food"}
    response_id = fill_in(database, world, asked(), send=False, answers=calm)
    with pytest.raises(NotFound):
        opened(database, world, response_id)
    with database.write() as session:
        reading.leave_receipt(session, world.grant(session, world.nurse), response_id)
        assert session.scalar(sa.select(sa.func.count()).select_from(Receipt)) == 0


def test_a_red_answer_can_be_read_before_the_rest_is_sent(database, world, asked):
    found = opened(database, world, fill_in(database, world, asked(), send=False))
    assert [line.item.link_id for topic in found.topics for line in topic.lines] == ["food"]
    assert found.skipped == []


@pytest.mark.parametrize("who", ["rosa", "otto", "clerk"])
def test_only_clinical_staff_open_answers(database, world, asked, who):
    response_id = fill_in(database, world, asked())
    with pytest.raises(Forbidden):
        opened(database, world, response_id, getattr(world, who))


def test_a_helpers_answers_carry_both_names(database, world, asked):
    with database.write() as session:
        session.scalars(sa.select(ProxyGrant)).one().scopes = ["see", "fill_in"]
    found = opened(database, world, fill_in(database, world, asked(), by=world.otto))
    assert found.sent_by == "Otto Vega"
    assert {line.by for topic in found.topics for line in topic.lines} == {"Otto Vega"}


def test_answers_are_shown_in_the_readers_language(database, world, asked):
    found = opened(database, world, fill_in(database, world, asked()))
    food = found.topics[0].lines[0]
    assert words_of(food.item, food.values[0]) == ("Often", "en")
    with using_locale("es"):
        assert words_of(food.item, food.values[0]) == ("A menudo", "es")
