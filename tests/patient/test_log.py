"""The person reads who looked and who did what: with names, day by day, and nobody else reads it."""

import pytest

from app.access import audit
from tests.care.progress import plans
from tests.care.reminders import stories

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def path(world):
    return f"/patients/{world.rosa_patient.id}/me/log"


def test_who_looked_and_who_did_what(client_as, database, world, path, frozen_clock):
    with database.write() as session:
        walk = plans.item(session, plans.version(session, world.rosa_patient, world.nurse), "activity", what="Walk")
        stories.on_my_day(session, walk, world.rosa)
    rosa, nurse, otto = client_as(world.rosa), client_as(world.nurse), client_as(world.otto)
    base = f"/patients/{world.rosa_patient.id}"
    assert rosa.get(path).says("Nobody but you was here in these days")
    nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/agreed")
    frozen_clock.move(hours=1)
    nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/agreed")
    otto.get(f"{base}/plan/pushed", status=404)
    otto.submit(otto.get(f"{base}/today"), "", "Rosa did it")
    page = rosa.get(path)
    assert page.says(
        "Nora (nurse)", "looked at the plan", "2 times, last at 10:00", "looked at the page with everything in short"
    )
    assert page.says("Otto Vega, who helps you", "wrote down how it went", "looked at Today")
    assert not page.says("You"), "what she did herself is left out"
    assert not page.says("confidence"), "what was refused showed nothing"
    own = rosa.get(page.link("Show what I did, too"))
    assert own.says("You", "looked at this list")
    assert not rosa.get(own.link("Leave out what I did")).says("looked at this list")


def test_earlier_days_are_a_page_of_their_own(client_as, world, path, frozen_clock):
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    frozen_clock.move(days=14)
    rosa = client_as(world.rosa)
    now = rosa.get(path)
    assert now.says("Nobody but you was here in these days")
    then = rosa.get(now.link("Earlier days"))
    assert then.says("Nora (nurse)")
    assert not then.says("Earlier days")
    assert not rosa.get(then.link("Back to the last days")).says("Nora (nurse)")
    for day in ("2999-01-01", "words", "0001-01-01"):
        assert rosa.get(f"{path}?to={day}").says("Nobody but you was here in these days")


def test_work_with_lists_is_shown_when_asked_for(client_as, database, world, path):
    with database.write() as session:
        audit.record(session, world.grant(session, world.nurse), "read provider.worklist")
        audit.record(session, world.grant(session, world.otto), "read account.people")
    rosa = client_as(world.rosa)
    page = rosa.get(path)
    assert page.says("Otto Vega, who helps you", "looked at a list of several people")
    assert not page.says("Nora (nurse)")
    assert rosa.get(page.link("Show office work, too")).says("Nora (nurse)", "Leave out office work")


def test_nobody_else_reads_it(client_as, world, path):
    client_as(world.otto).get(path, status=403)
    client_as(world.nurse).get(path, status=403)
    client_as(world.clerk).get(path, status=403)
    client_as(world.ruben).get(path, status=404)


def test_in_the_pseudo_language(client_as, world, path):
    client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    client_as(world.rosa, lang="en-XA").get(path)
