"""For generated forms and answers: what applies, what is asked, and what leaves, against a reading of our own."""

from typing import Any

from hypothesis import given, settings

from app.care.questionnaires.definition import read
from app.care.questionnaires.document import items_of
from app.care.questionnaires.places import place
from app.care.questionnaires.state import State, state_of
from app.care.questionnaires.walk import screens_of
from tests.care.questionnaires.reference import KINDS, applies, filled, places


def engine(made, answers, several) -> State:
    verdict = read(made)
    assert verdict.definition, [str(reason) for reason in verdict.reasons]
    held: dict[str, Any] = {place(link, (n,) if n else ()): values for (link, n), values in answers.items()}
    held |= {link: [{"valueInteger": n} for n in numbers] for link, numbers in several.items()}
    return state_of(verdict.definition, held)


def at(node) -> tuple[str, int]:
    return node.item.link_id, node.occurrence[0] if node.occurrence else 0


@settings(deadline=None, max_examples=400)
@given(filled())
def test_what_applies_equals_the_reference(case):
    made, answers, several = case
    state = engine(made, answers, several)
    assert {at(node) for node in state.nodes if node.place in state.active} == applies(made, answers, several)


@settings(deadline=None, max_examples=200)
@given(filled())
def test_each_question_that_applies_is_asked_once_and_nothing_else(case):
    made, answers, several = case
    asked = [at(node) for screen in screens_of(engine(made, answers, several)) for node in screen.asked]
    there = applies(made, answers, several)
    wanted = [where for where, one, _ in places(made, several) if one["type"] in KINDS and where in there]
    assert asked == wanted, "asked in another order, twice, or not at all"


@settings(deadline=None, max_examples=200)
@given(filled())
def test_no_answer_to_a_question_that_does_not_apply_leaves(case):
    made, answers, several = case
    state = engine(made, answers, several)
    there = applies(made, answers, several)
    sent: list[tuple[str, Any]] = []
    stack = list(items_of(state)[0])
    while stack:
        item = stack.pop()
        stack += item.get("item", [])
        for answer in item.get("answer", ()):
            stack += answer.pop("item", [])
            sent.append((item["linkId"], next(iter(answer.values()))))
    held = [(link, next(iter(v.values()))) for (link, n), vs in answers.items() if (link, n) in there for v in vs]
    assert sorted(map(repr, sent)) == sorted(map(repr, held))
