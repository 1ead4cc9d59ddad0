"""A guest comes in by a link or a code and sees the named lines; the person sees each use and ends it."""

import re

import pytest

from app.care.plan import drafting, offering
from app.models import AuditEvent, GuestPass, GuestVisit, ItemChange
from tests.care.plan import plans
from tests.patient.offered import rows

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, what="Swim on Mondays")
        return plans.offered(session, nurse, ("goal", "activity", "strength", "expectation"))


@pytest.fixture
def base(world):
    return f"/patients/{world.rosa_patient.id}/me/guests"


def made(visitor, base, chosen, status=200, **fields):
    """Fill in the form, look at the preview, make it; gives the page of the guest."""
    page = visitor.get(f"{base}/new")
    typed = {"name": "Lina", "organisation": "home care", "keys": list(chosen), **fields}
    page = visitor.submit(page, button="See what they will see", **typed)
    return page, visitor.submit(page, button="Make the", status=status)


def way(page):
    """Path of the link that the page shows once."""
    return re.search(r"http://localhost:\d+(/guest/[\w-]{43})", page.text)[1]


def code(page):
    return page.tree.first("p", **{"class": "big-code"}).text


def test_a_link_from_making_to_ending(client_as, database, world, keys, base, frozen_clock):
    rosa, lina = client_as(world.rosa), client_as()
    assert rosa.get(base).says("No guest sees anything now")
    preview, page = made(rosa, base, [keys["activity"], keys["goal"]], may_write="yes")
    assert preview.says("Lina will see this", "Walk to the corner shop", "Walk to church again", "7 days")
    assert not preview.says("I never gave up smoking")
    address = way(page)
    assert page.says("It is shown only now", "Not opened yet")
    assert address not in rosa.get(page.path).html, "a reload does not show it again"
    token = address.split("/")[-1]
    assert all(token not in repr(vars(row)) for row in rows(database, GuestPass))

    door = lina.get(address)
    assert "Rosa" not in door.text
    assert "plan" not in door.tree.first("title").text.lower()
    assert (door.headers["Referrer-Policy"], door.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "noindex" in door.headers["X-Robots-Tag"]
    assert "data-worker" not in door.html
    assert "manifest" not in door.html
    assert not rows(database, GuestVisit), "opening a link is no use: mail programs do that by themselves"
    seen = lina.submit(door, button="Open")
    assert seen.path == "/guest/look"
    assert seen.says("From the plan of Rosa Vega", "Walk to the corner shop", "Walk to church again")
    assert not seen.says("I never gave up smoking")
    for elsewhere in (f"/patients/{world.rosa_patient.id}/plan", base, "/team/"):
        assert lina.http.get(elsewhere).status_code in (303, 401), elsewhere

    wrong = lina.submit(seen, button="Send this line", words="x" * 301, status=422)
    assert wrong.says("too long")
    assert "x" * 301 in wrong.html, "nothing typed is lost"
    said = {"words": "Ten minutes are enough", "key": keys["activity"], "sort": "change"}
    sent = lina.submit(wrong, button="Send this line", **said)
    assert sent.says("Your line is with Rosa and the team", "Ten minutes are enough")
    again = lina.post("/guest/look", status=409, words="Another", key="", sort="word")
    assert again.says("You have written your line already")

    frozen_clock.move(minutes=5)
    assert rosa.get(f"/patients/{world.rosa_patient.id}/me").says("Wrote a line back")
    page = rosa.get(rosa.get(base).link("Lina, home care"))
    assert page.says("Lina, home care (guest)", "Ten minutes are enough", "Walk to the corner shop")
    assert page.says("they read it as your suggestion")
    page = rosa.submit(page, button="Pass it to my team")
    assert page.says("It is with your team as your suggestion", "Taken up by You")
    assert [row.reason for row in rows(database, ItemChange) if row.state == "open"] == [
        "Lina, home care (guest): Ten minutes are enough"
    ]
    log = rosa.get(f"/patients/{world.rosa_patient.id}/me/log")
    assert log.says("Lina, home care (guest)", "looked at what you let them see", "wrote one line back")

    ended = rosa.submit(page, button="End access for Lina")
    assert ended.says("Lina can no longer open anything here", "Ended on")
    assert lina.get("/guest/look", status=410).says("does not open anything any more")
    gone, unknown = (lina.get(path, status=410) for path in (address, "/guest/" + "x" * 43))
    assert gone.text == unknown.text
    assert lina.post(address, status=410).text == gone.text


def test_a_code_with_six_digits(client_as, database, world, keys, base, frozen_clock):
    rosa, crew = client_as(world.rosa), client_as()
    preview, page = made(rosa, base, [keys["goal"]], how="code", passcode="yes", hours="2160")
    assert preview.says("1 day. A code is good for one day at most. For longer, choose a link.")
    letters, digits = (node.text for node in page.tree.all("p") if "big-code" in node.attrs.get("class", ""))
    assert re.fullmatch(r"\w{4} \w{4}", letters)
    assert re.fullmatch(r"\d{6}", digits)
    assert page.tree.first("meta", name="csrf-token"), "a page like any other of hers"
    secret = page.tree.first("h3")
    assert any("no-print" in node.attrs.get("class", "") for node in secret.ancestors()), "not on paper with the code"
    assert page.says("It ends at once."), "a guest who may only look"
    assert not page.says("wrote stays")
    door = crew.get("/guest")
    assert "Six digits" not in door.text
    door = crew.submit(door, button="Open", code=letters.lower(), status=422)
    assert door.says("Type the six digits")
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(6):
        crew.submit(door, button="Open", passcode=wrong, status=422)
    slow = crew.submit(door, button="Open", passcode=digits, status=429)
    assert int(slow.headers["Retry-After"]) >= 1
    frozen_clock.move(minutes=11)
    assert crew.submit(door, button="Open", passcode=digits[:3] + " " + digits[3:]).says("Walk to church again")
    assert not crew.get("/guest/look").says("Write one line back")
    assert crew.post("/guest/look", status=403, words="x").status == 403
    assert crew.post("/guest/leave").says("closed on this device")
    crew.get("/guest/look", status=410)
    refused = [row for row in rows(database, AuditEvent) if row.capacity == "guest" and row.outcome == "refused"]
    assert len(refused) == 6
    for _ in range(6):
        assert crew.post("/guest", status=410, code="AAAA AAAA").says("Look at each letter again")
    crew.post("/guest", status=429, code=letters)


def test_over_https_without_a_referrer_and_not_without_a_token(client_as, world, keys, base):
    rosa, lina = client_as(world.rosa), client_as()
    address = way(made(rosa, base, [keys["goal"]])[1])
    here = {"base_url": "https://localhost"}
    assert lina.http.post(address, data={}, **here).status_code == 400
    assert lina.http.post(address, data={"csrf_token": "x"}, **here).status_code == 400
    lina.http.get(address, **here)
    token = lina.http.get(address, **here).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    assert lina.http.post(address, data={"csrf_token": token}, **here).status_code == 303
    for _ in range(29):
        assert lina.http.post(address, data={"csrf_token": token}, **here).status_code == 303
    often = lina.http.post(address, data={"csrf_token": token}, **here)
    assert often.status_code == 429
    assert "Please wait" in often.get_data(as_text=True)
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert lina.http.post(address, data={"csrf_token": token}, headers=cross, **here).status_code == 403


def test_what_is_left_out_is_asked_for_and_what_was_typed_stays(client_as, world, keys, base, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(f"{base}/new"), button="See what", name="", organisation="home care", status=422)
    assert page.says("Write who it is for", "Choose at least one line")
    assert page.tree.first("input", name="organisation").attrs["value"] == "home care"
    own = page.tree.first("input", name="parts").attrs["value"]
    whole = rosa.submit(page, button="See what", name="Lina", parts=own)
    assert whole.says("Walk to the corner shop", "Swim on Mondays")
    assert not whole.says("Walk to church again")
    back = rosa.post(f"{base}/preview", name="Lina", keys=keys["goal"], back="yes")
    assert [box.attrs["value"] for box in back.tree.all("input", checked="") if box.attrs["name"] == "keys"] == [
        keys["goal"]
    ]
    assert back.tree.first("input", name="name").attrs["value"] == "Lina"
    rosa.post(base, status=404, name="Lina", keys=[keys["goal"], "n" * 16])
    for who in (world.otto, world.clerk):
        client_as(who).get(f"{base}/new", status=403)
    assert not rows(database, GuestPass)


def test_the_team_makes_one_with_consent_and_takes_a_line_up(client_as, database, world, keys, base):
    nurse, lina = client_as(world.nurse), client_as()
    staff = f"/team/patients/{world.rosa_patient.id}/guests"
    assert nurse.get(base).path == staff
    page = nurse.submit(nurse.get(f"{staff}/new"), button="See what", name="Lina", keys=keys["activity"], status=422)
    assert page.says("Write how and when they agreed")
    page = nurse.submit(page, button="See what", name="Lina", keys=keys["activity"], consent="By telephone today",
                        may_write="yes")  # fmt: skip
    page = nurse.submit(page, button="Make the link")
    seen = lina.submit(lina.get(way(page)), button="Open")
    lina.submit(seen, button="Send this line", words="The shop has moved", key=keys["activity"], sort="change")
    work = nurse.get("/team/")
    assert work.says("Lina (guest) wrote a line about: Walk to the corner shop")
    page = nurse.submit(nurse.get(nurse.get(staff).link("Lina")), button="Take it up")
    assert page.says("The guest wrote: The shop has moved")
    assert page.path.endswith(keys["activity"])
    assert not nurse.get("/team/").says("wrote a line about")
    assert client_as(world.rosa).get(base).says("Lina")
    shown = client_as(world.rosa).get(client_as(world.rosa).get(base).link("Lina"))
    assert shown.says("By telephone today", "Nora (nurse)")
    assert nurse.submit(nurse.get(nurse.get(staff).link("Lina")), button="End access").says("can no longer open")
    lina.get("/guest/look", status=410)


def test_in_the_pseudo_language(client_as, world, keys, base):
    rosa, lina = client_as(world.rosa, lang="en-XA"), client_as(lang="en-XA")
    page = rosa.get(f"{base}/new")
    page = rosa.submit(page, to="preview", name="Lina", keys=keys["activity"], may_write="yes")
    page = rosa.submit(page, to="/guests")
    seen = lina.submit(lina.get(way(page)))
    lina.submit(seen, to="/guest/look", words="Hello")
    rosa.get(page.path)
    rosa.get(base)
    lina.get("/guest")
    client_as(world.nurse, lang="en-XA").get(f"/team/patients/{world.rosa_patient.id}/guests")


def test_a_line_that_left_the_plan_is_not_said_to_be_suggested(client_as, database, world, keys, base):
    rosa, lina = client_as(world.rosa), client_as()
    page = made(rosa, base, [keys["activity"]], may_write="yes")[1]
    seen = lina.submit(lina.get(way(page)), button="Open")
    lina.submit(seen, button="Send this line", words="Ten minutes are enough", key=keys["activity"], sort="change")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        drafting.remove(session, nurse, keys["activity"])
        offering.offer(session, nurse, why="She does not go there any more.")
    page = rosa.submit(rosa.get(rosa.get(base).link("Lina")), button="Pass it to my team")
    assert page.says("Kept. Thank you for looking.")
    assert not page.says("as your suggestion")
    assert not [row for row in rows(database, ItemChange) if row.state == "open"]
