"""Facts from FHIR files: what is taken, what is left and why, nothing twice, and no file breaks it."""

import json
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.care.facts import reading, saying
from app.care.facts.bringing_in import bring_in
from app.errors import Forbidden
from app.fhir import fact_files as facts
from app.fhir.fact_readers import READERS
from app.models import RecordFact

SCT = "http://snomed.info/sct"
ME = {"reference": "Patient/p1"}


def concept(words="", code="", system=SCT):
    return {"text": words, "coding": [{"system": system, "code": code, "display": words}] if code else []}


def state(code):
    return {"coding": [{"code": code}]}


def bundle(*resources):
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]})


def condition(words="Asthma", code="195967001", **more):
    return {"resourceType": "Condition", "subject": ME, "code": concept(words, code), **more}


def observation(**more):
    base = {
        "resourceType": "Observation", "status": "final", "subject": ME, "category": [state("laboratory")],
        "code": concept("Potassium", "2823-3", "http://loinc.org"), "effectiveDateTime": "2025-04-02T08:00:00Z",
        "valueQuantity": {"value": 4.2, "unit": "mmol/L"},
    }  # fmt: skip
    return base | more


EVERYTHING = (
    {"resourceType": "Patient", "id": "p1", "birthDate": "1948-05-04"},
    {"resourceType": "Practitioner", "id": "d1", "name": [{"given": ["Ada"], "family": "Hale"}]},
    condition(clinicalStatus=state("active"), onsetDateTime="2019-03", recorder={"reference": "Practitioner/d1"}),
    {
        "resourceType": "AllergyIntolerance", "patient": ME, "code": concept("Penicillin", "91936005"),
        "reaction": [{"manifestation": [concept("Rash")], "severity": "moderate"}],
    },
    observation(),
    {
        "resourceType": "Observation", "status": "final", "subject": ME, "category": [state("vital-signs")],
        "code": concept("Blood pressure"), "effectiveDateTime": "2025-04",
        "component": [
            {"code": concept("Systolic"), "valueQuantity": {"value": 132, "unit": "mmHg"}},
            {"code": concept("Diastolic"), "valueQuantity": {"value": 84, "unit": "mmHg"}},
        ],
    },
    {
        "resourceType": "DocumentReference", "status": "current", "subject": ME, "date": "2025-01-02T10:00:00Z",
        "description": "Heart clinic letter", "author": [{"display": "Lakeside clinic"}],
    },
    {
        "resourceType": "Composition", "status": "final", "subject": ME, "date": "2024-12-01", "title": "Discharge",
        "author": [{"reference": "Practitioner/d1"}],
    },
    {
        "resourceType": "MedicationStatement", "status": "active", "subject": ME,
        "medicationReference": {"reference": "#m"}, "dosage": [{"text": "1 in the morning"}],
        "contained": [{"resourceType": "Medication", "id": "m", "code": concept("Metoprolol")}],
    },
    {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": ME,
        "medicationCodeableConcept": concept("Ramipril"), "requester": {"reference": "Practitioner/d1"},
        "authoredOn": "2024-05-06",
    },
)  # fmt: skip


def bring(session, world, content, **how):
    grant = world.grant(session, world.nurse)
    read = facts.read(content.encode())
    return [*bring_in(session, grant, read.found, **how), *read.left]


def test_each_type_becomes_a_fact_that_nobody_has_confirmed(database, world):
    with database.write() as session:
        done = bring(session, world, bundle(*EVERYTHING))
        assert all(one.taken for one in done), done
    with database.read() as session:
        views = reading.current(session, world.grant(session, world.nurse))
        assert {view.freshness.state for view in views} == {"unconfirmed"}
        assert {view.row.source for view in views} == {"import"}
        by_title = {view.title: view.row for view in views}
        assert set(by_title) == {
            "Asthma", "Penicillin", "Potassium: 4.2 mmol/L", "Metoprolol", "Ramipril", "Letter from Lakeside clinic",
            "Letter from Ada Hale", "Blood pressure: Systolic 132 mmHg, Diastolic 84 mmHg",
        }  # fmt: skip
        asthma = by_title["Asthma"]
        assert (asthma.content["since"], asthma.content["status"]) == ("2019-03", "active")
        assert asthma.source_words == "Ada Hale"
        assert by_title["Penicillin"].content["how_bad"] == "moderate"
        assert by_title["Metoprolol"].content["how"] == "1 in the morning"
        assert by_title["Ramipril"].said_on == date(2024, 5, 6)
        assert not reading.current(session, world.grant(session, world.nurse, world.ruben_patient))


def test_a_second_import_doubles_nothing_and_wakes_nothing_that_ended(each_database):
    from tests import factories

    with each_database.write() as session:
        world = factories.world(session)
        bring(session, world, bundle(*EVERYTHING))
        grant = world.grant(session, world.nurse)
        saying.confirm(session, grant, reading.current(session, grant)[0].row.id)
    with each_database.write() as session:
        before = session.scalar(sa.select(sa.func.count()).select_from(RecordFact))
        done = bring(session, world, bundle(*EVERYTHING))
        assert {(one.taken, one.why) for one in done} == {(False, "It is here already.")}
        assert session.scalar(sa.select(sa.func.count()).select_from(RecordFact)) == before
    with each_database.write() as session:
        from app.care.facts import keeping

        grant = world.grant(session, world.nurse)
        keeping.end(session, grant, reading.current(session, grant, "diagnosis")[0].row.id, "no_longer")
        [one] = bring(session, world, bundle(condition()))
        assert (one.taken, "ended" in one.why) == (False, True)


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        (condition(verificationStatus=state("entered-in-error")), "entered in error"),
        (condition(verificationStatus=state("refuted")), "ruled out"),
        (condition("", ""), "plain words"),
        (observation(status="entered-in-error"), "entered in error"),
        (observation(status="preliminary"), "not final"),
        (observation(category=[state("survey")]), "no laboratory result"),
        (observation(valueQuantity=None), "no result"),
        (observation(effectiveDateTime="2199-01-01"), "when it was done"),
        ({"resourceType": "MedicationRequest", "status": "stopped", "subject": ME}, "has ended"),
        ({"resourceType": "MedicationRequest", "status": "active", "intent": "plan", "subject": ME}, "proposal"),
        ({"resourceType": "AllergyIntolerance", "code": concept("No drug allergy", "409137002")}, "a part"),
        ({"resourceType": "DocumentReference", "status": "superseded"}, "has ended"),
        ({"resourceType": "CarePlan"}, "do not come from this type"),
    ],
)
def test_what_is_left_says_why(database, world, piece, why):
    with database.write() as session:
        [one] = bring(session, world, json.dumps(piece))
        assert not one.taken
        assert why in one.why
        assert not session.scalar(sa.select(sa.func.count()).select_from(RecordFact))


def test_no_known_allergies_is_a_statement_and_gives_way_to_an_allergy(database, world):
    none = {"resourceType": "AllergyIntolerance", "patient": ME, "code": concept("None", "716186003")}
    allergy = {"resourceType": "AllergyIntolerance", "patient": ME, "code": concept("Nuts")}
    with database.write() as session:
        assert [one.title for one in bring(session, world, bundle(none))] == ["No allergies that we know of"]
        assert bring(session, world, bundle(allergy))[0].taken
        nurse = world.grant(session, world.nurse)
        assert [view.title for view in reading.current(session, nurse)] == ["Nuts"]
    with database.write() as session:
        [one] = bring(session, world, json.dumps(none))
        assert not one.taken


def test_a_dry_run_stores_nothing(database, world):
    with database.write() as session:
        done = bring(session, world, bundle(*EVERYTHING, condition()), dry_run=True)
        assert [one.taken for one in done] == [True] * 8 + [False]
        session.flush()
        assert not session.scalar(sa.select(sa.func.count()).select_from(RecordFact))
        with pytest.raises(Forbidden):
            bring_in(session, world.grant(session, world.clerk), [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[]", "not a FHIR resource"),
        (b" " * 1_000_001, "larger than 1 MB"),
        (json.dumps({"resourceType": "Condition", "a": json.loads("[" * 70 + "]" * 70)}).encode(), "60 levels"),
        (bundle(*[{"resourceType": "Basic"}] * 2001).encode(), "2,000 pieces"),
        (bundle(condition(), condition(subject={"reference": "Patient/other"})).encode(), "more than one person"),
        (bundle({"resourceType": "Patient"}, {"resourceType": "Patient"}).encode(), "more than one person"),
        (bundle({"resourceType": "Patient", "birthDate": "1948-05-14"}).encode(), "born on another day"),
    ],
)
def test_whole_files_that_are_refused(content, why):
    with pytest.raises(facts.NotReadable, match=why):
        facts.read(content, birth_date=date(1948, 5, 4))


def test_one_person_under_two_addresses_is_one_person():
    person = {"resourceType": "Patient", "id": "p1", "birthDate": "1948"}
    entry = [
        {"fullUrl": "urn:uuid:1", "resource": person},
        {"resource": condition(subject={"reference": "urn:uuid:1"})},
        {"resource": condition("Flu", "", subject={"reference": "https://there.example/fhir/Patient/p1"})},
    ]
    content = json.dumps({"resourceType": "Bundle", "entry": entry}).encode()
    assert len(facts.read(content, birth_date=date(1948, 5, 4)).found) == 2


NAMES = st.sampled_from([
    "code", "coding", "text", "status", "category", "subject", "reference", "display", "value", "valueQuantity",
    "unit",
    "component", "reaction", "manifestation", "severity", "clinicalStatus", "verificationStatus", "onsetDateTime",
    "effectiveDateTime", "effectivePeriod", "start", "author", "recorder", "name", "given", "family", "content",
    "attachment", "dosage", "contained", "id", "medicationReference", "note", "entry", "resource", "birthDate",
    "system",
])  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["final", "active", "laboratory", "2025-01-02", "2025-02-31", "0000", "716186003", "#m"])
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=25
)
RESOURCES = st.builds(
    lambda kind, rest: rest | {"resourceType": kind},
    st.sampled_from([*READERS, "Bundle", "Patient", "Medication", "Basic"]),
    st.dictionaries(NAMES, ANYTHING, max_size=10),
)


@settings(max_examples=300, deadline=None)
@given(resources=st.lists(RESOURCES, max_size=4))
def test_no_file_breaks_the_reading(resources):
    try:
        read = facts.read(bundle(*resources).encode())
    except facts.NotReadable:
        return
    for one in read.found:
        assert one.kind in {"diagnosis", "allergy", "test", "letter", "medicine"}


@settings(max_examples=150, deadline=None)
@given(resources=st.lists(RESOURCES, max_size=3))
def test_whatever_was_read_is_taken_or_left_with_a_reason(resources):
    from app.access.grants import system
    from app.care.facts import bringing_in

    class Empty:
        def scalars(self, _query):
            return []

    try:
        read = facts.read(bundle(*resources).encode())
    except facts.NotReadable:
        return
    done = bringing_in.bring_in(Empty(), system("p"), read.found, dry_run=True)
    assert len(done) == len(read.found)
    assert all(bool(one.why) is not one.taken for one in [*done, *read.left])
