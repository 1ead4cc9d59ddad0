"""Adding people, finding one's own, the name to be called, and ending a helper's access."""

from datetime import date

import pytest

from app.access import relationships
from app.care.leaving import erase
from app.care.people import agreements, around, details, helpers, mine, patients, profile
from app.errors import Forbidden, Invalid, NotFound
from app.models import AuditEvent, CarePlan, Patient
from tests import factories

FACTS = {"full_name": "Nell Moss", "birth_date": date(1950, 3, 1), "time_zone": factories.ZONE}


def test_whoever_adds_a_person_leads_the_team(database, world):
    with database.write() as session:
        grant = patients.add(session, world.nurse, **FACTS)
        person = session.get_one(Patient, grant.patient_id)
        assert (person.preferred_name, person.account_id) == ("Nell", None)
        assert patients.lead_of(session, person.id).id == world.nurse.id
        assert session.query(CarePlan).filter_by(patient_id=person.id).one().current_number == 0


def test_the_id_of_somebody_who_was_erased_is_given_to_nobody(database, world):
    with database.write() as session:
        erase.carry_out(session, world.ruben_patient.id, 0, now=True)
        new = {"full_name": "Ada New", "birth_date": date(1950, 2, 3), "time_zone": "UTC"}
        grant = patients.add(session, world.nurse, **new, id_=world.ruben_patient.id)
        assert grant.patient_id != world.ruben_patient.id, "its log is still there"


@pytest.mark.parametrize("who", ["rosa", "otto", "admin"])
def test_others_add_nobody(database, world, who):
    with database.write() as session, pytest.raises(Forbidden):
        patients.add(session, getattr(world, who), **FACTS)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "\u200b\u2066"}, "full_name"),  # nobody sees these
        ({"full_name": "x" * 201}, "full_name"),
        ({"preferred_name": "x" * 101}, "preferred_name"),
        ({"birth_date": None}, "birth_date"),
        ({"birth_date": date(1800, 1, 1)}, "birth_date"),
        ({"birth_date": date(2026, 3, 11)}, "birth_date"),
        ({"phone": "1" * 41}, "phone"),
    ],
)
def test_each_field_says_what_is_wrong(database, frozen_clock, world, wrong, field):
    with database.write() as session, pytest.raises(Invalid) as problem:
        patients.add(session, world.nurse, **FACTS | wrong)
    assert set(problem.value.fields) == {field}


def test_a_nurse_sees_her_own_people_alone(database, world):
    with database.write() as session:
        other = factories.account(session, "Olga Other", role="nurse")
        factories.team_member(session, other, factories.patient(session, None))
    with database.read() as session:
        assert [line.patient.full_name for line in mine.of(session, world.nurse)] == ["Rosa Vega", "Ruben Vega"]
        assert [line.patient.full_name for line in mine.of(session, other)] == ["Pia Paper"]
        assert mine.of(session, world.admin) == []
        assert mine.of(session, world.rosa) == []


@pytest.mark.parametrize(
    ("search", "found"), [("ros", 1), ("VEGA", 2), ("vega ru", 1), ("%", 0), ("_", 0), ("nobody", 0), ("", 2)]
)
def test_people_are_found_by_parts_of_their_name(database, world, search, found):
    with database.read() as session:
        assert len(mine.of(session, world.nurse, search)) == found


def test_the_name_to_be_called_is_the_persons_own_choice(database, world):
    with database.write() as session:
        assert (
            details.call_me(session, world.grant(session, world.rosa), "  Doña   Rosa ").preferred_name == "Doña Rosa"
        )
        for who in (world.otto, world.nurse):
            with pytest.raises(Forbidden):
                details.call_me(session, world.grant(session, who), "Rosie")
        for name in ("", "  ", "\u200b", "x" * 101):
            with pytest.raises(Invalid):
                details.call_me(session, world.grant(session, world.rosa), name)


def test_ending_help_works_at_once_and_only_for_ones_own(database, world):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        (helper,) = helpers.of(session, rosa)
        with pytest.raises(NotFound):
            agreements.end(session, world.grant(session, world.ruben, world.ruben_patient), helper.grant.id)
        with pytest.raises(Forbidden):
            agreements.end(session, world.grant(session, world.otto), helper.grant.id)
        assert agreements.end(session, rosa, helper.grant.id).id == world.otto.id
        agreements.end(session, rosa, helper.grant.id)
        assert helpers.of(session, rosa) == []
        assert relationships.find(session, world.otto, world.rosa_patient.id) is None
        assert session.query(AuditEvent).filter_by(act="end help").count() == 1


def test_a_helper_sees_what_was_agreed_with_them_alone(database, world):
    with database.write() as session:
        other = factories.account(session, "Lea Vega")
        factories.proxy(session, other, world.rosa_patient, by=world.rosa)
        assert [h.account.name for h in helpers.of(session, world.grant(session, world.otto))] == ["Otto Vega"]


def test_everybody_around_a_person(database, world):
    with database.write() as session:
        found = around.of(session, world.grant(session, world.nurse))
        assert next(account.name for _, account in found.team) == "Nora Field"
        assert {account.name for _, account in found.team} == {"Nora Field", "Paul Moore", "Carla Dunn"}
        assert [account.name for _, account in found.helpers] == ["Otto Vega"]
        assert found.account(world.otto.id).name == "Otto Vega"
        assert found.account(world.stranger.id) is None


def test_the_profile_of_somebody_new_is_empty_and_not_wrong(database, world):
    with database.read() as session:
        grant = world.grant(session, world.nurse)
        plan = profile.plan(session, grant)
        assert (plan.version, plan.items, profile.forms(session, grant), profile.entries(session, grant)) == (
            None, [], [], [],
        )  # fmt: skip
