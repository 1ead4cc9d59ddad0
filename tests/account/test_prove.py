"""Asking once more who somebody is, before what matters most."""

import pytest

from app.access import passphrases
from app.models import Account, AuditEvent, CareTeamMember, Invitation, LoginSession, ProxyGrant
from tests.care.plan import plans
from tests.support.authenticator import Device

pytestmark = pytest.mark.usefixtures("frozen_clock")
GOOD = "three warm lakes"


@pytest.fixture
def hashed(database, world):
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
        for one in (world.nurse, world.rosa):
            session.get_one(Account, one.id).passphrase_hash = passphrases.hash_(GOOD)


def acts(database, act="prove"):
    with database.read() as session:
        return [row.outcome for row in session.query(AuditEvent).filter_by(act=act).order_by(AuditEvent.seq)]


def test_letting_somebody_in_asks_the_nurse_again(hashed, client_as, world, database, frozen_clock):
    nurse, place = client_as(world.nurse), f"/team/patients/{world.rosa_patient.id}/invite"
    nurse.get(place)
    frozen_clock.move(minutes=9)
    opened = nurse.get(place)
    assert opened.path == place, "she signed in nine minutes ago"
    frozen_clock.move(minutes=10)
    typed = {"name": "Lea Vega", "relation": "daughter", "bundle": "logging"}
    assert nurse.submit(opened, to="/invite/helper", **typed).says("Your way in, Lea Vega"), (
        "what was typed is not lost"
    )
    assert nurse.get(place).path == f"/prove?next={place}"
    frozen_clock.move(minutes=2)
    page = nurse.submit(opened, to="/invite/helper", status=423, **typed)
    assert page.h1 == "Is it you?"
    with database.read() as session:
        assert session.query(Invitation).count() == 1, "nobody was let in"
    page = nurse.get(place)
    assert "passphrase" not in nurse.submit(page, to="/prove", status=422, passphrase="wrong").path
    assert nurse.submit(page, to="/prove", status=422, passphrase="").says("Type your passphrase.")
    assert acts(database) == ["refused"]
    page = nurse.submit(page, to="/prove", passphrase=GOOD)
    assert page.path == place
    assert page.says("You can go on for 10 minutes.")
    assert acts(database) == ["refused", "done"]


def test_taking_the_plan_along_asks_and_comes_back(hashed, client_as, world, frozen_clock, database):
    home = f"/patients/{world.rosa_patient.id}/plan"
    for who in (world.nurse, world.rosa):
        visitor = client_as(who)
        frozen_clock.move(minutes=11)
        answer = visitor.http.post(
            f"{home}/fhir",
            data={"csrf_token": visitor.token()},
            headers={"Referer": f"http://localhost{home}/whole?page=1"},
        )
        assert answer.headers["Location"] == f"/prove?next={home}/whole?page%3D1"
        page = visitor.submit(visitor.get(answer.headers["Location"]), to="/prove", status=303, passphrase=GOOD)
        assert page.headers["Location"] == f"{home}/whole?page=1"
        assert "care-plan" in visitor.post(f"{home}/fhir").headers["Content-Disposition"]
    assert acts(database, "export") == ["done", "done"]


@pytest.mark.parametrize("kind", ["page", "table", "fhir"])
def test_taking_the_log_along_asks_also_who_goes_straight_to_the_file(
    hashed, client_as, world, frozen_clock, database, kind
):
    rosa, place = client_as(world.rosa), f"/patients/{world.rosa_patient.id}/me/log/files"
    frozen_clock.move(minutes=19)  # the form that was opened with a proof gets ten minutes more
    answer = rosa.http.post(f"{place}/{kind}", data={"csrf_token": rosa.token()})
    assert "who-looked" in answer.headers["Content-Disposition"]
    frozen_clock.move(minutes=2)
    answer = rosa.http.post(f"{place}/{kind}", data={"csrf_token": rosa.token(), "back": place})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/prove?next={place}")
    assert acts(database, "export log") == ["done"]


def test_ending_a_helpers_pause_asks_and_pausing_does_not(hashed, client_as, world, frozen_clock, database):
    rosa = client_as(world.rosa)
    with database.read() as session:
        place = f"/patients/{world.rosa_patient.id}/me/helpers/{session.query(ProxyGrant).one().id}"
    frozen_clock.move(minutes=21)
    page = rosa.submit(rosa.get(place), button="Pause it for now")
    asked = rosa.submit(page, button="Let Otto go on")
    assert asked.h1 == "Is it you?"
    with database.read() as session:
        assert session.query(ProxyGrant).one().paused_at is not None
    page = rosa.submit(rosa.get(f"/prove?next={place}"), to="/prove", passphrase=GOOD)
    assert rosa.submit(page, button="Let Otto go on").says("Otto can help again")


@pytest.mark.parametrize("place", ["https://evil.example/x", "//evil.example", "/\\evil.example", "nowhere"])
def test_it_only_comes_back_to_pages_of_ours(hashed, client_as, world, frozen_clock, place):
    rosa = client_as(world.rosa)
    frozen_clock.move(minutes=11)
    for field, header in ((place, ""), ("", place)):
        answer = rosa.http.post(
            f"/patients/{world.rosa_patient.id}/plan/fhir",
            data={"csrf_token": rosa.token(), "back": field},
            headers={"Referer": header},
        )
        assert answer.headers["Location"] == "/prove?next=/"
    page = rosa.post("/prove", status=303, passphrase=GOOD, next=place)
    assert page.headers["Location"] == "/"


def test_guessing_is_slow_and_a_proof_is_of_one_device(hashed, client_as, world, database, frozen_clock):
    here, there = client_as(world.rosa), client_as(world.rosa)
    frozen_clock.move(minutes=11)
    for _ in range(4):
        here.post("/prove", status=422, passphrase="guess after guess")
    assert here.post("/prove", status=429, passphrase=GOOD).headers["Retry-After"] == "1"
    frozen_clock.move(seconds=2)
    here.post("/prove", status=303, passphrase=GOOD)
    with database.read() as session:
        proved = {row.id: row.proved_at == frozen_clock.now for row in session.query(LoginSession)}
    assert sorted(proved.values()) == [False, True]
    file = f"/patients/{world.rosa_patient.id}/plan/fhir"
    assert here.post(file, status=200)
    assert there.post(file).h1 == "Is it you?"


def test_nobody_is_asked_for_what_they_do_not_have(client_as, world, database, frozen_clock):
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    frozen_clock.move(minutes=11)
    assert "care-plan" in rosa.post(f"/patients/{world.rosa_patient.id}/plan/fhir").headers["Content-Disposition"]
    page = nurse.post(f"/patients/{world.rosa_patient.id}/plan/fhir")
    assert page.says("You have no passphrase yet."), "staff always show who they are"
    nurse.post("/passphrase", passphrase=GOOD, status=303)
    assert "/prove" in nurse.get("/prove").path, "choosing a first one needs a fresh sign-in"
    with database.read() as session:
        assert session.get_one(Account, world.nurse.id).passphrase_hash is None


@pytest.mark.parametrize(
    ("place", "file"),
    [("me/log/files", "page"), ("me/log/files", "table"), ("me/log/files", "fhir"), ("plan/answers", "file")],
)
def test_a_file_is_asked_for_on_a_page_that_was_open_for_long(hashed, client_as, world, frozen_clock, place, file):
    files = f"/patients/{world.rosa_patient.id}/{place}"
    rosa = client_as(world.rosa)
    token, before = rosa.token(), {"Referer": f"http://localhost{files}"}
    frozen_clock.move(minutes=21)
    answer = rosa.http.post(f"{files}/{file}", data={"csrf_token": token}, headers=before)
    assert answer.headers["Location"] == f"/prove?next={files}"
    rosa.submit(rosa.get(answer.headers["Location"]), to="/prove", status=303, passphrase=GOOD)
    answer = rosa.http.post(f"{files}/{file}", data={"csrf_token": rosa.token()})
    assert "attachment" in answer.headers["Content-Disposition"]


TYPED = {"name": "Lea <b> Vega", "relation": "daughter of hers", "bundle": "logging"}


def sealed_in(page):
    return page.form("/prove").first("input", name="sealed").attrs["value"]


@pytest.fixture
def late(hashed, client_as, world, frozen_clock):
    """The nurse typed a form, and pressed when her proof was too old."""
    nurse = client_as(world.nurse)
    opened = nurse.get(f"/team/patients/{world.rosa_patient.id}/invite")
    frozen_clock.move(minutes=21)
    page = nurse.submit(opened, to="/invite/helper", status=423, **TYPED)
    assert page.says("Is it you?", "not stored yet, and it is not lost")
    return nurse, page


def invitations_of(database):
    with database.read() as session:
        return [row.invitee_name for row in session.query(Invitation)]


def test_what_was_typed_before_the_proof_is_neither_stored_nor_lost(late, database):
    nurse, page = late
    assert "Vega" not in page.html, "nobody reads it off this page"
    page = nurse.submit(page, to="/prove", status=422, passphrase="wrong")
    page = nurse.submit(page, to="/prove", passphrase=GOOD)
    assert page.h1 == "Send it now?"
    assert page.says("it is you", "Nothing is stored yet.", "Lea <b> Vega", "daughter of hers")
    assert GOOD not in page.html
    assert invitations_of(database) == []
    assert nurse.submit(page, button="Send it now").says("Your way in, Lea <b> Vega")
    assert invitations_of(database) == ["Lea <b> Vega"]


def test_the_guard_looks_again_at_what_comes_back(late, database, world):
    nurse, page = late
    page = nurse.submit(page, to="/prove", passphrase=GOOD)
    answer = nurse.http.post(page.form("/invite/helper").attrs["action"], data=TYPED)
    assert answer.status_code == 400, "no token, nothing done"
    with database.write() as session:
        session.query(CareTeamMember).filter_by(account_id=world.nurse.id).delete()
    nurse.submit(page, button="Send it now", status=404)
    assert invitations_of(database) == []


def test_what_is_not_sealed_for_this_session_opens_nothing(late, client_as, world, frozen_clock):
    nurse, page = late
    sealed = sealed_in(page)
    altered = sealed[:-9] + ("A" if sealed[-9] != "A" else "B") + sealed[-8:]
    rosa = client_as(world.rosa)
    other = client_as(world.nurse)
    tries = (
        (rosa, sealed),
        (other, sealed),
        (nurse, altered),
        (nurse, '["https://evil.example",[],false]'),
        (nurse, "v1."),
    )
    for visitor, text in tries:
        answer = visitor.post("/prove", status=303, passphrase=GOOD, sealed=text, next="//evil.example")
        assert answer.headers["Location"] == "/"
    frozen_clock.move(minutes=1)
    assert nurse.post("/prove", passphrase=GOOD, sealed=sealed).says("Lea <b> Vega"), "its own session still opens it"


def test_a_passkey_brings_what_was_typed_back_as_well(hashed, client_as, world, frozen_clock, database):
    rosa, device, here = client_as(world.rosa), Device(), f"/patients/{world.rosa_patient.id}/me/helpers/new"
    rosa.post("/passkeys", status=303, answer=device.makes(rosa.post("/passkeys/ask", purpose="register").json))
    opened = rosa.get(here)
    frozen_clock.move(minutes=21)
    page = rosa.submit(opened, to="/helpers/new", status=423, **TYPED)
    answer = device.signs(rosa.post("/passkeys/ask", purpose="prove").json)
    page = rosa.submit(page, to="/passkeys/proof", answer=answer)
    assert page.says("Nothing is stored yet.", "Lea <b> Vega")
    rosa.submit(page, button="Send it now")
    assert invitations_of(database) == ["Lea <b> Vega"]


def test_nothing_that_proves_somebody_is_sealed(hashed, client_as, world, frozen_clock):
    rosa = client_as(world.rosa)
    frozen_clock.move(minutes=21)
    secrets = {"passphrase": "four cold rivers", "current_one": "old one here", "pin": "27 49 15"}
    page = rosa.post(f"/patients/{world.rosa_patient.id}/me/helpers/new", status=423, name="Lea Vega", **secrets)
    page = rosa.submit(page, to="/prove", passphrase=GOOD)
    assert page.says("Lea Vega")
    assert not any(text in page.html for text in secrets.values())
