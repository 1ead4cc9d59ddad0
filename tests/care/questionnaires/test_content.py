"""The forms that come with the product: accepted without a warning, complete in every language, short."""

import json
from pathlib import Path

import pytest

from app.care.questionnaires.definition import read
from app.care.questionnaires.topics import TOPICS
from app.care.questionnaires.walk import closing_notes, minutes_left, screens
from app.i18n import LANGUAGES

FOLDER = Path(__file__).parents[3] / "app" / "content" / "questionnaires"
FILES = sorted(FOLDER.glob("*.json"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def definition(request):
    verdict = read(request.param.read_bytes())
    assert verdict.accepted, [str(reason) for reason in verdict.reasons]
    assert not verdict.warnings, [str(warning) for warning in verdict.warnings]
    return verdict.definition


def test_there_is_more_than_one():
    assert {"before-your-visit", "check-in"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_word_is_there_in_every_language(definition, language):
    missing = [text.source for text in definition.texts() if text.best(language)[1] != language]
    assert not missing, f"no {language} for {missing}: add a translation extension beside each"


def test_every_question_has_a_topic_that_the_nurse_knows(definition):
    assert {item.topic for item in definition.questions} <= set(TOPICS)


def test_sentences_are_short(definition):
    long = [text.source for text in definition.texts() if any(len(s.split()) > 18 for s in text.source.split("."))]
    assert not long, f"{long}: say it in at most 18 words"


def test_required_questions_have_a_way_not_to_say(definition):
    for item in definition.questions:
        if item.required:
            assert any("rather not say" in option.text.source for option in item.options), item.link_id


def test_red_answers_come_with_words_for_the_person(definition):
    for item in definition.questions:
        if any(option.band == "red" for option in item.options):
            assert item.urgent_words, item.link_id


def test_the_first_form_is_short_enough_and_ends_with_what_to_talk_about():
    definition = read((FOLDER / "before-your-visit.json").read_bytes()).definition
    walk = screens(definition, {})
    assert 14 <= len(walk) <= 18
    assert minutes_left(walk) <= 12
    assert walk[-1].item.link_id == "talk-about-most"
    assert not closing_notes(definition, {})


def test_files_are_written_the_way_we_write_them():
    for path in FILES:
        assert json.loads(path.read_text(encoding="utf-8"))["version"]
