"""The accounts of the practice: a colleague comes in by a code, gets a new one, and leaves. No record is seen."""

import re

import pytest
import sqlalchemy as sa

from app import clock
from app.access import passphrases
from app.models import Account, AuditEvent, CareTeamMember, RecoveryCode, Totp
from tests import factories

CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")
NEW = {"name": "Ada Quist", "sign_in": "Ada.Quist", "role": "nurse", "language": "es"}


@pytest.fixture
def office(client_as, world):
    return client_as(world.admin)


def code_on(page):
    return "".join(CODE.search(page.main).groups())


def test_a_new_colleague_chooses_a_passphrase_that_nobody_else_knows(office, client_as, world, database):
    assert office.get("/").path == "/team/office/"
    page = office.submit(office.get("/team/office/new"), to="/team/office/new", **NEW)
    assert page.says("Te damos la bienvenida", "ada.quist"), "in her language"
    code = code_on(page)
    assert office.get("/team/office/code").says("shown once"), "not a second time"
    assert office.get("/team/office/").says("Ada Quist", "Was never here.", "Has a code until")
    with database.read() as session:
        ada = session.scalars(sa.select(Account).where(Account.sign_in == "ada.quist")).one()
        assert (ada.passphrase_hash, ada.role, ada.language) == (None, "nurse", "es")
        added = session.scalars(sa.select(AuditEvent).where(AuditEvent.act == "add staff")).one()
        assert (added.actor_id, added.object_id, added.patient_id) == (world.admin.id, ada.id, None)
    visitor = client_as()
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    visitor.submit(page, button="Use this passphrase", passphrase="four cold lakes")
    with database.read() as session:
        assert passphrases.matches(session.get_one(Account, ada.id).passphrase_hash, "four cold lakes")
    again = client_as()
    assert again.submit(again.get("/join"), to="/join", code=code, status=410).says("does not work")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Write the first and last name"),
        ("sign_in", "a b", "without spaces"),
        ("sign_in", "Nora.Field", "already"),
        ("role", "", "Choose what they do here."),
    ],
)
def test_a_slip_keeps_what_was_typed(office, database, field, value, words):
    page = office.get("/team/office/new")
    sent = {**NEW, field: value, "csrf_token": office.token()}
    answer = office.http.post("/team/office/new", data=sent)
    assert answer.status_code == 422
    body = answer.get_data(as_text=True)
    assert words in body
    assert 'value="Ada Quist"' in body or field == "name"
    assert page.status == 200
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Account.name == "Ada Quist")) == 0


def test_a_new_code_signs_nobody_in_before_it_is_used_and_is_told(office, client_as, world, database):
    nurse = client_as(world.nurse)
    page = office.submit(office.get(f"/team/office/{world.nurse.id}"), to="/code")
    first = code_on(page)
    assert nurse.get("/devices").says("A new way in"), "she hears of it where she is signed in"
    second = code_on(office.submit(office.get(f"/team/office/{world.nurse.id}"), to="/code"))
    visitor = client_as()
    assert visitor.submit(visitor.get("/join"), to="/join", code=first, status=410).says("does not work")
    assert "second step" not in office.get(f"/team/office/{world.nurse.id}").main, "she has none that could be lost"
    page = visitor.submit(visitor.get("/join"), to="/join", code=second)
    visitor.submit(page, button="Use this passphrase", passphrase="four cold lakes")
    assert nurse.get("/devices").path.startswith("/sign-in"), "signed out"


def test_a_second_step_that_is_lost_takes_a_waiting_code_with_it(office, client_as, world, database, frozen_clock):
    with database.write() as session:
        other = factories.account(session, "Olga Pryce", role="admin")
    with database.write() as session:
        now = clock.now()
        session.add(Totp(account_id=world.nurse.id, seed="sealed", created_at=now, confirmed_at=now))
        session.add(RecoveryCode(code_hash="x" * 64, account_id=world.nurse.id, created_at=now))
    nurse = client_as(world.nurse)
    code = code_on(office.submit(office.get(f"/team/office/{world.nurse.id}"), to="/code"))
    page = office.submit(office.get(f"/team/office/{world.nurse.id}"), to="/second-step", status=422)
    assert page.says("You gave Nora Field a code in the last 7 days", "somebody else alone")
    assert nurse.get("/devices").says("A new way in"), "still signed in"
    second = client_as(other)
    page = second.submit(second.get(f"/team/office/{world.nurse.id}"), to="/second-step")
    assert page.says("Nora Field sets up a new second step at the next sign-in.")
    assert nurse.get("/devices").path.startswith("/sign-in")
    visitor = client_as()
    assert visitor.submit(visitor.get("/join"), to="/join", code=code, status=410).says("does not work")
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 0
        row = session.scalars(sa.select(AuditEvent).where(AuditEvent.act == "forget second step")).one()
        assert (row.actor_id, row.object_id) == (other.id, world.nurse.id)
    page = second.submit(second.get(f"/team/office/{world.nurse.id}"), to="/code", status=422)
    assert page.says("You took the second step of Nora Field away in the last 7 days")
    assert code_on(office.submit(office.get(f"/team/office/{world.nurse.id}"), to="/code"))
    frozen_clock.move(days=8)
    second = client_as(other)
    assert code_on(second.submit(second.get(f"/team/office/{world.nurse.id}"), to="/code"))


def test_somebody_leaves(office, client_as, world, database):
    nurse = client_as(world.nurse)
    page = office.submit(office.get(f"/team/office/{world.nurse.id}/close"), to="/close")
    assert page.says("Nora Field cannot sign in any more. Care teams left: 2.", "What they wrote stays")
    assert nurse.get("/devices").path.startswith("/sign-in")
    assert "Nora Field" not in office.get("/team/office/").main
    assert office.get("/team/office/?left=yes").says("Nora Field", "Left on")
    with database.read() as session:
        on = sa.select(CareTeamMember).where(CareTeamMember.account_id == world.nurse.id)
        assert all(member.until for member in session.scalars(on))
        row = session.scalars(sa.select(AuditEvent).where(AuditEvent.act == "close account of staff")).one()
        assert row.actor_id == world.admin.id
    for way in ("code", "second-step", "close"):
        sent = {"csrf_token": office.token()}
        assert office.http.post(f"/team/office/{world.nurse.id}/{way}", data=sent).status_code == 404


def test_nobody_of_the_office_does_it_to_themselves_or_to_a_patient(office, world):
    page = office.get(f"/team/office/{world.admin.id}")
    assert page.says("This is you.")
    for way in ("code", "second-step", "close"):
        sent = {"csrf_token": office.token()}
        refused = office.http.post(f"/team/office/{world.admin.id}/{way}", data=sent)
        assert "your own account" in refused.get_data(as_text=True)
        assert office.http.post(f"/team/office/{world.rosa.id}/{way}", data=sent).status_code == 404
    office.get(f"/team/office/{world.rosa.id}", status=404)


def test_nobody_else_learns_that_these_pages_are_there(client_as, world):
    for who in (world.nurse, world.clerk, world.privacy, world.rosa, world.otto):
        visitor = client_as(who)
        for path in ("", "new", "code", world.nurse.id, f"{world.nurse.id}/close"):
            visitor.get(f"/team/office/{path}", status=404)
        for path in ("new", f"{world.nurse.id}/code", f"{world.nurse.id}/second-step", f"{world.nurse.id}/close"):
            sent = {**NEW, "csrf_token": visitor.token()}
            assert visitor.http.post(f"/team/office/{path}", data=sent).status_code == 404
