"""Look back: facts, a line with its sentence and table, promises, both names."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.db import new_id
from app.i18n import format_day
from app.models import Measurement, PlanVersion
from tests.care.progress import plans


def fill(session, world):
    version = plans.version(session, world.rosa_patient, world.nurse)
    walk = plans.item(session, version, what="Walk to the corner shop")
    plans.item(session, version, what="Ask about a taxi", owner=world.nurse.id, ends=-2)
    today = clock.today("America/Edmonton")
    for n in (0, 1, 3):
        plans.entry(session, walk, world.rosa, today - timedelta(days=n))
    plans.entry(
        session, walk, world.otto, today - timedelta(days=2), "not_this_time", capacity="proxy", barrier="It rained"
    )
    for n, value in enumerate((80.0, 80.5, 79.5)):
        session.add(Measurement(
            patient_id=world.rosa_patient.id, kind="weight", values={"weight": value}, unit="kg", canonical=value,
            happened_at=clock.now() - timedelta(days=n), recorded_at=clock.now(), client_key=new_id(),
            actor_id=world.otto.id, capacity="proxy",
        ))  # fmt: skip


def test_the_page(client_as, world, database):
    with database.write() as session:
        fill(session, world)
    path = f"/patients/{world.rosa_patient.id}/look-back"
    page = client_as(world.rosa).get(path)
    assert page.says(
        "You did this on 3 of 7 days.", "Walk to the corner shop: Not this time", "It rained", "Otto for Rosa"
    )
    assert page.says("3 readings in 4 weeks.", "Lowest 79.5, highest 80.5.", "Weight 80.5 kg")
    assert page.says("What we promised each other", "Your team is late with 1 thing.")
    assert "<polyline" in page.html
    assert not [word for word in ("streak", "missed", "failed") if word in page.text.lower()]
    client_as(world.otto).get(path)
    client_as(world.rosa, lang="en-XA").get(path)


def test_an_empty_page_says_what_will_come(client_as, world):
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/look-back").says("Nothing here yet")


def page_of(client_as, world, database, who=None, rest=""):
    with database.write() as session:
        fill(session, world)
        version = session.scalars(sa.select(PlanVersion)).one()
        goal = plans.item(session, version, "goal", words="Stay under eighty", target="78 to 80", unit="kg")
        plans.item(session, version, what="Weigh myself", measure="weight", goal_key=goal.key)
    return client_as(who or world.rosa).get(f"/patients/{world.rosa_patient.id}/look-back{rest}")


def test_each_drawing_says_the_same_in_words_and_in_a_table(client_as, world, database):
    page = page_of(client_as, world, database)
    drawings = page.tree.all("svg", role="img")
    assert len(drawings) == 2
    for drawing in drawings:
        about = {node.attrs["id"]: " ".join(node.text.split()) for node in drawing.all("title", "desc")}
        title, words = about[drawing.attrs["aria-labelledby"]], about[drawing.attrs["aria-describedby"]]
        assert title
        assert words in {p.text for p in page.tree.all("p")}, "who sees it reads what is read aloud"
    tables = [" ".join(table.text.split()) for table in page.tree.all("table")]
    assert any("3 of 7" in table for table in tables)
    assert any("Weight 79.5 kg" in table for table in tables)
    assert page.says("Your goal: 78 to 80", "The plan: 7 days in 7")
    assert len(page.tree.all("rect", **{"class": "chart-band"})) == 2 * 2, (
        "each band is drawn, and once more in its legend"
    )


def test_seven_days_side_by_side(client_as, world, database):
    page = page_of(client_as, world, database)
    days = [li.attrs["class"] for li in page.tree.first("ol", **{"class": "week-days"}).all("li")]
    assert days == ["open", "open", "open", "did", "not", "did", "did"]
    assert page.says("Not this time", "Nothing written down")


def test_how_far_back(client_as, world, database):
    page = page_of(client_as, world, database, rest="?for=year")
    assert page.says("3 readings in 1 year.", "Each dot is the average of 7 days.")
    assert page.tree.first("a", **{"aria-current": "page"}).text.strip() == "1 year"
    odd = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/look-back?for=ever")
    assert odd.says("3 readings in 4 weeks.")


def test_a_helper_reads_no_you(client_as, world, database):
    page = page_of(client_as, world, database, who=world.otto)
    assert page.says("Done on 3 of 7 days.", "The goal: 78 to 80", "What was written down")
    assert not page.says("You did this")


def test_when_it_was_stands_apart_from_when_it_was_written(client_as, world, database):
    page = page_of(client_as, world, database)
    today = clock.today("America/Edmonton")
    earlier = format_day(today - timedelta(days=3))
    assert page.says(f"{earlier}, written down on {format_day(today)}")


def test_a_goal_for_two_numbers_is_marked_for_both(client_as, world, database):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        goal = plans.item(session, version, "goal", words="Calm pressure", target="below 140 over 85", unit="mmHg")
        plans.item(session, version, what="Measure", measure="blood_pressure", goal_key=goal.key)
        for n in (1, 2):
            session.add(Measurement(
                patient_id=world.rosa_patient.id, kind="blood_pressure", unit="mm[Hg]",
                values={"systolic": 150 - n, "diastolic": 80}, canonical=150.0 - n,
                happened_at=clock.now() - timedelta(days=n),
                recorded_at=clock.now(), client_key=new_id(), actor_id=world.rosa.id, capacity="self",
            ))  # fmt: skip
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/look-back")
    assert page.says("Your goal: below 140 over 85", "Upper number", "Lower number")
    assert len(page.tree.all("path", **{"class": "chart-mark"})) == 3, "two in the drawing and one in the legend"


def test_what_began_this_week_is_counted_from_its_first_day(client_as, world, database):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop", starts=-1)
        today = clock.today("America/Edmonton")
        plans.entry(session, walk, world.rosa, today)
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/look-back")
    assert page.says(f"You did this on 1 day since {format_day(today - timedelta(days=1))}.")
    assert not page.says("of the last 7 days")
