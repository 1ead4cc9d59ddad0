"""Answering, asking, suggesting and choosing one's day, on the pages."""

import pytest

from app.care.plan import offering, questions, suggestions
from app.models import DayChoice, Decision, ItemChange, Question
from tests import factories
from tests.care.plan import plans

CARE_GOES_ON = "Your care goes on whatever you answer."


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def rows(database, model):
    with database.read() as session:
        return list(session.query(model))


def test_four_equal_buttons_and_the_sentence(client_as, world, home, keys):
    page = client_as(world.rosa).get(f"{home}/items/{keys['goal']}")
    buttons = page.form("/decision").all("button")
    assert [b.attrs["value"] for b in buttons] == ["yes", "not_now", "no", "talk"]
    assert {b.attrs["class"] for b in buttons} == {"button"}
    assert page.says(CARE_GOES_ON)


def test_an_answer_is_kept_and_taken_back(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['goal']}")
    page = rosa.submit(page, "/decision", "Not now", words="After Easter")
    assert page.says("Your answer is kept.", "You said not now on", "After Easter", "Read on")
    page = rosa.submit(page, "/take-back")
    assert page.says("You took your answer back.")
    assert not page.says("You said not now")
    said = sorted(rows(database, Decision), key=lambda row: row.at)
    assert [row.answer for row in said] == ["not_now", "taken_back"]


def test_an_answer_to_an_older_version_keeps_the_words_and_shows_the_new_text(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['activity']}")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, key=keys["activity"], what="Walk to the park")
        offering.offer(session, nurse)
    page = rosa.submit(page, "/decision", "Yes", status=409, words="Only with Leo")
    assert page.says("Your plan has changed since you opened this page.", "Walk to the park")
    assert "Only with Leo" in page.html
    assert rows(database, Decision) == []
    page = rosa.submit(page, "/decision", "Yes")
    assert [row.number for row in rows(database, Decision)] == [2]


@pytest.mark.parametrize(
    ("answer", "version"), [("maybe", "1"), ("", "1"), ("yes", ""), ("yes", "one"), ("yes", "9" * 30)]
)
def test_what_is_no_answer_is_refused_and_nothing_stored(client_as, world, home, keys, database, answer, version):
    page = client_as(world.rosa).post(
        f"{home}/items/{keys['goal']}/decision", 422, answer=answer, version=version, words="My words"
    )
    assert "My words" in page.html
    assert rows(database, Decision) == []


def test_a_no_offers_to_take_it_off_the_day_and_does_not_do_it(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['activity']}")
    page = rosa.submit(page, "/day", "Put this on my day")
    assert page.says("This is on your day now.")
    page = rosa.submit(page, "/decision", "No")
    assert page.says("This is still on your day")
    assert [row.on_my_day for row in rows(database, DayChoice)] == [True]
    page = rosa.submit(page, "/day", "Take it off my day")
    assert page.says("This is off your day. Its reminders have stopped.")
    assert [row.on_my_day for row in rows(database, DayChoice)] == [True, False]


def test_only_own_activities_go_on_the_day(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    rosa.post(f"{home}/items/{keys['follow_up']}/day", 422, on="yes")
    rosa.post(f"{home}/items/{keys['activity']}/day", 422, on="maybe")


def test_asking_in_own_words_and_the_same_form_twice(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    item = rosa.get(f"{home}/items/{keys['goal']}")
    form = rosa.get(item.link("Ask a question about this"))
    page = rosa.submit(form, "/question", "Send my question", words="What if I do not?")
    assert page.says("Your question is sent. You get an answer by", "What if I do not?", "Nora (nurse) answers")
    rosa.submit(form, "/question", "Send my question", words="What if I do not?")
    assert len(rows(database, Question)) == 1, "the same form sent twice is one question"
    form = rosa.get(f"{home}/items/{keys['goal']}/question")
    rosa.submit(form, "/question", "Send my question", words="Is it far?")
    assert [row.words for row in rows(database, Question)] == ["What if I do not?", "Is it far?"]


def test_an_answer_stands_under_its_question(client_as, world, home, keys, database):
    with database.write() as session:
        asked = questions.ask(session, world.grant(session, world.rosa), keys["goal"], "Is it far?")
        questions.answer(session, world.grant(session, world.physician), asked.id, "No, ten minutes.")
    page = client_as(world.rosa).get(f"{home}/items/{keys['goal']}")
    assert page.says("Is it far?", "Paul (doctor)", "No, ten minutes.")


def test_an_empty_question_keeps_the_form(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    rosa.post(f"{home}/items/{keys['goal']}/question", 422, words="   ")
    page = rosa.post(f"{home}/items/{keys['goal']}/question", 422, words="y" * 2001)
    assert "yyyy" in page.html


def test_a_helper_who_may_ask_is_named_with_the_person(client_as, world, keys, database):
    with database.write() as session:
        ruben_keys = plans.offered(session, world.grant(session, world.nurse, world.ruben_patient))
        factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben, scopes=("see", "ask"))
    page = f"/patients/{world.ruben_patient.id}/plan/items/{ruben_keys['goal']}"
    client_as(world.otto).post(f"{page}/question", words="Is it safe for him?", is_for=world.ruben_patient.id)
    assert client_as(world.ruben).get(page).says("Otto, for Ruben", "Is it safe for him?")


@pytest.mark.parametrize("path", ["decision", "decision/take-back", "day", "question", "suggestion"])
def test_a_helper_who_may_only_see_changes_nothing(client_as, world, home, keys, path):
    fields = {"answer": "yes", "version": "1", "on": "yes", "words": "x", "reason": "x"}
    client_as(world.otto).post(f"{home}/items/{keys['activity']}/{path}", 403, **fields)


SUGGESTED = {
    "what_matters": {"words": "My cat."},
    "strength": {"words": "I cook for myself."},
    "goal": {"words": "See my sister.", "why": "It has been two years."},
    "activity": {"what": "Feed the birds", "when": "at nine"},
    "coping_strategy": {"barrier": "own", "if_words": "The lift is broken", "then_words": "I ring Leo."},
}


@pytest.mark.parametrize("kind", sorted(SUGGESTED))
def test_suggesting_each_kind_and_seeing_what_became_of_it(client_as, world, home, keys, database, kind):
    rosa = client_as(world.rosa)
    form = rosa.get(f"{home}/suggest/{kind}")
    page = rosa.submit(form, f"/suggest/{kind}", **SUGGESTED[kind])
    first = next(iter(SUGGESTED[kind].values()))
    assert page.says("Your suggestion is with your team.", "Your team has not answered yet.")
    assert kind == "coping_strategy" or page.says(first)
    with database.write() as session:
        waiting = [r for r in session.query(ItemChange) if r.state == "open"]
        assert len(waiting) == 1
        suggestions.decline(session, world.grant(session, world.nurse), waiting[0].id, "Let us talk first.")
    assert rosa.get(f"{home}/suggestions").says("Your team did not take this up.", "Let us talk first.")


def test_a_suggestion_can_be_taken_back(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.post(f"{home}/suggest/goal", words="Swim")
    page = rosa.submit(page, "/withdraw")
    assert page.says("You took your suggestion back.", "You took this back.")


def test_an_empty_suggestion_names_the_field_and_keeps_the_rest(client_as, world, home, keys, database):
    page = client_as(world.rosa).post(f"{home}/suggest/activity", 422, what=" ", when="at nine")
    assert page.says("Write what will be done.")
    assert "at nine" in page.html
    assert all(row.state == "applied" for row in rows(database, ItemChange))


def test_suggesting_a_change_and_a_removal(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    form = rosa.get(f"{home}/items/{keys['activity']}/suggestion")
    assert "20 minutes" in form.html
    rosa.submit(form, "/suggestion", "Send my suggestion", status=422)
    rosa.submit(form, "/suggestion", "Send my suggestion", how_much="10 minutes")
    rosa.submit(form, "/suggestion", "take this out", reason="My knee")
    other = rosa.get(f"{home}/items/{keys['follow_up']}/suggestion")
    rosa.submit(other, "/suggestion", "Send my suggestion", reason="Mornings are better.")
    made = [(r.action, r.content.get("how_much"), r.reason) for r in rows(database, ItemChange) if r.state == "open"]
    assert sorted(made, key=str) == [
        ("change", "10 minutes", ""),
        ("change", None, "Mornings are better."),
        ("remove", "20 minutes", "My knee"),
    ]
