"""Nothing is lost or overwritten unseen: other devices, filling-ins left for another, pages of several questions."""

import json

import pytest
import sqlalchemy as sa

from app.access.grants import system
from app.care.questionnaires import store
from app.care.questionnaires.tokens import TAKEN
from app.models import Answer, Response
from tests.care.questionnaires.forms import ask, extension, form, group
from tests.patient.asking import ask_rosa, open_form

OWN = "https://handrail.example/extensions/"
LASTING = {"url": OWN + "keeps-for-days", "valueInteger": 99}
PAGE = [extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "page"}]})]
TWO = form(group("g", ask("a"), ask("b"), extension=PAGE), ask("z"))


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def tablet(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def begin(database, world, rosa):
    def do(document):
        return open_form(rosa, world, ask_rosa(database, world, document))

    return do


def stored(database):
    with database.read() as session:
        return {
            row.link_id: [next(iter(v.values())) for v in row.values] for row in session.scalars(sa.select(Answer))
        }


def sent(database):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).where(Response.submitted_at.is_not(None)))


def finish(visitor, page):
    base = page.path.rsplit("/", 1)[0]
    return visitor.post(f"{base}/send")


def test_a_filling_in_left_for_a_newer_form_takes_nothing_more(database, rosa, tablet, begin):
    page = begin(form(ask("a"), ask("z")))
    base = page.path.rsplit("/", 1)[0]
    rosa.submit(page, button="Next", answer="tea")
    old = tablet.get(f"{base}/z")
    with database.write() as session:
        store.import_file(session, system(""), json.dumps(form(ask("a"), ask("z"), ask("y"), version="2")).encode())
    rosa.submit(rosa.get(base), button="Go on with the new")
    page = tablet.submit(old, button="Next", answer="short", status=410)
    assert page.says("You went on with this elsewhere", "This is what you typed", "short")
    tablet.post(f"{base}/send", status=410)
    assert sent(database) == 0
    assert tablet.get(f"{base}/z").h1 == "Question z?", "the address leads on to where one went on"


def test_a_change_that_was_dropped_cannot_be_sent(database, rosa, tablet, begin):
    page = rosa.submit(begin(form(ask("a"), ask("z"))), button="Next", answer="tea")
    done = finish(rosa, rosa.submit(page, button="Next", answer="x"))
    change = rosa.submit(done, button="Change my answers")
    other = tablet.get(change.path.replace("/check", "/a"))
    rosa.submit(change, button="Keep what I sent")
    tablet.submit(other, button="Next", answer="coffee", status=410)
    assert sent(database) == 1


def test_skipping_what_is_empty_keeps_what_is_not(database, rosa, begin):
    rosa.submit(begin(TWO), button="Skip what is empty", asked=["a", "b"], **{"answer.a": "tea"})
    assert stored(database) == {"a": ["tea"], "b": []}


def test_wanting_to_talk_about_a_page_passes_over_what_must_be_answered(database, rosa, begin):
    made = form(group("g", ask("a", required=True), ask("b"), extension=PAGE), ask("z"))
    page = rosa.submit(begin(made), button="I would rather talk", asked=["a", "b"], **{"answer.a": "tea"})
    assert page.h1 == "Question z?"
    assert stored(database)["a"] == ["tea"]


def test_two_answers_from_another_device_are_both_shown(database, rosa, tablet, begin):
    page = begin(TWO)
    late = tablet.get(page.path)
    rosa.submit(page, button="Next", asked=["a", "b"], **{"answer.a": "A-one", "answer.b": "B-one"})
    typed = {"answer.a": "A-two", "answer.b": "B-two"}
    back = tablet.submit(late, button="Next", status=409, asked=["a", "b"], **typed)
    assert back.says("A-one", "B-one")
    tablet.submit(back, button="Next", asked=["a", "b"])
    assert stored(database) == {"a": ["A-two"], "b": ["B-two"]}


def test_a_slip_does_not_hide_another_devices_answer(database, rosa, tablet, begin):
    page = begin(form(ask("a", "integer"), ask("z")))
    late = tablet.get(page.path)
    rosa.submit(page, button="Next", answer="5")
    again = tablet.submit(late, button="Next", status=422, answer="seven")
    assert tablet.submit(again, button="Next", status=409, answer="7").says("There is another answer", "5")


def test_a_number_can_be_stored_again_as_it_is_shown(database, rosa, begin):
    page = begin(form(ask("a", "decimal"), ask("z")))
    rosa.submit(page, button="Next", answer="1234567.89")
    rosa.submit(rosa.get(page.path), button="Next")
    assert stored(database)["a"] == [1234567.89]


def test_a_question_may_be_called_like_a_page(app, rosa, begin):
    for word in sorted(TAKEN):
        assert (
            rosa.submit(begin(form(ask(word), ask("z"), version=word)), button="Next", answer="tea").h1
            == "Question z?"
        )
    fixed = {
        r.rule.split("/")[4]
        for r in app.url_map.iter_rules()
        if r.rule.startswith("/patients/<patient_id>/prepare/<")
        and r.rule.count("/") == 5 - 1
        and not r.rule.split("/")[-1].startswith("<")
    }
    assert {one for one in fixed if not one.startswith("<")} <= TAKEN


def unit(code):
    return extension("questionnaire-unitOption", valueCoding={"system": "u", "code": code, "display": code})


def test_an_amount_is_never_still_right_in_another_unit(database, rosa, begin):
    code = [{"system": "https://forms.example/facts", "code": "weight"}]
    page = begin(form(ask("w", "quantity", code=code, extension=[unit("kg")]), ask("z")))
    page = rosa.submit(rosa.submit(page, button="Next", answer="70"), button="Next", answer="x")
    finish(rosa, page)
    pounds = ask("w", "quantity", code=code, extension=[unit("lb"), LASTING])
    assert "70" not in begin(form(pounds, ask("z"), url="https://forms.example/two")).main


def test_an_answer_that_was_taken_away_is_not_offered(rosa, begin):
    made = form(ask("a", extension=[LASTING]), ask("z"))
    page = rosa.submit(rosa.submit(begin(made), button="Next", answer="WRONG"), button="Next", answer="x")
    change = rosa.submit(finish(rosa, page), button="Change my answers")
    base = change.path.rsplit("/", 1)[0]
    rosa.submit(rosa.get(f"{base}/a"), button="Take my answer away")
    rosa.post(f"{base}/send")
    assert "WRONG" not in begin(made).main


def test_still_right_may_be_pressed_twice(rosa, begin):
    made = form(ask("a", extension=[LASTING]), ask("z"))
    finish(rosa, rosa.submit(rosa.submit(begin(made), button="Next", answer="x"), button="Next", answer="y"))
    page = begin(made)
    for _press in range(2):
        assert rosa.submit(page, button="Yes, still right").h1 == "Question z?"


def test_nothing_to_tell_does_not_hide_what_was_begun_elsewhere(database, world, rosa, tablet):
    assignment_id = ask_rosa(database, world, form(ask("a"), ask("z")))
    home = rosa.get(f"/patients/{world.rosa_patient.id}/prepare")
    tablet.submit(open_form(tablet, world, assignment_id), button="Next", answer="tea")
    page = rosa.submit(home, to="/nothing", button="I have nothing")
    assert page.says("You have begun to answer this", "Go on")


def test_no_room_for_one_more_loses_nothing_beside_it(database, rosa, tablet, begin):
    most = [extension("questionnaire-maxOccurs", valueInteger=2)]
    many = group("m", ask("n"), repeats=True, extension=most)
    page = begin(form(group("g", ask("a"), many, extension=PAGE), ask("z")))
    tablet.submit(tablet.get(page.path), button="Add one more", asked=["a", "n@1"])
    page = rosa.submit(page, button="Add one more", asked=["a", "n@1"], **{"answer.a": "important"})
    assert page.says("There is no room for one more here.")
    assert stored(database)["a"] == ["important"]


def test_a_page_that_refuses_shows_back_what_was_typed_and_nothing_else(rosa, begin):
    base = begin(form(ask("a"), ask("z"))).path.rsplit("/", 1)[0]
    page = rosa.post(f"{base}/nowhere", answer="words that nobody wants to lose", key="0123456789abcdef", status=404)
    assert page.says("words that nobody wants to lose")
    assert "0123456789abcdef" not in page.text
