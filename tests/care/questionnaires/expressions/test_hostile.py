"""Expressions that would hang, eat memory or crash: killed, remembered, and nobody else waits for them."""

import os
import threading
from pathlib import Path

import pytest

from app.care.questionnaires.expressions import Batch, Step, check, evaluate, running
from app.care.questionnaires.expressions.pool import POOL
from app.care.questionnaires.expressions.process import Helper, Stopped

RESPONSE = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": str(n)} for n in range(60)]}
NESTED = "item.select(%resource.item.select(%resource.item.select(%resource.item.select(linkId)))).count()"
BACKTRACK = "('a' + 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!').matches('^(a+)+$')"


@pytest.fixture(autouse=True)
def forgotten():
    """Each test meets these expressions for the first time."""
    running._SLOW.clear()


@pytest.mark.parametrize("expression", [NESTED, BACKTRACK])
def test_what_takes_too_long_is_killed_and_the_rest_is_worked_out(expression):
    steps = (
        Step("v", "7", name="v"),
        Step("before", "1"),
        Step("bad", expression),
        Step("after", "%v + 1", sees=("v",)),
    )
    found = evaluate(Batch(RESPONSE, steps))
    assert [found[name].values for name in ("before", "bad", "after")] == [(1,), None, (8,)]
    assert found["bad"].problem == "time"


def test_two_bad_ones_cost_a_second_in_all_and_the_rest_is_not_calculated():
    steps = (Step("bad1", NESTED), Step("bad2", BACKTRACK), Step("after", "2"))
    found = evaluate(Batch(RESPONSE, steps))
    assert (found["bad1"].problem, found["bad2"].problem, found["after"].problem) == ("time", "time", "time")
    again = evaluate(Batch(RESPONSE, steps))
    assert again["after"].values == (2,), "what is known to be slow is not tried again"


def test_what_was_killed_is_not_tried_again(monkeypatch):
    evaluate(Batch(RESPONSE, (Step("bad", BACKTRACK),)))
    monkeypatch.setattr(POOL, "take", lambda: pytest.fail("a helper was asked"))
    assert evaluate(Batch(RESPONSE, (Step("bad", BACKTRACK),)))["bad"].problem == "time"
    assert check(BACKTRACK) == "time"


def test_others_get_their_answer_meanwhile():
    answers = []
    bad = threading.Thread(target=lambda: evaluate(Batch(RESPONSE, (Step("bad", NESTED),))))
    bad.start()
    while bad.is_alive() and len(answers) < 3:
        answers.append(evaluate(Batch(RESPONSE, (Step("x", "1 + 1"),)))["x"].values)
    bad.join(timeout=20)
    assert answers == [(2,)] * 3


def test_memory_is_limited():
    doubling = "'xxxxxxxxxxxxxxxx'" + ".replaceMatches('x','xxxxxxxxxxxxxxxx')" * 8
    outcome = evaluate(Batch(RESPONSE, (Step("bomb", doubling), Step("after", "1"))))
    assert outcome["bomb"].values is None
    assert outcome["after"].values == (1,)


def test_a_helper_that_dies_is_replaced():
    helper = POOL.take()
    helper.process.kill()
    helper.process.wait()
    POOL.give(helper, alive=True)  # nobody noticed
    first = evaluate(Batch(RESPONSE, (Step("x", "1"), Step("y", "2"))))
    assert first["y"].values == (2,)
    assert evaluate(Batch(RESPONSE, (Step("x", "1"),)))["x"].values == (1,)


def test_a_killed_helper_leaves_no_zombie():
    helper = Helper()
    pid = helper.process.pid
    with pytest.raises(Stopped):
        helper.line(0)
    assert helper.process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_helper_has_no_environment_and_few_files():
    helper = POOL.take()
    try:
        environment = Path(f"/proc/{helper.process.pid}/environ").read_text()
        files = os.listdir(f"/proc/{helper.process.pid}/fd")
    finally:
        POOL.give(helper, alive=True)
    assert environment == ""
    assert len(files) <= 4


def test_a_helper_ends_when_its_input_does():
    helper = Helper()
    helper.process.stdin.close()
    assert helper.process.wait(timeout=10) == 0
    helper.kill()
