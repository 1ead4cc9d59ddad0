"""Codes that people read and type."""

import pytest

from app.access import codes


@pytest.mark.parametrize(("code", "shown"), [("ABCD2345", "ABCD 2345"), ("ABC234", "ABC 234")])
def test_a_code_is_shown_in_two_halves_and_typed_in_any_way(code, shown):
    assert codes.spaced(code) == shown
    assert codes.tidy(shown.lower()) == codes.tidy(shown.replace(" ", "-")) == code
