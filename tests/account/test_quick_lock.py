"""The quick lock: every page behind it, nothing lost in front of it, and five tries."""

import re
from datetime import timedelta

import pytest

from app.access import passphrases, quick_lock, sessions
from app.models import Account, AuditEvent, LoginSession, ProxyGrant
from app.web.needs import Need
from app.web.pages import NEEDS
from app.web.resting import OPEN
from tests.support.routes import all_routes

pytestmark = pytest.mark.usefixtures("frozen_clock")
PIN = "274915"
HASH = passphrases.hash_(PIN)


@pytest.fixture
def here(world):
    return f"/patients/{world.rosa_patient.id}"


def lock(database, account, minutes=10, private=None):
    """Their one living session gets a quick lock, as if it had just been switched on."""
    with database.write() as session:
        login = session.query(LoginSession).filter_by(account_id=account.id, ended_at=None).one()
        login.unlocked_until = private
        quick_lock.turn_on(session, account, login, minutes, HASH)


def test_it_is_switched_on_by_its_owner_with_a_pin_and_off_with_the_same(database, client_as, world, here):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(f"{here}/me").link("Quick lock"))
    ticked = [n.attrs["value"] for n in page.tree.all("input", name="minutes") if "checked" in n.attrs]
    assert ticked == ["10"]
    for weak in ("123456", "111222", "12345", "12345a", "٣٤٥٦٧٨"):
        assert "PIN has 6 digits" in (words := rosa.submit(page, button="Turn it on", status=422, pin=weak).main) or (
            "easy to guess" in words
        ), weak
    for minutes in ("1", "9" * 5000, "\u0665", ""):
        rosa.post("/quick-lock", status=422, minutes=minutes, pin=PIN)
    page = rosa.submit(page, button="Turn it on", pin="274 915", minutes="30")
    assert page.says("The quick lock is on.")
    with database.read() as session:
        login = session.query(LoginSession).one()
        assert login.rest_minutes == 30
        assert PIN not in repr(vars(login))
        assert login.pin_hash.startswith("$argon2id$")
    page = rosa.submit(page, button="Save", status=422, minutes="off", pin="999123")
    assert page.says("That is not the PIN.")
    assert rosa.submit(page, button="Save", minutes="off", pin=PIN).says("is off on this device")
    with database.read() as session:
        assert session.query(LoginSession).one().pin_hash is None
        acts = [row.act for row in session.query(AuditEvent) if "quick lock" in row.act]
    assert acts == ["turn on quick lock", "turn off quick lock"]


def test_staff_and_short_sign_ins_have_none(database, client_as, world):
    nurse = client_as(world.nurse)
    assert nurse.get("/quick-lock").says("only where you stay signed in")
    nurse.post("/quick-lock", minutes="10", pin=PIN)
    with database.read() as session:
        assert session.query(LoginSession).one().rest_minutes is None


def test_rest_is_counted_on_the_server_from_what_is_pressed(database, client_as, world, here, frozen_clock):
    rosa = client_as(world.rosa)
    lock(database, world.rosa, private=frozen_clock.now + timedelta(hours=9))
    for _ in range(4):
        frozen_clock.move(minutes=4)
        assert rosa.get(f"{here}/plan").path.endswith("/plan"), "four minutes are no rest"
    for _ in range(3):
        frozen_clock.move(minutes=4)
        for path in ("/here", f"{here}/copy/plan", "/push/known/x"):
            rosa.get(path, status=None, **{"Sec-Fetch-Mode": "cors"})
    page = rosa.get(f"{here}/plan")
    assert page.h1 == "Handrail is locked", "what a device does by itself is rest"
    assert "Rosa" not in page.html
    page = rosa.submit(page, button="Open", pin=PIN)
    assert page.path == f"{here}/plan", "on to what was asked for"
    with database.read() as session:
        assert session.query(LoginSession).one().unlocked_until is None, "six digits open no private line"


def test_every_route_is_behind_it_and_the_public_ones_know_nobody(app, database, client_as, world, here):
    otto = client_as(world.otto)
    otto.get("/people")
    lock(database, world.otto)
    otto.post("/lock-now")
    for route in all_routes(app):
        address = route.address(app, patient_id=world.rosa_patient.id)
        sent = {"data": {"csrf_token": otto.token()}} if route.method == "POST" else {}
        if route.need == "public" or route.rule.endpoint in OPEN:
            continue
        for accepts, expected in (("text/html", (303, 423)), ("application/json", (401,))):
            answer = otto.http.open(address, method=route.method, headers={"Accept": accepts}, **sent)
            assert answer.status_code in expected, f"{route}: {answer.status_code}, {accepts}"
            assert answer.status_code != 303 or answer.headers["Location"].startswith("/locked"), route
            assert "Rosa" not in answer.get_data(as_text=True), route
    renewed = otto.http.post("/push/renew", json={}, headers={"Accept": "application/json"})
    assert renewed.status_code not in (200, 303, 401, 423), "it is looked at, so that reminders go on"
    for path in ("/", "/sign-in"):
        assert otto.get(path).h1 == "Handrail is locked"
    assert otto.get("/here").json == {"account": None, "csrf": None}
    for path in ("/help-now", "/join", "/offline", "/waiting"):
        page = otto.get(path)
        assert page.path == path
        assert "Otto" not in page.html
        assert world.otto.id not in page.html
    assert {name for name in OPEN if NEEDS[name] is not Need.SIGNED_IN} == set()
    with database.read() as session:
        assert session.query(LoginSession).one().ended_at is None, "its session lives, and reminders still come"


def test_what_was_said_once_waits_behind_it(database, client_as, world, here):
    rosa = client_as(world.rosa)
    with database.read() as session:
        helper = session.query(ProxyGrant).one().id
    rosa.http.post(f"{here}/me/helpers/{helper}/pause", data={"csrf_token": rosa.token()})  # the answer got lost
    lock(database, world.rosa)
    rosa.post("/lock-now")
    for path in ("/locked", "/help-now", "/join"):
        assert "Otto" not in rosa.get(path).text, path
    page = rosa.submit(rosa.get(f"{here}/me"), button="Open", pin=PIN)
    assert page.says("Paused. Otto sees nothing here until you go on.")


def test_a_form_that_meets_the_lock_is_neither_stored_nor_lost(database, client_as, world, here, frozen_clock):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_("three warm lakes")
    rosa = client_as(world.rosa)
    form = rosa.get(f"{here}/me")
    lock(database, world.rosa)
    frozen_clock.move(minutes=11)
    page = rosa.submit(form, to="/me/name", status=423, preferred_name="Rosi of the lake")
    assert page.says("Handrail is locked", "not stored yet, and it is not lost")
    assert "Rosi" not in page.html, "nobody reads it off the lock"
    page = rosa.submit(page, button="Open", status=422, pin="999123")
    page = rosa.submit(page, button="with the passphrase", passphrase="three warm lakes")
    assert page.says("Nothing is stored yet.", "Rosi of the lake")
    assert rosa.submit(page, button="Send it now").says("Rosi of the lake")

    form = rosa.get(f"{here}/me")
    lock(database, world.rosa)
    rosa.post("/lock-now")
    page = rosa.submit(form, to="/me/name", status=423, preferred_name="Rosa <of> the lake")
    sealed = page.form("/locked").first("input", name="sealed").attrs["value"]
    ruben = client_as(world.ruben)
    lock(database, world.ruben)
    for text in (sealed, '["/sign-out",[],false]', "v1.nonsense", "v1." + "A" * 80):
        ruben.post("/lock-now")
        page = ruben.post("/locked", sealed=text, pin=PIN)
        assert "lake" not in page.html, "sealed for one session"
        assert page.path.startswith(f"/patients/{world.ruben_patient.id}/"), "what is not ours is nothing"
    unsigned = rosa.http.post(f"{here}/me/name", data={"preferred_name": "Mallory"}, headers={"Accept": "text/html"})
    assert unsigned.status_code == 423
    assert 'name="sealed" value=""' in unsigned.get_data(as_text=True), "what another site sent is not kept"


def test_five_wrong_pins_sign_the_device_out_and_nobody_else(database, client_as, world, here):
    rosa, tablet = client_as(world.rosa), None
    lock(database, world.rosa)
    tablet = client_as(world.rosa)
    rosa.post("/lock-now")
    page = rosa.get(f"{here}/today")
    for typed in ("", "12 34", "abcdef"):
        page = rosa.submit(page, button="Open", status=422, pin=typed)
        assert page.says("A PIN has 6 digits.")
    for left in (4, 3, 2):
        page = rosa.submit(page, button="Open", status=422, pin="999123")
        assert page.says(f"You can try {left} more times")
    page = rosa.submit(page, button="Open", status=422, pin="999123")
    assert page.says("once more")
    page = rosa.submit(page, button="Open", pin="999123")
    assert page.path == "/sign-in"
    assert page.says("signed out")
    assert rosa.get(f"{here}/today").path.startswith("/sign-in")
    assert tablet.get(f"{here}/today").h1 != "Handrail is locked", "her other device has no lock, and stays"


def test_many_tries_at_once_are_five(each_database):
    from tests import factories
    from tests.support.at_once import both

    with each_database.write() as session:
        world = factories.world(session)
        sessions.start(session, world.rosa, "phone", stay=True)
        login = session.query(LoginSession).one()
        quick_lock.turn_on(session, world.rosa, login, 5, "x")
    left = [number for _ in range(3) for number in both(each_database, lambda s: quick_lock.count_try(s, login))]
    assert sorted(left) == [-1, 0, 1, 2, 3, 4]


def test_guessing_the_passphrase_there_is_slowed_like_signing_in(database, client_as, world, here):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_("three warm lakes")
    rosa = client_as(world.rosa)
    lock(database, world.rosa)
    rosa.post("/lock-now")
    for _ in range(4):
        rosa.post("/locked", status=422, passphrase="guess after guess")
    page = rosa.post("/locked", status=429, passphrase="three warm lakes")
    assert page.headers["Retry-After"]
    assert rosa.post("/locked", pin=PIN).path == f"{here}/today", "the PIN is another way, and not slowed"


def test_a_code_typed_on_a_locked_phone_does_not_get_past_the_lock(database, client_as, world):
    from app.care.people import invitations

    with database.write() as session:
        grant = world.grant(session, world.nurse, world.ruben_patient)
        _, code = invitations.invite(session, grant, kind="proxy", name="Otto Vega", scope=["see"])
    otto = client_as(world.otto)
    lock(database, world.otto)
    otto.post("/lock-now")
    page = otto.submit(otto.get("/join"), to="/join", code=code)
    assert not re.search("Use the account I have", page.html)
    assert otto.post("/join/open", status=422, code=code, how="same").says("choose another way")
    otto.post("/join/open", status=303, code=code, how="stay")
    with database.read() as session:
        living = session.query(LoginSession).filter_by(ended_at=None).one()
        assert living.account_id != world.otto.id, "a new account, and the locked session is over"
