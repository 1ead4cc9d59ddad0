"""Coming in with a code: single use, expiring, slow to guess, and it says nothing about who exists."""

import pytest

from app.access.scopes import from_verbs
from app.care.people import invitations
from app.models import Account, Invitation, LoginSession, Patient, ProxyGrant
from tests import factories

NO = "That code does not work."


@pytest.fixture
def newcomer(database, world) -> Patient:
    """A person on paper, whose nurse is the world's."""
    with database.write() as session:
        made = factories.patient(session, None, name="Ida Paper")
        factories.team_member(session, world.nurse, made)
        return made


@pytest.fixture
def code(database, world, newcomer) -> str:
    with database.write() as session:
        return invitations.invite(session, world.grant(session, world.nurse, newcomer))[1]


def choose(visitor, code: str, status: int = 200):
    return visitor.submit(visitor.get("/join"), to="/join", status=status, code=code)


def test_a_code_opens_an_account_and_stays_on_this_phone(database, client_as, newcomer, code):
    visitor = client_as()
    page = choose(visitor, f" {code[:4].lower()}-{code[4:].lower()} ")
    assert page.says("Welcome, Ida")
    page = visitor.submit(page, button="Stay signed in", status=303)
    assert page.headers["Location"].startswith(f"/patients/{newcomer.id}")
    with database.read() as session:
        login = session.query(LoginSession).one()
        assert login.stay
        assert session.get_one(Patient, newcomer.id).account_id == login.account_id


def test_with_a_passphrase_one_can_sign_in_elsewhere(client_as, code):
    visitor = client_as()
    page = choose(visitor, code)
    visitor.submit(
        page, button="Use this passphrase", status=303, sign_in="ida@example.org", passphrase="old red barn"
    )
    other = client_as()
    other.post("/sign-in", status=303, sign_in="ida@example.org", passphrase="old red barn")


def test_a_code_works_once(client_as, code):
    visitor = client_as()
    visitor.submit(choose(visitor, code), button="Stay signed in", status=303)
    assert NO in choose(client_as(), code, status=410).main


def test_looking_uses_nothing_up(client_as, code):
    for _ in range(3):
        client_as().get("/join")
        choose(client_as(), code)


def test_a_code_expires(frozen_clock, client_as, world, newcomer, database):
    with database.write() as session:
        _, code = invitations.invite(session, world.grant(session, world.nurse, newcomer))
    frozen_clock.move(hours=73)
    assert NO in choose(client_as(), code, status=410).main


def test_a_newer_code_ends_the_older(database, client_as, world, newcomer, code):
    with database.write() as session:
        newer = invitations.invite(session, world.grant(session, world.nurse, newcomer))[1]
    assert NO in choose(client_as(), code, status=410).main
    choose(client_as(), newer)


@pytest.mark.parametrize("wrong", ["", "AAAA2222", "x" * 500, "' OR 1=1", "\u202e\u0000"])
def test_every_wrong_code_gets_the_same_words(client_as, code, wrong):
    page = choose(client_as(), wrong, status=410)
    assert page.h1 == "Type your code"
    assert NO in page.main
    assert page.says("Look at each letter again.", "ask whoever gave it to you"), "a helper has it from the person"


def test_guessing_codes_gets_slow(client_as, code, frozen_clock):
    visitor = client_as()
    for _ in range(6):
        choose(visitor, "AAAA2222", status=410)
    page = choose(visitor, code, status=429)
    assert page.headers["Retry-After"]
    frozen_clock.move(minutes=1)
    choose(visitor, code)


@pytest.mark.parametrize(
    ("sign_in", "passphrase", "words"),
    [
        ("ida", "short", "at least 8 characters"),
        ("ida", "password123", "easy to guess"),
        ("", "old red barn", "at least 3 letters"),
        ("rosa.vega", "old red barn", "choose another sign-in name"),
    ],
)
def test_a_bad_choice_keeps_the_code_and_what_was_typed(database, client_as, code, sign_in, passphrase, words):
    visitor = client_as()
    page = choose(visitor, code)
    page = visitor.submit(page, button="Use this passphrase", status=422, sign_in=sign_in, passphrase=passphrase)
    assert words in page.text.replace("Use at", "at").replace("Please choose", "choose")
    assert page.form(button="Use this passphrase").first("input", name="sign_in").attrs["value"] == sign_in
    with database.read() as session:
        assert session.query(Invitation).one().used_at is None
    visitor.submit(page, button="Use this passphrase", status=303, sign_in="ida.p", passphrase="old red barn")


def test_a_helper_sees_the_terms_and_acts_as_themselves(database, client_as, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        _, code = invitations.invite(session, grant, kind="proxy", name="Eva Vega", scope=["see", "log"])
    visitor = client_as()
    page = choose(visitor, code)
    assert page.says("Help for Rosa Vega", "Rosa would like you to be able to:")
    no = visitor.get(page.link("No, thank you"))
    assert no.says("That is fine", "We stored nothing")
    with database.read() as session:
        assert session.query(Account).filter_by(name="Eva Vega").first() is None
        assert session.query(Invitation).filter_by(used_at=None).count() == 1
    visitor.submit(page, button="Stay signed in", status=303)
    with database.read() as session:
        eva = session.query(Account).filter_by(name="Eva Vega").one()
        row = session.query(ProxyGrant).filter_by(account_id=eva.id).one()
        assert (row.patient_id, row.scopes) == (world.rosa_patient.id, from_verbs(["log", "see"]))
        assert session.get_one(Patient, world.rosa_patient.id).account_id == world.rosa.id


def test_no_code_is_stored(database, code):
    with database.read() as session:
        row = session.query(Invitation).one()
    assert code not in repr(vars(row))
