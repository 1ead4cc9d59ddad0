"""Asking, reading, answering, "still unclear" and "that helped", on the pages of both sides."""

import pytest

from app.care.plan import question_replies, questions
from app.errors import Forbidden
from app.fhir import record
from app.models import AuditEvent, Concern, ProxyGrant, Question
from tests import factories
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def asked(database, world, keys):
    with database.write() as session:
        return questions.ask(session, world.grant(session, world.rosa), keys["activity"], "Is it far?", "k1").id


def answered(database, world, question_id, words="No, ten minutes."):
    with database.write() as session:
        questions.answer(session, world.grant(session, world.nurse), question_id, words)


def rows(database, model=Question):
    with database.read() as session:
        return list(session.query(model).order_by(model.id))


def open_concerns(database):
    return [row for row in rows(database, Concern) if row.rule == "question_waiting" and row.closed_at is None]


def test_a_picked_question_goes_into_the_box_and_is_not_sent(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    form = rosa.get(f"{home}/items/{keys['activity']}/question")
    assert form.says("Are there other ways?", "How will we know it works?")
    assert not form.says("What are the side effects?"), "a walk has none"
    page = rosa.submit(form, "/question", "What does this cost me?", words="I have no car.")
    assert page.form("/question").first("textarea").text == "I have no car. What does this cost me?"
    assert page.says("You can change these words before you send them.")
    assert rows(database) == []
    page = rosa.submit(page, "/question", "Send my question", words="What does the bus cost me?")
    assert page.says("Your question is sent. You get an answer by", "What does the bus cost me?")
    assert [row.words for row in rows(database)] == ["What does the bus cost me?"]


def test_both_sides_see_that_it_was_read_without_a_step_of_their_own(client_as, world, home, asked):
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    assert rosa.get(f"{home}/questions").says("Is it far?", "Nobody has opened it yet.", "Nora (nurse) answers by")
    paul = client_as(world.physician)
    page = paul.get(paul.get("/team/questions").link("Rosa Vega"))
    assert page.says("Is it far?")
    assert rosa.get(f"{home}/questions").says("Paul (doctor) read this on Tuesday")
    assert nurse.get("/team/questions").says("Read by Paul Moore on")


def test_what_is_still_unclear_goes_on_with_a_new_promise_and_both_answers_stay(
    client_as, world, home, keys, asked, database, frozen_clock
):
    answered(database, world, asked)
    assert open_concerns(database) == []
    frozen_clock.move(days=1)
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['activity']}")
    page = rosa.submit(page, "/unclear", **{f"words-{asked}": "Ten minutes for whom?"})
    assert page.says("Thank you for telling us. We answer again by", "Still unclear. We answer again.")
    first, second = sorted(rows(database), key=lambda row: row.asked_at)
    assert (first.outcome, first.answer) == ("unclear", "No, ten minutes.")
    assert (second.follows_id, second.words) == (first.id, "Ten minutes for whom?")
    assert second.promised_by > first.promised_by
    assert [row.subject for row in open_concerns(database)] == [second.id]
    nurse = client_as(world.nurse)
    page = nurse.get("/team/questions")
    assert page.says("Still unclear", "Ten minutes for whom?")
    page = nurse.get(page.link("Rosa Vega"))
    assert page.says("Is it far?", "No, ten minutes.", "Ten minutes for whom?")
    nurse.submit(page, "/questions/", words="Ten minutes at your pace.")
    page = rosa.get(f"{home}/items/{keys['activity']}")
    assert page.says("No, ten minutes.", "Ten minutes for whom?", "Ten minutes at your pace.")
    page = rosa.submit(page, "/helped")
    assert page.says("You said on Wednesday", "that this helped.")
    assert "/helped" not in page.html


def test_without_words_it_says_so_itself_and_twice_is_once(client_as, world, home, asked, database):
    answered(database, world, asked)
    rosa = client_as(world.rosa)
    for _time in range(2):
        rosa.post(f"{home}/questions/{asked}/unclear")
    assert [row.words for row in rows(database) if row.follows_id] == ["This is still not clear to me."]
    page = rosa.post(f"{home}/questions/{asked}/unclear", 409, **{f"words-{asked}": "Something else"})
    assert page.says("This is still not clear to me.")
    rosa.post(f"{home}/questions/{asked}/helped", 409)
    assert len(rows(database)) == 2


def test_too_much_is_refused_and_kept_on_the_page(client_as, world, home, asked, database):
    answered(database, world, asked)
    page = client_as(world.rosa).post(f"{home}/questions/{asked}/unclear", 422, **{f"words-{asked}": "y" * 2001})
    assert "yyyy" in page.html
    assert len(rows(database)) == 1


def test_nothing_can_be_said_of_an_answer_that_is_not_there(client_as, world, home, asked, database):
    rosa = client_as(world.rosa)
    rosa.post(f"{home}/questions/{asked}/unclear", 422)
    rosa.post(f"{home}/questions/{asked}/helped", 422)
    assert [row.outcome for row in rows(database)] == [""]


def test_a_late_answer_is_late_on_both_sides(client_as, world, home, asked, frozen_clock):
    frozen_clock.move(days=9)
    assert client_as(world.rosa).get(f"{home}/questions").says("We are late. You can ring us.")
    assert client_as(world.nurse).get("/team/questions").says("Late")


def test_a_plan_with_open_questions_says_so_to_both_sides(client_as, world, home, asked, database):
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    record = f"/team/patients/{world.rosa_patient.id}/plan"
    places = ((rosa, home, "1 question waits for an answer."), (nurse, f"{record}/edit", "Is it far?"),
              (nurse, f"{record}/offer", "Is it far?"))  # fmt: skip
    for who, path, words in places:
        assert who.get(path).says(words), path
    answered(database, world, asked)
    for who, path, words in places:
        assert not who.get(path).says(words), path


def test_a_helper_asks_as_themselves_and_does_not_say_for_her_that_it_helped(
    client_as, world, home, keys, asked, database
):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "ask"))
    sam = client_as(world.stranger)
    sam.post(f"{home}/items/{keys['activity']}/question", words="Can I drive her?")
    assert client_as(world.rosa).get(f"{home}/questions").says("Can I drive her?", "Sam, for Rosa")
    answered(database, world, asked)
    own = next(row.id for row in rows(database) if row.words == "Can I drive her?")
    answered(database, world, own, "Yes.")
    sam.post(f"{home}/questions/{asked}/helped", 403)
    sam.post(f"{home}/questions/{own}/helped")
    assert {row.id: row.outcome for row in rows(database)} == {asked: "", own: "helped"}
    assert client_as(world.rosa).get(f"{home}/questions").says("Sam, for Rosa said on")


def test_who_may_not_ask_says_nothing_and_a_stranger_finds_nothing(client_as, world, home, asked, database):
    answered(database, world, asked)
    otto, ruben = client_as(world.otto), client_as(world.ruben)
    assert otto.get(f"{home}/questions").says("Is it far?")
    for what in ("helped", "unclear"):
        otto.post(f"{home}/questions/{asked}/{what}", 403)
        client_as(world.nurse).post(f"{home}/questions/{asked}/{what}", 403)
        ruben.post(f"{home}/questions/{asked}/{what}", 404)
        ruben.post(f"/patients/{world.ruben_patient.id}/plan/questions/{asked}/{what}", 404)
    assert not ruben.get(f"/patients/{world.ruben_patient.id}/plan/questions").says("Is it far?")
    assert [row.outcome for row in rows(database)] == [""]


def test_who_asked_takes_it_back_until_there_is_an_answer(client_as, world, home, keys, asked, database):
    rosa, otto, nurse = client_as(world.rosa), client_as(world.otto), client_as(world.nurse)
    with database.write() as session:
        session.query(ProxyGrant).one().scopes = ["see", "ask"]
    place = f"{home}/questions/{asked}/take-back"
    assert not otto.get(f"{home}/questions").says("Take this back")
    otto.post(place, status=403)
    client_as(world.stranger).post(place, status=404)
    nurse.post(place, status=403)
    assert rosa.get(f"{home}/questions").says("Take this back")
    page = rosa.get(f"{home}/items/{keys['activity']}")
    assert not page.says("That was for somebody else"), "she has one plan"
    page = rosa.submit(page, to="take-back")
    assert page.says("You took your question back.", "No questions yet")
    assert not rosa.get(home).says("waits for an answer")
    assert open_concerns(database) == []
    rosa.post(place)
    again = rosa.post(f"{home}/items/{keys['activity']}/question", status=409, words="Is it far?", client_key="k1")
    assert again.says("You took this question back", "Is it far?")
    rosa.submit(again, "/question", "Send my question")
    assert sorted(row.waits for row in rows(database)) == [False, True]
    with database.read() as session:
        assert session.query(AuditEvent).filter_by(act="withdraw question").count() == 1
        handed_on = record.gather(session, world.grant(session, world.rosa)).questions
        assert [row.waits for row in handed_on] == [True], "what was taken back is in no plan that is handed on"
    nurse.post(f"/team/patients/{world.rosa_patient.id}/questions/{asked}", status=409, words="No, ten minutes.")
    assert {(row.answer, row.words) for row in rows(database)} == {("", "Is it far?")}, "the row stays"


def test_an_answer_and_what_goes_on_from_it_stay(client_as, world, home, asked, database):
    rosa = client_as(world.rosa)
    answered(database, world, asked)
    page = rosa.post(f"{home}/questions/{asked}/take-back", status=409)
    assert page.says("This question has already been answered", "No, ten minutes.")
    rosa.post(f"{home}/questions/{asked}/unclear")
    following = next(row for row in rows(database) if row.follows_id)
    assert not rosa.get(f"{home}/questions").says("Take this back")
    rosa.post(f"{home}/questions/{following.id}/take-back", status=409)
    assert all(row.withdrawn_at is None for row in rows(database))


def test_only_the_team_reads_and_the_first_stays_named(database, world, asked):
    with database.write() as session:
        with pytest.raises(Forbidden):
            question_replies.note_read(session, world.grant(session, world.rosa), asked)
        question_replies.note_read(session, world.grant(session, world.physician), asked)
        again = question_replies.note_read(session, world.grant(session, world.nurse), asked)
        assert again.read_by_id == world.physician.id


def test_a_line_that_left_the_plan_keeps_its_question(client_as, world, home, keys, asked, database):
    from app.care.plan import drafting, offering

    answered(database, world, asked)
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        drafting.remove(session, nurse, keys["activity"], reason="Done.")
        offering.offer(session, nurse)
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/questions")
    assert page.says("Walk to the corner shop", "This line is no longer in the plan.")
    rosa.submit(page, "/unclear")
    assert client_as(world.nurse).get("/team/questions").says("This is still not clear to me.")
