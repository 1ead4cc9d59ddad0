"""Notes of talks: outside the plan, on its lines, private or shared, never changed, kept once."""

import pytest
import sqlalchemy as sa

from app.care.plan import talks
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Talk
from tests import factories
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def notes(world):
    return f"/team/patients/{world.rosa_patient.id}/talks"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def rosas(world):
    return f"/patients/{world.rosa_patient.id}/plan/talks"


def test_a_note_is_written_and_stays(nurse, notes, keys):
    page = nurse.get(nurse.get(notes).link("Write a note"))
    page = nurse.submit(
        page, button="Keep the note", with_whom="Rosa, Otto", topics="Walking", options="Walk, swim, or rest",
        said="I hate pools.", about=["understanding", "goals"], shared="team",
    )  # fmt: skip
    assert page.says("The note is kept.", "Walking", "I hate pools.", "Goals, set together", "Only the team", "Nora")


@pytest.mark.parametrize(
    ("shared", "rosa_reads", "otto_reads"),
    [("team", False, False), ("person", True, False), ("helpers", True, True)],
)
def test_who_reads_a_note(nurse, client_as, world, notes, shared, rosa_reads, otto_reads):
    nurse.submit(nurse.get(f"{notes}/new"), button="Keep the note", topics="Walking", shared=shared)
    assert client_as(world.physician).get(notes).says("Walking")
    assert client_as(world.rosa).get(rosas(world)).says("Walking") is rosa_reads
    assert client_as(world.otto).get(rosas(world)).says("Walking") is otto_reads


def test_a_note_hangs_on_a_line_and_is_no_part_of_the_plan(nurse, client_as, world, notes, keys):
    form = nurse.get(f"{notes}/new?key={keys['walk']}")
    nurse.submit(form, button="Keep the note", topics="The knee", shared="person")
    editor = nurse.get(notes.replace("/talks", f"/plan/edit/{keys['walk']}"))
    assert nurse.get(editor.link("Talks about this line")).says("The knee", "About: Walk to the corner shop")
    assert not nurse.get(f"{notes}?key={keys['goal']}").says("The knee")
    rosa = client_as(world.rosa)
    assert not rosa.get(f"/patients/{world.rosa_patient.id}/plan/whole").says("The knee")
    page = rosa.get(rosas(world))
    assert rosa.get(page.link("Walk to the corner shop")).h1 == "Walk to the corner shop"


def test_an_empty_note_is_none_and_what_was_typed_stays(nurse, database, notes):
    page = nurse.submit(nurse.get(f"{notes}/new"), button="Keep the note", with_whom="Rosa", status=422)
    assert page.says("Write what you talked about")
    assert "Rosa" in page.tree.first("input", name="with_whom").attrs["value"]
    page = nurse.submit(page, button="Keep the note", topics="Walking", happened_on="2027-01-01", status=422)
    assert page.says("Pick the day of the talk")
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Talk)) == 0


def test_sent_twice_is_one_note_and_another_text_is_not_lost(nurse, database, notes):
    form = nurse.get(f"{notes}/new")
    for _ in range(2):
        nurse.submit(form, button="Keep the note", topics="Walking")
    page = nurse.submit(form, button="Keep the note", topics="Swimming", status=409)
    nurse.submit(page, button="Keep the note")
    with database.read() as session:
        assert sorted(session.scalars(sa.select(Talk.topics))) == ["Swimming", "Walking"]


def test_a_later_note_adds_to_an_earlier_one(nurse, notes):
    nurse.submit(nurse.get(f"{notes}/new"), button="Keep the note", topics="Walking")
    form = nurse.get(nurse.get(notes).link("Add to this note"))
    assert nurse.submit(form, button="Keep the note", topics="It was the left knee").says("Adds to an earlier note")


def test_a_line_or_a_note_of_somebody_else_is_nowhere(database, world, keys):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        ruben = world.grant(session, world.nurse, world.ruben_patient)
        facts = {"happened_on": factories.clock.today(factories.ZONE), "topics": "x"}
        note = talks.write(session, nurse, **facts)
        with pytest.raises(Invalid) as refused:
            talks.write(session, ruben, keys=["nowhere"], **facts)
        assert set(refused.value.fields) == {"lines"}
        with pytest.raises(NotFound):
            talks.write(session, ruben, keys=[keys["walk"]], **facts)
        with pytest.raises(NotFound):
            talks.write(session, ruben, follows_id=note.id, **facts)
        assert talks.all_of(session, ruben) == []
        with pytest.raises(Conflict):
            talks.write(session, nurse, new_id_=note.id, **{**facts, "topics": "y"})
        for account in (world.rosa, world.otto):
            with pytest.raises(Forbidden):
                talks.write(session, world.grant(session, account), **facts)


def test_the_front_desk_and_strangers_read_no_note(client_as, world, notes):
    assert client_as(world.clerk).get(notes, status=None).status == 403
    assert client_as(world.stranger).get(notes, status=None).status == 404
    assert client_as(world.clerk).get(rosas(world), status=None).status in (403, 404)
