"""What expressions of a form do to it: totals, suggestions, offered answers, conditions, and their failures."""

import pytest

from app.care.questionnaires.document import items_of
from app.care.questionnaires.places import SEPARATOR
from app.care.questionnaires.state import freeze, state_of
from app.care.questionnaires.walk import screens_of
from app.i18n import using_locale
from tests.care.questionnaires.forms import ask, coding, defined, extension, form, group, options, reasons, when
from tests.care.questionnaires.test_definition import FHIRPATH, rule

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
HIDDEN = extension("questionnaire-hidden", valueBoolean=True)


def variable(name, expression):
    return extension("variable", valueExpression={"language": FHIRPATH, "name": name, "expression": expression})


def of(link):
    return f"%resource.item.where(linkId='{link}').answer.value"


def weighed(*pairs, url=ORDINAL):
    return [{"valueCoding": {**coding(code), "extension": [{"url": url, "valueDecimal": n}]}} for code, n in pairs]


def total(link, expression, kind="integer", *more, **facts):
    return ask(link, kind, readOnly=True, extension=[rule("calculatedExpression", expression), *more], **facts)


def whole(number):
    return [{"valueInteger": number}]


def text(words):
    return [{"valueString": words}]


def counted(definition, answers):
    return {
        where: [next(iter(v.values())) for v in vs] for where, vs in state_of(definition, answers).effective.items()
    }


def test_a_total_follows_its_answers_and_is_sent():
    definition = defined(ask("a", "integer"), ask("b", "integer"), total("t", f"({of('a')} | {of('b')}).sum()"))
    assert counted(definition, {"a": whole(2), "b": whole(5)})["t"] == [7]
    assert counted(definition, {"a": whole(2)})["t"] == [2]
    items = items_of(state_of(definition, {"a": whole(2), "b": whole(5)}))[0]
    assert items[-1] == {"linkId": "t", "answer": [{"valueInteger": 7}]}


@pytest.mark.parametrize("url", [ORDINAL, WEIGHT])
@pytest.mark.parametrize("call", ["ordinal()", "weight()"])
def test_weights_of_chosen_answers_are_summed(url, call):
    choices = weighed(("no", 0), ("some", 1), ("much", 3), url=url)
    questions = [ask(link, "choice", answerOption=choices) for link in "ab"]
    definition = defined(*questions, total("t", f"%resource.item.answer.value.{call}.sum()"))
    said = {"a": [{"valueCoding": coding("much")}], "b": [{"valueCoding": coding("some")}]}
    assert counted(definition, said)["t"] == [4]


def test_a_total_may_rest_on_another_total():
    definition = defined(ask("n", "integer"), total("c", of("b") + " + 1"), total("b", of("n") + " * 2"))
    assert counted(definition, {"n": whole(4)}) == {"n": [4], "c": [9], "b": [8]}


def test_totals_that_feed_each_other_come_to_an_end():
    definition = defined(
        ask("n", "integer"), total("a", f"iif({of('b')}.exists(), {of('b')} + 1, 1)"), total("b", of("a"))
    )
    assert counted(definition, {"n": whole(1)})["n"] == [1]


def test_a_hidden_total_opens_questions_and_is_sent():
    follow = ask("more", enableWhen=[when("t", ">", answerInteger=10)])
    definition = defined(ask("n", "integer"), total("t", of("n") + " * 2", "integer", HIDDEN), follow)
    assert counted(definition, {"n": whole(6), "more": text("x")}) == {"n": [6], "t": [12], "more": ["x"]}
    assert counted(definition, {"n": whole(5), "more": text("x")}) == {"n": [5], "t": [10]}
    assert [screen.place for screen in screens_of(state_of(definition, {"n": whole(6)}))] == ["n", "more"]


def test_a_total_of_a_disabled_group_is_not_worked_out():
    inside = group("g", total("t", "1 + 1"), enableWhen=[when("a", "exists", answerBoolean=True)])
    definition = defined(ask("a"), inside)
    assert counted(definition, {}) == {}
    assert counted(definition, {"a": text("x")})["t"] == [2]


@pytest.mark.parametrize("broken", ["1 +", "'a' + 1", "unknownThing()", "'words'", "1/0"])
def test_what_cannot_be_worked_out_is_no_nought(broken):
    definition = defined(ask("a"), total("t", broken))
    state = state_of(definition, {"a": text("x")})
    assert not state.counted["t"]
    assert "t" not in {item["linkId"] for item in items_of(state)[0]}


def test_variables_are_seen_below_and_inner_ones_win():
    inner = group("g", ask("x"), total("t", "%n + 1"), extension=[variable("n", "10")])
    outer = total("u", "%n + 1")
    definition = defined(inner, outer, extension=[variable("n", "1"), variable("unused", "%n + 1")])
    assert counted(definition, {"x": text("x")}) == {"x": ["x"], "t": [11], "u": [2]}


def test_a_total_looks_at_all_occurrences_or_at_its_own():
    around = extension("variable", valueExpression={"language": FHIRPATH, "name": "own", "expression": "%context"})
    double = total("t", "%own.item.where(linkId='n').answer.value * 2")
    every = "%resource.item.where(linkId='g').item.where(linkId='n').answer.value.sum()"
    definition = defined(
        group("g", ask("n", "integer"), double, repeats=True, extension=[around]), total("all", every)
    )
    places = {name: f"{name[0]}{SEPARATOR}{name[1]}" for name in ("n1", "n2", "t1", "t2")}
    said = counted(definition, {"g": [*whole(1), *whole(2)], places["n1"]: whole(3), places["n2"]: whole(5)})
    assert said == {places["n1"]: [3], places["t1"]: [6], places["n2"]: [5], places["t2"]: [10], "all": [8]}


def test_enable_when_expressions_show_and_hide():
    both = ask("c", extension=[rule("enableWhenExpression", f"{of('a')} > {of('b')}")])
    definition = defined(ask("a", "integer"), ask("b", "integer"), both)
    assert "c" in state_of(definition, {"a": whole(2), "b": whole(1)}).active
    assert "c" not in state_of(definition, {"a": whole(1), "b": whole(2)}).active
    assert "c" not in state_of(definition, {"a": whole(1)}).active, "nothing is not true"


def test_a_condition_that_cannot_be_worked_out_hides_nothing():
    definition = defined(ask("a"), ask("b", extension=[rule("enableWhenExpression", "unknownThing()")]))
    assert "b" in state_of(definition, {}).active


def test_a_condition_and_an_expression_must_both_hold():
    item = ask(
        "b", enableWhen=[when("a", "exists", answerBoolean=True)], extension=[rule("enableWhenExpression", "false")]
    )
    assert "b" not in state_of(defined(ask("a"), item), {"a": text("x")}).active


def test_a_suggestion_is_shown_and_counts_only_when_given():
    definition = defined(
        ask("a", "integer"), ask("b", "integer", extension=[rule("initialExpression", of("a") + " + 1")])
    )
    state = state_of(definition, {"a": whole(4)})
    assert state.worked.suggested["b"] == ({"valueInteger": 5},)
    assert "b" not in state.effective


@pytest.mark.parametrize("how", ["answerExpression", "candidateExpression"])
def test_answers_can_be_offered_from_the_form_itself(how):
    offered = "%resource.item.where(linkId='g').item.where(linkId='name').answer.value"
    worst = ask("worst", "choice", extension=[rule(how, offered)])
    definition = defined(group("g", ask("name"), repeats=True), worst)
    said = {"g": [*whole(1), *whole(2)], f"name{SEPARATOR}1": text("Cough"), f"name{SEPARATOR}2": text("Pain")}
    state = state_of(definition, said)
    assert [str(option.text) for option in state.options(state.by_place["worst"])] == ["Cough", "Pain"]


def test_codes_can_be_offered_too():
    some = ask("some", "choice", repeats=True, answerOption=options("x", "y", "z"))
    one = ask("one", "choice", extension=[rule("answerExpression", of("some"))])
    state = state_of(defined(some, one), {"some": [{"valueCoding": coding(code)} for code in "xz"]})
    assert [option.value["valueCoding"]["code"] for option in state.options(state.by_place["one"])] == ["x", "z"]


def test_what_was_sent_is_not_worked_out_anew():
    definition = defined(ask("n", "integer"), total("t", of("n") + " * 2"))
    said = {"n": whole(3)}
    frozen = freeze(state_of(definition, said))
    again = state_of(definition, said, {**frozen, "calculated": {"t": whole(99)}})
    assert again.effective["t"] == ({"valueInteger": 99},)


def test_expressions_in_other_languages_are_passed_over_with_a_word():
    from app.care.questionnaires.definition import read

    verdict = read(form(ask("a"), ask("b", "integer", extension=[rule("calculatedExpression", "x", "text/cql")])))
    assert "not FHIRPath" in str(verdict.warnings[0])


def test_a_form_that_only_works_out_asks_nothing():
    assert "asks nothing" in reasons(total("t", "1 + 1"))


def test_the_form_can_look_at_its_own_questions():
    definition = defined(ask("a"), total("t", "%questionnaire.item.count()"), total("u", "%resource.item.count()"))
    assert counted(definition, {"a": text("x")})["t"] == [3]


def test_what_the_form_suggested_for_itself_is_kept_when_it_is_sent():
    given = ask("ro", readOnly=True, extension=[rule("initialExpression", "'abc'")])
    definition = defined(ask("a"), given)
    said = {"a": text("x")}
    state = state_of(definition, said)
    assert state.effective["ro"] == ({"valueString": "abc"},)
    assert state_of(definition, said, freeze(state)).effective == state.effective


def test_texts_of_ours_come_in_the_language_of_each_reader():
    definition = defined(total("t", of("n")), ask("n", "integer"))
    notes = {}
    for tag in ("en", "es"):
        with using_locale(tag):
            notes[tag] = [str(note) for note in screens_of(state_of(definition, {}))[0].notes]
    assert notes["en"] != notes["es"]
