"""The person lets somebody in, changes what they may do, pauses it, ends it; and what is hidden leaves no trace."""

import re

import pytest
import sqlalchemy as sa

from app.access import scopes
from app.care.people import agreements, invitations, safety
from app.models import ProxyChange, ProxyGrant

pytestmark = pytest.mark.usefixtures("frozen_clock")
CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")


@pytest.fixture
def place(world):
    return f"/patients/{world.rosa_patient.id}/me"


def stored(database, account):
    with database.read() as session:
        return session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == account.id)).one()


def test_she_lets_somebody_in_and_both_read_what_was_agreed(client_as, world, place, database):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(place).link("Let somebody help"))
    page = rosa.submit(
        page, to="/helpers/new", status=422, name="", relation="neighbour", bundle="all", left_out=["known"]
    )
    assert page.says("Type the helper's name.")
    page = rosa.submit(page, to="/helpers/new", name="Lea Vale", ends_on="2026-04-30")
    code = "".join(CODE.search(page.main).groups())
    assert page.says("A way in for Lea Vale", "shown once")
    assert rosa.get(f"{place}/helpers/code").says("shown once"), "a second look shows no code"
    lea = client_as()
    page = lea.submit(lea.get("/join"), to="/join", code=code)
    assert page.says("Help for Rosa Vega", "Treatments", "It ends on")
    assert "allergies" not in page.main
    lea.submit(page, button="Stay signed in")
    with database.read() as session:
        row = session.scalars(sa.select(ProxyGrant).where(ProxyGrant.ends_at.is_not(None))).one()
        assert "known" not in row.scopes
        assert "ask" in row.scopes["goals"]
        step = session.scalars(sa.select(ProxyChange).where(ProxyChange.grant_id == row.id)).one()
        assert (step.what, step.capacity, step.scopes) == ("accepted", "proxy", row.scopes)
    lea.get(f"/patients/{world.rosa_patient.id}/today")
    lea.get(f"{place}/facts", status=404)
    page = rosa.get(rosa.get(place).link("Lea Vale"))
    assert page.says("It ends on Thursday 30 April.", "Agreed and taken up", "Lea Vale, on")
    form = rosa.get(page.link("Change what Lea may do"))
    assert form.tree.first("input", name="ends_on").attrs["value"] == "2026-04-30"
    staff = (f"/team/patients/{world.rosa_patient.id}/invite", world.nurse), ("/team/privacy/helpers", world.privacy)
    for read in (lea.get(place), *(client_as(who).get(path) for path, who in staff)):
        assert read.says("30 April"), read.path


def test_narrower_from_the_next_press_then_paused_then_on_again(client_as, world, place, database):
    rosa, otto = client_as(world.rosa), client_as(world.otto)
    today = f"/patients/{world.rosa_patient.id}/today"
    otto.get(f"/patients/{world.rosa_patient.id}/look-back")
    page = rosa.get(rosa.get(place).link("Otto Vega"))
    page = rosa.get(page.link("Change what Otto may do"))
    page = rosa.submit(page, to="/change", bundle="parts", part=["actions.log"])
    assert page.says("It holds from now on.", "What to do, and ways round")
    assert "Readings" not in page.main.partition("Left out:")[0]
    otto.get(today)
    otto.get(f"/patients/{world.rosa_patient.id}/look-back", status=404)
    otto.get(f"/patients/{world.rosa_patient.id}/measure", status=403)
    assert otto.get(place).says("What to do, and ways round")
    page = rosa.submit(page, button="Pause it for now")
    assert page.says("Otto sees nothing here until you go on.")
    otto.get(today, status=404)
    assert page.says("When you go on, Otto can:")
    assert page.main.count("sees nothing here until") == 1
    page = rosa.submit(page, button="Let Otto go on")
    otto.get(today)
    assert page.says("Changed", "Paused", "Gone on with")
    page = rosa.get(f"{page.path}/change")
    page = rosa.submit(page, to="/change", status=422, bundle="parts", part=["wishes.see"])
    assert page.says("Something must be left.")
    assert stored(database, world.otto).scopes == {"actions": ["see", "log"]}


def test_a_code_that_was_not_used_ends_with_the_help(client_as, world, place, database):
    with database.write() as session:
        hers, codes = world.grant(session, world.rosa), {}
        for name in ("Otto Vega", "Lea Vale"):
            codes[name] = invitations.invite(session, hers, kind="proxy", name=name, scope={"goals": ["see"]})[1]
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{place}/helpers/{stored(database, world.otto).id}"), to="/end")
    otto = client_as(world.otto)
    otto.post("/join", status=410, code=codes["Otto Vega"])
    otto.post("/join/open", status=410, code=codes["Otto Vega"], how="same")
    otto.get(place, status=404)
    client_as().post("/join", code=codes["Lea Vale"])


def test_a_helper_steps_back(client_as, world, place, database):
    otto = client_as(world.otto)
    page = otto.submit(otto.get(place), button="Stop helping Rosa")
    assert page.says("You do not help Rosa here any more.")
    otto.get(place, status=404)
    with database.read() as session:
        assert session.scalars(sa.select(ProxyChange)).one().what == "stepped_back"
    client_as(world.rosa).post(f"{place}/step-back", status=403)


def test_only_she_gives_access(client_as, world, place, database):
    grant = stored(database, world.otto)
    for who, status in ((world.otto, 403), (world.nurse, 403), (world.stranger, 404), (world.ruben, 404)):
        visitor = client_as(who)
        visitor.get(f"{place}/helpers/new", status=status)
        for act in ("change", "pause", "go-on"):
            visitor.post(f"{place}/helpers/{grant.id}/{act}", status=status, bundle="all")
    ruben = client_as(world.ruben)
    other = f"/patients/{world.ruben_patient.id}/me/helpers/{grant.id}"
    for act in ("change", "pause", "go-on", "end"):
        ruben.post(f"{other}/{act}", status=404, bundle="all")
    assert stored(database, world.otto).paused_at is None


def test_deciding_stays_only_where_something_is_left(database, world):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant)).one()
        row.scopes = scopes.with_verb(scopes.BUNDLES["all"], scopes.DECIDE)
        rosa = world.grant(session, world.rosa)
        agreements.change(session, rosa, row.id, {"goals": ["see"], "diary": ["log"]})
        assert row.scopes == {"goals": ["see", "decide"], "diary": ["see", "log"]}
        agreements.change(session, rosa, row.id, {"goals": ["see"], "diary": ["log"]})
        assert session.scalar(sa.select(sa.func.count()).select_from(ProxyChange)) == 1, "the same again is one step"


def test_what_is_left_out_is_said_to_her_and_each_change_to_both(client_as, world, place, database, frozen_clock):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant)).one()
        row.scopes, helper = scopes.without(scopes.BUNDLES["all"], ["medicines"]), row.id
        rosa = world.grant(session, world.rosa)
        agreements.change(session, rosa, helper, scopes.without(row.scopes, ["known"]))
        frozen_clock.move(minutes=1)
        agreements.change(session, rosa, helper, {"actions": ["see", "log"], "worse": ["see"], "known": ["see"]})
    page = client_as(world.rosa).get(f"{place}/helpers/{helper}")
    assert page.says("Left out: What matters, strengths and goals; Health now", "Treatments; What the team knows")
    assert page.says("New: What the team knows: conditions, allergies, medicines, tests, letters (see)")
    gone = (
        "ways round on hard days (ask the team); What to do if it gets worse (ask the team); Visits, and help around;"
    )
    assert page.says(gone)
    his = client_as(world.otto).get(place)
    assert his.says("What was agreed when", "New: What the team knows", gone)
    assert "Left out" not in his.main, "nothing tells a helper what somebody keeps"
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        safety.keep_from(session, nurse, helper, "known", "She is afraid of him.")
        frozen_clock.move(minutes=1)
        agreements.change(session, rosa, helper, {"actions": ["see", "log"], "worse": ["see"]})
    his = client_as(world.otto).get(place)
    assert "What the team knows:" not in his.main
    assert his.main.count("Changed") == 2, "a step that moved only what is kept from him is none"


def test_beside_a_code_what_is_left_out_waits_in_a_fold(client_as, world, place):
    rosa = client_as(world.rosa)
    page = rosa.submit(
        rosa.get(f"{place}/helpers/new"), to="/helpers/new", name="Lea Vale", bundle="all", left_out="known"
    )
    fold = page.tree.first("main").first("details")
    assert "Left out: What the team knows" in fold.text
    assert "open" not in fold.attrs, "the helper may look at this screen"


def test_the_form_opens_what_was_chosen_and_speaks_of_days_on_the_page(client_as, world, place):
    rosa = client_as(world.rosa)
    form = rosa.get(f"{place}/helpers/new")
    assert form.says("Never decide. Leave out what you like below.")
    fields = {"name": "", "bundle": "all", "left_out": ["known", "medicines"], "ends_on": "2026-03-01"}
    page = rosa.submit(form, to="/helpers/new", status=422, **fields)
    assert page.says("Leave something out (2 left out)", "The last day cannot be before today.")
    assert "open" in page.tree.first("details", **{"class": "disclosure"}).attrs
    assert "before the first" not in page.main
