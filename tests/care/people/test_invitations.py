"""Codes: made, shown once, used once, too old, replaced."""

import pytest
import sqlalchemy as sa

from app.access import codes
from app.access.grants import Grant
from app.access.scopes import from_verbs
from app.care.people import invitations
from app.errors import Forbidden, Gone, Invalid, Refusal
from app.models import Account, Invitation, Patient, ProxyGrant
from tests import factories
from tests.support.at_once import both


def newcomer(session, world):
    """A grant of the nurse for somebody who has not been in yet."""
    person = factories.patient(session, None)
    factories.team_member(session, world.nurse, person)
    return world.grant(session, world.nurse, person)


def test_a_code_is_easy_to_read_and_never_stored(database, world):
    with database.write() as session:
        row, code = invitations.invite(session, newcomer(session, world))
    assert len(code) == 8
    assert not set(code) & set("01OIL")
    assert code not in repr(vars(row))
    assert codes.spaced("ABCD2345") == "ABCD 2345"


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD 2345 ", "abcd-2345", "ABCD2345"])
def test_a_code_may_be_typed_in_many_ways(typed):
    assert invitations.digest(typed) == invitations.digest("ABCD2345")


@pytest.mark.parametrize("who", ["rosa", "otto"])
def test_only_the_team_invites(database, world, who):
    with database.write() as session:
        grant = world.grant(session, getattr(world, who))
        with pytest.raises(Forbidden):
            invitations.invite(session, grant)


def test_what_is_too_long_is_refused_and_never_cut(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        with pytest.raises(Invalid) as problem:
            invitations.invite(session, grant, kind="proxy", name="\u200b", relation="x" * 61, scope=["see"])
    assert set(problem.value.fields) == {"name", "relation"}


def test_two_codes_made_at_once_leave_one_that_works(each_database):
    with each_database.write() as session:
        world = factories.world(session)
        person = factories.patient(session, None)
        factories.team_member(session, world.nurse, person)
    came = both(each_database, lambda s: invitations.invite(s, world.grant(s, world.nurse, person))[1])
    with each_database.read() as session:
        living = sa.select(Invitation).where(Invitation.withdrawn_at.is_(None))
        assert [row.code_hash in map(invitations.digest, came) for row in session.scalars(living)] == [True]


def test_whoever_is_in_already_needs_a_way_back_and_no_invitation(database, world):
    with database.write() as session:
        with pytest.raises(Refusal, match="in already"):
            invitations.invite(session, world.grant(session, world.nurse))
        grant = newcomer(session, world)
        _row, code = invitations.invite(session, grant)
        session.get_one(Patient, grant.patient_id).account_id = world.stranger.id
        with pytest.raises(Gone):
            invitations.accept(session, code)


@pytest.mark.parametrize("wrong", ["withdrawn", "used", "old", "nonsense"])
def test_whatever_is_wrong_the_words_are_the_same(database, frozen_clock, world, wrong):
    with database.write() as session:
        row, code = invitations.invite(session, newcomer(session, world))
        if wrong == "withdrawn":
            row.withdrawn_at = frozen_clock.now
        elif wrong == "used":
            invitations.accept(session, code)
        elif wrong == "nonsense":
            code = "ZZZZ9999"
    if wrong == "old":
        frozen_clock.move(hours=73)
    with database.write() as session, pytest.raises(Gone) as refused:
        invitations.accept(session, code)
    assert "That code does not work" in str(refused.value.words)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"name": " ", "scope": ["see"]}, {"name"}),
        ({"name": "x" * 201, "scope": ["see"]}, {"name"}),
        ({"name": "Lea", "scope": []}, {"bundle"}),
        ({"name": "Lea", "scope": {"wishes": ["see"]}}, {"bundle"}),
        ({"name": "Lea", "scope": ["see", "decide"]}, {"bundle"}),
    ],
)
def test_a_helper_needs_a_name_and_scopes_that_exist(database, world, given, fields):
    with database.write() as session, pytest.raises(Invalid) as problem:
        invitations.invite(session, world.grant(session, world.nurse), kind="proxy", **given)
    assert set(problem.value.fields) == fields


def test_a_helper_gets_what_was_agreed_and_no_more(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        _row, code = invitations.invite(session, grant, kind="proxy", name="Lea Vega", scope=["ask", "see"])
        helper = invitations.accept(session, code)
        row = session.query(ProxyGrant).filter_by(account_id=helper.id).one()
        assert (row.scopes, row.patient_id, row.granted_by_id) == (
            from_verbs(["see", "ask"]),
            world.rosa_patient.id,
            world.nurse.id,
        )
        assert helper.role is None


def test_a_taken_sign_in_name_says_nothing_about_whose(database, world):
    with database.write() as session:
        paper = factories.patient(session, None)
        factories.team_member(session, world.nurse, paper)
        _row, code = invitations.invite(session, world.grant(session, world.nurse, paper))
        with pytest.raises(Invalid) as problem:
            invitations.accept(session, code, sign_in="Rosa.Vega", passphrase_hash="x")
    assert "Please choose another" in str(problem.value.fields["sign_in"])
    assert "Vega" not in str(problem.value.words)


def test_only_the_own_patients_invitation_is_found(database, world):
    with database.write() as session:
        grant = newcomer(session, world)
        row, _code = invitations.invite(session, grant)
        other: Grant = world.grant(session, world.nurse, world.ruben_patient)
        assert invitations.waiting(session, other, row.id) is None
        assert invitations.waiting(session, grant, row.id) is not None


def test_two_at_once_use_a_code_once(each_database):
    """The second of two phones that send the same code at the same moment is told that it is used."""
    import threading

    with each_database.write() as session:
        world = factories.world(session)
        paper = factories.patient(session, None)
        factories.team_member(session, world.nurse, paper)
        _row, code = invitations.invite(session, world.grant(session, world.nurse, paper))
        before = session.query(Account).count()
    outcomes, gate = [], threading.Barrier(2)

    def use() -> None:
        gate.wait(10)
        try:
            with each_database.write() as session:
                invitations.accept(session, code)
                outcomes.append("in")
        except Gone:
            outcomes.append("gone")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["gone", "in"]
    with each_database.read() as session:
        assert session.query(Account).count() == before + 1
        assert session.query(Invitation).filter(Invitation.used_at.is_not(None)).count() == 1
