"""A total is worked out, never asked for."""

from app.care.questionnaires.definition import read
from app.care.questionnaires.walk import screens
from tests.care.questionnaires.forms import ask, defined, form

TOTAL = {"code": [{"system": "http://loinc.org", "code": "44261-6"}]}


def test_a_published_total_is_not_asked_and_the_importer_says_so():
    verdict = read(form(ask("q"), ask("total", "decimal", required=True, **TOTAL)))
    assert [s.item.link_id for s in screens(verdict.definition, {})] == ["q"]
    assert "we work out ourselves" in str(verdict.warnings[0])


def test_another_number_with_a_code_is_asked():
    other = {"code": [{"system": "http://loinc.org", "code": "29463-7"}]}
    assert len(screens(read(form(ask("q"), ask("w", "decimal", **other))).definition, {})) == 2


def test_a_published_total_keeps_no_first_value():
    total = ask("t", "integer", initial=[{"valueInteger": 0}], **TOTAL)
    assert defined(ask("a"), total).by_link["t"].initial == ()
