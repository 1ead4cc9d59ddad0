"""Looked at, nothing changed: one tap, counted once a day for each colleague, and it changes nothing."""

import pytest

from app.care.contacts import looking, used
from app.care.plan import versions
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import PlanLook
from tests.provider.plans import offered


def looked(session, grant):
    return looking.look(session, grant, versions.plan_of(session, grant).current_number)


def test_a_look_counts_and_changes_nothing(database, world):
    with database.write() as session:
        offered(session, world)
        nurse = world.grant(session, world.nurse)
        before = versions.newest(session, nurse)
        looked(session, nurse)
        found = looking.newest(session, nurse)
        assert (found.by.id, found.times, found.row.number) == (world.nurse.id, 1, 1)
        assert versions.newest(session, nurse).review_on == before.review_on
        assert looking.newest(session, world.grant(session, world.nurse, world.ruben_patient)) is None


def test_a_second_press_is_the_same_look_and_the_next_day_is_another(frozen_clock, database, world):
    with database.write() as session:
        offered(session, world)
        nurse, doctor = world.grant(session, world.nurse), world.grant(session, world.physician)
        assert looked(session, nurse).id == looked(session, nurse).id
        looked(session, doctor)
        assert looking.newest(session, nurse).times == 2
        frozen_clock.move(days=1)
        looked(session, nurse)
        assert looking.newest(session, nurse).times == 3
        frozen_clock.move(days=366)
        assert looking.newest(session, nurse) is None


def test_nothing_to_look_at_and_a_plan_that_moved_on(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        with pytest.raises(Invalid):
            looking.look(session, nurse, 0)
        offered(session, world)
        with pytest.raises(Conflict):
            looking.look(session, nurse, 7)
        assert session.query(PlanLook).count() == 0


def test_only_ones_own_look_of_today_can_be_taken_back(frozen_clock, database, world):
    with database.write() as session:
        offered(session, world)
        nurse = world.grant(session, world.nurse)
        row = looked(session, nurse)
        with pytest.raises(Forbidden):
            looking.take_back(session, world.grant(session, world.physician), row.id)
        with pytest.raises(NotFound):
            looking.take_back(session, world.grant(session, world.nurse, world.ruben_patient), row.id)
        looking.take_back(session, nurse, row.id)
        assert looking.newest(session, nurse) is None
        again = looked(session, nurse)
        frozen_clock.move(days=1)
        with pytest.raises(Forbidden):
            looking.take_back(session, nurse, again.id)


def test_a_person_and_a_clerk_cannot_say_so(database, world):
    with database.write() as session:
        offered(session, world)
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                looking.look(session, world.grant(session, who), 1)


def test_who_used_the_plan_comes_from_the_log(database, world, client_as):
    with database.write() as session:
        offered(session, world)
        looked(session, world.grant(session, world.nurse))
    rosa, ruben = client_as(world.rosa), client_as(world.ruben)
    rosa.get(f"/patients/{world.rosa_patient.id}/plan")
    rosa.get(f"/patients/{world.rosa_patient.id}/plan")
    rosa.get(f"/patients/{world.rosa_patient.id}/me")
    ruben.get(f"/patients/{world.ruben_patient.id}/today")
    with database.read() as session:
        found = {(u.account.id, u.what): u.times for u in used.of(session, world.grant(session, world.nurse))}
    assert found[world.rosa.id, "read"] == 2
    assert found[world.nurse.id, "contact"] == 2  # offered it, looked at it
    assert not any(account == world.ruben.id for account, _what in found)


@pytest.mark.parametrize(
    ("act", "what"),
    [("read patient.plan_item", "read"), ("read patient.me", ""), ("log did", "log"), ("decide", "answer"),
     ("sign in", ""), ("raise concern", ""), ("read record.contact_facts", "")],
)  # fmt: skip
def test_which_use_an_act_is(act, what):
    assert used.what_of(act) == what
