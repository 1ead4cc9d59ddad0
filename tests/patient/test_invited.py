"""A helper who is not in yet stands on the pages of both sides, with what can be done about the code."""

import re

import pytest

from app.access.scopes import BUNDLES
from app.care.people import invitations

pytestmark = pytest.mark.usefixtures("frozen_clock")
CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")


@pytest.fixture
def marta(database, world):
    """Invited by Rosa herself."""
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        return invitations.invite(session, rosa, kind="proxy", name="Marta Sol", scope=BUNDLES["all"])[0].id


def test_she_sees_who_is_not_in_yet_and_takes_the_code_back(client_as, world, marta):
    me = f"/patients/{world.rosa_patient.id}/me"
    rosa = client_as(world.rosa)
    for page in (rosa.get(me), rosa.get(f"{me}/helpers/new")):
        assert page.says("Marta Sol", "Invited, not in yet. The code works until Friday 13 March.")
    nurse = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/invite")
    assert nurse.says("Marta Sol", "Invited, not in yet.", "Rosa made this code.")
    assert "Take the code back" not in nurse.main
    page = rosa.submit(rosa.get(me), button="Make a new code")
    assert CODE.search(page.main)
    assert page.says("A way in for Marta Sol")
    page = rosa.submit(rosa.get(me), button="Take the code back")
    assert page.says("The code for Marta Sol opens nothing any more.")
    assert "not in yet" not in page.main


def test_the_team_takes_back_what_it_made(client_as, world, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        invitations.invite(session, nurse, kind="proxy", name="Lea Vale", scope=BUNDLES["see"])
    invite = f"/team/patients/{world.rosa_patient.id}/invite"
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me").says("Lea Vale", "Your team made this")
    nurse = client_as(world.nurse)
    page = nurse.submit(nurse.get(invite), button="Make a new code")
    assert CODE.search(page.main)
    page = nurse.submit(nurse.get(invite), button="Take the code back")
    assert page.says("The code for Lea Vale opens nothing any more.")
    assert "not in yet" not in page.main


def test_nobody_else_takes_it_back(client_as, world, marta):
    mine = f"/patients/{world.rosa_patient.id}/me/helpers/invited/{marta}"
    for act in ("back", "again"):
        for who, status in ((world.otto, 403), (world.nurse, 403), (world.stranger, 404), (world.ruben, 404)):
            client_as(who).post(f"{mine}/{act}", status=status)
        client_as(world.nurse).post(f"/team/patients/{world.rosa_patient.id}/invite/{marta}/{act}", status=403)
        other = f"/patients/{world.ruben_patient.id}/me/helpers/invited/{marta}/{act}"
        client_as(world.ruben).post(other, status=404)
