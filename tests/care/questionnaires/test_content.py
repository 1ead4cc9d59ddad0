"""The forms that come with the product: accepted without a warning, complete in every language, short."""

import json
from pathlib import Path

import pytest

from app.care.questionnaires.definition import read
from app.care.questionnaires.state import state_of
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
    assert {path.stem for path in FILES} == INSTRUMENTS | OURS


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_word_is_there_in_every_language(definition, language):
    missing = [text.source for text in definition.texts() if text.best(language)[1] != language]
    if definition.note and definition.copyright:  # an instrument without an approved text says so instead
        assert definition.note.best(language)[1] == language
        assert definition.title.best(language)[1] == language
        return
    assert not missing, f"no {language} for {missing}: add a translation extension beside each"


INSTRUMENTS = {
    "phq-9", "phq-2-then-9", "gad-7", "gad-2-then-7", "hrqol-4", "semcd-6", "hunger-vital-sign",
    "exercise-vital-sign",
}  # fmt: skip
OURS = {
    "before-your-visit", "check-in", "social-needs", "daily-living", "medicines-review", "falls-and-frailty",
    "memory-worry", "what-matters-to-you", "experience-of-care", "company", "caregiver-strain",
}  # fmt: skip


def test_standard_instruments_show_their_owners_permission(definition):
    assert bool(definition.copyright) is (definition.url.rsplit("/", 1)[1] in INSTRUMENTS)


def test_no_form_of_ours_bears_the_name_of_a_scale():
    names = "PHQ GAD HRQOL SEMCD Katz Lawton FRAIL PRISMA UCLA PROMIS Zarit".split()
    for path in FILES:
        if path.stem in OURS:
            assert not [name for name in names if name in path.read_text(encoding="utf-8")], path.stem


def test_every_question_has_a_topic_that_the_nurse_knows(definition):
    assert {item.topic for item in definition.questions if not item.hidden} <= set(TOPICS)


def test_sentences_are_short(definition):
    if definition.copyright:
        return  # the wording of an instrument is its owner's
    long = [text.source for text in definition.texts() if any(len(s.split()) > 18 for s in text.source.split("."))]
    assert not long, f"{long}: say it in at most 18 words"


def test_required_questions_have_a_way_not_to_say(definition):
    for item in definition.questions:
        if item.required:
            ways = [o for o in item.options if o.is_missing or "rather not say" in o.text.source]
            assert ways, item.link_id


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
    assert not closing_notes(state_of(definition, {}))


def test_files_are_written_the_way_we_write_them():
    for path in FILES:
        assert json.loads(path.read_text(encoding="utf-8"))["version"]
