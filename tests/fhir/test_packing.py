"""Any content goes into an extension and comes back the same, through JSON, whatever is in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fhir.packing import Unpackable, pack, unpack

leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
content = st.recursive(leaf, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=20)


@given(st.text(), content)
def test_nothing_is_lost(name, value):
    from fhir.resources.R4B.extension import Extension

    part = json.loads(json.dumps(pack(name, value)))
    found = unpack(part)
    assert found == value
    assert json.dumps(found) == json.dumps(value)
    Extension.model_validate(part)


@given(content)
def test_whatever_is_no_part_is_refused_in_words(value):
    for wrong in (value, {"url": "a", "extension": value}, {"url": "a", "valueBoolean": value, "b": 1}):
        if isinstance(value, bool) and wrong is not value:
            continue
        with pytest.raises(Unpackable):
            unpack(wrong)


@pytest.mark.parametrize(
    "part",
    [
        {"url": "a"},
        {"url": "a", "valueString": ""},
        {"url": "a", "valueInteger": True},
        {"url": "a", "valueCode": "dance"},
        {"url": "a", "valueBase64Binary": "%%"},
        {"url": "a", "valueString": "x", "valueInteger": 1},
        {"url": "a", "extension": []},
        {"url": "a", "extension": [{"url": "*", "valueString": "x"}, {"url": "b", "valueString": "y"}]},
        {"url": "a", "extension": [{"url": "b", "valueString": "x"}, {"url": "b", "valueString": "y"}]},
    ],
)
def test_these_were_never_packed(part):
    with pytest.raises(Unpackable):
        unpack(part)


def test_no_other_type_goes_in_by_mistake():
    with pytest.raises(TypeError, match="no content"):
        pack("day", object())
