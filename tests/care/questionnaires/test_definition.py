"""What is read, what is refused and why, and that nothing crashes the reader."""

import json

import pytest

from app.care.questionnaires.definition import read
from tests.care.questionnaires.forms import ask, coding, defined, extension, form, group, options, reasons, when

SPANISH = {
    "extension": [
        extension(
            "translation",
            extension=[
                {"url": "lang", "valueCode": "es"},
                {"url": "content", "valueString": "¿Cómo está?"},
            ],
        )
    ]
}


FHIRPATH = "text/fhirpath"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def rule(name: str, expression: str, language: str = FHIRPATH) -> dict:
    return {"url": SDC + name, "valueExpression": {"language": language, "expression": expression}}


def said(source: bytes) -> str:
    verdict = read(source)
    assert verdict.definition is None
    return "\n".join(str(reason) for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "not valid JSON"),
        (b"hello", "not valid JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[]", "not a FHIR resource"),
        (b"null", "not a FHIR resource"),
        (b"{}", "not a FHIR Questionnaire"),
        (b'{"resourceType": "Patient"}', "not a FHIR Questionnaire"),
        (b'{"resourceType": "Questionnaire"}', "asks nothing"),
        (b'{"resourceType": "Questionnaire", "item": {}}', "list of objects"),
        (b'{"resourceType": "Questionnaire", "item": [3]}', "list of objects"),
        (b'{"a": NaN}', "not a number"),
        (b'{"a": Infinity}', "not a number"),
        (b'{"a": 1, "a": 2}', "same thing twice"),
        (b'{"a": "\\u0000"}', "cannot be shown or stored"),
        (b'{"a": "\\ud800"}', "cannot be shown or stored"),
        (b'{"a": 1e999999999}', "too long"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too long"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 90 + b"[[[[[[[[[[[[]]]]]]]]]]]]" + b"}" * 90, "nested too deeply"),
        (b" " * 10_000_000, "larger than 1 MB"),
    ],
)
def test_hostile_files(source, words):
    assert words in said(source)


REFUSED = [
    ([{"type": "string", "text": "x"}], "no linkId"),
    ([ask(" ")], "no linkId"),
    ([ask("a"), ask("a")], "a: Two items have this linkId"),
    ([ask("a"), group("g", ask("a"))], "a: Two items have this linkId"),
    ([ask("a" * 256)], "longer than 255"),
    ([{"linkId": "a", "text": "x"}], "does not say its type"),
    ([{"linkId": "a", "type": "string"}], "no words"),
    ([ask("a", "choice")], "Not one of its questions can be answered here"),
    ([ask("a", "choice", answerOption=options("x", "x"))], "are the same"),
    ([ask("a", "choice", answerOption=[{"valueCoding": {}}])], "neither a code nor words"),
    ([ask("a", "choice", answerOption=[{"valueInteger": 1, "valueString": "1"}])], "Exactly one value"),
    ([ask("a", "integer", answerOption=[{"valueString": "1"}])], "does not fit the kind"),
    ([ask("a", "choice", answerValueSet="#nowhere")], "not in this file"),
    ([ask("a", "choice", answerOption=options(*(f"o{n}" for n in range(501))))], "more than 500"),
    ([ask("a", required="yes")], "true or false"),
    ([ask("a", maxLength=0)], "above 0"),
    ([ask("a", maxLength=2, extension=[extension("minLength", valueInteger=3)])], "above its largest"),
    ([ask("a", "integer", extension=[extension("minValue", valueString="3")])], "wrong kind of value"),
    ([ask("a", "integer", extension=[extension("minValue", valueDate="2026")])], "does not fit"),
    ([ask("a", "date", initial=[{"valueDate": "2026-02-30"}])], "does not fit its kind"),
    ([ask("a", "integer", initial=[{"valueString": "3"}])], "first value"),
    ([ask("a", enableWhen=[when("b", "exists", answerBoolean=True)])], "not in the form"),
    ([group("g", ask("b")), ask("a", enableWhen=[when("g", "exists", answerBoolean=True)])], "takes no answer"),
    ([ask("b"), ask("a", enableWhen=[when("b", "exists", answerString="x")])], "needs true or false"),
    ([ask("b"), ask("a", enableWhen=[when("b", "=", answerInteger=1)])], "another kind"),
    ([ask("b"), ask("a", enableWhen=[when("b", "~", answerString="x")])], "or how"),
    ([ask("b", "boolean"), ask("a", enableWhen=[when("b", ">", answerBoolean=True)])], "has no order"),
    ([ask("b"), ask("a", enableWhen=[when("b", "=", answerString="x"), when("b", "=", answerString="y")])], "“any”"),
    ([ask("a", enableWhen=[when("a", "exists", answerBoolean=True)])], "circle"),
    ([group("g", ask("a"), enableWhen=[when("a", "exists", answerBoolean=True)])], "circle"),
    ([ask("a", modifierExtension=[{"url": "x", "valueBoolean": True}])], "changes its meaning"),
    (
        [ask("a", extension=[extension("variable", valueExpression={"language": FHIRPATH, "expression": "1"})])],
        "name",
    ),
    ([ask("a", extension=[extension("variable", valueString="1")])], "not written as an object"),
    ([ask("a", extension=[rule("calculatedExpression", "x" * 2001)])], "larger than we take"),
    ([ask("a", extension=[rule("calculatedExpression", "(" * 21 + "1" + ")" * 21)])], "larger than we take"),
    ([ask("a", extension=[rule("calculatedExpression", "1")] * 201)], "more than 200 expressions"),
    ([ask("a", extension=[{"valueBoolean": True}])], "no address"),
    ([{"linkId": "a", "type": "display", "text": "x"}], "asks nothing"),
    ([ask(f"q{n}") for n in range(2001)], "more than 2,000"),
]


@pytest.mark.parametrize(("items", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_refusals_say_why(items, words):
    assert words in reasons(*items)


def test_a_question_without_words_borrows_them_or_lets_its_answers_speak():
    bare = {"linkId": "a", "type": "choice", "answerOption": options("tea", "coffee")}
    assert str(defined(bare).by_link["a"].text) == "Choose what fits."
    assert str(defined(group("g", bare)).by_link["a"].text) == "Group g"
    yes_no = {"linkId": "a", "type": "choice", "answerOption": options("Y", "N")}
    assert "no words" in reasons(yes_no)


def test_a_kind_that_nobody_knows_is_refused_by_name():
    assert "“question” are not supported" in reasons(ask("a", "question"))


@pytest.mark.parametrize("kind", ["quantity", "time", "dateTime", "url", "date", "decimal", "open-choice"])
def test_every_kind_that_a_person_can_answer_is_taken(kind):
    assert not read(form(ask("a", kind))).warnings


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (ask("a", "attachment"), "file"),
        (ask("a", "reference"), "record"),
        (ask("a", "choice"), "list"),
        (ask("a", "choice", answerValueSet="http://elsewhere/list"), "list"),
    ],
)
def test_what_cannot_be_answered_here_is_shown_with_a_warning(item, why):
    verdict = read(form(item, ask("b")))
    assert verdict.definition.by_link["a"].unanswerable == why
    assert any(warning.where == "a" for warning in verdict.warnings)


def test_every_reason_is_given_at_once():
    found = reasons(ask("a", "question"), ask("b", maxLength=0), ask("b"))
    assert len(found.splitlines()) == 3


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ask("a", repeats="true"), {"repeats": True}),
        (ask("a", "integer", initial=[{"valueInteger": 3.0}]), {"initial": ({"valueInteger": 3},)}),
        (ask("a", "decimal", initial=[{"valueInteger": 3}]), {"initial": ({"valueInteger": 3},)}),
    ],
)
def test_where_the_meaning_is_certain_a_slip_is_only_noted(item, expected):
    found = defined(item).by_link["a"]
    assert {name: getattr(found, name) for name in expected} == expected


def test_too_deep():
    item = ask("leaf")
    for n in range(20):
        item = group(f"g{n}", item)
    assert "20 levels" in reasons(item)


def test_circle_through_three():
    found = reasons(
        ask("a", enableWhen=[when("b", "exists", answerBoolean=True)]),
        ask("b", enableWhen=[when("c", "exists", answerBoolean=True)]),
        ask("c", enableWhen=[when("a", "exists", answerBoolean=True)]),
    )
    assert "a, b, c" in found


def test_what_an_item_carries():
    help_text = {
        "linkId": "h",
        "type": "display",
        "text": "A hint",
        "extension": [
            extension(
                "questionnaire-itemControl",
                valueCodeableConcept={"coding": [{"code": "help"}]},
            )
        ],
    }
    item = defined(
        ask(
            "a",
            "decimal",
            prefix="1.",
            required=True,
            _text=SPANISH,
            extension=[
                extension("minValue", valueDecimal=0.5),
                extension("maxValue", valueInteger=9),
                extension("maxDecimalPlaces", valueInteger=1),
            ],
            item=[help_text],
        )
    ).by_link["a"]
    assert (item.prefix, item.required, item.minimum, item.maximum, item.decimal_places) == ("1.", True, 0.5, 9, 1)
    assert item.text.best("es-MX") == ("¿Cómo está?", "es")
    assert item.text.best("fr") == ("Question a?", "en")
    assert [str(text) for text in item.help] == ["A hint"]
    assert not item.children


def test_unknown_extensions_are_left_out_with_a_warning():
    verdict = read(form(ask("a", extension=[{"url": "http://x/colour", "valueString": "red"}])))
    assert verdict.accepted
    assert any("http://x/colour" in str(warning) for warning in verdict.warnings)


def test_a_form_without_name_or_version_is_named_by_its_content():
    bare = {"resourceType": "Questionnaire", "item": [ask("a")]}
    verdict = read(bare)
    assert verdict.definition.url.startswith("urn:sha256:")
    assert verdict.definition.version == ""
    assert len(verdict.warnings) == 4


def test_the_digest_is_blind_to_spacing_and_order_of_keys():
    document = form(ask("a"))
    spaced = json.dumps(dict(reversed(document.items())), indent=4).encode()
    assert read(document).definition.digest == read(spaced).definition.digest
    assert read(document).definition.digest != read(form(ask("b"))).definition.digest


def test_bytes_with_a_byte_order_mark_are_read():
    assert read(b"\xef\xbb\xbf" + json.dumps(form(ask("a"))).encode()).accepted


def test_an_unloadable_dict_is_refused_not_raised():
    document = form(ask("a"))
    document["item"].append(document)
    assert not read(document).accepted


def test_urgent_marks():
    own = "https://handrail.example/extensions/"
    marked = [{"valueCoding": coding("x"), "extension": [{"url": own + "urgent-band", "valueCode": "red"}]}]
    skip = [{"url": own + "nothing-urgent", "valueBoolean": True}]
    form_ = defined(ask("a", "choice", answerOption=marked, extension=skip), ask("b", extension=skip))
    assert form_.by_link["a"].options[0].band == "red"
    assert not form_.by_link["a"].may_skip  # a red answer hangs on it, whatever else the form says
    assert form_.by_link["b"].may_skip
