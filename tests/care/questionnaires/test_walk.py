"""The order of screens, what stands above a question, where somebody goes on, and addresses."""

from dataclasses import replace

import pytest

from app.care.questionnaires.state import state_of
from app.care.questionnaires.walk import (
    after,
    before,
    closing_notes,
    find,
    minutes_left,
    resume,
    screen,
    screens,
    screens_of,
    token,
)
from tests.care.questionnaires.forms import ask, coding, defined, extension, group, options, when

YES = [{"valueBoolean": True}]


def display(link, text):
    return {"linkId": link, "type": "display", "text": text}


def links(walk):
    return [s.item.link_id for s in walk]


def test_one_question_a_screen_with_the_texts_that_belong_above_it():
    form = defined(
        display("d1", "Welcome"),
        group("g", ask("a"), display("d2", "Nearly there"), group("h", ask("b"))),
        display("d3", "Thank you"),
    )
    first, second = screens(form, {})
    assert [str(t) for t in first.notes] == ["Welcome"]
    assert [str(t) for t in first.above] == ["Group g"]
    assert [str(t) for t in second.notes] == ["Nearly there"]
    assert [str(t) for t in second.above] == ["Group g", "Group h"]
    assert (second.number, second.count) == (2, 2)
    assert [str(t) for t in closing_notes(state_of(form, {}))] == ["Thank you"]


def test_follow_ups_join_and_leave_the_walk():
    form = defined(ask("a", "boolean"), ask("b", enableWhen=[when("a", "=", answerBoolean=True)]), ask("c"))
    assert links(screens(form, {})) == ["a", "c"]
    assert links(screens(form, {"a": YES})) == ["a", "b", "c"]
    assert screen(form, {}, "b") is None


def test_hidden_and_read_only_questions_are_not_asked():
    hidden = [extension("questionnaire-hidden", valueBoolean=True)]
    form = defined(
        ask("a", extension=hidden), group("g", ask("b"), extension=hidden), ask("c", readOnly=True), ask("d")
    )
    assert links(screens(form, {})) == ["d"]


def test_what_the_form_answers_itself_is_shown_with_the_next_question():
    fixed = ask("c", "choice", readOnly=True, answerOption=options("x"), initial=[{"valueCoding": coding("x")}])
    (only,) = screens(defined(fixed, ask("d")), {})
    assert [str(text) for text in only.notes] == ["Question c?", "X"]


def test_before_after_and_resume():
    walk = screens(defined(ask("a"), ask("b"), ask("c")), {})
    assert after(walk, "a").item.link_id == "b"
    assert after(walk, "c") is None
    assert before(walk, "a") is None
    assert before(walk, "gone") is None
    assert resume(walk, {"a"}).item.link_id == "b"
    assert resume(walk, {"a", "b", "c"}) is None


def test_minutes_shrink_and_never_reach_nought():
    walk = screens(defined(*(ask(f"q{n}", "text") for n in range(10))), {})
    assert minutes_left(walk) > minutes_left(walk[5:]) > minutes_left(()) == 1


@pytest.mark.parametrize("link", ["a", "/88122-7", "1.1", "..", ".", "check", "with space", "ñ", "~x", "a/b?c#d"])
def test_every_link_id_is_one_safe_part_of_an_address(link):
    form = defined(ask(link), ask("other"))
    part = token(link)
    assert find(form, part).link_id == link
    assert not set(part) & set("/?# %")
    assert part not in (".", "..", "check")


def test_an_unknown_address_finds_nothing():
    assert find(defined(ask("a")), "~zzz") is None


def test_the_screens_of_a_changed_state_are_its_own():
    state = state_of(defined(ask("a"), ask("b")), {})
    assert len(screens_of(state)) == 2
    assert len(screens_of(replace(state, active=frozenset({"a"})))) == 1
