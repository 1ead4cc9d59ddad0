"""What a helper must not see of the person's private answers, and what stays behind "are you alone?"."""

import json

import pytest
import sqlalchemy as sa

from app.access.grants import system
from app.care.questionnaires import store
from app.care.questionnaires.sheet import load
from app.models import Answer
from tests import factories
from tests.care.questionnaires.forms import ask, coding, extension, form, group
from tests.care.questionnaires.test_definition import rule
from tests.patient.asking import ask_rosa, open_form

OWN = "https://handrail.example/extensions/"
ALONE = {"url": OWN + "alone", "valueBoolean": True}
PRIVATE = {"url": OWN + "private", "valueBoolean": True}
LOINC = "http://loinc.org"
NINTH = [{"system": LOINC, "code": "44260-8"}]
RED = {"valueCoding": coding("yes"), "extension": [{"url": OWN + "urgent-band", "valueCode": "red"}]}


def objecting(words):
    parts = [
        {"url": "key", "valueId": "k"},
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": words},
        {"url": "expression", "valueString": "answer.value < 5"},
    ]
    return extension("questionnaire-constraint", extension=parts)


@pytest.fixture(autouse=True)
def still(frozen_clock):
    """The clock stands before anybody joins a team."""
    return frozen_clock


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def helper(client_as, database, world):
    with database.write() as session:
        scopes = ("see", "fill_in", "ask")
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=scopes)
    return client_as(world.stranger)


@pytest.fixture
def begun(database, world, rosa):
    """`begun(document)`: Rosa opened it; the first page and the address below which its pages are."""

    def do(document):
        page = open_form(rosa, world, ask_rosa(database, world, document))
        return page, page.path.rsplit("/", 1)[0]

    return do


def renew(database, *items):
    with database.write() as session:
        store.import_file(session, system(""), json.dumps(form(*items, version="2")).encode())


def test_what_the_form_objects_to_in_a_private_answer(rosa, helper, begun):
    private = ask("p", "integer", extension=[PRIVATE, objecting("You drink more than is good for you")])
    page, base = begun(form(ask("a"), private, ask("z")))
    rosa.submit(page, button="Next", answer="tea")
    rosa.post(f"{base}/p", answer="9", go="next")
    assert "You drink" in rosa.get(f"{base}/check").html
    assert "You drink" not in helper.get(f"{base}/check").html
    assert "/sent" in helper.post(f"{base}/send").path, "and it does not hold up the helper, who cannot see why"


def test_how_many_private_answers_fit_a_newer_version_and_which_do_not(database, still, rosa, helper, begun):
    _page, base = begun(form(ask("a"), ask("p", extension=[PRIVATE]), ask("z")))
    rosa.post(f"{base}/p", answer="secret", go="next")
    still.move(minutes=1)
    renew(database, ask("a"), ask("p", extension=[PRIVATE]), ask("z"), ask("y"))
    assert "None of your answers" in helper.get(base).text
    assert "1 of your answers still fits" in rosa.get(base).text


def test_what_is_asked_below_a_private_question_is_private(database, still, rosa, helper, begun):
    options = [{"valueCoding": {"system": LOINC, "code": code}} for code in ("LA6568-5", "LA6571-9")]
    ninth = ask("i9", "choice", code=NINTH, answerOption=options, item=[ask("plan")])
    _page, base = begun(form(ask("a"), ninth, ask("z")))
    rosa.post(f"{base}/i9", answer="1", go="next")
    rosa.post(f"{base}/plan", answer="my secret plan", go="next")
    assert "secret plan" not in helper.get(f"{base}/check").html
    still.move(minutes=1)
    renew(database, ask("a"), ask("z"))
    assert "secret plan" not in helper.get(base).html


def test_totals_over_private_answers(rosa, helper, begun):
    total = rule("calculatedExpression", "%resource.item.where(linkId != 't').answer.value.sum()")
    items = [
        ask("a", "integer"),
        ask("p", "integer", extension=[PRIVATE]),
        ask("t", "integer", readOnly=True, extension=[total]),
    ]
    page, base = begun(form(*items))
    rosa.submit(page, button="Next", answer="1")
    rosa.post(f"{base}/p", answer="776", go="next")
    assert "777" in rosa.get(f"{base}/check").text
    assert "777" not in helper.get(f"{base}/check").text


def test_what_is_stored_is_told_only_of_the_screen(rosa, helper, begun):
    _page, base = begun(form(ask("a"), ask("p", extension=[PRIVATE]), ask("z")))
    rosa.post(f"{base}/p", answer="secret", go="next")
    data = {"answer.a": "tea", "asked": ["a", "p"], "go": "stay", "key": "h.1", "csrf_token": helper.token()}
    said = helper.http.post(f"{base}/a", data=data, headers={"Accept": "application/json"})
    assert set(said.get_json()["stored"]) == {"a"}


def test_a_helper_takes_no_part_away_that_may_hold_private_answers(database, world, rosa, helper, begun):
    _page, base = begun(form(group("m", ask("n"), ask("p", extension=[PRIVATE]), repeats=True), ask("z")))
    rosa.post(f"{base}/n@1", answer="one", go="next")
    rosa.post(f"{base}/m", add="m")
    rosa.post(f"{base}/p@2", answer="secret", go="next")
    assert "Take away" not in helper.get(f"{base}/m").text
    helper.post(f"{base}/m", remove="m 2", status=404)
    with database.read() as session:
        sheet = load(session, world.grant(session, world.rosa), base.rsplit("/", 1)[1])
        assert any(place.startswith("p") for place in sheet.effective)


def test_what_a_helper_said_of_themselves_is_nobody_elses(client_as, database, world, rosa, helper):
    lasting = {"url": OWN + "keeps-for-days", "valueInteger": 100}
    code = [{"system": "https://forms.example/facts", "code": "sleep"}]
    about = {"url": OWN + "about", "valueCode": "caregiver"}
    theirs = form(ask("hours", "integer", code=code, extension=[lasting]), ask("z"), extension=[about])
    with database.write() as session:
        factories.proxy(session, world.ruben, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
    page = open_form(helper, world, ask_rosa(database, world, theirs, helper_id=world.stranger.id))
    page = helper.submit(helper.submit(page, button="Next", answer="77"), button="Next", answer="x")
    helper.submit(page, button="Send")
    other = client_as(world.ruben)
    assert "77" not in open_form(other, world, ask_rosa(database, world, theirs, helper_id=world.ruben.id)).main
    hers = form(ask("h", "integer", code=code, extension=[lasting]), ask("z"), url="https://forms.example/two")
    assert "77" not in open_form(rosa, world, ask_rosa(database, world, hers)).main


@pytest.fixture
def behind(frozen_clock, rosa, begun):
    """`behind(question, answer)`: answered alone, twenty minutes ago; the address below which its pages are."""

    def do(question, answer):
        page, base = begun(form(ask("first"), question, ask("last")))
        page = rosa.submit(rosa.submit(page, button="Next", answer="tea"), button="I am alone")
        rosa.submit(page, button="Next", answer=answer)
        frozen_clock.move(minutes=20)
        return base

    return do


def test_the_list_of_a_part_that_repeats_is_behind_the_gate(rosa, behind):
    base = behind(group("safe", ask("s1"), extension=[ALONE], repeats=True), "he hits me")
    assert "he hits me" not in rosa.get(base).html
    assert "Are you alone" in rosa.get(f"{base}/safe").text


def test_help_and_the_list_before_sending_say_nothing_behind_the_gate(rosa, behind):
    words = {"url": OWN + "urgent-words", "valueString": "Nobody may hit you"}
    options = [{"valueCoding": coding("no")}, RED]
    base = behind(ask("s1", "choice", answerOption=options, extension=[ALONE, words]), "1")
    assert "hit you" not in rosa.get(f"{base}/s1/help").html
    assert "hit you" not in rosa.get(f"{base}/check").html


def test_objections_say_nothing_behind_the_gate(rosa, behind):
    base = behind(ask("s1", "integer", extension=[ALONE, objecting("He hit you nine times")]), "9")
    assert "He hit you" not in rosa.post(f"{base}/send", status=422).html


def test_a_newer_version_shows_nothing_behind_the_gate(database, rosa, behind):
    base = behind(ask("s1", extension=[ALONE]), "he hits me")
    renew(database, ask("first"), ask("last"))
    assert "he hits me" not in rosa.get(base).html


def test_not_now_keeps_the_wish_to_talk(database, frozen_clock, rosa, begun):
    page, _base = begun(form(ask("first"), group("safe", ask("s1"), ask("s2"), extension=[ALONE]), ask("last")))
    page = rosa.submit(rosa.submit(page, button="Next", answer="tea"), button="I am alone")
    page = rosa.submit(page, button="I would rather talk")
    frozen_clock.move(minutes=20)
    rosa.submit(rosa.get(page.path), button="Not now")
    with database.read() as session:
        hows = {row.link_id: row.how for row in session.scalars(sa.select(Answer))}
    assert (hows["s1"], hows["s2"]) == ("talk", "skipped")


def test_what_only_the_person_can_answer_waits_for_them(database, world, rosa, helper):
    assignment_id = ask_rosa(database, world, form(ask("a"), ask("p", extension=[PRIVATE])))
    page = helper.submit(open_form(helper, world, assignment_id), button="Next", answer="tea")
    done = helper.submit(page, button="Send")
    assert "for you alone" not in done.text
    home = f"/patients/{world.rosa_patient.id}/prepare"
    assert "for you alone" not in helper.get(home).text
    page = rosa.get(rosa.get(home).link("for you alone"))
    page = rosa.submit(page, button="Answer them now")
    page = rosa.submit(rosa.get(page.link("Answer")), button="Save and go back to the list", answer="mine")
    assert "for you alone" not in rosa.submit(page, button="Send my answers").text
    assert "for you alone" not in rosa.get(home).text


def test_what_an_expression_takes_from_private_answers_is_neither_offered_nor_suggested(rosa, helper, begun):
    said = "%resource.item.where(linkId = 'p').answer.value"
    again = ask("again", extension=[rule("initialExpression", said)])
    one = ask("one", "choice", extension=[rule("answerExpression", said)])
    page, base = begun(form(ask("p", extension=[PRIVATE]), again, one, ask("z")))
    rosa.submit(page, button="Next", answer="secret")
    assert "secret" in rosa.get(f"{base}/again").html
    assert "secret" in rosa.get(f"{base}/one").html
    assert "secret" not in helper.get(f"{base}/again").html
    helper.get(f"{base}/one", status=404)
