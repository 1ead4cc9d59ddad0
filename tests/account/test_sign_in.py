"""Signing in with a passphrase: what works, what does not, and what a failure never says."""

import pytest

from app.access import passphrases
from app.models import Account, AuditEvent, LoginSession

PASSPHRASE = "three warm lakes"
NO = "That name and passphrase do not fit together."


@pytest.fixture
def rosa(database, world) -> Account:
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_(PASSPHRASE)
    return world.rosa


def sign_in(visitor, name, passphrase, status=303, **more):
    page = visitor.get("/sign-in")
    return visitor.submit(page, to="/sign-in", status=status, sign_in=name, passphrase=passphrase, **more)


@pytest.mark.parametrize("name", ["rosa.vega", " Rosa.Vega "])
def test_the_right_passphrase_signs_in(database, client_as, rosa, world, name):
    page = sign_in(client_as(), name, PASSPHRASE)
    assert page.headers["Location"].startswith(f"/patients/{world.rosa_patient.id}")
    with database.read() as session:
        login = session.query(LoginSession).one()
    assert login.account_id == rosa.id
    assert not login.stay


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [
        ("rosa.vega", "wrong words"),
        ("nobody.at.all", PASSPHRASE),
        ("ruben.vega", PASSPHRASE),
        ("'; --", "zq9 zq9"),
    ],
)
def test_a_failure_never_says_who_exists(database, client_as, rosa, name, passphrase):
    page = sign_in(client_as(), name, passphrase, status=422)
    assert NO in page.main
    assert page.form("/sign-in").first("input", name="sign_in").attrs["value"] == name, "what was typed is kept"
    assert passphrase not in page.html, "but never a passphrase"
    with database.read() as session:
        assert session.query(LoginSession).count() == 0
        assert session.query(AuditEvent).one().outcome == "refused"


@pytest.mark.parametrize(("name", "passphrase"), [("", ""), ("rosa.vega", ""), ("", PASSPHRASE)])
def test_empty_fields_are_said_so(client_as, rosa, name, passphrase):
    assert sign_in(client_as(), name, passphrase, status=422).says("Type your sign-in name and your passphrase.")


def test_a_closed_account_fails_like_any_other(database, client_as, rosa, frozen_clock):
    with database.write() as session:
        session.get_one(Account, rosa.id).closed_at = frozen_clock.now
    assert NO in sign_in(client_as(), "rosa.vega", PASSPHRASE, status=422).main


def test_guessing_gets_slow_and_waiting_helps(client_as, rosa, frozen_clock):
    visitor = client_as()
    for _ in range(4):
        sign_in(visitor, "rosa.vega", "guess after guess", status=422)
    page = sign_in(visitor, "rosa.vega", PASSPHRASE, status=429)
    assert page.headers["Retry-After"] == "1"
    assert page.says("Please wait one second")
    frozen_clock.move(seconds=2)
    sign_in(visitor, "rosa.vega", PASSPHRASE)


def guess(visitor, name, address):
    sent = {"sign_in": name, "passphrase": "a wild guess", "csrf_token": visitor.token()}
    return visitor.http.post("/sign-in", data=sent, environ_base={"REMOTE_ADDR": address}).status_code


def test_who_guesses_from_everywhere_holds_nobody_up(client_as, rosa, frozen_clock):
    own = client_as()
    sign_in(own, "rosa.vega", PASSPHRASE)
    own.submit(own.get("/devices"), to="/sign-out")
    strangers, slowed = client_as(), 0
    for n in range(60):
        slowed += guess(strangers, "rosa.vega", f"203.0.113.{n % 12 + 1}") == 429
    assert slowed > 20, "the guesses themselves wait"
    assert guess(own, "rosa.vega", "198.51.100.7") == 422, "on her own phone a slip is a slip"
    sign_in(own, "rosa.vega", PASSPHRASE)
    other = client_as()
    sign_in(other, "rosa.vega", PASSPHRASE)


def test_a_known_device_knows_its_own_accounts_only_and_guesses_there_get_slow(client_as, world, rosa, frozen_clock):
    own = client_as()
    sign_in(own, "rosa.vega", PASSPHRASE)
    own.submit(own.get("/devices"), to="/sign-out")
    said = own.http.get_cookie("handrail-known").value
    assert rosa.id not in said
    assert len(said) == 32
    assert [guess(own, "rosa.vega", "198.51.100.7") for _ in range(4)] == [422, 422, 422, 422]
    assert guess(own, "rosa.vega", "198.51.100.7") == 429
    for n in range(20):
        guess(client_as(), "ruben.vega", f"203.0.113.{n + 1}")
    assert guess(own, "ruben.vega", "198.51.100.7") == 422
    assert guess(own, "ruben.vega", "198.51.100.7") == 429, "it was never signed in here"


def test_staying_is_for_people_not_for_staff(database, client_as, rosa, world):
    with database.write() as session:
        session.get_one(Account, world.nurse.id).passphrase_hash = passphrases.hash_(PASSPHRASE)
    sign_in(client_as(), "rosa.vega", PASSPHRASE, stay="on")
    sign_in(client_as(), "nora.field", PASSPHRASE, stay="on")
    with database.read() as session:
        stays = dict(session.query(LoginSession.account_id, LoginSession.stay).all())
    assert stays == {rosa.id: True, world.nurse.id: False}


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/devices", "/devices"),
        ("//evil.example/x", "/patients/"),
        ("/..//evil.example/x", "/patients/"),
        ("https://evil.example", "/patients/"),
        ("/\\evil.example", "/patients/"),
        ("javascript:alert(1)", "/patients/"),
    ],
)
def test_after_signing_in_one_stays_in_this_house(client_as, rosa, asked, goes):
    visitor = client_as()
    page = visitor.post("/sign-in", status=303, sign_in="rosa.vega", passphrase=PASSPHRASE, next=asked)
    assert page.headers["Location"].startswith(goes)


def test_a_page_asked_for_without_a_session_comes_after_signing_in(client_as, rosa, world):
    visitor = client_as()
    page = visitor.get("/devices")
    assert page.path.startswith("/sign-in?next=")
    page = visitor.submit(page, to="/sign-in", sign_in="rosa.vega", passphrase=PASSPHRASE)
    assert page.path == "/devices"


def test_signing_out_ends_the_session_on_the_server(database, client_as, rosa):
    visitor = client_as(rosa)
    copied = visitor.http.get_cookie("handrail").value
    visitor.post("/sign-out")
    other = client_as()
    other.http.set_cookie("handrail", copied)
    assert other.get("/devices").path.startswith("/sign-in"), "a copied cookie is worth nothing after sign-out"
    with database.read() as session:
        assert session.query(LoginSession).one().ended_at


def test_a_form_without_its_token_is_refused_and_changes_nothing(database, client_as, rosa):
    visitor = client_as(rosa)
    answer = visitor.http.post("/sign-out", data={})
    assert answer.status_code == 400
    answer = visitor.http.post("/sign-out", data={"csrf_token": client_as(rosa).token()})
    assert answer.status_code == 400
    with database.read() as session:
        assert session.query(LoginSession).filter(LoginSession.ended_at.isnot(None)).count() == 0


def test_another_site_cannot_send_a_form_here(client_as, rosa):
    visitor = client_as(rosa)
    answer = visitor.http.post(
        "/sign-out", data={"csrf_token": visitor.token()}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_signing_in_changes_the_cookie(client_as, rosa):
    visitor = client_as()
    visitor.get("/sign-in")
    before = visitor.http.get_cookie("handrail").value
    sign_in(visitor, "rosa.vega", PASSPHRASE)
    assert visitor.http.get_cookie("handrail").value != before


def test_a_session_ends_by_itself(client_as, world, frozen_clock):
    nurse = client_as(world.nurse)
    nurse.get("/devices")
    frozen_clock.move(minutes=61)
    assert nurse.get("/devices").path.startswith("/sign-in")
