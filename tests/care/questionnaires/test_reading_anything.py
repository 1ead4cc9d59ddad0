"""Nothing that a file holds crashes the reader."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.care.questionnaires.definition import read

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
