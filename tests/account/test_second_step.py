"""The second step of staff: a number, a passkey or a code from paper; never a full session before it."""

import pyotp
import pytest

from app import create_app
from app.access import passphrases, second
from app.config import ConfigError
from app.models import Account, AuditEvent, HalfSignIn, LoginSession, RecoveryCode, Totp
from app.secrets import second_factor
from tests.support.authenticator import Device
from tests.support.client import Visitor

pytestmark = pytest.mark.usefixtures("frozen_clock")
GOOD = "three warm lakes"


@pytest.fixture
def hashed(database, world):
    hash_ = passphrases.hash_(GOOD)
    with database.write() as session:
        for one in (world.nurse, world.physician, world.rosa):
            session.get_one(Account, one.id).passphrase_hash = hash_


def types(visitor, name="nora.field", status=303, **more):
    return visitor.submit(
        visitor.get("/sign-in"), to="/sign-in", button="Sign in", status=status, sign_in=name, passphrase=GOOD, **more
    )


def codes_on(page):
    return [node.text for node in page.tree.all("code")]


def living(database, account):
    with database.read() as session:
        return session.query(LoginSession).filter_by(account_id=account.id, ended_at=None).count()


def numbers_of(visitor, page):
    """From the page with the square: the app, told its letters."""
    letters = page.tree.first("code").text.replace(" ", "")
    return pyotp.TOTP(letters)


def sets_up(visitor, clock):
    """An app for somebody who is signed in; gives it and the codes on paper."""
    page = visitor.submit(visitor.get("/ways"), to="/ways/number")
    totp = numbers_of(visitor, page)
    assert page.tree.first("svg", role="img")
    page = visitor.submit(page, to="/ways/number/first", number=totp.at(clock.now))
    codes = codes_on(page)
    assert len(codes) == 10
    return totp, codes


def test_a_number_after_the_passphrase(database, client_as, world, hashed, frozen_clock, config):
    nurse = client_as(world.nurse)
    assert types(client_as(), status=303).headers["Location"] == "/team/", (
        "without one, the passphrase is enough here"
    )
    totp, codes = sets_up(nurse, frozen_clock)
    assert nurse.get("/ways/codes").says("shown once"), "and never again"
    with database.read() as session:
        row = session.query(Totp).one()
        assert totp.secret not in row.seed
        assert second.seed_of(row, config.vault) == totp.secret
        assert not {row.code_hash for row in session.query(RecoveryCode)} & set(codes)
    assert nurse.get("/ways/number").path == "/ways", "nobody sees the letters again"
    before = living(database, world.nurse)

    desk = client_as()
    page = types(desk, status=200)
    assert page.path == "/sign-in/second"
    cookie = desk.http.get_cookie("handrail").value
    assert living(database, world.nurse) == before, "no session yet"
    for path in ("/team/", "/ways", "/devices", f"/team/patients/{world.rosa_patient.id}/"):
        assert desk.get(path).path.startswith("/sign-in"), "half signed in opens nothing"
    page = desk.submit(page, to="/sign-in/second", status=422, number="000000")
    assert page.says("That number does not fit.")
    used = totp.at(frozen_clock.now)
    desk.submit(page, to="/sign-in/second", status=422, number=used)  # it set the app up
    frozen_clock.move(seconds=30)
    number = totp.at(frozen_clock.now)
    page = desk.submit(page, to="/sign-in/second", status=303, number=f"{number[:3]} {number[3:]}")
    assert page.headers["Location"] == "/team/"
    assert desk.http.get_cookie("handrail").value != cookie
    assert desk.get("/devices").says("Signed in with the passphrase and a number or code.")
    replayed = client_as()
    replayed.http.set_cookie("handrail", cookie)
    assert replayed.post("/sign-in/second", number=number).path == "/sign-in", "the half sign-in is used up"
    replayed.submit(types(replayed, status=200), to="/sign-in/second", status=422, number=number)  # so is the number

    page = types(client := client_as(), status=200)
    page = client.submit(page, to="/sign-in/second", number=codes[0].upper())
    assert page.says("9 codes on paper are left.")
    page = types(client := client_as(), status=200)
    client.submit(page, to="/sign-in/second", status=422, number=codes[0])
    frozen_clock.move(minutes=5)
    assert client.submit(page, to="/sign-in/second", number=codes[1]).path == "/sign-in", "five minutes, no more"
    with database.read() as session:
        outcomes = [r.outcome for r in session.query(AuditEvent).filter_by(act="second step")]
        assert outcomes == ["refused"] * 4


def test_guessing_numbers_gets_very_slow_and_only_for_who_knows_the_passphrase(
    database, client_as, world, hashed, frozen_clock
):
    _totp, codes = sets_up(client_as(world.nurse), frozen_clock)
    desk = client_as()
    page = types(desk, status=200)
    for _ in range(6):
        desk.submit(page, to="/sign-in/second", status=422, number="000000")
    assert desk.submit(page, to="/sign-in/second", status=429, number=codes[0]).headers["Retry-After"] == "1"
    other = client_as()
    page = types(other, status=200)
    assert other.submit(page, to="/sign-in/second", status=429, number="000000"), "from anywhere"
    frozen_clock.move(seconds=2)
    other.submit(page, to="/sign-in/second", status=303, number=codes[0])


def test_a_passkey_is_both_or_the_second(database, client_as, world, hashed, frozen_clock):
    nurse, device, other = client_as(world.nurse), Device(), Device()
    page = nurse.post("/passkeys", answer=device.makes(nurse.post("/passkeys/ask", purpose="register").json))
    assert len(codes_on(page)) == 10
    rosa = client_as(world.rosa)
    rosa.post("/passkeys", status=303, answer=other.makes(rosa.post("/passkeys/ask", purpose="register").json))

    desk = client_as()
    assert types(desk, status=200).path == "/sign-in/second"
    options = desk.post("/passkeys/ask", purpose="second").json
    assert len(options["allowCredentials"]) == 1
    desk.post("/passkeys/second", status=422, answer=other.signs(options))
    answer = device.signs(desk.post("/passkeys/ask", purpose="second").json)
    page = desk.post("/passkeys/second", status=303, answer=answer, next="/team/patients")
    assert page.headers["Location"] == "/team/patients"

    desk = client_as()
    answer = device.signs(desk.post("/passkeys/ask", purpose="sign_in").json)
    assert desk.post("/passkeys/in", status=303, answer=answer).headers["Location"] == "/team/"
    with database.read() as session:
        assert not session.query(LoginSession).filter_by(account_id=world.nurse.id, stay=True).count()


def test_where_it_is_required_nobody_works_without(database, config, world, hashed, frozen_clock):
    app = create_app(config.with_(staff_second_factor="required"), database)
    desk = Visitor(app, database)
    page = types(desk, status=200)
    assert page.path == "/sign-in/set-up"
    assert living(database, world.nurse) == 0
    assert desk.get("/team/").path.startswith("/sign-in")
    page = desk.submit(page, to="/ways/number")
    totp = numbers_of(desk, page)
    page = desk.submit(page, to="/ways/number/first", status=422, number="123")
    page = desk.submit(page, to="/ways/number/first", number=totp.at(frozen_clock.now))
    assert len(codes_on(page)) == 10
    assert desk.get("/team/").path == "/team/"

    doctor, device = Visitor(app, database), Device()
    assert types(doctor, "paul.moore", status=200).path == "/sign-in/set-up"
    answer = device.makes(doctor.post("/passkeys/ask", purpose="register").json)
    assert doctor.post("/passkeys", answer=answer).h1 == "Ten codes for paper"
    assert doctor.get("/team/").path == "/team/"

    thief = Visitor(app, database)
    assert types(thief, status=200).path == "/sign-in/second"
    thief.post("/passkeys/ask", status=404, purpose="register")
    thief.post("/ways/number", status=404)
    assert thief.get("/ways/number").path.startswith("/sign-in"), "who has one already sets up no other"
    rosa = Visitor(app, database)
    assert types(rosa, "rosa.vega").headers["Location"].startswith("/patients/"), "it is for staff"
    rosa.post("/ways/number", status=404)
    with database.read() as session:
        assert session.query(HalfSignIn).count() == 1, "the thief's"


def test_it_is_required_in_production_unless_somebody_says_otherwise():
    name = "HANDRAIL_STAFF_SECOND_FACTOR"
    said = [second_factor(*case) for case in (({}, "production"), ({name: "offered"}, "production"), ({}, "test"))]
    assert said == ["required", "offered", "offered"]
    with pytest.raises(ConfigError, match=f"{name} is required or offered"):
        second_factor({name: "perhaps"}, "development")


def test_who_lost_phone_and_paper_begins_anew(database, client_as, world, hashed, frozen_clock):
    nurse = client_as(world.nurse)
    sets_up(nurse, frozen_clock)
    with database.write() as session:
        second.forget(session, session.get_one(Account, world.nurse.id))
    assert nurse.get("/ways").path.startswith("/sign-in")
    assert types(client_as()).headers["Location"] == "/team/"
    with database.read() as session:
        assert session.query(RecoveryCode).count() == 0


def test_a_number_proves_once_more_and_the_app_can_go(database, client_as, world, hashed, frozen_clock):
    nurse = client_as(world.nurse)
    totp, _codes = sets_up(nurse, frozen_clock)
    frozen_clock.move(minutes=21)
    page = nurse.submit(nurse.get("/ways"), to="/ways/number/remove")
    assert page.h1 == "Is it you?"
    nurse.post("/prove", status=422, number="000000")
    page = nurse.post("/prove", number=totp.at(frozen_clock.now), next="/ways")
    nurse.submit(page, to="/ways/number/remove")
    assert types(client_as()).headers["Location"] == "/team/"
