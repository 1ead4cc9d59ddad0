"""A crisis reading, from the phone to the phone: it tops the worklist, goes on when nobody takes it, is closed with a
note, and the person reads what came of it.
"""

import pytest

from app.access.grants import system
from app.care.concerns import raise_concern
from app.jobs.watch import watch
from tests.care.progress.test_zones import planned
from tests.journeys.walker import Walker
from tests.patient.test_two_ways import site
from tests.support.client import Visitor
from tests.support.phone import opened, phone

__all__ = ["site"]


@pytest.fixture(autouse=True)
def standing_clock(frozen_clock):
    """Before anybody is there: the world is made at the time that the story begins."""


@pytest.fixture
def walkers(app, database, world, site):
    """`walkers(account)`: somebody signed in on a device of their own."""
    with opened() as running:

        def signed_in(account, **device):
            cookie = Visitor(app, database, account).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
            context = phone(running, **device)
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
            return Walker(context, site)

        yield signed_in


LAPTOP = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False}


def test_from_the_phone_to_the_phone(walkers, world, database, config, frozen_clock):
    with database.write() as session:  # older and less urgent lines wait already
        for n in range(3):
            raise_concern(session, system(world.ruben_patient.id), rule="lets_talk", subject=str(n))
    frozen_clock.move(days=6)

    rosa = walkers(world.rosa)
    rosa.opens(f"/patients/{world.rosa_patient.id}/measure/blood_pressure")
    rosa.types("Upper number", "192")
    rosa.types("Lower number", "124")
    rosa.page.locator("main form .button.main, main form button").first.click()
    rosa.page.wait_for_load_state("load")
    rosa.reads("Nobody is watching this live.")

    nora = walkers(world.nurse, **LAPTOP)
    nora.opens("/team/")
    first = nora.page.locator(".worklist .work").first
    assert "192 over 124" in first.inner_text()
    assert "Today" in first.inner_text()

    assert watch(config, database) == 0, "there is time to take it"
    frozen_clock.move(minutes=config.practice.red_minutes + 1)
    assert watch(config, database) == 1
    nora = walkers(world.nurse, **LAPTOP)  # who is away for an hour signs in again
    nora.opens("/team/?show=mine")
    nora.reads("192 over 124", "Handed on: nobody had taken it in 60 minutes.")
    frozen_clock.move(minutes=config.practice.red_minutes + 1)
    assert watch(config, database) == 1

    paul = walkers(world.physician, **LAPTOP)
    paul.opens("/team/?show=mine")
    paul.page.locator(".worklist .work").first.click()
    paul.page.wait_for_load_state("load")
    paul.presses("I take this")
    frozen_clock.move(minutes=config.practice.red_minutes + 1)
    assert watch(config, database) == 0, "he has it now"
    paul = walkers(world.physician, **LAPTOP)
    paul.opens("/team/?show=mine")
    paul.page.locator(".worklist .work").first.click()
    paul.page.wait_for_load_state("load")
    paul.picks("Sent to urgent care or an emergency room")
    paul.types("In a few words, for the team", "Rang: chest feels tight, sent in with her son.")
    paul.reads("They sent us this themselves, so they are told.")
    paul.picks("Show these words on their phone")
    paul.types("Words for them", "You did right to write this down. Otto brings you in. I ring tonight.")
    paul.presses("Close this line")
    paul.reads("Closed, with what you did.")
    paul.does_not_read("192 over 124")

    later = walkers(world.rosa)
    later.opens(f"/patients/{world.rosa_patient.id}/today")
    later.reads(
        "Paul Moore looked at this reading: Blood pressure 192 over 124.", "You did right to write this down."
    )
    later.does_not_read("chest feels tight")
    assert [*rosa.faults, *nora.faults, *paul.faults, *later.faults] == []


def test_her_own_red_zone_answers_in_her_own_words(walkers, world, database):
    """For most people 92 is red. Her checked plan says 86: 90 is nothing new, and 85 is answered by that plan."""
    with database.write() as session:
        raise_concern(session, system(world.ruben_patient.id), rule="lets_talk", subject="older")
        planned(session, world)

    rosa = walkers(world.rosa)
    rosa.opens(f"/patients/{world.rosa_patient.id}/measure/oxygen")
    rosa.types("Oxygen", "90")
    rosa.presses("Write it down")
    rosa.reads("90 %")
    rosa.does_not_read("Your own plan", "Act now", "Nobody is watching this live.")
    rosa.opens(f"/patients/{world.rosa_patient.id}/measure/oxygen")
    rosa.types("Oxygen", "85")
    rosa.presses("Write it down")
    rosa.reads("Is that right?", "Act now")
    rosa.presses("Yes, that is right")
    rosa.reads("Your own plan: Act now", "Sit up and ring", "Heart nurse", "Nora checked this plan for you on")
    rosa.reads("Short of breath at rest", "Nobody is watching this live.")
    rosa.does_not_read("Rest with my feet up")
    rosa.presses("Yes, I have one of these")
    rosa.reads("Ring now", "Sit up and ring")

    nora = walkers(world.nurse, **LAPTOP)
    nora.opens("/team/")
    first = nora.page.locator(".worklist .work").first
    for words in (world.rosa_patient.full_name, "85", "Today"):
        assert words in first.inner_text()
    first.click()
    nora.page.wait_for_load_state("load")
    nora.reads("85", "Heart failure")
    assert [*rosa.faults, *nora.faults] == []
