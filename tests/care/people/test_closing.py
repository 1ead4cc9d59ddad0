"""Accounts that end: nothing is owned by somebody who left, nothing lets them in, and people read of it."""

import pytest
import sqlalchemy as sa

from app.access import passphrases, sessions, ways_back
from app.care.people import agreements, cards, closing, invitations
from app.care.people.patients import lead_of
from app.care.people.rehoming import OPEN
from app.care.plan import questions
from app.care.worse import early_review
from app.errors import Gone, Refusal
from app.models import (
    AccessCard,
    Account,
    AuditEvent,
    CareTeamMember,
    LoginSession,
    ProxyChange,
    ProxyGrant,
    PushSubscription,
)
from tests import factories
from tests.care.arrangements.made import arrange
from tests.provider.plans import offered

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_whoever_leaves_the_practice_leaves_nothing_behind(each_database, frozen_clock):
    with each_database.write() as session:
        world = factories.world(session)
        keys = offered(session, world)
        grant, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        arrange(session, grant, "test")
        early_review.ask(session, rosa, "worse", "", client_key="e", answer_days=3)
        questions.ask(session, rosa, keys["walk"], "Is a short walk enough?", client_key="q", answer_days=3)
        nurse = session.get_one(Account, world.nurse.id)
        nurse.passphrase_hash = passphrases.hash_("three warm lakes")
        sessions.start(session, nurse, "Desk", stay=False)
        _row, code = ways_back.make(session, nurse, sessions.UNLOCKED_FOR)
    with each_database.write() as session:
        done = closing.close_staff(session, session.get_one(Account, world.nurse.id), factories.ZONE)
    assert (done.teams, done.without_lead) == (2, [])
    assert done.handed_on >= 4
    assert done.to_name >= 1, "a colleague is asked who keeps what she promised in the plan"
    with each_database.write() as session:
        for model, is_open, _kind in OPEN:
            owned = sa.select(sa.func.count()).select_from(model).where(is_open, model.owner_id == world.nurse.id)
            assert session.scalar(owned) == 0, model
        for person in (world.rosa_patient, world.ruben_patient):
            assert lead_of(session, person.id).id == world.physician.id
        assert session.query(CareTeamMember).filter_by(account_id=world.nurse.id, until=None).count() == 0
        assert session.query(LoginSession).filter_by(ended_at=None).count() == 0
        nurse = session.get_one(Account, world.nurse.id)
        assert (nurse.closed_at, nurse.passphrase_hash) == (frozen_clock.now, None)
        with pytest.raises(Gone):
            ways_back.find(session, code)
        with pytest.raises(Refusal, match="closed already"):
            closing.close_staff(session, nurse, factories.ZONE)
        with pytest.raises(Refusal, match="nobody at the practice"):
            closing.close_staff(session, session.get_one(Account, world.rosa.id), factories.ZONE)
        acts = [row.act for row in session.query(AuditEvent).filter_by(patient_id=world.rosa_patient.id)]
        assert {"leave team", "hand on", "take the lead"} <= set(acts)


def test_the_last_who_can_answer_is_named(database, world):
    with database.write() as session:
        closing.close_staff(session, session.get_one(Account, world.physician.id), factories.ZONE)
        done = closing.close_staff(session, session.get_one(Account, world.nurse.id), factories.ZONE)
    assert sorted(done.without_lead) == sorted([world.rosa_patient.id, world.ruben_patient.id])


def test_a_helper_closes_their_account_and_the_person_reads_it(client_as, database, world):
    with database.write() as session:
        factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben)
        _card, code = cards.print_for(session, world.grant(session, world.nurse), world.otto.id, seen="photo")
        session.get_one(Account, world.otto.id).passphrase_hash = passphrases.hash_("three warm lakes")
    otto, tablet = client_as(world.otto), client_as(world.otto)
    page = otto.get(otto.get("/devices").link("close my account"))
    assert page.says("Rosa Vega", "Ruben Vega", "You cannot open it again.")
    assert otto.submit(page, button="Close it", status=422).says("Tick this if you are sure.")
    page = otto.submit(page, button="Close it", sure="yes")
    assert page.path == "/signed-out"
    assert tablet.get("/people").path.startswith("/sign-in")
    client_as().post("/card", status=410, code=code, stay="yes")
    client_as().post("/sign-in", status=422, sign_in="otto.vega", passphrase="three warm lakes")
    with database.read() as session:
        assert all(row.withdrawn_at for row in session.query(ProxyGrant))
        assert session.query(PushSubscription).count() == 0
        assert session.query(AccessCard).one().ended_at
    log = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me/log")
    assert log.says("Otto Vega", "changed who helps")


@pytest.mark.parametrize("who", ["rosa", "nurse"])
def test_a_plan_of_ones_own_and_work_here_are_more_than_an_account(client_as, database, world, who):
    visitor = client_as(getattr(world, who))
    assert "close my account" not in visitor.get("/devices").main
    visitor.get("/account/close", status=404)
    visitor.post("/account/close", status=422, sure="yes")
    with database.read() as session:
        assert session.get_one(Account, getattr(world, who).id).closed_at is None


def test_who_helps_no_more_has_no_code_left_and_the_step_is_kept(database, world):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        _, code = invitations.invite(session, rosa, kind="proxy", name="Otto Vega", scope=["see"])
        agreements.step_back(session, world.grant(session, world.otto))
        with pytest.raises(Gone):
            invitations.find(session, code)
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa)
        closing.close_own(session, session.get_one(Account, world.stranger.id))
    with database.read() as session:
        steps = session.execute(sa.select(ProxyChange.actor_id, ProxyChange.what)).all()
        assert set(steps) == {(world.otto.id, "stepped_back"), (world.stranger.id, "stepped_back")}
