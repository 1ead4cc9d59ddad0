"""Who has seen the newest version: from what looking leaves anyway, for each reader what they may know."""

import pytest

from app.care.guests import making
from app.care.plan import opened, seen
from app.models import ProxyGrant
from tests.care.guests.guests import enter, invite
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


def listed(database, world, who, patient):
    with database.read() as session:
        found = seen.of(session, world.grant(session, who, patient), patient)
        return {one.name: one.at is not None for one in found.readers}


def test_everybody_whom_it_is_for_and_nobody_else(client_as, each_database, world, frozen_clock):
    rosa, path = world.rosa_patient, f"/patients/{world.rosa_patient.id}/plan/seen"
    assert client_as(world.rosa).get(path).says("There is no version yet")
    with each_database.write() as session:
        nurse = world.grant(session, world.nurse)
        keys = plans.offered(session, nurse, ("goal", "activity"))
        plans.offered(session, world.grant(session, world.nurse, world.ruben_patient), ("goal",))
        opened.note(session, world.grant(session, world.ruben, world.ruben_patient), 1)
        her = world.grant(session, world.rosa)
        _row, token = invite(session, her, [keys["goal"]])
        invite(session, her, [keys["goal"]], name="Max", organisation="")
        over, _token = invite(session, her, [keys["goal"]], name="Gone", organisation="")
        making.end(session, her, over.id)
    everybody = {
        "Rosa": False, "Otto Vega": False, "Nora (nurse)": True, "Paul (doctor)": False,
        "Lina, home care": False, "Max": False,
    }  # fmt: skip
    assert listed(each_database, world, world.rosa, rosa) == everybody, "no clerk, who may not see the plan"
    frozen_clock.move(minutes=5)
    client_as(world.physician).get(f"/team/patients/{rosa.id}/plan/agreed")
    client_as(world.rosa).get(f"/patients/{rosa.id}/plan")
    with each_database.write() as session:
        enter(session, token)
    now = everybody | {"Rosa": True, "Paul (doctor)": True, "Lina, home care": True}
    assert listed(each_database, world, world.rosa, rosa) == now
    assert listed(each_database, world, world.nurse, rosa) == now
    own = {"Otto Vega": False, "Nora (nurse)": True, "Paul (doctor)": True}
    assert listed(each_database, world, world.otto, rosa) == own, "what the person and guests do is not theirs"
    page = client_as(world.rosa).get(path)
    assert page.says("Version 1", "Lina, home care (guest, sees some lines)", "Otto Vega (helps)", "Not yet")
    assert client_as(world.nurse).get(path).path.startswith("/team/")
    client_as(world.clerk).get(f"/team/patients/{rosa.id}/plan/seen", status=403)
    client_as(world.rosa, lang="en-XA").get(path)

    frozen_clock.move(minutes=5)
    with each_database.write() as session:
        nurse = world.grant(session, world.nurse)
        session.query(ProxyGrant).one().scopes = {"diary": ["see", "log"]}
        plans.put(session, nurse, what="Swim")
        plans.drafting.set_review_date(session, nurse, plans.days(180))
        plans.offering.offer(session, nurse, why="More.")
    again = dict.fromkeys(everybody, False) | {"Nora (nurse)": True}
    del again["Otto Vega"]
    assert listed(each_database, world, world.rosa, rosa) == again, "who is hidden the plan is never late"
