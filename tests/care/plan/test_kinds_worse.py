"""Content of the lines for hard days: what is refused at which field, and how it reads."""

import pytest

from app.care.plan.kinds import KINDS, starters
from app.care.plan.kinds.medicine_at_hand import state
from app.care.plan.kinds.zone_parts import hours_words, number_words
from app.errors import Invalid
from app.i18n import using_locale
from tests.care.plan.plans import CONTENTS, days

ZONES = CONTENTS["symptom_zones"]
MEDICINE = ZONES["medicines"][0]
PHONE = ZONES["phones"][0]
REFUSED = [
    ("symptom_zones", {"condition": ""}, "condition"),
    ("symptom_zones", {"signs_now": " \n "}, "signs_now"),
    ("symptom_zones", {"medicines": [{**MEDICINE, "prescribed_by": ""}]}, "medicines.0.prescribed_by"),
    ("symptom_zones", {"medicines": [{**MEDICINE, "prescribed_on": ""}]}, "medicines.0.prescribed_on"),
    ("symptom_zones", {"medicines": [{**MEDICINE, "prescribed_on": "soon"}]}, "medicines.0.prescribed_on"),
    ("symptom_zones", {"medicines": [{**MEDICINE, "what": ""}]}, "medicines.0.what"),
    ("symptom_zones", {"phones": [{**PHONE, "number": "ask me"}]}, "phones.0.number"),
    ("symptom_zones", {"phones": [{**PHONE, "from_time": "25:00"}]}, "phones.0.from_time"),
    ("symptom_zones", {"phones": [{**PHONE, "until_time": ""}]}, "phones.0.until_time"),
    ("symptom_zones", {"phones": [{**PHONE, "days": "never"}]}, "phones.0.days"),
    ("symptom_zones", {"baseline": [{"measure": "weight"}]}, "baseline.0.value"),
    ("symptom_zones", {"numbers": [{"measure": "weight", "rule": "gain", "number": "1"}]}, "numbers.0.days"),
    ("symptom_zones", {"numbers": [{"measure": "weight", "number": "much"}]}, "numbers.0.number"),
    ("before_hospital", {"unless": ""}, "unless"),
    ("before_hospital", {"at_home": []}, "at_home.0.what"),
    ("before_hospital", {"at_home": [{"what": "Look", "who": "Nora"}]}, "at_home.0.how_fast"),
    ("medicine_at_hand", {"prescribed_by": ""}, "prescribed_by"),
    ("medicine_at_hand", {"prescribed_on": ""}, "prescribed_on"),
    ("medicine_at_hand", {"not_without": ""}, "not_without"),
    ("medicine_at_hand", {"kept": ""}, "kept"),
    ("medicine_at_hand", {"use_until": "June"}, "use_until"),
    ("stand_in", {"missing": ""}, "missing"),
    ("stand_in", {"who": ""}, "who"),
    ("stand_in", {"number": "", "reach": ""}, "number"),
    ("stand_in", {"number": "next door"}, "number"),
    ("trigger", {"if_words": "", "transition": ""}, "if_words"),
    ("trigger", {"then_words": ""}, "then_words"),
    ("trigger", {"measure": "weight", "rule": "below"}, "number"),
    ("trigger", {"measure": "weight", "rule": "gain", "number": "2"}, "within"),
]


@pytest.mark.parametrize(("kind", "over", "field"), REFUSED)
def test_what_does_not_fit_is_named(kind, over, field):
    with pytest.raises(Invalid) as refused:
        KINDS[kind].parse({**CONTENTS[kind], **over})
    assert set(refused.value.fields) == {field}


def test_a_group_left_empty_in_the_form_is_no_group():
    blank = {"band": "", "measure": "", "rule": "", "number": "", "unit": "", "days": ""}
    parsed = KINDS["symptom_zones"].parse({**ZONES, "numbers": [*ZONES["numbers"], blank]})
    assert len(parsed["numbers"]) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"measure": "peak_flow", "rule": "of_best_below", "number": 80, "unit": "%"},
         "Peak flow below 80 % of your best. For you that is 320 L/min."),
        ({"measure": "peak_flow", "rule": "of_best_from", "number": 80, "unit": "%"},
         "Peak flow at 80 % of your best, or more. For you that is 320 L/min."),
        ({"measure": "weight", "rule": "gain", "number": 0.9, "unit": "kg", "days": 1},
         "Weight goes up by 0.9 kg or more in 1 day."),
        ({"measure": "weight", "rule": "loss", "number": 2.3, "unit": "kg", "days": 7},
         "Weight goes down by 2.3 kg or more in 7 days."),
        ({"measure": "oxygen", "rule": "below", "number": 92, "unit": "%"}, "Oxygen below 92 %."),
    ],
)  # fmt: skip
def test_numbers_are_read_as_sentences(row, words):
    assert number_words(row, [{"measure": "peak_flow", "value": 400, "unit": "L/min"}]) == words


def test_a_percent_without_a_best_names_no_number_of_ours():
    row = {"measure": "peak_flow", "rule": "of_best_below", "number": 80, "unit": "%"}
    assert number_words(row) == "Peak flow below 80 % of your best."


def test_hours_are_words():
    assert hours_words(PHONE) == "Monday to Friday, 08:00 to 17:00"
    assert hours_words({"days": "all", "from_time": ""}) == "Every day, day and night"


@pytest.mark.parametrize("language", ["en", "es", "es-MX", "xx"])
@pytest.mark.parametrize(("kind", "folder"), [("symptom_zones", "zones"), ("trigger", "transitions")])
def test_every_starter_fills_a_form_that_can_be_saved_and_is_not_checked(kind, folder, language):
    rule = KINDS[kind]
    assert len(starters.of(folder)) >= 3
    for name, data in starters.of(folder).items():
        assert data["sources"], f"{name} names no source"
        parsed = rule.parse(rule.starter(name, language))
        assert rule.as_text(parsed)
        assert not rule.is_signed or not rule.may_be_used(parsed)
    assert rule.starter("../demo/rosa", language) == {}


def test_starters_hold_the_numbers_of_their_sources():
    numbers = {
        name: [(n["band"], n["rule"], n["number"], n.get("days")) for n in data["fields"].get("numbers", [])]
        for name, data in starters.of("zones").items()
    }
    assert numbers["heart-failure"] == [
        ("watch", "gain", 0.9, 1),
        ("watch", "gain", 2.3, 7),
        ("watch", "loss", 2.3, 7),
    ]
    assert numbers["asthma"] == [
        ("good", "of_best_from", 80, None), ("watch", "of_best_below", 80, None), ("now", "of_best_below", 50, None)
    ]  # fmt: skip
    assert numbers["copd"] == []


def test_starters_name_no_medicine():
    assert not any(KINDS["symptom_zones"].starter(name, "en").get("medicines") for name in starters.of("zones"))


def test_a_starter_speaks_the_persons_language():
    with using_locale("en"):
        parsed = KINDS["symptom_zones"].parse(KINDS["symptom_zones"].starter("copd", "es"))
        assert parsed["condition"].startswith("EPOC")


@pytest.mark.parametrize(("kind", "folder"), [("symptom_zones", "zones"), ("trigger", "transitions")])
def test_every_starter_has_a_name_and_every_name_a_starter(kind, folder):
    assert set(KINDS[kind].choices["starters"]) == set(starters.of(folder))


@pytest.mark.parametrize(
    ("left", "expected"), [(None, ""), (31, ""), (30, "soon"), (1, "soon"), (0, "past"), (-5, "past")]
)
def test_thirty_days_before_the_last_day(left, expected):
    last = days(left).isoformat() if left is not None else ""
    assert state({"use_until": last}, days(0)) == expected


def test_the_whole_text_names_every_fact():
    text = KINDS["symptom_zones"].as_text(KINDS["symptom_zones"].parse(ZONES))
    for words in (
        "Short of breath at rest",
        "Chest pain",
        "Heart nurse, 555 0123",
        "Water tablet",
        "Dr Moore",
        "70 kg",
    ):
        assert words in text
