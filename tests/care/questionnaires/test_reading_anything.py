"""Nothing that a file holds crashes the reader."""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.care.questionnaires.definition import read
from app.care.questionnaires.document import items_of
from app.care.questionnaires.scoring import scores_of
from app.care.questionnaires.state import state_of
from app.care.questionnaires.walk import screens_of
from tests.care.questionnaires.test_content import FOLDER

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
KEYS = st.sampled_from(
    [
        "linkId", "type", "text", "_text", "item", "enableWhen", "enableBehavior", "answerOption",
        "answerValueSet",
        "extension", "modifierExtension", "initial", "required", "repeats", "maxLength", "prefix", "code",
        "contained",
        "url", "version", "title", "status", "language", "valueCoding", "valueInteger", "valueCode", "question",
        "operator", "answerBoolean", "display", "description",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "a", "b", "choice", "group", "display", "string", "integer", "=", "exists", "any", "#v", "help",
        "https://handrail.example/extensions/urgent-when", "http://hl7.org/fhir/StructureDefinition/translation",
        "http://hl7.org/fhir/StructureDefinition/minValue", "Questionnaire",
    ]
)  # fmt: skip
fhir_like = st.recursive(
    WORDS | st.booleans() | st.integers() | st.none() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=40,
)


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data):
    read(data)


@settings(deadline=None)
@given(st.dictionaries(KEYS, fhir_like, max_size=8) | json_values.filter(lambda value: isinstance(value, dict)))
def test_no_document_crashes_the_reader(document):
    verdict = read({**document, "resourceType": "Questionnaire"})
    assert verdict.accepted or verdict.reasons


FORMS = [json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))]
ODD = st.sampled_from(
    [None, "", " ", "x", -1, 0, 2**63, 1e308, True, [], {}, [[]], [None], {"a": {}}, "a" * 300, "\u202e", "\x00"]
)


@st.composite
def spoilt(draw):
    """One of our own forms with a few things in it deleted, doubled or replaced by something odd."""
    document = copy.deepcopy(draw(st.sampled_from(FORMS)))
    for _change in range(draw(st.integers(1, 4))):
        at = document
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            inner = at[key]
            if isinstance(inner, dict | list) and inner and draw(st.integers(0, 3)):
                at = inner
                continue
            how = draw(st.sampled_from(("delete", "odd", "double")))
            if how == "delete":
                del at[key]
            elif how == "odd":
                at[key] = copy.deepcopy(draw(ODD))
            elif isinstance(at, list):
                at.append(copy.deepcopy(inner))
            break
    return document


@settings(deadline=None, max_examples=150)
@given(spoilt(), st.data())
def test_a_spoilt_form_is_refused_or_works(document, data):
    verdict = read(json.dumps(document))
    assert verdict.accepted or verdict.reasons
    if verdict.definition is None:
        return
    answers = {}
    for _step in range(3):
        state = state_of(verdict.definition, answers)
        asked = [node for screen in screens_of(state) for node in screen.asked]
        items_of(state, texts=True)
        if not asked:
            break
        node = data.draw(st.sampled_from(asked))
        if options := state.options(node):
            answers[node.place] = [data.draw(st.sampled_from(options)).value]
        elif node.item.kind in ("string", "text"):
            answers[node.place] = [{"valueString": data.draw(st.text(min_size=1, max_size=9))}]
    scores_of(verdict.definition, state_of(verdict.definition, answers).effective)
