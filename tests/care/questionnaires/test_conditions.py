"""enableWhen: every operator with every kind of answer, both behaviours, and what a disabled answer counts."""

import itertools

import pytest

from app.care.questionnaires.conditions import effective, enabled, holds
from app.care.questionnaires.parts import Condition
from tests.care.questionnaires.forms import ask, coding, defined, group, options, when

ABSENT: list = []
GROUP = {"reference": "Group/1", "display": "G"}

TABLE = [
    # operator, the condition's value, the answers, holds?
    ("exists", {"valueBoolean": True}, [{"valueString": "x"}], True),
    ("exists", {"valueBoolean": True}, ABSENT, False),
    ("exists", {"valueBoolean": False}, ABSENT, True),
    ("exists", {"valueBoolean": False}, [{"valueBoolean": False}], False),
    ("=", {"valueBoolean": False}, [{"valueBoolean": False}], True),
    ("=", {"valueBoolean": False}, ABSENT, False),
    ("!=", {"valueBoolean": True}, [{"valueBoolean": False}], True),
    ("!=", {"valueBoolean": True}, ABSENT, False),
    ("=", {"valueInteger": 5}, [{"valueInteger": 5}], True),
    ("=", {"valueDecimal": 5.0}, [{"valueInteger": 5}], True),
    ("!=", {"valueInteger": 5}, [{"valueInteger": 5}], False),
    (">", {"valueInteger": 5}, [{"valueInteger": 6}], True),
    (">", {"valueInteger": 5}, [{"valueInteger": 5}], False),
    (">=", {"valueInteger": 5}, [{"valueInteger": 5}], True),
    ("<", {"valueInteger": 5}, [{"valueInteger": 10}], False),
    ("<=", {"valueInteger": 5}, [{"valueInteger": 5}], True),
    ("<", {"valueInteger": 5}, ABSENT, False),
    (">", {"valueDecimal": 5.6}, [{"valueDecimal": 5.61}], True),
    ("=", {"valueDecimal": 0.3}, [{"valueDecimal": 0.3}], True),
    ("=", {"valueString": "tea"}, [{"valueString": "tea"}], True),
    ("=", {"valueString": "tea"}, [{"valueString": "Tea"}], False),
    ("!=", {"valueString": "tea"}, [{"valueString": "tea"}, {"valueString": "milk"}], True),
    (">", {"valueDate": "2026-05-01"}, [{"valueDate": "2026-05-02"}], True),
    ("=", {"valueDate": "2026-05"}, [{"valueDate": "2026-05-02"}], True),
    (">", {"valueDate": "2026"}, [{"valueDate": "2026-12-31"}], False),
    ("<=", {"valueDate": "2026-05-01"}, [{"valueDate": "2026-05-01"}], True),
    ("=", {"valueCoding": {"system": "s", "code": "a"}}, [{"valueCoding": coding("a")}], True),
    ("=", {"valueCoding": {"code": "a"}}, [{"valueCoding": coding("a")}], True),
    ("=", {"valueCoding": {"system": "t", "code": "a"}}, [{"valueCoding": coding("a")}], False),
    ("!=", {"valueCoding": coding("a")}, [{"valueCoding": coding("b")}], True),
    ("=", {"valueCoding": coding("b")}, [{"valueCoding": coding("a")}, {"valueCoding": coding("b")}], True),
    ("=", {"valueCoding": coding("a")}, [{"valueString": "a"}], False),
    (">", {"valueInteger": 1}, [{"valueString": "2"}], False),
    ("=", {"valueTime": "08:00:00"}, [{"valueTime": "08:00"}], True),
    ("=", {"valueTime": "08:00:00.0"}, [{"valueTime": "08:00:00"}], True),
    ("<", {"valueTime": "10:00:00"}, [{"valueTime": "09:59"}], True),
    (">", {"valueTime": "08:00:00"}, [{"valueTime": "08:00"}], False),
    ("=", {"valueReference": {"reference": "Group/1"}}, [{"valueReference": GROUP}], True),
    ("=", {"valueReference": {"reference": "Group/2", "display": "G"}}, [{"valueReference": GROUP}], False),
]


@pytest.mark.parametrize(("operator", "wanted", "answers", "expected"), TABLE)
def test_operators(operator, wanted, answers, expected):
    assert holds(Condition("q", operator, wanted), answers) is expected


@pytest.mark.parametrize(
    ("behaviour", "a", "b", "shown"),
    [
        ("all", True, True, True),
        ("all", True, False, False),
        ("all", False, False, False),
        ("any", True, False, True),
        ("any", False, True, True),
        ("any", False, False, False),
    ],
)
def test_behaviours(behaviour, a, b, shown):
    conditions = [when("a", "=", answerBoolean=True), when("b", "=", answerBoolean=True)]
    form = defined(
        ask("a", "boolean"), ask("b", "boolean"), ask("c", enableWhen=conditions, enableBehavior=behaviour)
    )
    answers = {"a": [{"valueBoolean": a}], "b": [{"valueBoolean": b}]}
    assert ("c" in enabled(form, answers)) is shown


def chain():
    return defined(
        ask("a", "boolean"),
        group("g", ask("b", "boolean"), enableWhen=[when("a", "=", answerBoolean=True)]),
        ask("c", enableWhen=[when("b", "=", answerBoolean=True)]),
        ask("d", enableWhen=[when("b", "exists", answerBoolean=False)]),
    )


def test_a_disabled_group_disables_its_questions_and_their_answers_count_as_absent():
    stored = {"a": [{"valueBoolean": False}], "b": [{"valueBoolean": True}], "c": [{"valueString": "x"}]}
    assert enabled(chain(), stored) == {"a", "d"}
    assert effective(chain(), stored) == {"a": [{"valueBoolean": False}]}


def test_answers_come_back_when_their_question_does():
    stored = {"a": [{"valueBoolean": True}], "b": [{"valueBoolean": True}], "c": [{"valueString": "x"}]}
    assert set(effective(chain(), stored)) == {"a", "b", "c"}


def test_a_condition_may_look_at_a_later_question():
    form = defined(ask("first", enableWhen=[when("last", "exists", answerBoolean=True)]), ask("last"))
    assert enabled(form, {}) == {"last"}
    assert enabled(form, {"last": [{"valueString": "x"}]}) == {"first", "last"}


def test_questions_below_a_question_wait_for_its_answer():
    form = defined(ask("a", item=[ask("below")]))
    assert enabled(form, {}) == {"a"}
    assert enabled(form, {"a": [{"valueString": "x"}]}) == {"a", "below"}


def test_a_hidden_question_answers_with_its_first_value():
    hidden = [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}]
    form = defined(
        ask("h", "integer", extension=hidden, initial=[{"valueInteger": 3}]),
        ask("shown", enableWhen=[when("h", ">", answerInteger=2)]),
    )
    assert "shown" in enabled(form, {})
    assert effective(form, {"h": [{"valueInteger": 1}]})["h"] == ({"valueInteger": 3},)


def test_two_thousand_conditions_in_a_row_do_not_exhaust_the_stack():
    links = [f"q{n}" for n in range(2000)]
    items = [ask("q0", "boolean")]
    items += [
        ask(link, "boolean", enableWhen=[when(before, "=", answerBoolean=True)])
        for before, link in itertools.pairwise(links)
    ]
    form = defined(*items)
    assert len(enabled(form, {link: [{"valueBoolean": True}] for link in links})) == 2000


def test_a_choice_is_compared_by_its_options():
    form = defined(
        ask("a", "choice", answerOption=options("x", "y")),
        ask("b", enableWhen=[when("a", "=", answerCoding={"system": "s", "code": "y"})]),
    )
    assert "b" in enabled(form, {"a": [{"valueCoding": coding("y")}]})
