"""Signing in where somebody is signed in already, and a helper who comes to help a second person."""

import pytest
import sqlalchemy as sa

from app.access import passphrases
from app.care.people import invitations
from app.models import Account, LoginSession, ProxyGrant
from tests import factories

GOOD = "garden kettle sunday"


@pytest.fixture
def rosa(database, world):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_(GOOD)
    return world.rosa


def try_in(visitor, status, **typed):
    fields = {"sign_in": "rosa.vega", "passphrase": GOOD} | typed
    return visitor.submit(visitor.get("/sign-in"), to="/sign-in", status=status, **fields)


def test_who_was_here_before_is_signed_out(rosa, world, database, client_as):
    visitor = client_as(world.ruben)
    try_in(visitor, 303)
    with database.read() as session:
        ended = {row.account_id: row.ended_at for row in session.scalars(sa.select(LoginSession))}
    assert ended[world.ruben.id] is not None
    assert ended[rosa.id] is None


def test_a_wrong_try_while_signed_in_changes_nothing(rosa, world, client_as):
    visitor = client_as(world.ruben)
    assert try_in(visitor, 422, passphrase="no").says("do not fit together")
    visitor.get(f"/patients/{world.ruben_patient.id}/me")


def test_a_planted_cookie_does_not_survive(rosa, client_as):
    visitor = client_as()
    with visitor.http.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["_user_id"] = "a token that somebody knows"
    try_in(visitor, 303)
    with visitor.http.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != "a token that somebody knows"


def test_a_hash_of_older_parameters_is_made_anew(rosa, database, client_as):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    with database.write() as session:
        session.get_one(Account, rosa.id).passphrase_hash = old
    try_in(client_as(), 303)
    with database.read() as session:
        assert session.get_one(Account, rosa.id).passphrase_hash != old


def test_the_old_passphrase_is_throttled_on_the_devices_page_too(rosa, database, client_as):
    visitor = client_as(rosa)
    with database.read() as session:
        visitor.account = session.get_one(Account, rosa.id)
    for _ in range(5):
        page = visitor.post("/passphrase", status=None, current_one="guess", passphrase="another long one")
    assert page.status == 429
    visitor.get("/devices")


def invite_helper(database, world, name="Otto Vega"):
    with database.write() as session:
        grant = world.grant(session, world.nurse, world.ruben_patient)
        return invitations.invite(session, grant, kind="proxy", name=name, relation="son", scope=["see"])[1]


def test_a_helper_of_two_keeps_one_account(database, world, client_as):
    code = invite_helper(database, world)
    otto = client_as(world.otto)
    page = otto.submit(otto.get("/join"), to="/join", code=code)
    page = otto.submit(page, to="/join/open", button="Use the account I have", status=303)
    assert page.headers["Location"] == "/people"
    assert otto.get("/people").says("Rosa Vega", "Ruben Vega")
    with database.read() as session:
        assert session.query(ProxyGrant).filter_by(account_id=world.otto.id).count() == 2


@pytest.mark.parametrize("who", ["nurse", "ruben"])
def test_staff_and_the_person_cannot_become_the_helper(database, world, client_as, who):
    code = invite_helper(database, world)
    visitor = client_as(getattr(world, who))
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    assert "Use the account I have" not in page.html
    assert visitor.post("/join/open", status=422, code=code, how="same").says("choose another way")
    with database.read() as session:
        assert session.query(ProxyGrant).filter_by(patient_id=world.ruben_patient.id).all() == [], "no second account"
    visitor.post("/join/open", status=303, code=code, how="stay")
    with database.read() as session:
        grants = session.query(ProxyGrant).filter_by(patient_id=world.ruben_patient.id).all()
        helper = session.get_one(Account, grants[0].account_id)
    assert helper.id != getattr(world, who).id
    assert helper.role is None


def test_nobody_with_a_plan_is_told_so(database, client_as):
    with database.write() as session:
        alone = factories.account(session, "Ida Alone")
    assert client_as(alone).get("/").says("Nobody here yet")
