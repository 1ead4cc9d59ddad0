"""What the person writes to the team is not read by a helper who only sees the plan; who ended a pause is said."""

import pytest
import sqlalchemy as sa

from app import clock
from app.models import Pause, PlanItem, ProxyGrant
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")

WORDS = "My sister died and I cannot sleep"


@pytest.fixture
def walk(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop")
        plans.on_day(session, walk, world.rosa)
    return walk.key


def address(world, rest):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def may(database, world, *scopes):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == world.otto.id)).one()
        row.scopes = list(scopes)


def pages(visitor, world):
    return [
        visitor.get(address(world, rest))
        for rest in ("today", "pause", "plan/changed", "plan/worse", "plan/setting", "ring-me", "look-back")
    ]


@pytest.mark.parametrize("scopes", [("see",), ("see", "log", "ask")])
def test_a_helper_reads_none_of_her_words_to_the_team(client_as, world, walk, database, scopes):
    rosa = client_as(world.rosa)
    rosa.post(address(world, "pause"), why="grief", until="told", client_key="p", words=WORDS)
    rosa.post(address(world, "plan/changed"), why="diagnosis", client_key="c", words=WORDS)
    rosa.post(address(world, "plan/setting"), what="new_carer", happened_on="2026-03-10", client_key="s", words=WORDS)
    rosa.post(address(world, "ring-me"), words=WORDS)
    may(database, world, *scopes)
    for page in pages(client_as(world.otto), world):
        assert WORDS not in page.html, page.path
        assert not page.says("I have a new diagnosis", "What we were told"), page.path
    own = [page for page in pages(rosa, world) if WORDS in page.html]
    assert len(own) == 5, "she reads them herself: Today, pause, changed, worse, setting"
    team = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    assert WORDS in team.html


def test_a_helper_reads_what_they_wrote_and_so_does_she(client_as, world, walk, database):
    may(database, world, "see", "log", "ask")
    otto, rosa = client_as(world.otto), client_as(world.rosa)
    otto.post(address(world, "plan/changed"), why="home", client_key="c", words="I begin to help")
    otto.post(address(world, "pause"), why="holiday", until="told", client_key="p", words="We go to Ana")
    for visitor in (otto, rosa):
        assert visitor.get(address(world, "plan/changed")).says("I begin to help", "for Rosa")
        assert visitor.get(address(world, "today")).says("We go to Ana")


def test_who_ended_a_pause_is_said_with_both_names(client_as, world, walk, database, frozen_clock):
    rosa, otto = client_as(world.rosa), client_as(world.otto)
    rosa.post(address(world, "pause"), why="holiday", until="told", client_key="p")
    frozen_clock.move(days=2)
    otto.submit(otto.get(address(world, "today")), "/end", "End the pause now")
    today = rosa.get(address(world, "today"))
    assert today.says("The pause is over", "Ended on Thursday 12 March.", "Otto, for Rosa. The plan goes on.")
    assert not otto.get(address(world, "today")).says("Ended on Thursday 12 March."), "he did it himself"
    team = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    assert team.says("A pause was ended on Thursday 12 March.", "Otto for Rosa")
    listed = rosa.get(address(world, "pause"))
    assert listed.says("Earlier pauses", "Paused by You.", "Ended on Thursday 12 March by Otto, for Rosa.")
    frozen_clock.move(days=3)
    assert not rosa.get(address(world, "today")).says("The pause is over")
    assert rosa.get(address(world, "pause")).says("Ended on Thursday 12 March by Otto, for Rosa.")
    client_as(world.rosa, lang="en-XA").get(address(world, "pause"))


def test_a_planned_pause_that_was_taken_back_never_was(client_as, world, walk, database):
    rosa = client_as(world.rosa)
    rosa.post(address(world, "pause"), why="holiday", starts_on="2026-03-20", ends_on="2026-03-25", client_key="p")
    with database.read() as session:
        id_ = session.scalars(sa.select(Pause.id)).one()
    rosa.post(address(world, f"pause/{id_}/end"))
    assert not rosa.get(address(world, "today")).says("The pause is over")
    assert rosa.get(address(world, "pause")).says("Earlier pauses", "Taken back by You.")


def test_a_changed_pause_is_no_earlier_one(client_as, world, walk, database, frozen_clock):
    rosa = client_as(world.rosa)
    rosa.post(address(world, "pause"), why="holiday", until="told", client_key="p")
    frozen_clock.move(days=1)
    rosa.post(address(world, "pause"), why="hospital", until="told", client_key="q")
    page = rosa.get(address(world, "pause"))
    assert page.says("In hospital.")
    assert not page.says("Earlier pauses")


def test_a_number_of_a_helper_is_signed_on_the_call_sheet(client_as, world, walk, database, frozen_clock):
    today = clock.today("America/Edmonton")
    with database.write() as session:
        line = session.scalars(sa.select(PlanItem).where(PlanItem.key == walk)).one()
        plans.entry(session, line, world.otto, today, confidence=5, capacity="proxy")
    sheet = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/call")
    assert sheet.says("5 of 10. · Otto for Rosa")
    frozen_clock.move(hours=1)
    with database.write() as session:
        line = session.scalars(sa.select(PlanItem).where(PlanItem.key == walk)).one()
        plans.entry(session, line, world.rosa, today, confidence=6)
    again = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/call")
    assert again.says("6 of 10. Before: 5.")
    assert not again.says("Before: 5. · Otto for Rosa"), "her own number carries no other name"
