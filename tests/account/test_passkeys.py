"""Passkeys: made, signed in with, removed; and every answer that is not what was asked for is refused."""

import json

import pytest

from app.access import passkeys
from app.models import Account, AuditEvent, Ceremony, LoginSession, Passkey
from tests.support.authenticator import PRESENT, Device, plain

pytestmark = pytest.mark.usefixtures("frozen_clock")


def asks(visitor, purpose, status=200):
    return visitor.post("/passkeys/ask", status=status, purpose=purpose).json


def adds(visitor, device):
    visitor.post("/passkeys", status=303, answer=device.makes(asks(visitor, "register")))


def comes_in(visitor, answer, status=303, **more):
    return visitor.post("/passkeys/in", status=status, answer=answer, **more)


def rows(database, model, **by):
    with database.read() as session:
        return list(session.query(model).filter_by(**by))


@pytest.fixture
def device(client_as, world):
    """Rosa's phone, with a passkey for her."""
    made = Device()
    adds(client_as(world.rosa), made)
    return made


def test_from_the_first_passkey_to_the_last(database, client_as, world, device, frozen_clock):
    rosa = client_as(world.rosa)
    options = asks(rosa, "register")
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert [one["id"] for one in options["excludeCredentials"]] == [plain(device.credential)]
    adds(rosa, second := Device())
    assert rosa.get("/ways").main.count("Made on") == 2

    visitor = client_as()
    options = asks(visitor, "sign_in")
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == [], "the device says who it is"
    visitor.http.set_cookie("planted", "1")
    with visitor.http.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    page = comes_in(visitor, device.signs(options), next="/devices")
    assert page.headers["Location"] == "/devices"
    with visitor.http.session_transaction() as cookie:
        assert "planted" not in cookie, "no fixation"
    assert visitor.get("/devices").says("Signed in with a passkey.")
    login = rows(database, LoginSession, how="passkey")[0]
    assert (login.account_id, login.stay) == (world.rosa.id, True)
    assert {row.count for row in rows(database, Passkey)} == {0, 1}

    mine = {row.credential: row.id for row in rows(database, Passkey)}
    client_as(world.ruben).post(f"/passkeys/{mine[plain(device.credential)]}/remove", status=404)
    frozen_clock.move(minutes=21)
    page = rosa.post(f"/passkeys/{mine[plain(device.credential)]}/remove", devices="end", status=423)
    assert page.h1 == "Is it you?", "a way to sign in is not taken away by whoever finds the phone open"
    rosa.post("/passkeys/proof", status=303, answer=second.signs(asks(rosa, "prove")))
    page = rosa.post(f"/passkeys/{mine[plain(device.credential)]}/remove", devices="end")
    assert page.says("One device is signed out.")
    assert visitor.get("/devices").path.startswith("/sign-in"), "what it signed in is signed out"
    page = comes_in(visitor, device.signs(asks(visitor, "sign_in")), status=422)
    assert page.says("We do not know that passkey.")
    acts = [row.act for row in rows(database, AuditEvent, actor_id=world.rosa.id)]
    assert {"add passkey", "remove passkey", "prove", "sign in"} <= set(acts)


def test_what_was_not_asked_is_refused(database, client_as, world, device, frozen_clock):
    """Each time a fresh question, and one lie."""
    visitor, ruben = client_as(), Device()
    adds(client_as(world.ruben), ruben)
    right = device.signs(asks(visitor, "sign_in"))
    comes_in(visitor, right)
    visitor.post("/sign-out")

    def lies(**more):
        made = Device(**{"credential": device.credential, "key": device.key, "user": device.user, **more})
        made.count = more.get("count", 50)
        return made.signs(asks(visitor, "sign_in"))

    tries = {
        "the same answer again": lambda: right,
        "the same answer to a new question": lambda: asks(visitor, "sign_in") and right,
        "another origin": lambda: lies(origin="https://evil.example"),
        "the same host at another port": lambda: lies(origin="http://localhost:9999"),
        "another name": lambda: lies(rp_id="evil.example"),
        "another question": lambda: lies(challenge=plain(b"x" * 32)),
        "nobody looked at": lambda: lies(flags=PRESENT),
        "another key": lambda: lies(key=Device().key),
        "somebody else's name": lambda: lies(user=plain(world.ruben.id.encode())),
        "no name": lambda: lies(user=""),
        "a number that goes back": lambda: lies(count=-1),
        "a passkey of nobody": lambda: lies(credential=b"unknown"),
        "nothing": lambda: "",
        "no JSON": lambda: "{" * 3000,
        "not what a device says": lambda: json.dumps({"id": 1, "response": {"userHandle": []}}),
        "a list": lambda: "[]",
    }
    for what, make in tries.items():
        frozen_clock.move(minutes=2)  # so that slowing down is not what refuses it
        page = comes_in(visitor, make(), status=None)
        assert page.status in (410, 422), what
        assert rows(database, LoginSession, ended_at=None, how="passkey") == [], what
    assert rows(database, Ceremony, purpose="sign_in") == [], "a question is used up whatever its answer is"

    options = asks(visitor, "sign_in")
    frozen_clock.move(minutes=5)
    assert comes_in(visitor, device.signs(options), status=422).says("That took too long.")
    other = client_as()
    options = asks(other, "sign_in")
    asks(visitor, "sign_in")
    comes_in(visitor, device.signs(options), status=422)
    frozen_clock.move(minutes=2)
    asks(visitor, "sign_in")
    comes_in(visitor, device.signs(asks(visitor, "sign_in")))


def test_a_question_is_for_one_thing_and_one_person(database, client_as, world, device, frozen_clock):
    rosa, ruben, theirs = client_as(world.rosa), client_as(world.ruben), Device()
    adds(ruben, theirs)
    frozen_clock.move(minutes=11)
    answer = device.signs(asks(rosa, "prove"))
    assert comes_in(rosa, answer, status=422).says("too long"), "proving is not signing in"
    page = rosa.post("/passkeys/proof", status=422, answer=theirs.signs(asks(rosa, "prove")))
    assert page.says("We do not know that passkey."), "Ruben's own passkey proves nothing about Rosa"
    for purpose in ("second", "nonsense", ""):
        asks(rosa, purpose, status=404)
    for purpose in ("register", "prove", "lock"):
        asks(client_as(), purpose, status=404)
    answer = rosa.http.post("/passkeys/ask", data={"csrf_token": rosa.token(), "purpose": "register"})
    assert answer.headers["Location"].startswith("/prove"), "a new way in needs a proof first"
    assert len(rows(database, Passkey)) == 2


def test_asking_without_end_gets_slow(database, client_as, world):
    visitor = client_as()
    with database.write() as session:
        from app.access import throttle

        for _ in range(61):
            throttle.failed(session, [throttle.key("ask", "127.0.0.1")])
    assert visitor.post("/passkeys/ask", status=429, purpose="sign_in").headers["Retry-After"] == "1"


def test_two_answers_at_once_with_one_number(database, world, client_as, device):
    row = rows(database, Passkey)[0]
    with database.write() as session:
        passkeys.note_use(session, row, 7)
    for count in (7, 6, 0):
        with database.write() as session, pytest.raises(passkeys.Refusal):
            passkeys.note_use(session, row, count)


def test_a_closed_account_has_no_passkeys(database, client_as, world, device, frozen_clock):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).closed_at = frozen_clock.now
    visitor = client_as()
    comes_in(visitor, device.signs(asks(visitor, "sign_in")), status=422)


def test_the_quick_lock_opens_by_a_passkey_of_this_very_account(client_as, world, database):
    rosa, ruben, hers, his = client_as(world.rosa), client_as(world.ruben), Device(), Device()
    adds(rosa, hers)
    adds(ruben, his)
    rosa.post("/passkeys/ask", status=404, purpose="lock")
    today = f"/patients/{world.rosa_patient.id}/today"
    with database.write() as session:
        for login in session.query(LoginSession):
            login.rest_minutes, login.locked_at = 5, login.created_at
    assert rosa.get(today).says("Handrail is locked")
    for one, purpose, status in ((his, "lock", 422), (hers, "sign_in", 422), (hers, "lock", 200)):
        answer = one.signs(asks(rosa, purpose))
        rosa.post("/passkeys/lock", status=status, answer=answer, next=today)
    assert rosa.get(today).says("Rosa")
