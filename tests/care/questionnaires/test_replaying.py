"""Answers typed back, filled in again and handed out: what went in comes out, what does not match is said."""

import json

import pytest

from app.care.questionnaires.typing_back import typed_back
from app.care.questionnaires.validation import read_answer
from app.cli.rehearsal import rehearse
from app.fhir.response import problems_of
from tests.care.questionnaires.forms import ask, coding, defined, extension, form, group, options, when
from tests.care.questionnaires.test_definition import rule

N = "%resource.item.where(linkId='n').answer.value"
UCUM = "http://unitsofmeasure.org"
UNITS = [
    extension("questionnaire-unitOption", valueCoding={"system": UCUM, "code": c, "display": d})
    for c, d in (("kg", "kg"), ("[lb_av]", "lb"))
]
CONTROL = [extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "autocomplete"}]})]
KILO = {"value": 80.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
HIDDEN = [extension("questionnaire-hidden", valueBoolean=True)]

KINDS = [
    (ask("a"), [{"valueString": "tea"}]),
    (ask("a", "text"), [{"valueString": "two\nlines"}]),
    (ask("a", "boolean"), [{"valueBoolean": False}]),
    (ask("a", "integer"), [{"valueInteger": -3}]),
    (ask("a", "decimal"), [{"valueDecimal": 72.5}]),
    (ask("a", "date"), [{"valueDate": "2026-02-28"}]),
    (ask("a", "dateTime"), [{"valueDateTime": "2026-02-28T14:30:00+00:00"}]),
    (ask("a", "time"), [{"valueTime": "14:30:00"}]),
    (ask("a", "url"), [{"valueUri": "https://example.org/x"}]),
    (ask("a", "quantity", extension=UNITS), [{"valueQuantity": KILO}]),
    (ask("a", "quantity"), [{"valueQuantity": {"value": 3.0}}]),
    (ask("a", "choice", answerOption=options("x", "y")), [{"valueCoding": coding("y")}]),
    (ask("a", "choice", answerOption=options("x", "y"), repeats=True), [{"valueCoding": coding(c)} for c in "xy"]),
    (ask("a", "choice", answerOption=options("x", "y"), extension=CONTROL), [{"valueCoding": coding("y")}]),
    (ask("a", "choice", answerOption=[{"valueDate": "2026"}, {"valueDate": "2027"}]), [{"valueDate": "2027"}]),
    (ask("a", "choice", answerOption=[{"valueTime": "10:30:00"}]), [{"valueTime": "10:30:00"}]),
    (ask("a", "choice", answerOption=[{"valueString": "one"}]), [{"valueString": "one"}]),
    (
        ask("a", "choice", answerOption=[{"valueReference": {"reference": "Group/1", "display": "G"}}]),
        [{"valueReference": {"reference": "Group/1", "display": "G"}}],
    ),
    (ask("a", "integer", answerOption=[{"valueInteger": 4}, {"valueInteger": 5}]), [{"valueInteger": 5}]),
    (ask("a", "open-choice", answerOption=options("x")), [{"valueString": "mine"}]),
    (
        ask("a", "open-choice", answerOption=options("x"), repeats=True),
        [{"valueCoding": coding("x")}, {"valueString": "m"}],
    ),
    (ask("a", repeats=True), [{"valueString": "one"}, {"valueString": "two"}]),
]


@pytest.mark.parametrize(("question", "values"), KINDS)
def test_typed_back_and_read_again_is_the_same(question, values):
    item = defined(question).by_link["a"]
    entry = typed_back(item, values)
    found = read_answer(item, entry.given, entry.other, entry.unit)
    assert [next(iter(v)) for v in found] == [next(iter(v)) for v in values]
    assert json.loads(json.dumps(found)) == values or item.kind == "choice"


def response(*items, url="https://forms.example/one|1", **more):
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": url,
        "status": "completed",
        "item": list(items),
        **more,
    }


def answered(link, *values, item=None):
    answers = [dict(value) for value in values]
    if item:
        answers[0]["item"] = item
    return {"linkId": link, "answer": answers}


def played(questions, items, **more):
    document = form(*questions)
    return rehearse(json.dumps(document).encode(), json.dumps(response(*items, **more)).encode())


def bare(items):
    """Items without their texts."""
    return [{key: _bare(key, found) for key, found in item.items() if key != "text"} for item in items]


def _bare(key, found):
    if key == "item":
        return bare(found)
    if key == "answer":
        return [one | ({"item": bare(one["item"])} if "item" in one else {}) for one in found]
    return found


@pytest.mark.parametrize(("question", "values"), KINDS)
def test_every_kind_comes_out_as_it_went_in(question, values):
    found = played([question], [answered("a", *values)])
    assert (found.mismatches, found.submitted) == ([], True)
    assert bare(found.response["item"]) == [answered("a", *values)]
    assert not problems_of(found.response)


def test_nested_and_repeated_parts_come_out_as_they_went_in():
    questions = [
        group("g", ask("name"), ask("ill", "boolean", item=[ask("what")]), repeats=True),
        ask("pet", "choice", answerOption=options("cat", "dog"), repeats=True, item=[ask("pet-name")]),
    ]
    items = [
        {
            "linkId": "g",
            "item": [
                answered("name", {"valueString": "Ann"}),
                answered("ill", {"valueBoolean": True}, item=[answered("what", {"valueString": "flu"})]),
            ],
        },
        {"linkId": "g", "item": [answered("name", {"valueString": "Bob"})]},
        {
            "linkId": "pet",
            "answer": [
                {"valueCoding": coding("cat"), "item": [answered("pet-name", {"valueString": "Tom"})]},
                {"valueCoding": coding("dog"), "item": [answered("pet-name", {"valueString": "Rex"})]},
            ],
        },
    ]
    found = played(questions, items)
    assert found.mismatches == []
    assert bare(found.response["item"]) == items


def test_hidden_calculated_answers_are_kept_and_disabled_ones_are_not_sent():
    total = ask(
        "total",
        "integer",
        extension=[*HIDDEN, rule("calculatedExpression", N + " * 2")],
    )
    questions = [ask("n", "integer"), total, ask("more", enableWhen=[when("n", ">", answerInteger=5)])]
    found = played(questions, [answered("n", {"valueInteger": 3}), answered("more", {"valueString": "x"})])
    assert bare(found.response["item"]) == [
        answered("n", {"valueInteger": 3}),
        answered("total", {"valueInteger": 6}),
    ]
    assert "does not apply" in found.mismatches[0]


MISMATCHES = [
    (
        [ask("a")],
        [answered("a", {"valueString": "x"}), answered("zz", {"valueString": "y"})],
        {},
        "zz: The form has no item",
    ),
    (
        [ask("a", "integer"), ask("b")],
        [answered("a", {"valueString": "many"}), answered("b", {"valueString": "y"})],
        {},
        "a: Write a number",
    ),
    (
        [ask("a", "choice", answerOption=options("x")), ask("b")],
        [answered("a", {"valueCoding": coding("q")}), answered("b", {"valueString": "y"})],
        {},
        "a: Choose one",
    ),
    ([ask("a")], [answered("a", {"valueString": "x"})], {"url": "https://forms.example/two"}, "names another form"),
    ([ask("a")], [answered("a", {"valueString": "x"})], {"url": ""}, "does not say which form"),
    (
        [ask("a"), ask("b", required=True)],
        [answered("a", {"valueString": "x"})],
        {},
        "b: This question needs an answer",
    ),
    ([ask("a")], [], {}, "nothing to send"),
    (
        [ask("n", "integer"), ask("t", "integer", extension=[rule("calculatedExpression", N + " + 1")])],
        [answered("n", {"valueInteger": 3}), answered("t", {"valueInteger": 9})],
        {},
        "t: The form works this out itself: 4, not 9",
    ),
    (
        [ask("a"), ask("f", "attachment")],
        [answered("a", {"valueString": "x"}), answered("f", {"valueString": "y"})],
        {},
        "f: This cannot be answered here",
    ),
]


@pytest.mark.parametrize(("questions", "items", "more", "words"), MISMATCHES, ids=[words for *_, words in MISMATCHES])
def test_what_does_not_match_is_said(questions, items, more, words):
    found = played(questions, items, **more)
    assert any(words in one for one in found.mismatches), found.mismatches


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"resourceType": "Patient"}', b"[" * 10_000])
def test_what_is_no_response_is_refused(content):
    found = rehearse(json.dumps(form(ask("a"))).encode(), content)
    assert found.response is None
    assert found.mismatches
