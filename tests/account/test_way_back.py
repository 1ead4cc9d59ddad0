"""A way back after a lost phone or a forgotten passphrase: who checked what, once, and everybody hears of it."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.access import passphrases, sessions, ways_back
from app.care.people import recovery
from app.care.people.recovery import Checked
from app.care.reminders import refresh
from app.errors import Gone, Invalid, NotFound
from app.models import Account, AuditEvent, LoginSession, Patient, Recovery, Reminder, WayBack
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")
CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")
OLD, NEW = "three warm lakes", "four cold lakes"
SEEN = Checked("in_person", seen="photo", why="lost_phone")
RANG = Checked("call_back", asked=("birth_date", "visit"), rang=True, why="forgotten")


@pytest.fixture
def ways(world):
    return f"/team/patients/{world.rosa_patient.id}/ways"


def give(database, world, account=None, checked=SEEN):
    with database.write() as session:
        return recovery.give(session, world.grant(session, world.nurse), (account or world.rosa).id, checked)[1]


def test_in_person_the_code_is_printed_and_opens_the_same_account_once(database, client_as, world, ways):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_(OLD)
    old, nurse = client_as(world.rosa), client_as(world.nurse)
    page = nurse.get(nurse.get(ways).link("Lost phone"))
    page = nurse.submit(page, button="Make the code", status=422, way="in_person", why="lost_phone")
    assert page.says("Choose what you saw.")
    assert [n.attrs["value"] for n in page.tree.all("input", name="why") if "checked" in n.attrs] == ["lost_phone"]
    sheet = nurse.submit(page, button="Make the code", seen="photo")
    code = "".join(CODE.search(sheet.main).groups())
    assert sheet.says("It works once, until", "localhost:8000/join", "Your way back in, Rosa")
    assert nurse.get(f"{ways}/back").says("shown once"), "and never again"

    page = old.get(f"/patients/{world.rosa_patient.id}/today")
    assert page.says("A new way in", "Was that not you?", "555 0100"), "her phones say so at once"
    assert page.link("That was not me: ring 555 0100") == "tel:5550100"
    page = old.get(f"/patients/{world.rosa_patient.id}/me")
    assert page.says("A new way to sign in was given out.")
    assert not page.says("Was that not you?"), "one line elsewhere"
    assert old.get(page.link("Read what it is")).says("That was me")
    visitor = client_as()
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    assert page.says("Welcome back, Rosa")
    page = visitor.submit(page, button="Use this passphrase", status=422, passphrase="short")
    assert page.says("at least 8 characters") or page.says("Use at least 8")
    page = visitor.submit(page, button="Use this passphrase", passphrase=NEW)
    assert page.says("You are signed in on this phone.", "A new way in")
    assert old.get("/devices").path.startswith("/sign-in"), "whoever has the lost phone is out"
    assert "A new way in" not in visitor.submit(page, button="That was me").main
    own = client_as(world.rosa)
    page = own.get("/devices")
    assert page.says("A new way in"), "who came in by it silences only itself"
    assert "A new way in" not in own.submit(page, button="That was me").main
    with database.read() as session:
        assert session.get_one(Account, world.rosa.id).new_way_at is None
    late = client_as()
    assert "does not work" in late.submit(late.get("/join"), to="/join", status=410, code=code).main
    client_as().post("/sign-in", status=422, sign_in="rosa.vega", passphrase=OLD)
    client_as().post("/sign-in", status=303, sign_in="rosa.vega", passphrase=NEW)
    with database.read() as session:
        row = session.query(Recovery).one()
        assert (row.way, row.seen, row.asked, row.why, row.by_id) == (
            "in_person", "photo", [], "lost_phone", world.nurse.id,
        )  # fmt: skip
        acts = {(event.act, event.actor_id, event.object_id) for event in session.query(AuditEvent)}
        assert {("give way back in_person", world.nurse.id, row.id), ("use way back", world.rosa.id, row.id)} <= acts
        assert code not in repr(vars(session.query(WayBack).one()))
    assert nurse.get(ways).says("In person: Identity card")
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me/log").says("a way to sign in")


def test_on_the_telephone_one_rings_back_and_has_ten_minutes(database, client_as, world, ways, frozen_clock):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{ways}/{world.otto.id}/back")
    assert page.says("I rang Rosa at 555 0142", "Otto may come in again")
    page = nurse.submit(page, button="Make the code", status=422, way="call_back", why="forgotten", asked="visit")
    assert page.says("Ring back first.", "Ask at least two")
    page = nurse.post(
        f"{ways}/{world.otto.id}/back", way="call_back", why="forgotten", asked=["visit", "team"], rang="yes"
    )
    assert page.says("Read this out to Otto", "It works for 10 minutes")
    code = _signs(page)
    visitor = client_as()
    frozen_clock.move(minutes=9)
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    assert page.says("Welcome back, Otto")
    frozen_clock.move(minutes=2)
    assert visitor.submit(page, button="Stay signed in", status=410).says("does not work")
    code = give(database, world, world.otto, RANG)
    visitor.submit(visitor.submit(visitor.get("/join"), to="/join", code=code), button="Stay signed in")
    with database.read() as session:
        assert session.query(LoginSession).filter_by(account_id=world.otto.id, ended_at=None).one().stay
        assert {row.way for row in session.query(Recovery)} == {"call_back"}
        patients = {e.patient_id for e in session.query(AuditEvent).filter_by(act="use way back", capacity="proxy")}
        assert patients == {world.rosa_patient.id}


def _signs(page):
    groups = [node.text for node in page.tree.all("span") if "signs" in node.attrs.get("class", "").split()]
    assert [len(group.split()) for group in groups] == [4, 4], "two groups, each read as one"
    return "".join(groups)


@pytest.mark.parametrize(
    ("checked", "fields"),
    [
        (Checked(), {"way", "why"}),
        (Checked("in_person", why="nonsense", seen="a letter"), {"seen", "why"}),
        (Checked("in_person", why="other"), {"seen"}),
        (Checked("call_back", why="other", asked=("birth_date", "birth_date"), rang=True), {"asked"}),
        (Checked("call_back", why="other", asked=("birth_date", "team", "their pin"), rang=True), {"asked"}),
        (Checked("call_back", why="other", asked=("birth_date", "team")), {"rang"}),
        (Checked("by_mail", why="other", seen="photo", rang=True), {"way"}),
    ],
)
def test_nothing_is_given_before_it_was_checked(database, world, checked, fields):
    with database.write() as session:
        with pytest.raises(Invalid) as problem:
            recovery.give(session, world.grant(session, world.nurse), world.rosa.id, checked)
        assert set(problem.value.fields) == fields
        assert session.query(WayBack).count() == session.query(Reminder).count() == 0
        session.get_one(Patient, world.rosa_patient.id).phone = " "
        with pytest.raises(Invalid, match="another look"):
            recovery.give(session, world.grant(session, world.nurse), world.rosa.id, RANG)


def test_only_the_person_and_helpers_of_now_and_never_staff(database, world, client_as, ways):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        for nobody in (world.ruben, world.stranger, world.physician):
            with pytest.raises(NotFound):
                recovery.give(session, grant, nobody.id, SEEN)
    for who, status in (("rosa", 403), ("otto", 403), ("stranger", 404), ("ruben", 404)):
        client_as(getattr(world, who)).post(f"{ways}/{world.rosa.id}/back", status=status)
    client_as(world.nurse).get(f"{ways}/{world.ruben.id}/back", status=404)


def test_a_newer_code_ends_the_older_and_all_phones_are_told(database, world, frozen_clock):
    with database.write() as session:
        sessions.start(session, world.rosa, "phone", stay=True)
    first = give(database, world)
    second = give(database, world)
    with database.write() as session:
        with pytest.raises(Gone):
            recovery.use(session, first)
        refresh(session, world.grant(session, world.rosa))  # whatever else changes, the notice stays
        told = session.query(Reminder).filter_by(account_id=world.rosa.id, kind="new_way").all()
        assert [row.state for row in told] == ["due", "due"]
        frozen_clock.move(hours=71)
        recovery.use(session, second)
        assert not [login for login in session.query(LoginSession) if login.ended_at is None]
    third = give(database, world)
    frozen_clock.move(hours=73)
    with database.write() as session, pytest.raises(Gone):
        recovery.use(session, third)


def test_staff_choose_a_passphrase_and_sign_in_as_always(database, client_as, world):
    with database.write() as session:
        _row, code = ways_back.make(session, session.get_one(Account, world.nurse.id), timedelta(hours=1))
        with pytest.raises(Invalid):
            ways_back.use(session, code)
    visitor = client_as()
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    assert page.says("Your sign-in name is nora.field.")
    assert "Stay signed in" not in page.main
    visitor.post("/join/back", status=422, code=code, how="stay", passphrase="")
    page = visitor.submit(page, button="Use this passphrase", passphrase=NEW)
    assert page.path == "/sign-in", "with all that signing in takes"
    with database.read() as session:
        assert session.query(LoginSession).count() == 0
    visitor.post("/sign-in", status=303, sign_in="nora.field", passphrase=NEW)


def test_guessing_is_slowed_at_the_same_door_as_invitations(database, client_as, world, frozen_clock):
    code, visitor = give(database, world), client_as()
    for path in ("/join", "/join/back", "/join/open") * 2:
        visitor.post(path, status=410, code="AAAA2222", how="stay")
    for path in ("/join", "/join/back"):
        assert visitor.post(path, status=429, code=code, how="stay").headers["Retry-After"]
    elsewhere = client_as()
    elsewhere.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    elsewhere.post("/join/back", status=303, code=code, how="stay")


def test_two_at_once_use_a_code_once(each_database):
    from tests.support.at_once import both

    with each_database.write() as session:
        world = factories.world(session)
    code = give(each_database, world)

    def use(session):
        try:
            return recovery.use(session, code).id
        except Gone:
            return "gone"

    assert sorted(both(each_database, use)) == sorted(["gone", world.rosa.id])
    with each_database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).where(WayBack.used_at.is_not(None))) == 1


def test_a_helpers_new_way_is_in_the_log_of_everybody_it_opens(database, client_as, world):
    with database.write() as session:
        own = factories.patient(session, world.otto)
        factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben)
    give(database, world, world.otto)
    with database.read() as session:
        rows = session.query(AuditEvent).filter_by(act="give way back in_person", actor_id=world.nurse.id)
        assert {row.patient_id for row in rows} == {world.rosa_patient.id, own.id, world.ruben_patient.id}
    assert client_as(world.otto).get(f"/patients/{own.id}/me/log").says("Nora (nurse)", "a way to sign in")
