"""What each kind takes, and the dates that people know."""

import pytest

from app.care.facts import when
from app.care.facts.kinds import KINDS
from app.errors import Invalid

SMALLEST = {
    "diagnosis": {"words": "Asthma"},
    "allergy": {"what": "Nuts"},
    "medicine": {"name": "Aspirin"},
    "practice": {"what": "Prayer"},
    "test": {"what": "Potassium", "value": "4.2", "unit": "mmol/L", "on": "2025"},
    "letter": {"sender": "Dr Hale", "about": "Knee", "on": "2025-01-02"},
}


@pytest.mark.parametrize("name", KINDS)
def test_the_smallest_of_each_kind_reads_back_as_it_was_stored(name):
    kind = KINDS[name]
    content = kind.parse(SMALLEST[name])
    assert kind.parse(content) == content
    assert next(iter(SMALLEST[name].values())) in kind.as_text(content)
    assert kind.ask_again_why
    with pytest.raises(Invalid):
        kind.parse({})


def test_none_known_holds_no_allergen():
    content = KINDS["allergy"].parse({"known": "none", "what": "Nuts", "reaction": "rash"})
    assert (content["what"], content["reaction"], content["code"]) == ("", "", "716186003")
    assert KINDS["allergy"].parse({"known": "not_sure"})["code"] == ""


def test_a_reason_belongs_to_not_taking_it_as_written():
    parse = KINDS["medicine"].parse
    assert parse({"name": "A", "use": "not_taking", "why": ["cost", "forget"]})["why"] == ["forget", "cost"]
    assert parse({"name": "A", "use": "taking", "why": ["cost"]})["why"] == []


@pytest.mark.parametrize(
    ("given", "stored", "words"),
    [
        ("2019", "2019", "2019"),
        ("2019-3", "2019-03", "March 2019"),
        (("5", "3", "2019"), "2019-03-05", "Tuesday 5 March 2019"),
        (("", "3", "2019"), "2019-03", "March 2019"),
        ("", "", ""),
    ],
)
def test_a_date_as_far_as_it_is_known(frozen_clock, given, stored, words):
    assert when.parse(given) == stored
    assert when.words(stored) == words


@pytest.mark.parametrize(
    "given", ["soon", "2019-13", "2019-02-30", "1850", "2030", ("5", "", "2019"), ("5", "3", "")]
)
def test_what_is_no_date_is_refused(frozen_clock, given):
    with pytest.raises(ValueError, match=r"."):
        when.parse(given)
