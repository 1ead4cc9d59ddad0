"""A helper who was invited and is not in yet: named, and their code taken back by the side that made it."""

import pytest
import sqlalchemy as sa

from app.access.scopes import BUNDLES
from app.care.people import invitations, invited
from app.errors import Forbidden, Gone, NotFound
from app.models import AuditEvent, Invitation
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")


def made(session, world, who="rosa", name="Marta Sol"):
    grant = world.grant(session, getattr(world, who))
    return grant, *invitations.invite(session, grant, kind="proxy", name=name, relation="niece", scope=BUNDLES["all"])


def test_taken_back_once_it_opens_nothing_and_twice_is_once(database, world):
    with database.write() as session:
        rosa, row, code = made(session, world)
        assert [(one.row.id, one.is_ours) for one in invited.of(session, rosa)] == [(row.id, True)]
        for _ in range(2):
            invited.take_back(session, rosa, row.id)
        assert invited.of(session, rosa) == []
        with pytest.raises(Gone):
            invitations.find(session, code)
        with pytest.raises(Gone, match="taken back"):
            invited.again(session, rosa, row.id)
        acts = sa.select(sa.func.count()).where(AuditEvent.act == "take back invitation")
        assert session.scalar(acts) == 1


def test_each_side_takes_back_what_it_made(database, world):
    with database.write() as session:
        rosa, hers, _code = made(session, world)
        nurse, ours, _code = made(session, world, "nurse", "Lea Vale")
        assert {one.row.id: one.is_ours for one in invited.of(session, rosa)} == {hers.id: True, ours.id: False}
        assert {one.row.id: one.is_ours for one in invited.of(session, nurse)} == {hers.id: False, ours.id: True}
        for grant, row in ((rosa, ours), (nurse, hers)):
            for act in (invited.take_back, invited.again):
                with pytest.raises(Forbidden):
                    act(session, grant, row.id)
        invited.take_back(session, world.grant(session, world.physician), ours.id)
        for act in (invited.take_back, invited.again):
            with pytest.raises(NotFound):
                act(session, world.grant(session, world.ruben, world.ruben_patient), hers.id)
        with pytest.raises(Forbidden):
            invited.of(session, world.grant(session, world.otto))


def test_a_new_code_is_for_the_same_help_and_ends_the_one_before(database, world, frozen_clock):
    with database.write() as session:
        rosa, row, first = made(session, world)
        new, code = invited.again(session, rosa, row.id)
        assert (new.invitee_name, new.relation, new.scopes) == ("Marta Sol", "niece", row.scopes)
        with pytest.raises(Gone):
            invitations.find(session, first)
        assert invitations.find(session, code)[0].id == new.id
        frozen_clock.move(days=4)
        assert invited.of(session, rosa) == [], "too old to come in with"


def test_who_is_in_is_not_on_the_way_and_the_persons_own_code_is_no_helpers(database, world):
    with database.write() as session:
        rosa, row, code = made(session, world)
        invitations.accept(session, code, already=world.stranger)
        assert invited.of(session, rosa) == []
        with pytest.raises(Gone, match="already"):
            invited.take_back(session, rosa, row.id)
        person = factories.patient(session, None)
        factories.team_member(session, world.nurse, person)
        nurse = world.grant(session, world.nurse, person)
        own, _code = invitations.invite(session, nurse)
        with pytest.raises(NotFound):
            invited.take_back(session, nurse, own.id)
        assert session.get_one(Invitation, own.id).withdrawn_at is None
