"""What somebody is to a person: only while it lasts, and only to that person."""

from datetime import date, timedelta

import pytest

from app.access import relationships
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.models import Account, CareTeamMember, Patient, ProxyBasis, ProxyGrant
from tests import factories


def capacity(session, account: Account, patient: Patient) -> str | None:
    found = relationships.find(session, account, patient.id)
    return found.grant.capacity if found else None


@pytest.mark.parametrize(
    ("who", "of_rosa", "of_ruben"),
    [
        ("rosa", Capacity.SELF, None),
        ("ruben", None, Capacity.SELF),
        ("otto", Capacity.PROXY, None),
        ("nurse", Capacity.TEAM, Capacity.TEAM),
        ("clerk", Capacity.TEAM, Capacity.TEAM),
        ("admin", None, None),
        ("stranger", None, None),
    ],
)
def test_who_is_what_to_whom(each_database, who, of_rosa, of_ruben):
    with each_database.write() as session:
        world = factories.world(session)
        account = getattr(world, who)
        assert capacity(session, account, world.rosa_patient) == of_rosa
        assert capacity(session, account, world.ruben_patient) == of_ruben


def test_a_grant_is_for_one_patient(database, world):
    with database.read() as session:
        grant = world.grant(session, world.otto)
    assert grant.patient_id == world.rosa_patient.id
    assert grant.may(Permission.LOG)
    assert not grant.may(Permission.DECIDE)


@pytest.mark.parametrize("field", ["withdrawn_at", "ends_at"])
def test_a_proxy_ends_at_once(database, frozen_clock, field):
    with database.write() as session:
        world = factories.world(session)
        setattr(session.query(ProxyGrant).one(), field, frozen_clock.now)
        session.flush()
        assert capacity(session, world.otto, world.rosa_patient) is None


def test_a_proxy_has_not_begun_and_then_ends(database, frozen_clock):
    with database.write() as session:
        world = factories.world(session)
        row = session.query(ProxyGrant).one()
        row.starts_at, row.ends_at = frozen_clock.now + timedelta(hours=1), frozen_clock.now + timedelta(hours=2)
        session.flush()
        seen = []
        for _ in range(3):
            seen.append(capacity(session, world.otto, world.rosa_patient))
            frozen_clock.move(hours=1)
        assert seen == [None, Capacity.PROXY, None]


def test_who_left_the_team_is_a_stranger(database, frozen_clock):
    with database.write() as session:
        world = factories.world(session)
        session.query(CareTeamMember).filter_by(account_id=world.nurse.id).update({"until": frozen_clock.now})
        session.expire_all()
        assert capacity(session, world.nurse, world.rosa_patient) is None
        assert world.rosa_patient.id not in session.scalars(relationships.patients_of_team(world.nurse)).all()


def test_who_lost_the_role_is_a_stranger_even_on_the_team(database, world):
    with database.write() as session:
        nurse = session.get_one(Account, world.nurse.id)
        nurse.role = None
        assert capacity(session, nurse, world.rosa_patient) is None


def test_everybody_i_act_for_myself_first(database, world):
    with database.write() as session:
        factories.proxy(session, world.rosa, world.ruben_patient, by=world.ruben)
        found = relationships.all_for(session, world.rosa)
    assert [(r.patient.id, r.grant.capacity) for r in found] == [
        (world.rosa_patient.id, Capacity.SELF),
        (world.ruben_patient.id, Capacity.PROXY),
    ]


def test_nobody_has_a_list_of_strangers(database, world):
    with database.read() as session:
        assert relationships.all_for(session, world.stranger) == []
        assert relationships.all_for(session, world.admin) == []


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_the_days_of_a_basis_are_those_of_the_person(each_database, frozen_clock, field):
    """It is Tuesday, 15:00 UTC: Tuesday where she lives, Wednesday where he is."""
    with each_database.write() as session:
        world = factories.world(session)
        session.get_one(Account, world.otto.id).time_zone = "Pacific/Kiritimati"
        grant = session.query(ProxyGrant).one()
        grant.scopes = {"goals": ["see", "decide"]}
        tuesday, wednesday = date(2026, 3, 10), date(2026, 3, 11)
        days = {"starts_on": wednesday} if field == "starts_on" else {"starts_on": tuesday, "ends_on": tuesday}
        session.add(
            ProxyBasis(
                patient_id=world.rosa_patient.id, grant_id=grant.id, basis="consent", document="Red folder",
                recorded_by_id=world.nurse.id, recorded_at=frozen_clock.now, **days,
            )
        )  # fmt: skip
        session.flush()

        def decides():
            return relationships.find(session, world.otto, world.rosa_patient.id).grant.may(Permission.DECIDE)

        assert decides() == (field == "ends_on")
        frozen_clock.move(days=1)
        assert decides() == (field == "starts_on")
