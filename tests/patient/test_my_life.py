"""What matters, my life and my health, as the person writes and reads them."""

import pytest

from app.care.plan import drafting, offering, suggestions
from app.models import ItemChange
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
KINDS = ("what_matters", "circumstance", "problem", "expectation", "goal")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse), KINDS)


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def newest(database, world, kind):
    with database.read() as session:
        rows = suggestions.all_of(session, world.grant(session, world.rosa))
        return next(row.content for row in rows if row.kind == kind)


def test_a_problem_is_read_in_plain_words_and_the_clinical_name_is_folded(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['problem']}")
    assert page.h1 == "A worn knee"
    assert page.says("It is rusty.", "May 2019", "It is there now", "Name that doctors use")
    fold = next(node for node in page.tree.all("details") if "Gonarthrosis" in node.text)
    assert "open" not in fold.attrs
    assert rosa.get(f"{home}/sections/health").says("A worn knee", "What we expect: your knee")


def test_a_list_shows_the_expectation_closed(client_as, world, home, keys):
    page = client_as(world.rosa).get(f"{home}/sections/health")
    fold = next(node for node in page.tree.all("details") if "Read what we expect" in node.text)
    assert "open" not in fold.attrs
    assert "It stays much as it is" in fold.text


def test_each_open_question_can_be_answered_in_own_words(client_as, world, home, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/suggest/what_matters")
    assert page.says(
        "What is important to you?", "What does a good day look like?", "What worries you most?",
        "What would you not want to give up?",
    )  # fmt: skip
    rosa.submit(page, button="Send my suggestion", sort="care_before", words="Nobody told me why. Not again.")
    assert newest(database, world, "what_matters") == {
        "words": "Nobody told me why. Not again.", "sort": "care_before", "team_line": "",
    }  # fmt: skip


def test_a_week_as_it_is_is_ticked_and_stays_ticked_after_a_refusal(client_as, world, home, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/suggest/circumstance")
    fields = {"sort": "week", "busy": ["", "0-morning", "2-evening"], "words": "x" * 2001}
    page = rosa.submit(page, button="Send my suggestion", status=422, **fields)
    ticked = [
        n.attrs["value"] for n in page.tree.all("input") if n.attrs.get("name") == "busy" and "checked" in n.attrs
    ]
    assert ticked == ["0-morning", "2-evening"]
    rosa.submit(page, button="Send my suggestion", words="", busy=["", "0-morning", "2-evening"])
    assert newest(database, world, "circumstance")["busy"] == ["0-morning", "2-evening"]


def test_a_line_of_the_persons_own_can_be_changed_by_suggestion_also_to_nothing_taken(
    client_as, world, home, database
):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        key = plans.put(session, nurse, "circumstance", sort="week", words="Busy", busy=["0-morning"]).key
        drafting.set_review_date(session, nurse, plans.days(90))
        offering.offer(session, nurse)
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{key}/suggestion")
    rosa.submit(page, button="Send my suggestion", busy=[""])
    assert newest(database, world, "circumstance")["busy"] == []


def test_a_line_older_than_its_kinds_fields_can_still_be_changed(client_as, world, home, keys, database):
    with database.write() as session:
        from app.models import PlanItem

        item = session.query(PlanItem).filter_by(key=keys["what_matters"]).one()
        item.content = {"words": item.content["words"], "team_line": ""}
    rosa = client_as(world.rosa)
    assert rosa.get(f"{home}/items/{keys['what_matters']}").says("What is important to me")
    page = rosa.get(f"{home}/items/{keys['what_matters']}/suggestion")
    assert rosa.submit(page, button="Send my suggestion", status=422).says("Write what you would like")
    rosa.submit(page, button="Send my suggestion", sort="good_day")
    assert newest(database, world, "what_matters")["sort"] == "good_day"


def test_a_problem_in_the_persons_words_is_taken_up_verbatim(client_as, world, home, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/suggest/problem")
    page = rosa.submit(page, button="Send my suggestion", status=422, understood="From the fall.")
    assert page.says("Say in plain words what it is.", "From the fall.")
    rosa.submit(page, button="Send my suggestion", plain="My hip hurts", since="2024")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        row = session.query(ItemChange).filter_by(kind="problem").one()
        suggestions.accept(session, nurse, row.id)
        key = row.key
    editor = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/plan/edit/{key}")
    assert editor.says("From the fall.", "Rosa wrote this. It stays as it is.")


@pytest.mark.parametrize("kind", ["what_matters", "circumstance", "problem"])
def test_the_forms_speak_every_language(client_as, world, home, kind):
    client_as(world.rosa, lang="en-XA").get(f"{home}/suggest/{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_has_a_form_for_each(client_as, world, kind, keys):
    nurse = client_as(world.nurse, lang="en-XA")
    nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/new/{kind}")
    nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/{keys[kind]}")
