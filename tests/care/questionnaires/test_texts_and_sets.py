"""Formatted texts are cleaned; value sets of the file become options."""

import pytest

from app.care.questionnaires.definition import read
from app.care.questionnaires.state import state_of
from tests.care.questionnaires.forms import ask, defined, extension, form, reasons


def test_markup_in_a_plain_text_stays_text():
    text = defined(ask("a", text="<b>bold</b> & more")).by_link["a"].text
    assert (str(text), text.markup) == ("<b>bold</b> & more", "")


XHTML, MARKDOWN = "rendering-xhtml", "rendering-markdown"


@pytest.mark.parametrize(
    ("name", "raw", "markup"),
    [
        (XHTML, {"valueString": "A <b>bold</b> word"}, "A <b>bold</b> word"),
        (XHTML, {"valueString": "<b onclick=x()>bold</b><script>x()</script>"}, "<b>bold</b>"),
        (XHTML, {"valueString": '<img src=x onerror=x()><i style="color:red">x</i>'}, "<i>x</i>"),
        (XHTML, {"valueString": '<a href="javascript:x()">go</a> <em>now</em>'}, "go <em>now</em>"),
        (XHTML, {"valueString": "<svg><style><b title='</style><img src onerror=x()>'>"}, ""),
        (MARKDOWN, {"valueMarkdown": "a **strong** word"}, "a <strong>strong</strong> word"),
        (
            MARKDOWN,
            {"valueMarkdown": "<script>x()</script> **b**"},
            "&lt;script&gt;x()&lt;/script&gt; <strong>b</strong>",
        ),
        (MARKDOWN, {"valueMarkdown": "[go](javascript:x()) *now*"}, "[go](javascript:x()) <em>now</em>"),
        (XHTML, {"valueString": "nothing special"}, ""),
        (XHTML, {"valueInteger": 3}, ""),
    ],
)
def test_formatted_texts_are_cleaned_to_a_few_marks(name, raw, markup):
    text = defined(ask("a", _text={"extension": [extension(name, **raw)]})).by_link["a"].text
    assert (str(text), text.markup) == ("Question a?", markup)


def test_options_from_a_value_set_in_the_file():
    concepts = [{"code": "x", "display": "X"}, {"code": "y"}]
    sets = [
        {
            "resourceType": "ValueSet",
            "id": "v",
            "compose": {"include": [{"system": "s", "concept": concepts}]},
        }
    ]
    item = defined(ask("a", "choice", answerValueSet="#v"), contained=sets).by_link["a"]
    assert [str(option.text) for option in item.options] == ["X", "y"]
    assert item.options[0].value == {"valueCoding": {"system": "s", "code": "x", "display": "X"}}


def test_a_value_set_with_rules_cannot_be_answered_here():
    sets = [{"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"system": "s"}]}}]
    verdict = read(form(ask("a", "choice", answerValueSet="#v"), ask("b"), contained=sets))
    assert verdict.definition.by_link["a"].unanswerable == "list"
    assert "rules" in str(verdict.warnings[0])


def test_a_bundle_brings_value_sets_and_code_systems_along():
    system = {
        "resourceType": "CodeSystem",
        "url": "s",
        "content": "complete",
        "concept": [{"code": "x", "display": "X", "concept": [{"code": "y", "display": "Y"}]}],
    }
    values = {"resourceType": "ValueSet", "url": "http://v", "compose": {"include": [{"system": "s"}]}}
    entries = [form(ask("a", "choice", answerValueSet="http://v|1")), values, system]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in entries]}
    item = read(bundle).definition.by_link["a"]
    assert [str(option.text) for option in item.options] == ["X", "Y"]


def test_headings_of_an_expansion_are_no_answers():
    contains = [{"code": "h", "display": "Heading", "abstract": True, "contains": [{"code": "x", "display": "X"}]}]
    sets = [{"resourceType": "ValueSet", "id": "v", "expansion": {"contains": contains}}]
    item = defined(ask("a", "choice", answerValueSet="#v"), contained=sets).by_link["a"]
    assert [str(option.text) for option in item.options] == ["X"]


def test_references_without_words_can_be_chosen():
    listed = [{"valueReference": {"reference": f"Organization/{n}"}} for n in (1, 2)]
    item = defined(ask("a", "choice", answerOption=listed)).by_link["a"]
    assert [str(option.text) for option in item.options] == ["Organization/1", "Organization/2"]
    assert "Two of its answers are the same" in reasons(ask("a", "choice", answerOption=[listed[0], listed[0]]))


def test_what_follows_a_question_that_cannot_be_answered_is_named():
    verdict = read(form(ask("a", "attachment", item=[ask("child")]), ask("b")))
    assert any(one.where == "child" and "never asked" in one.words for one in verdict.warnings)


def test_a_reference_without_anything_is_refused():
    assert "neither a code nor words" in reasons(
        ask("a", "choice", answerOption=[{"valueReference": {"display": ""}}])
    )


def test_bounds_as_rough_as_a_year_and_conditions_on_an_address_are_taken():
    bounds = [extension("minValue", valueDate="2026-01-01"), extension("maxValue", valueDate="2026")]
    condition = [{"question": "u", "operator": "=", "answerString": "https://example.org"}]
    definition = defined(ask("d", "date", extension=bounds), ask("u", "url"), ask("more", enableWhen=condition))
    assert "more" in state_of(definition, {"u": [{"valueUri": "https://example.org"}]}).active
