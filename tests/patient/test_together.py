"""One button when all is well: what waits and needs only a "did it", done in one go, with one way back."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.concerns import raise_concern
from app.care.reminders import refresh
from app.db import new_id
from app.models import AuditEvent, Concern, DayChoice, PlanItem, PlanVersion, ProgressEntry, Reminder
from tests.care.progress import plans
from tests.support.statements import Statements

pytestmark = pytest.mark.usefixtures("frozen_clock")  # before the world: relationships start on its day


@pytest.fixture
def story(database, world):
    """Rosa walks, waters the plants and weighs herself; Ruben walks too."""
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        lines = {
            "walk": plans.item(session, version, what="Walk to the corner shop"),
            "plants": plans.item(session, version, what="Water the plants"),
            "weigh": plans.item(session, version, what="Step on the scale", measure="weight"),
            "team": plans.item(session, version, what="Ask about a taxi", owner=world.nurse.id),
        }
        for name in ("walk", "plants", "weigh"):
            plans.on_day(session, lines[name], world.rosa)
        ruben = plans.item(session, plans.version(session, world.ruben_patient, world.nurse), what="Ruben walks")
        plans.on_day(session, ruben, world.ruben)
    return {name: line.key for name, line in lines.items()} | {"ruben": ruben.key}


def address(world, rest="today"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def rows(database):
    with database.read() as session:
        return session.scalars(sa.select(ProgressEntry).order_by(ProgressEntry.recorded_at)).all()


def stands(database):
    return {row.key: row.outcome for row in rows(database) if row.undone_at is None}


def test_one_button_for_all_that_needs_only_a_yes(client_as, world, story, database):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    assert page.says("Did it all go well?", "Walk to the corner shop", "Water the plants", "I did all of these")
    done = rosa.submit(page, "/today/all", "I did all of these")
    assert done.says("Written down: 2 things are done.", "Undo all", "Step on the scale")
    assert not done.says("I did all of these")
    assert stands(database) == {story["walk"]: "did", story["plants"]: "did"}, "a reading is never made up"
    with database.read() as session:
        logged = session.scalars(sa.select(AuditEvent.object_id).where(AuditEvent.act == "log did")).all()
    assert set(logged) == {story["walk"], story["plants"]}


def test_sent_twice_stores_once(client_as, world, story, database):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    rosa.submit(page, "/today/all", "I did all of these")
    again = rosa.submit(page, "/today/all", "I did all of these")
    assert again.says("Written down: 2 things are done.")
    assert len(rows(database)) == 2
    assert len({row.client_key for row in rows(database)}) == 2


def test_one_way_back_for_the_lot_and_one_for_each(client_as, world, story, database):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    done = rosa.submit(page, "/today/all", "I did all of these")
    alone = next(row.id for row in rows(database) if row.key == story["walk"])
    assert f"/today/entries/{alone}/undo" in done.html, "each can be taken back alone"
    rosa.post(address(world, f"today/entries/{alone}/undo"))
    assert stands(database) == {story["plants"]: "did"}
    back = rosa.submit(done, "/today/all/undo", "Undo all")
    assert back.says("1 thing is taken back.", "I did all of these")
    assert stands(database) == {}
    rosa.submit(done, "/today/all/undo", "Undo all")  # harmless
    old = rosa.submit(page, "/today/all", "I did all of these")  # the phone brings the used page back
    assert old.says("That page was used before.")
    assert stands(database) == {}


def test_the_lot_is_looked_at_once_by_the_worklist_and_by_the_reminders(client_as, world, story, database):
    with database.write() as session:
        version = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == world.rosa_patient.id)).one()
        for n in range(6):
            plans.on_day(session, plans.item(session, version, what=f"Thing {n}", part="evening"), world.rosa)
        walk = session.scalars(sa.select(PlanItem).where(PlanItem.key == story["walk"])).one()
        today = clock.today(world.rosa_patient.time_zone)
        for days in (3, 2, 1):
            plans.entry(session, walk, world.rosa, today - timedelta(days=days), "not_this_time")
        rosa_self = world.grant(session, world.rosa)
        raise_concern(session, rosa_self, rule="not_this_time", subject=walk.key, why={"title": "Walk"})
        refresh(session, rosa_self)
    rosa = client_as(world.rosa)
    assert rings(database) == {f"Thing {n}" for n in range(6)}
    page = rosa.get(address(world))
    with Statements(database.engine) as seen:
        done = rosa.submit(page, "/today/all", "I did all of these")
    assert passes(seen) == 1
    assert (rings(database), is_open(database)) == (set(), False)
    with Statements(database.engine) as seen:
        rosa.submit(done, "/today/all/undo", "Undo all")
    assert passes(seen) == 1
    assert rings(database) == {f"Thing {n}" for n in range(6)}
    assert is_open(database), "three times not this time are the newest again"


def rings(database):
    """What the phone will say today."""
    with database.read() as session:
        query = sa.select(PlanItem).join(Reminder, Reminder.key == PlanItem.key)
        due = query.where(Reminder.state.in_(("due", "joined")), Reminder.due_at < clock.now() + timedelta(hours=12))
        return {item.content["what"] for item in session.scalars(due)}


def is_open(database):
    with database.read() as session:
        query = sa.select(Concern.id).where(Concern.rule == "not_this_time", Concern.closed_at.is_(None))
        return session.scalars(query).first() is not None


def passes(statements):
    """How often the reminders were worked out."""
    return sum("FROM reminder_snooze" in sql for sql in statements.seen)


def test_what_was_said_is_never_touched(client_as, world, story, database):
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    rosa.post(address(world, f"today/items/{story['walk']}/barrier"), barrier="just", client_key="other")
    done = rosa.submit(page, "/today/all", "I did all of these")  # a page from before
    assert done.says("Written down: 1 thing is done.")
    assert stands(database) == {story["walk"]: "not_this_time", story["plants"]: "did"}


def test_one_thing_alone_keeps_its_own_button(client_as, world, story, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(address(world)), f"/today/items/{story['walk']}", "I did it")
    page = rosa.get(address(world))
    assert not page.says("Did it all go well?")
    assert page.says("I did it")


def test_a_helper_says_it_for_her_with_both_names(client_as, world, story, database):
    otto = client_as(world.otto)
    done = otto.submit(otto.get(address(world)), "/today/all", "Rosa did all of these")
    assert done.says("Written down: 2 things are done. Otto for Rosa")
    assert {(row.actor_id, row.capacity) for row in rows(database)} == {(world.otto.id, "proxy")}
    rosa = client_as(world.rosa)
    assert rosa.get(address(world)).says("Otto for Rosa", "Today so far")


def test_a_helpers_own_thing_is_among_them(client_as, world, story, database):
    with database.write() as session:
        version = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == world.rosa_patient.id)).one()
        drive = plans.item(session, version, what="Drive Rosa to the choir", owner=world.otto.id).key
    otto = client_as(world.otto)
    done = otto.submit(otto.get(address(world)), "/today/all", "All of these are done")
    assert done.says("Written down: 3 things are done.", "Drive Rosa to the choir")
    assert drive in stands(database)


def test_a_helper_takes_back_only_their_own_lot(client_as, world, story, database):
    rosa = client_as(world.rosa)
    done = rosa.submit(rosa.get(address(world)), "/today/all", "I did all of these")
    form = re.search(r'name="client_key" value="([^"]+)"', done.html.split("/today/all/undo")[1])[1]
    otto = client_as(world.otto)
    assert "Undo" not in otto.get(address(world) + f"?all={form}").text
    otto.post(address(world, "today/all/undo"), status=403, client_key=form)
    assert len(stands(database)) == 2


def test_what_no_form_of_ours_sends(client_as, world, story, database):
    rosa, path = client_as(world.rosa), address(world, "today/all")
    rosa.post(path, status=422, client_key="short", line=story["walk"])
    rosa.post(path, status=422, client_key=new_id())
    rosa.post(path, status=422, client_key=new_id(), line=story["walk"], day="someday")
    rosa.post(path, status=404, client_key=new_id(), line=story["ruben"])
    for name in ("team", "weigh"):  # the team's, a number
        assert rosa.post(path, client_key=new_id(), line=story[name]).says("Here is what is written down now.")
    rosa.post(path, status=422, client_key=new_id(), line=story["walk"], day="2026-03-11")  # not come yet
    client_as(world.stranger).post(path, status=404, client_key=new_id(), line=story["walk"])
    client_as(world.clerk).post(path, status=403, client_key=new_id(), line=story["walk"])
    assert rows(database) == []


def test_not_in_a_pause(client_as, world, story, database):
    rosa = client_as(world.rosa)
    rosa.post(address(world, "pause"), why="holiday", until="told", client_key="p1")
    assert not rosa.get(address(world)).says("Did it all go well?")


def test_in_the_pseudo_language(client_as, world, story):
    visitor = client_as(world.rosa, lang="en-XA")
    visitor.submit(visitor.get(address(world)), "/today/all")


@pytest.mark.parametrize("both", [True, False])
def test_what_is_for_twice_a_day_is_among_all_until_it_was_said_twice(client_as, world, story, database, both):
    with database.write() as session:
        version = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == world.rosa_patient.id)).one()
        names = ("Stretch", "Breathe out slowly") if both else ("Stretch",)
        lines = [plans.item(session, version, what=name, part="morning", also=["evening"]) for name in names]
        for line in lines:
            plans.on_day(session, line, world.rosa)
            plans.entry(session, line, world.rosa, clock.today(world.rosa_patient.time_zone))
        for key in (story["walk"], story["plants"]) if both else ():
            session.add(day_off(world, key))
    rosa = client_as(world.rosa)
    page = rosa.get(address(world))
    done = rosa.submit(page, "/today/all", "I did all of these")
    assert done.says("Written down")
    assert not done.says("That page was used before")
    assert not done.says("I did all of these")
    assert [row.outcome for row in rows(database) if row.key == lines[0].key] == ["did", "did"]
    rosa.submit(page, "/today/all", "I did all of these")
    assert len([row for row in rows(database) if row.key == lines[0].key]) == 2


def day_off(world, key):
    return DayChoice(
        patient_id=world.rosa_patient.id, key=key, on_my_day=False, actor_id=world.rosa.id, capacity="self",
        at=clock.now() + timedelta(seconds=1),
    )  # fmt: skip
