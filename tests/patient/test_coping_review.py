"""At the review, on both sides: own lines that seldom helped are offered for change; nobody changes them alone."""

import pytest

from app import clock
from tests.care.progress import plans


@pytest.fixture
def rain(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the shop")
        rain = plans.coping(session, version, walk)
        plans.coping(session, version, walk, "pain", if_words="my knee hurts", then_words="I rest 10 minutes")
        today = clock.today("America/Edmonton")
        for _ in range(2):
            plans.entry(
                session,
                walk,
                world.rosa,
                today,
                "not_this_time",
                barrier="it rains",
                coping_key=rain.key,
                helped="no",
            )
    return rain


def test_the_person_may_change_it_or_leave_it(client_as, world, rain):
    visitor = client_as(world.rosa)
    page = visitor.get(f"/patients/{world.rosa_patient.id}/review")
    assert page.says("These did not help much", "I walk the stairs with the radio on", "Tried 2 times.")
    assert page.says("It did not help yet.")
    assert not page.says("I rest 10 minutes")
    form = visitor.get(page.link("Change it"))
    assert "I walk the stairs with the radio on" in form.html


def test_the_team_sees_it_to_talk_about(client_as, world, rain):
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/review")
    assert page.says("this did not help much", "I walk the stairs with the radio on", "Tried 2 times.")
    assert not page.says("I rest 10 minutes")


def test_a_helper_who_may_not_propose_reads_it_only(client_as, world, rain):
    page = client_as(world.otto).get(f"/patients/{world.rosa_patient.id}/review")
    assert page.says("These did not help much")
    assert not page.says("Change it")
