"""Whatever somebody does to a file: reading it never fails, and always says something."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.plan_import import as_dict, as_lines
from app.fhir import incoming
from app.fhir.careplan import bundle
from app.text import without_unwanted
from tests.fhir.any_plan import records
from tests.fhir.checks import walk

CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
leaf = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2026-03-10", "2026-99-99", "Goal", "Patient/x", "#x", "entered-in-error", "active"])
)  # fmt: skip
NAMES = [
    "resourceType",
    "id",
    "reference",
    "extension",
    "url",
    "coding",
    "text",
    "contained",
    "entry",
    "value",
    "name",
]
anything = st.recursive(
    leaf,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(NAMES), below, max_size=4),
    max_leaves=12,
)


def says_something(raw):
    found = incoming.read(raw)
    assert found.items or found.left or found.problems
    assert json.dumps(as_dict(found), default=str)
    assert all(line and line == without_unwanted(line) and "\n" not in line for line in as_lines(found))
    return found


@st.composite
def spoilt(draw):
    """A bundle of ours in which a few nodes were replaced, removed or doubled."""
    made = json.loads(json.dumps(bundle(draw(records(most=4)), "https://practice.example")))
    for _time in range(draw(st.integers(1, 4))):
        holders = [value for _path, value in walk(made) if isinstance(value, (dict, list)) and value]
        holder = draw(st.sampled_from(holders))
        name = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        how = draw(st.sampled_from(["replace", "remove", "double", "list"]))
        if how == "replace":
            holder[name] = draw(anything)
        elif how == "remove":
            del holder[name]
        elif how == "list":
            holder[name] = [holder[name], draw(anything)]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[name]))
        else:
            holder[name] = [holder[name]]
    return made


@CALM
@given(spoilt())
def test_a_spoilt_bundle(made):
    says_something(json.dumps(made).encode())


@CALM
@given(anything)
def test_any_json(value):
    says_something(json.dumps(value).encode())


TYPES = ["Goal", "Task", "CarePlan", "Observation", "Appointment", "CommunicationRequest", "Condition", "Bundle"]
TYPES += ["MedicationStatement", "Parameters", "Patient", "AllergyIntolerance", "Dance"]
ELEMENTS = [
    "status", "lifecycleStatus", "code", "description", "subject", "target", "activity", "goal", "entry", "contained",
    "extension", "note", "medicationReference", "participant", "recipient", "medium", "payload", "start", "meta",
    "valueQuantity", "component", "restriction", "input", "name", "category", "intent",
    "parameter", "id",
]  # fmt: skip


@CALM
@given(st.sampled_from(TYPES), st.dictionaries(st.sampled_from(ELEMENTS), anything, max_size=8))
def test_a_resource_of_any_shape(kind, elements):
    says_something(json.dumps({"resourceType": kind, **elements}).encode())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "does not start with a JSON object"),
        (b"{}", "does not say of which type it is"),
        (b"<Bundle/>", "not valid JSON"),
        (b'{"resourceType": "Goal", "resourceType": "Goal"}', "says the same thing twice"),
        (b'{"resourceType": "Goal", "a": NaN}', "a number that is not a number"),
        (b'{"resourceType": "Goal", "a": ' + b"9" * 200 + b"}", "a number that is too long"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"resourceType":"Goal","a":' + b"[" * 200 + b"]" * 200 + b"}", "nested too deeply"),
        (b'{"resourceType": "Goal", "a": "' + b"x" * 10_000_000 + b'"}', "larger than 10 MB"),
        (b'{"resourceType": "Bundle", "entry": 3}', "has no list of entries"),
        (b'{"resourceType": "Bundle", "entry": [{"response": {"status": "200"}}]}', "Entry 1 holds no resource"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(raw, words):
    assert words in " ".join(says_something(raw).problems)


def test_no_file_widens_the_bounds():
    inner = {"resourceType": "Goal"}
    for _level in range(10):
        inner = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": inner}]}
    assert any("files within files" in problem for problem in says_something(json.dumps(inner)).problems)
    many = [{"resource": {"resourceType": "Basic", "id": str(n)}} for n in range(5_100)]
    found = says_something(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": many}))
    assert len(found.left) == 5_000
    assert any("more than 5000 entries" in problem for problem in found.problems)
