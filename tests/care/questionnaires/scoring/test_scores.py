"""Every published band edge, every missing rule, and that nothing unknown counts as nought."""

from decimal import Decimal

import pytest

from app.care.questionnaires.definition import read
from app.care.questionnaires.scoring import RULES, change, mismatches, scores_of
from app.care.questionnaires.state import state_of
from tests.care.questionnaires.forms import ask, defined, form
from tests.care.questionnaires.test_content import FOLDER

LOINC = "http://loinc.org"
BY_NAME = {rule.name: rule for rule in RULES}


def built_in(name):
    return read((FOLDER / f"{name}.json").read_bytes()).definition


def with_sum(definition, total, most=3):
    """Answers to the choice questions that add up to this."""
    answers = {}
    for item in definition.questions:
        if item.kind != "choice" or item.link_id == "phq-function":
            continue
        share = min(most, total)
        total -= share
        answers[item.link_id] = [item.options[share].value]
    assert total == 0
    return answers


def score(definition, answers, name, enabled=None):
    found = [one for one in scores_of(definition, answers, enabled) if one.rule.name == name]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("form_name", "rule", "total", "band"),
    [
        *[("phq-9", "phq-9", total, words) for total, words in (
            (0, "none or minimal"), (4, "none or minimal"), (5, "mild"), (9, "mild"), (10, "moderate"),
            (14, "moderate"), (15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe"),
        )],
        *[("gad-7", "gad-7", total, words) for total, words in (
            (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
            (15, "severe"), (21, "severe"),
        )],
    ],
)  # fmt: skip
def test_sums_and_bands(form_name, rule, total, band):
    definition = built_in(form_name)
    found = score(definition, with_sum(definition, total), rule)
    assert (found.value, str(found.band.words)) == (total, band)


@pytest.mark.parametrize(("name", "rule"), [("phq-2-then-9", "phq-2"), ("gad-2-then-7", "gad-2")])
@pytest.mark.parametrize(("total", "opens"), [(0, 0), (2, 0), (3, 2), (6, 2)])
def test_first_steps(name, rule, total, opens):
    definition = built_in(name)
    answers = {}
    for item in [i for i in definition.questions if i.kind == "choice"][:2]:
        share = min(3, total)
        total -= share
        answers[item.link_id] = [item.options[share].value]
    state = state_of(definition, answers)
    found = score(definition, state.effective, rule, state.active)
    assert found.band.level == opens
    longer = score(definition, state.effective, BY_NAME[rule].part_of, state.active)
    assert longer.value is None
    assert longer.reason == ("incomplete" if opens else "not asked")


def test_the_first_step_is_left_out_when_the_whole_is_scored():
    definition = built_in("phq-9")
    names = [one.rule.name for one in scores_of(definition, with_sum(definition, 12))]
    assert names == ["phq-9"]


@pytest.mark.parametrize("how", ["absent", "prefer not"])
def test_one_missing_answer_of_the_phq_9_is_not_scored(how):
    definition = built_in("phq-9")
    answers = with_sum(definition, 12)
    answers["phq-5"] = [] if how == "absent" else [definition.by_link["phq-5"].options[-1].value]
    found = score(definition, answers, "phq-9")
    assert (found.value, found.reason, found.missing, found.band) == (None, "incomplete", 1, None)


def test_the_question_about_difficulty_is_not_in_the_sum():
    definition = built_in("phq-9")
    answers = with_sum(definition, 3) | {"phq-function": [definition.by_link["phq-function"].options[3].value]}
    assert score(definition, answers, "phq-9").value == 3


def whole(n):
    return [{"valueInteger": n}]


@pytest.mark.parametrize(
    ("numbers", "value"),
    [([10] * 6, 10), ([1] * 6, 1), ([7, 8, 8, 7, 8, 7], Decimal("7.5")), ([5, 5, 5, 6, None, None], Decimal("5.2")),
     ([5, 5, 5, None, None, None], None), ([None] * 6, None)],
)  # fmt: skip
def test_sureness_is_a_mean_with_at_most_two_missing_and_no_band(numbers, value):
    answers = {f"semcd-{n}": whole(number) for n, number in enumerate(numbers, 1) if number is not None}
    found = score(built_in("semcd-6"), answers, "semcd-6")
    assert (found.value, found.band) == (value, None)


@pytest.mark.parametrize(
    ("physical", "mental", "unhealthy", "distress"),
    [(0, 0, 0, "under 14 days"), (10, 13, 23, "under 14 days"), (20, 14, 30, "frequent mental distress"),
     (30, 30, 30, "frequent mental distress")],
)  # fmt: skip
def test_unhealthy_days_are_capped_at_thirty(physical, mental, unhealthy, distress):
    answers = {"hrqol-2": whole(physical), "hrqol-3": whole(mental)}
    definition = built_in("hrqol-4")
    assert score(definition, answers, "hrqol-4").value == unhealthy
    assert str(score(definition, answers, "mental-distress").band.words) == distress
    assert score(definition, {"hrqol-2": whole(physical)}, "hrqol-4").value is None


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [(0, 2, 1), (1, 2, 1), (2, 1, 1), (2, 2, 0), (2, 3, None), (3, 0, 1), (3, 3, None)],
)
def test_food_insecurity_is_either_question(first, second, value):
    definition = built_in("hunger-vital-sign")
    answers = {
        f"hvs-{n}": [definition.by_link[f"hvs-{n}"].options[which].value] for n, which in ((1, first), (2, second))
    }
    assert score(definition, answers, "hunger-vital-sign").value == value


@pytest.mark.parametrize(("days", "minutes", "value"), [(3, 40, 120), (5, 30, 150), (0, None, 0), (3, None, None)])
def test_exercise(days, minutes, value):
    definition = built_in("exercise-vital-sign")
    answers = {"evs-days": whole(days)} | ({"evs-minutes": whole(minutes)} if minutes is not None else {})
    state = state_of(definition, answers)
    assert score(definition, state.effective, "exercise-vital-sign", state.active).value == value


def published(total=None):
    """A form of somebody else with the same codes, options without weights, and a total among its questions."""
    options = [
        {"valueCoding": {"system": LOINC, "code": code}} for code in ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
    ]
    items = [
        ask(f"/{code}", "choice", answerOption=options, code=[{"system": LOINC, "code": code}])
        for code in BY_NAME["phq-9"].questions
    ]
    items.append(ask("/44261-6", "decimal", code=[{"system": LOINC, "code": "44261-6"}]))
    return read(form(*items)).definition


@pytest.mark.parametrize(
    ("choices", "ours"),
    [((1, 1, 1, 1, 1, 1, 1, 1, 2), 10), ((3, 2, 1, 1, 1, 1, 1, 1, 0), 11), ((0, 0, 3, 3, 2, 1, 1, 0, 0), 10)],
)
def test_a_reported_total_that_is_wrong_is_a_mismatch_and_ours_is_the_score(choices, ours):
    definition = published()
    questions = [item for item in definition.questions if item.kind == "choice"]
    answers = {item.link_id: [item.options[n].value] for item, n in zip(questions, choices, strict=True)}
    assert score(definition, answers, "phq-9").value == ours
    (wrong,) = mismatches(definition, answers, {"44261-6": 13})
    assert (wrong.reported, wrong.ours) == (13, ours)
    assert not mismatches(definition, answers, {"44261-6": ours})
    assert not mismatches(definition, {}, {"44261-6": 13}), "what we cannot score, we cannot call wrong"


def test_an_unknown_answer_is_missing_not_nought():
    definition = published()
    answers = {item.link_id: [{"valueCoding": {"system": LOINC, "code": "LA0-0"}}] for item in definition.questions}
    assert score(definition, answers, "phq-9").value is None


def test_a_form_without_its_questions_has_no_score():
    assert scores_of(read(form(ask("a"))).definition, {}) == []


@pytest.mark.parametrize(
    ("rule", "before", "now", "by", "better", "matters"),
    [("phq-9", 12, 7, -5, True, True), ("phq-9", 12, 8, -4, True, False), ("phq-9", 7, 12, 5, False, True),
     ("phq-9", 7, 7, 0, None, False), ("semcd-6", 4, 6, 2, True, None), ("gad-7", 3, 9, 6, False, None)],
)  # fmt: skip
def test_changes(rule, before, now, by, better, matters):
    found = change(BY_NAME[rule], Decimal(before), Decimal(now))
    assert (found.by, found.better, found.matters) == (by, better, matters)


def test_no_change_without_two_scores():
    assert change(BY_NAME["phq-9"], None, Decimal(3)) is None


def test_every_rule_says_whose_it_is():
    assert all(rule.source for rule in RULES)


@pytest.mark.parametrize(("number", "value"), [(3, 27), (0, 0), (4, None), (-1, None), (50, None)])
def test_a_number_outside_the_range_of_its_question_is_no_answer(number, value):
    codes = BY_NAME["phq-9"].questions
    items = [ask(f"q{n}", "integer", code=[{"system": "http://loinc.org", "code": c}]) for n, c in enumerate(codes)]
    score, *_shorter = scores_of(defined(*items), {f"q{n}": [{"valueInteger": number}] for n in range(9)})
    assert score.value == value
