"""No way past a red answer: back, talk, a slip beside it, a newer form, a condition, a change, another shape."""

import json

import pytest
import sqlalchemy as sa

from app.access.grants import system
from app.care.questionnaires import store
from app.models import Concern
from tests import factories
from tests.care.questionnaires.forms import ask, coding, defined, extension, form, group, when
from tests.care.questionnaires.test_definition import rule
from tests.patient.asking import ask_rosa, open_form

OWN = "https://handrail.example/extensions/"
LOINC = "http://loinc.org"
NINTH = [{"system": LOINC, "code": "44260-8"}]
PAGE = [extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "page"}]})]
MARK = {"extension": [{"url": OWN + "urgent-band", "valueCode": "red"}]}
RED = [{"valueCoding": coding("no")}, {"valueCoding": coding("yes"), **MARK}]
CALM = [{"valueCoding": coding("no")}, {"valueCoding": coding("yes")}]
WHEN = [
    {"url": "band", "valueCode": "red"},
    {"url": "operator", "valueCode": ">="},
    {"url": "answer", "valueInteger": 8},
]
PAIN = ask("pain", "integer", extension=[{"url": OWN + "urgent-when", "extension": WHEN}])


def words(text):
    return [{"url": OWN + "urgent-words", "valueString": text}]


def red(link, **more):
    return ask(link, "choice", answerOption=RED, **more)


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def begin(database, world, rosa):
    def do(*items, **more):
        return open_form(rosa, world, ask_rosa(database, world, form(*items, **more)))

    return do


def lines(database, which="red_answer"):
    with database.read() as session:
        return session.scalars(sa.select(Concern).where(Concern.rule == which)).all()


def is_help(page):
    return page.path.partition("?")[0].endswith("/help")


@pytest.mark.parametrize("button", ["Back", "Next", "I have read this"])
def test_every_button_of_a_red_choice(database, rosa, begin, button):
    page = rosa.submit(begin(ask("first"), red("b"), ask("last")), button="Next", answer="tea")
    page = rosa.submit(page, button=button, answer="1")
    assert len(lines(database)) == 1
    assert is_help(page) or button == "I have read this"


@pytest.mark.parametrize("go", ["back", "next", "talk"])
def test_every_way_from_a_red_number(database, rosa, begin, go):
    page = rosa.submit(begin(ask("first"), PAIN, ask("last")), button="Next", answer="tea")
    page = rosa.post(page.path, answer="9", go=go, revision="0")
    assert is_help(page)
    assert len(lines(database)) == 1


def test_adding_one_more_beside_a_red_answer(database, rosa, begin):
    many = group("m", ask("n"), repeats=True)
    page = begin(group("g", red("a"), many, extension=PAGE), ask("z"))
    assert is_help(rosa.submit(page, button="Add one more", asked=["a", "n@1"], **{"answer.a": "1"}))
    again = rosa.get(page.path)
    assert "Number 2" in rosa.submit(again, button="Add one more").text, "after that it holds nobody back"
    assert len(lines(database)) == 1


def test_a_slip_beside_a_red_answer_on_a_page(database, rosa, begin):
    page = begin(group("g", red("a", extension=words("Ring us now.")), ask("n", "integer"), extension=PAGE), ask("z"))
    refused = rosa.submit(page, button="Next", status=422, asked=["a", "n"], **{"answer.a": "1", "answer.n": "many"})
    assert refused.says("Ring us now.", "555 0100")
    assert len(lines(database)) == 1


def test_help_for_each_red_answer_of_a_page_and_then_the_rest_of_it(rosa, begin):
    more = ask("more", enableWhen=[when("a", "=", answerCoding=coding("yes"))])
    both = [red("a", extension=words("HELP-A")), red("b", extension=words("HELP-B")), more]
    page = begin(group("g", *both, extension=PAGE), ask("z"))
    help_ = rosa.submit(page, button="Next", asked=["a", "b"], **{"answer.a": "1", "answer.b": "1"})
    assert help_.says("HELP-A", "HELP-B")
    assert "Question more" in rosa.submit(help_, button="I have read this").main


def test_from_the_list_before_sending_and_back_to_it(rosa, begin):
    page = begin(red("a"), ask("z"))
    base = page.path.rsplit("/", 1)[0]
    help_ = rosa.submit(rosa.get(f"{base}/a?then=check"), button="Save and go back", answer="1")
    assert is_help(help_)
    assert rosa.submit(help_, button="I have read").path.endswith("/check")


def test_a_newer_form_that_calls_the_answer_red(database, rosa, begin):
    page = begin(ask("b", "choice", answerOption=CALM), ask("z"))
    rosa.submit(page, button="Next", answer="1")
    with database.write() as session:
        store.import_file(session, system(""), json.dumps(form(red("b"), ask("z"), version="2")).encode())
    page = rosa.submit(rosa.get(page.path.rsplit("/", 1)[0]), button="Go on with the new")
    assert is_help(page)
    assert len(lines(database)) == 1


def test_a_red_answer_that_a_condition_brings_back(database, rosa, begin):
    hidden = red("b", enableWhen=[when("gate", "=", answerBoolean=True)])
    page = begin(group("g", ask("gate", "boolean"), hidden, extension=PAGE), ask("z"))
    rosa.submit(page, button="Next", asked=["gate"], **{"answer.gate": "true"})
    both = {"answer.gate": "false", "answer.b": "1"}
    rosa.submit(rosa.get(page.path), button="Next", asked=["gate", "b"], **both)
    rosa.submit(rosa.get(page.path), button="Next", **{"answer.gate": "true"})
    assert len(lines(database)) == 1


def test_a_change_of_what_was_sent_goes_on_with_its_line(client_as, database, world, rosa, begin):
    page = rosa.submit(begin(red("a"), ask("z")), button="Next", answer="1")
    page = rosa.submit(rosa.submit(page, button="I have read"), button="Next", answer="x")
    sent = rosa.submit(page, button="Send")
    nurse = client_as(world.nurse)
    (line,) = lines(database)
    nurse.submit(nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{line.id}"), button="I take this")
    base = rosa.submit(sent, button="Change my answers").path.rsplit("/", 1)[0]
    rosa.submit(rosa.get(f"{base}/z"), button="Next", answer="y")
    assert rosa.post(f"{base}/send").says("Nora Field looked at this")
    base = rosa.submit(rosa.get(f"{base}/sent"), button="Change my answers").path.rsplit("/", 1)[0]
    rosa.submit(rosa.get(f"{base}/a?change=yes"), button="Next", answer="0")
    (line,) = lines(database)
    assert line.why["lines"][0]["taken_back"]


def test_a_helper_who_may_not_ask_still_reports_it(client_as, database, world):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
    helper = client_as(world.stranger)
    page = open_form(helper, world, ask_rosa(database, world, form(red("a"), ask("z"))))
    helper.post(page.path, answer="1", go="ring", revision="0")
    assert len(lines(database)) == 1
    assert not lines(database, "wants_a_call")


def loinc(code, **more):
    return {"valueCoding": {"system": LOINC, "code": code, "display": code}, **more}


AMBER = {"extension": [{"url": OWN + "urgent-band", "valueCode": "amber"}]}
OFFERED = [rule("answerExpression", "%questionnaire.item.answerOption.value")]
SHAPES = {
    "its own codes": (ask("i9", "choice", answerOption=[loinc("LA6568-5"), loinc("LA6571-9")]), "1"),
    "with an amber mark": (ask("i9", "choice", answerOption=[loinc("LA6568-5"), loinc("LA6569-3", **AMBER)]), "1"),
    "with another red mark": (
        ask("i9", "choice", answerOption=[loinc("LA6568-5"), loinc("LA6569-3"), loinc("LA6571-9", **MARK)]),
        "1",
    ),
    "numbers to choose": (ask("i9", "choice", answerOption=[{"valueInteger": n} for n in range(4)]), "1"),
    "a number": (ask("i9", "integer"), "1"),
    "texts": (ask("i9", "choice", answerOption=[{"valueString": text} for text in ("Not at all", "Some days")]), "1"),
    "other codes": (ask("i9", "choice", answerOption=[{"valueCoding": {"code": str(n)}} for n in range(4)]), "3"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_thoughts_of_self_harm_are_red_in_every_shape_and_private(client_as, database, world, rosa, begin, name):
    item, answer = SHAPES[name]
    page = begin(ask("a"), {**item, "code": NINTH}, ask("z"))
    base = page.path.rsplit("/", 1)[0]
    assert is_help(rosa.post(f"{base}/i9", answer=answer, go="next", revision="0"))
    assert len(lines(database)) == 1
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
    assert "i9" not in client_as(world.stranger).get(f"{base}/check").main


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "a number"])
def test_not_at_all_is_not_red(database, rosa, begin, name):
    page = begin({**SHAPES[name][0], "code": NINTH}, ask("z"))
    assert rosa.submit(page, button="Next", answer="0").h1 == "Question z?"
    assert not lines(database)


def test_codes_that_an_expression_offers_are_red_too():
    from app.care.questionnaires.urgency import band

    ninth = defined(ask("i9", "choice", code=NINTH, extension=OFFERED)).by_link["i9"]
    assert band(ninth, [{"valueCoding": {"system": LOINC, "code": "LA6571-9"}}]) == "red"
    assert band(ninth, [{"valueCoding": {"system": LOINC, "code": "LA6568-5"}}]) is None


def test_a_red_answer_that_comes_too_late_is_heard_of(client_as, database, world, rosa, begin):
    page = begin(ask("first"), red("b", extension=words("Ring us now.")), ask("last"))
    page = rosa.submit(page, button="Next", answer="tea")
    tablet = client_as(world.rosa)
    old = tablet.get(page.path)
    rosa.submit(page, button="Next", answer="0")
    rosa.post(page.path.rsplit("/", 1)[0] + "/send")
    late = tablet.submit(old, button="Next", status=410, answer="1")
    assert late.says("Ring us now.", "Your team is told about this answer all the same.")
    assert len(lines(database)) == 1


def test_another_devices_answer_does_not_silence_a_red_one(client_as, database, world, rosa, begin):
    page = begin(red("b", extension=words("Ring us now.")), ask("last"))
    tablet = client_as(world.rosa)
    old = tablet.get(page.path)
    rosa.submit(page, button="Next", answer="0")
    assert tablet.submit(old, button="Next", status=409, answer="1").says("There is another answer", "Ring us now.")
    assert len(lines(database)) == 1


def test_each_question_of_a_page_carries_its_own_help_and_a_slip_is_not_hidden_by_it(rosa, begin):
    both = [red("a", extension=words("HELP-A")), red("b", extension=words("HELP-B"), required=True)]
    page = begin(group("g", *both, extension=PAGE), ask("z"))

    def over(page):
        parts = [node for node in page.tree.all("div") if "data-question" in node.attrs]
        return [(p.attrs["data-question"], s.text, s.attrs["class"]) for p in parts for s in p.all("section")]

    assert [(link, "HELP-" + link.upper() in text) for link, text, _ in over(page)] == [("a", True), ("b", True)]
    refused = rosa.submit(page, button="I have read this", status=422, asked=["a", "b"], **{"answer.a": "1"})
    assert refused.says("Question b? Choose one answer.")
    assert all("seen" in marks.split() for _link, _text, marks in over(refused))
