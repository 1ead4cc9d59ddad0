"""The list of signed-in devices: one's own, and ended at once."""

import pytest

from app.access import passphrases
from app.care.people import cards
from app.models import Account, LoginSession


def test_every_device_is_listed_and_one_can_be_ended(client_as, world):
    old, new = client_as(world.rosa), client_as(world.rosa)
    page = new.get("/devices")
    ends = [f for f in page.tree.all("form") if f.attrs.get("action", "").endswith("/end")]
    assert ends
    for form in ends:
        new.post(form.attrs["action"], status=303)
        break
    assert {old.get("/devices").path[:8], new.get("/devices").path[:8]} == {"/sign-in", "/devices"}


def test_ending_the_others_keeps_this_one(client_as, world):
    old, new = client_as(world.rosa), client_as(world.rosa)
    new.post("/devices/end-others")
    assert new.get("/devices").path == "/devices"
    assert old.get("/devices").path.startswith("/sign-in")


def test_nobody_ends_somebody_elses_device(database, client_as, world):
    rosa, ruben = client_as(world.rosa), client_as(world.ruben)
    with database.read() as session:
        theirs = session.query(LoginSession).filter_by(account_id=world.rosa.id).one().id
    ruben.post(f"/devices/{theirs}/end", status=404)
    assert rosa.get("/devices").path == "/devices"


@pytest.mark.parametrize(
    ("now", "new", "status"),
    [
        ("warm lakes", "four cold rivers", 200),
        ("wrong", "four cold rivers", 422),
        ("warm lakes", "zq9 zq", 422),
    ],
)
def test_changing_the_passphrase(database, client_as, world, now, new, status):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_("warm lakes")
    elsewhere, here = client_as(world.rosa), client_as(world.rosa)
    page = here.get("/ways")
    page = here.submit(page, to="/passphrase", status=status, current_one=now, passphrase=new)
    assert new not in page.html
    with database.read() as session:
        stored = session.get_one(Account, world.rosa.id).passphrase_hash
    assert passphrases.matches(stored, new if status == 200 else "warm lakes")
    assert here.get("/devices").path == "/devices"
    assert elsewhere.get("/devices").path.startswith("/sign-in" if status == 200 else "/devices")


def test_a_card_stands_there_once(database, client_as, world):
    with database.write() as session:
        cards.print_for(session, world.grant(session, world.nurse), seen="photo")
    page = client_as(world.rosa).get("/devices")
    assert page.main.count("A way in on paper") == 1
