"""What expressions say: values, weights, variables, and "not calculated" for what cannot be worked out."""

import pytest

from app.care.questionnaires.expressions import Batch, Step, check, evaluate

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def coded(code, weight):
    return {"valueCoding": {"code": code, "extension": [{"url": ORDINAL, "valueDecimal": weight}]}}


RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "item": [
        {"linkId": "n", "answer": [{"valueInteger": 3}]},
        {"linkId": "d", "answer": [{"valueDecimal": 72.5}]},
        {"linkId": "c", "answer": [coded("a", 2), coded("b", 1)]},
        {"linkId": "g", "item": [{"linkId": "t", "answer": [{"valueString": "tea"}]}]},
        {"linkId": "e", "answer": [{"valueDecimal": 1.7}]},
        {"linkId": "q", "answer": [{"valueQuantity": {"value": 80, "unit": "kg", "code": "kg"}}]},
    ],
}


def one(expression, **more):
    batch = Batch(RESPONSE, (Step("x", expression, **more),), questionnaire={"title": "Form"})
    return evaluate(batch)["x"]


TABLE = [
    ("1 + 2", [3]),
    ("1 / 2", [0.5]),
    ("4 / 2", [2]),
    ("1 / 0", []),
    ("{}", []),
    ("%resource.item.where(linkId='n').answer.value + 1", [4]),
    ("item.where(linkId='d').answer.value", [72.5]),
    ("%resource.item.where(linkId='c').answer.value.ordinal().sum()", [3]),
    ("%resource.item.where(linkId='c').answer.weight()", [2, 1]),
    ("%resource.item.where(linkId='n').answer.value.ordinal()", []),
    ("iif(%resource.item.where(linkId='n').answer.value > 2, 'many', 'few')", ["many"]),
    ("%resource.descendants().where(linkId='t').answer.value.upper()", ["TEA"]),
    ("%resource.item.where(linkId='q').answer.value.value", [80]),
    ("%questionnaire.title", ["Form"]),
    ("'a' in ('a' | 'b')", [True]),
    ("@2026-03-10 > @2026-03-09", [True]),
    ("today() > @2000-01-01", [True]),
    ("%resource.item.where(linkId='n' or linkId='d').answer.value.sum()", [75.5]),
    ("(0.1 | 0.2).sum() = 0.3", [True]),
    ("item.answer.value.ofType(decimal).avg()", [37.1]),
    ("(%resource.item.where(linkId='n').answer.value | 9).min()", [3]),
    ("(%resource.item.where(linkId='n').answer.value | 9).max()", [9]),
    ("item.where(linkId='none').answer.value.sum()", []),
    ("item.where(linkId='none').answer.value.avg()", []),
    ("item.where(linkId='none').answer.value.max()", []),
    ("item.where(linkId='d').answer.value = 72.5", [True]),
    ("item.where(linkId='e').answer.value = 1.7", [True]),
    ("%loinc", ["http://loinc.org"]),
]


@pytest.mark.parametrize(("expression", "expected"), TABLE)
def test_values(expression, expected):
    assert list(one(expression).values) == expected


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("nosuch()", "unknown function"),
        ("item.fly()", "unknown function"),
        ("%nobody", "error"),
        ("(1).repeat(nosuchfunction())", "unknown function"),
        ("'" + "x" * 2_001 + "'", "too long"),
        ("(" * 21 + "1" + ")" * 21, "too deep"),
    ],
)
def test_what_cannot_be_worked_out_is_not_calculated(expression, problem):
    outcome = one(expression)
    assert outcome.values is None
    assert outcome.problem == problem


def test_brackets_inside_quotes_are_no_depth():
    assert one("'" + "(" * 50 + "'").values == ("(" * 50,)


def test_context_is_the_element_that_the_step_stands_on():
    assert one("%context.linkId", focus=("item", 3, "item", 0)).values == ("t",)
    assert one("answer.value", focus=("item", 3, "item", 0)).values == ("tea",)
    assert one("%context.linkId", focus=("item", 9)).values == ()


def test_variables_are_seen_by_the_steps_that_list_them_and_inner_ones_win():
    steps = (
        Step("v1", "%resource.item.where(linkId='n').answer.value", name="n"),
        Step("v2", "%n * 10", name="n", sees=("v1",)),
        Step("outer", "%n", sees=("v1",)),
        Step("inner", "%n", sees=("v1", "v2")),
        Step("blind", "%n"),
        Step("shadow", "1", name="resource"),
        Step("real", "%resource.resourceType", sees=("shadow",)),
    )
    found = evaluate(Batch(RESPONSE, steps))
    assert found["outer"].values == (3,)
    assert found["inner"].values == (30,)
    assert found["blind"].values is None
    assert found["real"].values == ("QuestionnaireResponse",)


def test_a_variable_that_failed_is_empty():
    steps = (Step("v", "item.fly()", name="v"), Step("x", "%v.exists()", sees=("v",)))
    assert evaluate(Batch(RESPONSE, steps))["x"].values == (False,)


def test_results_have_a_limit():
    assert (
        one("'x'.replaceMatches('x', '" + "z" * 1_500 + "').replaceMatches('z', 'zzzzzzzzzz')").problem == "too much"
    )
    many = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": str(n)} for n in range(1_001)]}
    assert evaluate(Batch(many, (Step("x", "item.linkId"),)))["x"].problem == "too much"
    assert evaluate(Batch(many, (Step("x", "item.linkId.first()"),)))["x"].values == ("0",)


def test_steps_and_bytes_have_a_limit():
    steps = tuple(Step(f"s{n}", "1") for n in range(401))
    found = evaluate(Batch(RESPONSE, steps))
    assert [found[f"s{n}"].problem for n in (399, 400)] == ["", "too much"]
    huge = {"resourceType": "QuestionnaireResponse", "note": "x" * 4_000_001}
    assert evaluate(Batch(huge, (Step("x", "1"),)))["x"].problem == "too much"


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("1 + 1", None),
        ("1 +", "error"),
        ("a b c", "error"),
        ("item.where(", "error"),
        ("x" * 2_001, "too long"),
        ("[" * 30, "too deep"),
    ],
)
def test_an_importer_can_ask_whether_an_expression_can_be_read(expression, problem):
    assert check(expression) == problem


def test_a_variable_keeps_what_its_elements_are():
    steps = (
        Step("v", "%resource.item.where(linkId='n')", name="v"),
        Step("x", "%v.answer.value + 1", sees=("v",)),
    )
    assert evaluate(Batch(RESPONSE, steps))["x"].values == (4,)
