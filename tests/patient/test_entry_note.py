"""A few words beside what was written down, by whoever wrote it."""

import pytest
import sqlalchemy as sa

from app import clock
from app.models import ProgressEntry
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def walk(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop")
        plans.on_day(session, walk, world.rosa)
    return walk


def address(world, rest="today"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def notes(database):
    with database.read() as session:
        return session.scalars(sa.select(ProgressEntry.note)).all()


def test_words_after_the_tap(client_as, world, walk, database):
    visitor = client_as(world.rosa)
    done = visitor.submit(visitor.get(address(world)), "/today/items/", "I did it")
    form = visitor.get(done.link("Add a few words"))
    assert form.says("Walk to the corner shop: Did it")
    kept = visitor.submit(form, "/note", note=" Slowly, with Ana ")
    assert kept.says("Kept with it.", "Slowly, with Ana", "Change my words", "Undo")
    assert notes(database) == ["Slowly, with Ana"]
    visitor.submit(form, "/note", note="Slowly, with Ana")  # the same page sent again
    assert notes(database) == ["Slowly, with Ana"]
    assert visitor.get(address(world, "look-back")).says("Slowly, with Ana")


def test_two_pages_lose_no_words(client_as, world, walk, database):
    visitor = client_as(world.rosa)
    done = visitor.submit(visitor.get(address(world)), "/today/items/", "Partly")
    first, second = (visitor.get(done.link("Add a few words")) for _ in range(2))
    visitor.submit(first, "/note", note="It was cold")
    late = visitor.submit(second, "/note", status=409, note="My knee")
    assert late.says("There are other words beside it by now.", "It was cold")
    assert "My knee" in late.html
    assert notes(database) == ["It was cold"]
    visitor.submit(late, "/note", note="It was cold. My knee")
    assert notes(database) == ["It was cold. My knee"]


def test_nobody_else_writes_there(client_as, world, walk, database):
    with database.write() as session:
        theirs = plans.entry(session, walk, world.otto, clock.today("America/Edmonton"), capacity="proxy").id
    path = address(world, f"today/entries/{theirs}/note")
    for who, status in ((world.rosa, 403), (world.nurse, 403), (world.stranger, 404), (world.ruben, 404)):
        client_as(who).get(path, status=status)
        client_as(who).post(path, status=status, note="Not mine")
    client_as(world.ruben).post(
        f"/patients/{world.ruben_patient.id}/today/entries/{theirs}/note", status=404, note="x"
    )
    assert notes(database) == [""]
    otto = client_as(world.otto)
    otto.submit(otto.get(path), "/note", note="She was happy")
    assert notes(database) == ["She was happy"]


def test_too_long_and_taken_back(client_as, world, walk, database):
    visitor = client_as(world.rosa)
    done = visitor.submit(visitor.get(address(world)), "/today/items/", "I did it")
    form = visitor.get(done.link("Add a few words"))
    assert "x" * 2500 in visitor.submit(form, "/note", status=422, note="x" * 2500).html
    visitor.submit(done, "/undo", "Undo")
    assert visitor.submit(form, "/note", status=409, note="Slowly").says("This was taken back")
    assert notes(database) == [""]
