"""Our own bundle, read back, is the same plan; what another system changed in it is seen."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.plan import kinds
from app.care.plan.kinds.kind import Kind
from app.fhir import incoming, record
from app.fhir.careplan import bundle
from app.i18n import using_locale
from app.models import PlanItem
from tests.care.plan import plans
from tests.fhir.any_plan import NURSE, records
from tests.fhir.checks import sound
from tests.fhir.test_packing import content

BASE = "https://practice.example"
CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def facts(item):
    return (item.key, item.kind, item.owner, item.starts_on, item.ends_on, item.position, item.reason, item.content)


def again(made):
    return incoming.read(json.dumps(made, ensure_ascii=False).encode())


@CALM
@given(records(), st.sampled_from(["en", "es"]))
def test_the_same_plan_comes_back(whole, language):
    with using_locale(language):
        made = sound(bundle(whole, BASE))
    found = again(made)
    assert not found.problems
    assert [facts(item) for item in found.items] == [facts(item) for item in whole.items]
    assert all(item.ours for item in found.items)
    plan, version = found.plan, whole.version
    assert (plan.id, plan.number, plan.why) == (version.plan_id, version.number, version.why)
    assert (plan.in_force_from, plan.review_on) == (version.in_force_from, version.review_on)
    left = {each.type for each in found.left}
    assert left <= {"Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "CareTeam"}


@CALM
@given(st.dictionaries(st.text(max_size=8), content, max_size=5), records(most=1))
def test_a_kind_without_a_module_loses_nothing(anything, whole):
    free = Kind("free", "Free", "goal", dict, lambda _c: "A line", lambda _c: [], (), "goals")
    item = whole.items[0]
    line = PlanItem(
        key=item.key, kind="free", owner="patient", starts_on=item.starts_on, ends_on=item.ends_on, position=3,
        content=anything, substance="", author_id=NURSE.id, reason="",
    )  # fmt: skip
    kinds.KINDS["free"] = free
    try:
        found = again(sound(bundle(replace(whole, items=[line]), BASE)))
    finally:
        del kinds.KINDS["free"]
    assert [facts(each) for each in found.items] == [facts(line)]


def plan_of(database, world):
    with database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse))
    with database.write() as session:
        return keys, record.export(session, world.grant(session, world.rosa), BASE)


def resource(made, id_):
    return next(entry["resource"] for entry in made["entry"] if entry["resource"]["id"] == id_)


def test_what_another_system_changed_is_taken_and_said(database, world):
    keys, made = plan_of(database, world)
    sooner = plans.days(30).isoformat()
    resource(made, keys["goal"])["description"]["text"] = "Walk to the market."
    resource(made, keys["activity"])["restriction"]["period"]["end"] = sooner
    found = again(made)
    lines = {item.key: item for item in found.items}
    assert lines[keys["goal"]].content["words"] == "Walk to the market."
    assert lines[keys["activity"]].ends_on.isoformat() == sooner
    assert lines[keys["activity"]].content["what"] == "Walk to the corner shop"
    assert found.problems == [
        "«Walk to church again.» was changed by another system: words.",
        "«Walk to the corner shop» was changed by another system: ends_on.",
    ]


def test_what_another_system_called_off_is_left(database, world):
    keys, made = plan_of(database, world)
    resource(made, keys["activity"])["status"] = "cancelled"
    resource(made, keys["goal"])["lifecycleStatus"] = "entered-in-error"
    found = again(made)
    why = {left.where.rpartition("/")[2]: left.why for left in found.left}
    assert not {keys["activity"], keys["goal"]} & {item.key for item in found.items}
    assert why[keys["activity"]] == "It is over or was called off (cancelled)."
    assert why[keys["goal"]] == "The file itself says that it was entered in error."


def test_a_line_that_is_there_twice_is_taken_once(database, world):
    keys, made = plan_of(database, world)
    copy = json.loads(json.dumps(resource(made, keys["goal"]))) | {"id": "other"}
    made["entry"].append({"fullUrl": f"{BASE}/fhir/Goal/other", "resource": copy})
    found = again(made)
    assert [item.key for item in found.items].count(keys["goal"]) == 1
    assert "The same line is in the file twice." in {left.why for left in found.left}
