"""If I get worse: checked bands only, the number for this hour, and ways to tell the team."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.care.plan import drafting, offering
from app.models import Concern, EarlyReview
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
KINDS = ("symptom_zones", "before_hospital", "medicine_at_hand", "stand_in", "trigger", "activity")


@pytest.fixture
def path(world):
    return f"/patients/{world.rosa_patient.id}/plan/worse"


def agree(database, world, *, checked=True, kinds=KINDS, **over):
    """The nurse drafts and offers these lines for Rosa and the same for Ruben, only Rosa's with her check."""
    with database.write() as session:
        keys = {}
        for patient in (world.ruben_patient, world.rosa_patient):
            grant = world.grant(session, world.nurse, patient)
            for kind in kinds:
                tick = {"i_checked": "yes"} if kind == "symptom_zones" and checked else {}
                more = over if kind == "symptom_zones" else {}
                owner = "patient" if kind == "activity" else world.nurse.id
                if patient is world.ruben_patient and kind == "symptom_zones":
                    more = {**more, "condition": "Ruben’s lungs"}
                keys[kind] = plans.put(session, grant, kind, owner=owner, **more, **tick).key
            drafting.set_review_date(session, grant, plans.days(180))
            offering.offer(session, grant)
        return keys


def test_checked_bands_are_shown_most_urgent_first(client_as, database, world, path):
    agree(database, world)
    page = client_as(world.rosa).get(path)
    heads = [head for head in ("Act now", "Take care", "Doing well") if head in page.html]
    assert heads == ["Act now", "Take care", "Doing well"]
    assert page.html.index("Act now") < page.html.index("Take care") < page.html.index("Doing well")
    assert page.says("Checked for you by Nora (nurse), on Tuesday 10 March.", "Short of breath at rest")
    assert page.says("Weight goes up by 0.9 kg or more in 1 day.")
    assert page.says("Only as prescribed: Water tablet.", "Prescribed by Dr Moore, Sunday 1 March.")
    assert page.says("From the plan of Tuesday 10 March.")
    assert not page.says("Ruben’s lungs")


def test_what_nobody_checked_is_never_shown_as_bands(client_as, database, world, path):
    agree(database, world, checked=False)
    for address in (path, path.replace("/worse", "/sections/worse"), path.replace("/worse", "/whole")):
        page = client_as(world.rosa).get(address)
        assert page.says("Not checked yet. Do not use it. Ring the practice.")
        assert "Short of breath at rest" not in page.html, address
        assert "Water tablet" not in page.html, address


def test_checked_bands_stand_wherever_the_line_is_read(client_as, database, world, path):
    key = agree(database, world)["symptom_zones"]
    for end in ("/sections/worse", "/whole", "/versions/1", f"/items/{key}"):
        page = client_as(world.rosa).get(path.replace("/worse", end))
        assert page.says("Act now", "Short of breath at rest", "By Nora (nurse), on Tuesday 10 March"), end
        assert page.html.index("Act now") < page.html.index("Take care") < page.html.index("Doing well")


def test_the_number_for_this_hour_comes_first(client_as, database, world, path, frozen_clock):
    agree(database, world)
    rosa = client_as(world.rosa)

    def numbers():
        page = rosa.get(path)
        html = page.html[page.html.index("Act now"):]  # fmt: skip
        return sorted(
            ("911", "555-heart", "555-office", "555-night"),
            key=lambda n: html.index(
                {
                    "911": "tel:911",
                    "555-heart": "tel:5550123",
                    "555-office": "tel:5550100",
                    "555-night": "tel:5550111",
                }[n]
            ),
        )

    assert numbers() == ["911", "555-heart", "555-office", "555-night"]  # Tuesday, nine in the morning
    frozen_clock.move(hours=10)
    assert numbers() == ["911", "555-night", "555-heart", "555-office"]  # Tuesday, seven in the evening


def test_unless_comes_before_what_can_be_done_at_home(client_as, database, world, path):
    agree(database, world)
    page = client_as(world.rosa).get(path)
    html = page.html[page.html.index("Before you go to hospital"):]  # fmt: skip
    assert html.index("Do not wait at home if") < html.index("I cannot speak") < html.index("ring first")
    assert html.index("ring first") < html.index("A nurse listens to your chest")


def test_a_medicine_at_hand_says_first_what_must_come_first(client_as, database, world, path, frozen_clock):
    agree(database, world)
    rosa = client_as(world.rosa)
    assert rosa.get(path).says("Do not use it without: a call to the nurse line", "In the blue box")
    assert not rosa.get(path).says("looks after it.")
    frozen_clock.move(days=90)
    assert client_as(world.rosa).get(path).says("It is good until Tuesday 30 June. Nora (nurse) looks after it.")
    frozen_clock.move(days=22)
    assert client_as(world.rosa).get(path).says("It has reached its last day. Ring us before you use it.")


def test_it_is_two_taps_from_today(client_as, database, world, path):
    agree(database, world)
    rosa = client_as(world.rosa)
    plan = rosa.get(rosa.get(f"/patients/{world.rosa_patient.id}/today").link("My plan"))
    assert plan.link("If I get worse") == path


def test_without_anything_agreed_there_are_still_numbers(client_as, world, path):
    page = client_as(world.rosa).get(path)
    assert page.says("Nothing here yet", "Whom to ring at this hour", "Willow Street Practice")


@pytest.mark.parametrize("who", ["stranger", "ruben"])
def test_strangers_learn_nothing(client_as, database, world, path, who):
    keys = agree(database, world)
    other = client_as(getattr(world, who))
    base = f"/patients/{world.rosa_patient.id}"
    for address in (path, f"{base}/plan/changed", f"{base}/ring-me"):
        other.get(address, status=404)
    other.get(f"/team/patients/{world.rosa_patient.id}/plan/checklist/{keys['trigger']}", status=404)
    other.post(f"{base}/plan/changed", status=404, why="hospital", client_key="a")
    other.post(f"{base}/ring-me", status=404)
    with database.read() as session:
        assert session.scalars(sa.select(EarlyReview)).all() == []


def test_a_helper_without_leave_to_ask_reads_and_does_not_ask(client_as, database, world, path):
    agree(database, world)
    otto = client_as(world.otto)
    page = otto.get(path)
    assert page.says("If Rosa gets worse", "Short of breath at rest")
    assert "Something big changed" not in page.html
    base = f"/patients/{world.rosa_patient.id}"
    otto.post(f"{base}/plan/changed", status=403, why="hospital", client_key="a")
    otto.post(f"{base}/ring-me", status=403)


def test_the_clerk_sees_nothing_of_it(client_as, database, world, path):
    agree(database, world)
    client_as(world.clerk).get(path, status=403)


def test_she_tells_what_changed_and_sees_the_promise(client_as, database, world):
    agree(database, world)
    rosa = client_as(world.rosa)
    start = rosa.get(f"/patients/{world.rosa_patient.id}/plan")
    page = rosa.get(start.link("Something big changed"))
    page = rosa.submit(page, button="Tell my team", status=422)
    assert page.says("Choose what changed.")
    page = rosa.submit(page, button="Tell my team", why="hospital", words="Two nights. My heart.")
    assert page.says("We got it. We answer by Friday 13 March.", "We answer by Friday 13 March.", "Two nights.")
    with database.read() as session:
        row = session.scalars(sa.select(EarlyReview)).one()
        line = session.scalars(sa.select(Concern).where(Concern.rule == "early_review")).one()
        assert (row.patient_id, row.why, row.capacity) == (world.rosa_patient.id, "hospital", "self")
        assert (line.subject, line.due_at, line.owner_id) == (row.id, row.promised_by, world.nurse.id)


def test_sent_twice_it_is_stored_once_and_other_words_are_a_conflict(client_as, database, world):
    agree(database, world)
    rosa = client_as(world.rosa)
    address = f"/patients/{world.rosa_patient.id}/plan/changed"
    typed = {"why": "home", "words": "A new carer", "client_key": "once"}
    rosa.post(address, **typed)
    rosa.post(address, **typed)
    page = rosa.post(address, status=409, **{**typed, "words": "We moved"})
    assert "We moved" in page.html
    with database.read() as session:
        assert [row.words for row in session.scalars(sa.select(EarlyReview))] == ["A new carer"]


def test_something_else_needs_words(client_as, database, world):
    agree(database, world)
    rosa = client_as(world.rosa)
    page = rosa.get(f"/patients/{world.rosa_patient.id}/plan/changed")
    assert rosa.submit(page, button="Tell my team", why="other", status=422).says(
        "Write in a few words what changed."
    )


def test_late_is_said_to_both_sides(client_as, database, world, path, frozen_clock):
    agree(database, world)
    rosa = client_as(world.rosa)
    rosa.post(f"/patients/{world.rosa_patient.id}/plan/changed", why="worse", client_key="a")
    frozen_clock.move(days=4)
    assert client_as(world.rosa).get(path).says("We promised an answer by Friday 13 March. We are late.")
    with database.read() as session:
        early = session.scalars(sa.select(EarlyReview.id)).one()
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/changed/{early}")
    assert page.says("Late", "I fell, or I feel much worse")


def test_she_asks_to_be_rung_and_pressing_twice_is_one_line(client_as, database, world):
    rosa = client_as(world.rosa)
    address = f"/patients/{world.rosa_patient.id}/ring-me"
    page = rosa.get(address)
    assert page.says("555 0142")
    page = rosa.submit(page, button="Ask to be rung", words="My feet")
    assert page.says("Somebody rings by Friday 13 March")
    rosa.submit(page, button="Ask to be rung")
    with database.read() as session:
        line = session.scalars(sa.select(Concern).where(Concern.rule == "wants_a_call")).one()
        assert (line.patient_id, line.why["words"], line.times) == (world.rosa_patient.id, "My feet", 2)
        assert line.due_at == datetime(2026, 3, 13, 23, tzinfo=UTC)


def test_ticks_of_a_checklist_are_read_by_the_person(client_as, database, world, path):
    keys = agree(database, world)
    nurse = client_as(world.nurse)
    address = f"/team/patients/{world.rosa_patient.id}/plan/checklist/{keys['trigger']}"
    page = nurse.submit(nurse.get(address), button="Done today")
    assert page.says("Done on Tuesday 10 March by Nora (nurse)")
    assert client_as(world.rosa).get(path).says("Done on Tuesday 10 March by Nora (nurse)")
    page = nurse.submit(page, button="Take it back")
    assert not page.says("Done on Tuesday")
    nurse.post(address, status=404, number="7")
    client_as(world.clerk).get(address, status=403)
