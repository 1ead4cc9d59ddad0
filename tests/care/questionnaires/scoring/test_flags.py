"""Flags: each rests on one answer that can be opened, the newest counts, and there is no number made of them."""

from datetime import UTC, datetime

import pytest

from app.care.questionnaires.scoring.flags import Filled, flags
from tests.care.questionnaires.scoring.test_scores import built_in, whole, with_sum


def filled(name, answers, day=1):
    return Filled(f"r{day}", built_in(name), answers, datetime(2026, 3, day, tzinfo=UTC))


def chosen(name, **codes):
    definition = built_in(name)
    return {
        link: [next(o.value for o in definition.by_link[link.replace("_", "-")].options
                    if o.value["valueCoding"]["code"] == code)]
        for link, code in codes.items()
    }  # fmt: skip


def said(*forms):
    return [str(flag.words) for flag in flags(forms)]


@pytest.mark.parametrize(
    ("name", "answers", "words"),
    [
        ("falls-and-frailty", {"fell": [{"valueBoolean": True}]}, "A fall in the last 12 months"),
        ("falls-and-frailty", chosen("falls-and-frailty", hospital="2"), "Two or more unplanned hospital stays"),
        ("social-needs", chosen("social-needs", food="sometimes"), "Worried about food"),
        ("social-needs", chosen("social-needs", home="yes"), "Worried about housing"),
        ("phq-9", with_sum(built_in("phq-9"), 10), "PHQ-9 of 10 or more"),
    ],
)
def test_a_sign_rests_on_its_answer(name, answers, words):
    (flag,) = flags([filled(name, answers)])
    assert str(flag.words).startswith(words)
    assert (flag.response_id, flag.link_id in built_in(name).by_link) == ("r1", True)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("falls-and-frailty", {"fell": [{"valueBoolean": False}]}),
        ("falls-and-frailty", chosen("falls-and-frailty", hospital="1")),
        ("social-needs", chosen("social-needs", food="no")),
        ("phq-9", with_sum(built_in("phq-9"), 9)),
        ("phq-9", {}),
    ],
)
def test_no_sign_without_its_answer(name, answers):
    assert said(filled(name, answers)) == []


def test_the_newest_answer_counts():
    yes, no = {"fell": [{"valueBoolean": True}]}, {"fell": [{"valueBoolean": False}]}
    assert said(filled("falls-and-frailty", yes, 1), filled("falls-and-frailty", no, 2)) == []
    assert len(flags([filled("falls-and-frailty", yes, 2), filled("falls-and-frailty", no, 1)])) == 1


def test_alone_with_a_need_takes_both():
    alone = filled("falls-and-frailty", {"lives-alone": [{"valueBoolean": True}]}, 1)
    need = filled("daily-living", chosen("daily-living", wash="with-help"), 2)
    assert said(alone) == said(need) == []
    assert said(alone, need) == ["Lives alone and needs help with daily tasks"]


@pytest.mark.parametrize(("before", "now", "fell"), [(8, 6, True), (8, 7, False), (6, 8, False)])
def test_sureness_that_fell(before, now, fell):
    forms = [
        filled("semcd-6", {f"semcd-{n}": whole(x) for n in range(1, 7)}, day) for day, x in ((1, before), (2, now))
    ]
    assert bool(flags(forms)) is fell


@pytest.mark.parametrize(("many", "flagged"), [(9, False), (10, True)])
def test_ten_medicines(many, flagged):
    answers = {f"name\x1f{n}": [{"valueString": f"m{n}"}] for n in range(1, many + 1)}
    assert (said(filled("medicines-review", answers)) == ["Ten or more medicines"]) is flagged
