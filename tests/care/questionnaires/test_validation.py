"""One answer: what is taken, what is refused, and in which words."""

import pytest

from app.care.questionnaires.validation import read_answer
from app.errors import Invalid
from tests.care.questionnaires.forms import ask, coding, defined, extension, options


def item(kind="string", **more):
    return defined(ask("a", kind, **more)).by_link["a"]


def bounds(**values):
    return [
        extension(name, **{"valueDate" if isinstance(v, str) else "valueInteger": v}) for name, v in values.items()
    ]


EXCLUSIVE = {
    "valueCoding": coding("none"),
    "extension": [extension("questionnaire-optionExclusive", valueBoolean=True)],
}
TEN = bounds(minValue=0, maxValue=10)

TAKEN = [
    (item(), ["  tea  "], "", [{"valueString": "tea"}]),
    (item(), ["a\r\nb\x00"], "", [{"valueString": "a b"}]),
    (item("text"), ["a\r\nb"], "", [{"valueString": "a\nb"}]),
    (item(), ["   "], "", []),
    (item(), [], "", []),
    (item("boolean"), ["false"], "", [{"valueBoolean": False}]),
    (item("integer", extension=TEN), ["10"], "", [{"valueInteger": 10}]),
    (item("integer"), ["-3"], "", [{"valueInteger": -3}]),
    (item("integer"), ["7.0"], "", [{"valueInteger": 7}]),
    (item("decimal"), ["72,5"], "", [{"valueDecimal": 72.5}]),
    (item("date"), ["2026-02-28"], "", [{"valueDate": "2026-02-28"}]),
    (item("date", extension=bounds(maxValue="2026-02")), ["2026-02-28"], "", [{"valueDate": "2026-02-28"}]),
    (item("choice", answerOption=options("x", "y")), ["1"], "", [{"valueCoding": coding("y")}]),
    (
        item("choice", answerOption=[*options("x"), EXCLUSIVE], repeats=True),
        ["1"],
        "",
        [{"valueCoding": coding("none")}],
    ),
    (item("integer", answerOption=[{"valueInteger": 4}]), ["0"], "", [{"valueInteger": 4}]),
    (item("open-choice", answerOption=options("x")), ["other"], "mine", [{"valueString": "mine"}]),
    (item("open-choice", answerOption=options("x")), [], "mine", [{"valueString": "mine"}]),
    (item("open-choice", answerOption=options("x")), ["0"], "mine", [{"valueCoding": coding("x")}]),
    (
        item("open-choice", answerOption=options("x"), repeats=True),
        ["0", "0"],
        "mine",
        [{"valueCoding": coding("x")}, {"valueString": "mine"}],
    ),
    (item(repeats=True), ["a", "", "b"], "", [{"valueString": "a"}, {"valueString": "b"}]),
]


@pytest.mark.parametrize(("question", "given", "other", "expected"), TAKEN)
def test_taken(question, given, other, expected):
    assert read_answer(question, given, other) == expected


WRONG = [
    (item(maxLength=3), ["four"], "", "1 letter too long"),
    (item(), ["x" * 4001], "", "too long"),
    (item(extension=bounds(minLength=3)), ["ab"], "", "at least 3"),
    (item(), ["a", "b"], "", "one answer only"),
    (item(repeats=True, extension=bounds(**{"questionnaire-maxOccurs": 1})), ["a", "b"], "", "one answer only"),
    (item(repeats=True, extension=bounds(**{"questionnaire-minOccurs": 2})), ["a"], "", "at least 2 answers"),
    (item("boolean"), ["perhaps"], "", "yes or no"),
    (item("integer", extension=TEN), ["11"], "", "between 0 and 10"),
    (item("integer", extension=bounds(minValue=5)), ["4"], "", "5 or more"),
    (item("integer", extension=bounds(maxValue=5)), ["6"], "", "5 or less"),
    (item("integer"), ["seven"], "", "Write a number"),
    (item("integer"), ["7.5"], "", "whole number"),
    (item("integer"), ["3000000000"], "", "too large"),
    (item("integer"), ["9" * 400], "", "Write a number"),
    (item("decimal"), ["NaN"], "", "Write a number"),
    (item("decimal"), ["1e5"], "", "Write a number"),
    (item("decimal", extension=bounds(maxDecimalPlaces=1)), ["1.25"], "", "1 digit after"),
    (item("date"), ["28/02/2026"], "", "year, month and day"),
    (item("date"), ["2026-02-30"], "", "year, month and day"),
    (item("date", extension=bounds(minValue="2026-01-01")), ["2025-12-31"], "", "or more"),
    (item("choice", answerOption=options("x")), ["7"], "", "one of the answers"),
    (item("choice", answerOption=options("x")), ["other"], "mine", "one of the answers"),
    (item("choice", answerOption=options("x", "y")), ["0", "1"], "", "one answer only"),
    (item("open-choice", answerOption=options("x")), ["other"], " ", "own answer in the box"),
    (item("choice", answerOption=[*options("x"), EXCLUSIVE], repeats=True), ["0", "1"], "", "“NONE” stands alone"),
]


@pytest.mark.parametrize(("question", "given", "other", "words"), WRONG)
def test_refused_in_plain_words(question, given, other, words):
    with pytest.raises(Invalid) as refusal:
        read_answer(question, given, other)
    assert words in str(refusal.value.fields["answer"])
