"""The two-step instruments: 3 or more opens the rest, with a word of why; less does not."""

import pytest

from app.care.questionnaires.definition import read
from app.care.questionnaires.walk import screens
from tests.care.questionnaires.test_content import FOLDER

FORMS = {"phq": ("phq-2-then-9", 2 + 8), "gad": ("gad-2-then-7", 2 + 5)}


def answered(definition, *choices):
    questions = [item for item in definition.questions if not item.hidden]
    return {q.link_id: [q.options[choice].value] for q, choice in zip(questions, choices, strict=False)}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    ("first", "second", "opens"), [(0, 0, 0), (1, 1, 0), (2, 0, 0), (2, 1, 1), (0, 3, 1), (3, 3, 1)]
)
def test_a_sum_of_three_opens_the_rest(name, first, second, opens):
    file, whole = FORMS[name]
    definition = read((FOLDER / f"{file}.json").read_bytes()).definition
    walk = screens(definition, answered(definition, first, second))
    assert len(walk) == (whole if opens else 2)
    if opens:
        assert "ask a little more" in " ".join(str(note) for note in walk[2].notes)


@pytest.mark.parametrize("name", FORMS)
def test_preferring_not_to_answer_counts_nothing(name):
    definition = read((FOLDER / f"{FORMS[name][0]}.json").read_bytes()).definition
    assert len(screens(definition, answered(definition, 4, 2))) == 2
    assert len(screens(definition, answered(definition, 4, 3))) == FORMS[name][1]
