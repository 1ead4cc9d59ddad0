"""Look back: facts, a line with its sentence and table, promises, both names."""

from datetime import timedelta

from app import clock
from app.db import new_id
from app.models import Measurement
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
    assert page.says("Done on 3 of 7 days.", "Walk to the corner shop: Not this time", "It rained", "Otto for Rosa")
    assert page.says("3 readings in the last 90 days.", "Lowest 79.5, highest 80.5.", "Weight 80.5 kg")
    assert page.says("What we promised each other", "Ask about a taxi", "Late", "Nora (nurse)")
    assert "<polyline" in page.html
    assert not [word for word in ("streak", "missed", "failed") if word in page.text.lower()]
    client_as(world.otto).get(path)
    client_as(world.rosa, lang="en-XA").get(path)


def test_an_empty_page_says_what_will_come(client_as, world):
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/look-back").says("Nothing here yet")
