"""What is known is confirmed in one tap, "nothing to tell" is an answer, and unread answers press before a visit."""

import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.questionnaires import (
    answering,
    nothing_to_tell,
    overview,
    sheet,
    still_right,
    store,
    submitting,
    unread,
)
from app.errors import Gone, NotFound
from app.models import Answer, Concern
from tests.care.questionnaires.forms import ask, form, options
from tests.care.questionnaires.test_following import own, rosas

__all__ = ["own", "rosas"]
OWN = "https://handrail.example/extensions/"
KEEP = {"url": OWN + "keeps-for-days", "valueInteger": 90}
FACT = {"system": "https://handrail.example/codes/fact", "code": "lives"}
TOPIC = {"system": "https://handrail.example/codes/topic", "code": "home"}


def fact(link="lives", kind="string", codes=(FACT,), **more):
    return ask(link, kind, code=list(codes), extension=[KEEP], **more)


def choice(link, *codes):
    return fact(link, "choice", answerOption=options(*codes))


def put(database, document):
    with database.write() as session:
        return store.import_file(session, system(""), json.dumps(document).encode()).questionnaire.id


@pytest.fixture(autouse=True)
def still(frozen_clock):
    """The clock stands before anybody joins a team."""
    return frozen_clock


@pytest.fixture
def said(database, world, forms, asked, rosas):
    """`said(question, answer)`: Rosa answered it in a form that she sent."""

    def do(question=None, given="alone"):
        forms["first"] = put(database, form(question or fact(), url="https://forms.example/first"))
        begun = rosas(answering.start, asked("first")).id
        rosas(answering.save, begun, "lives", given=[given])
        rosas(submitting.submit, begun)
        return begun

    return do


@pytest.fixture
def second(database, forms, asked, rosas):
    """`second(question)`: another form with this question, begun; its response id."""

    def do(question=None, url="https://forms.example/second", person=None):
        forms["second"] = put(database, form(question or fact("home"), ask("more"), url=url))
        return rosas(answering.start, asked("second")).id

    return do


def known(database, world, response_id, who=None):
    with database.read() as session:
        grant = world.grant(session, who or world.rosa)
        found = sheet.load(session, grant, response_id)
        return still_right.earlier(session, grant, found, found.asked[0])


def test_the_same_fact_in_another_form_is_shown(database, world, said, second):
    said()
    found = known(database, world, second())
    assert found.values == ({"valueString": "alone"},)


@pytest.mark.parametrize(("days", "shown"), [(89, True), (91, False)])
def test_for_ninety_days(database, world, said, second, frozen_clock, days, shown):
    said()
    frozen_clock.move(days=days)
    assert bool(known(database, world, second())) is shown


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (fact(codes=[TOPIC]), fact("home", codes=[TOPIC]), False),  # a topic is no fact
        (fact(codes=[]), fact("lives", codes=[]), False),  # another form, no code
        (fact(), ask("home", code=[FACT]), False),  # the new form wants it asked anew
        (fact(), fact("home", "integer"), False),
        (choice("lives", "x", "y"), choice("home", "z"), False),
        (choice("lives", "x", "y"), choice("home", "y", "x"), True),
    ],
)
def test_only_the_same_question_that_still_takes_the_answer(database, world, said, second, old, new, shown):
    said(old, "0" if old["type"] == "choice" else "alone")
    assert bool(known(database, world, second(new))) is shown


def test_what_cannot_wait_is_asked_and_never_taken_over(database, world, said, second):
    red = {**options("y")[0], "extension": [{"url": OWN + "urgent-band", "valueCode": "red"}]}
    urgent = fact("home", "choice", answerOption=[*options("x"), red])
    said(choice("lives", "x", "y"), "1")
    assert known(database, world, second(urgent)) is None
    assert known(database, world, second(choice("home", "x", "y"), "https://forms.example/third"))


def test_not_what_was_never_sent_nor_what_somebody_else_said(database, world, forms, asked, rosas, second):
    forms["first"] = put(database, form(fact(), url="https://forms.example/first"))
    begun = rosas(answering.start, asked("first")).id
    rosas(answering.save, begun, "lives", given=["alone"])
    ruben = asked("first", person=world.ruben_patient)
    with database.write() as session:
        grant = world.grant(session, world.ruben, world.ruben_patient)
        his = answering.start(session, grant, ruben).id
        answering.save(session, grant, his, "lives", given=["with Ana"])
        submitting.submit(session, grant, his)
    assert known(database, world, second()) is None


def test_still_right_counts_as_the_answer_and_says_whose_it_was(database, world, said, second, rosas):
    said()
    response_id = second()
    earlier = known(database, world, response_id)
    following = rosas(still_right.confirm, response_id, "home", earlier.answer.id)
    assert following.item.link_id == "more"
    with database.read() as session:
        row = session.scalars(sa.select(Answer).where(Answer.response_id == response_id)).one()
    assert (row.values, row.confirms_id, row.how) == ([{"valueString": "alone"}], earlier.answer.id, "answered")
    assert known(database, world, response_id) is None
    with pytest.raises(NotFound):
        rosas(still_right.confirm, response_id, "more", earlier.answer.id)


def test_nothing_to_tell_spares_the_form_and_can_be_taken_back(database, world, asked, rosas):
    made = asked("before-your-visit")
    rosas(nothing_to_tell.say, made)
    rosas(nothing_to_tell.say, made)

    def lists(who):
        with database.read() as session:
            grant = world.grant(session, who)
            waits = sheet.waiting(session, world.grant(session, world.rosa), clock.today("America/Edmonton"))
            return len(waits), [one.by.name for one in overview.nothing_to_tell(session, grant)]

    assert lists(world.nurse) == lists(world.rosa) == (0, [world.rosa.name])
    rosas(nothing_to_tell.take_back, made)
    assert lists(world.nurse) == (1, [])


def test_an_instrument_cannot_be_spared_nor_what_was_sent(asked, rosas):
    with pytest.raises(NotFound):
        rosas(nothing_to_tell.say, asked("phq-9"))
    made = asked("check-in")
    begun = rosas(answering.start, made).id
    rosas(answering.save, begun, "how-is-it", given=["0"])
    rosas(submitting.submit, begun)
    with pytest.raises(Gone):
        rosas(nothing_to_tell.say, made)


@pytest.mark.parametrize(
    ("visit", "last"),
    [
        (date(2026, 3, 11), date(2026, 3, 10)),
        (date(2026, 3, 16), date(2026, 3, 13)),
        (date(2026, 3, 15), date(2026, 3, 13)),
    ],
)
def test_the_last_working_day(visit, last):
    assert unread.last_working_day_before(visit) == last


def test_unread_answers_press_on_the_last_working_day_before_the_visit(database, world, asked, rosas, frozen_clock):
    visit = clock.today("America/Edmonton") + timedelta(days=3)  # a Friday
    begun = rosas(answering.start, asked("check-in", visit_on=visit)).id
    rosas(answering.save, begun, "how-is-it", given=["0"])
    rosas(submitting.submit, begun)

    def band():
        with database.read() as session:
            return session.scalars(sa.select(Concern.band).where(Concern.rule == "unread_answers")).one()

    def press():
        with database.write() as session:
            return unread.press(session, clock.today("America/Edmonton"))

    frozen_clock.move(days=1)
    assert (press(), band()) == (0, 3)
    frozen_clock.move(days=1)
    assert (press(), press(), band()) == (1, 0, 2)
