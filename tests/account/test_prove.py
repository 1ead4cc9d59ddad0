"""Asking once more who somebody is, before what matters most."""

import pytest

from app.access import passphrases
from app.models import Account, AuditEvent, Invitation, LoginSession, ProxyGrant
from tests.care.plan import plans

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
    page = nurse.submit(opened, to="/invite/helper", **typed)
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
