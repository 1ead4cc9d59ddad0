"""A passkey in a real browser, with a device that the browser plays: made when coming in, signed in with, removed."""

from app.care.people import invitations
from app.models import LoginSession, Passkey, Patient
from tests import factories
from tests.support import phone
from tests.support.hosted import hosted

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_from_the_code_on_paper_to_a_passkey_and_back(config, database, world):
    with database.write() as session:
        session.get_one(Patient, world.rosa_patient.id).account_id = None  # she has never been in
        grant = world.grant(session, world.nurse)
        code = invitations.invite(session, grant, name="Rosa Vega")[1]
    with hosted(config, database) as place, phone.opened() as running:
        page = phone.phone(running).new_page()
        faults = phone.watch(page)
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        device = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

        sent: list[str] = []
        page.on("request", lambda asked: sent.append(asked.url))
        page.goto(f"{place.url}/join#{code}")
        page.wait_for_function("() => document.querySelector('[name=code]').value && !location.hash")
        assert not [address for address in sent if code in address], "a code never travels in an address"
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("heading", name="Welcome, Rosa").wait_for()
        first = page.get_by_role("button", name="Use this phone’s own lock")
        first.wait_for()
        assert page.locator("main .main").count() == 1, "one main button"
        assert first.bounding_box()["y"] < page.get_by_role("button", name="Stay signed in").bounding_box()["y"]
        first.click()
        page.get_by_role("button", name="Set it up now").click()
        page.get_by_text("Done. From now on your phone’s own lock lets you in.").wait_for()
        assert f"/patients/{world.rosa_patient.id}" in page.url
        with database.read() as session:
            owner = session.get_one(Patient, world.rosa_patient.id).account_id
            assert session.query(Passkey).one().account_id == owner

        page.goto(f"{place.url}/sign-out")
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.get_by_role("link", name="Sign in again").click()
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        page.get_by_role("button", name="Sign in with this phone’s own lock").click()
        page.get_by_text("That did not work. Try again, or use another way.").wait_for()
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
        page.get_by_role("button", name="Sign in with this phone’s own lock").click()
        page.wait_for_url("**/patients/**")
        with database.read() as session:
            assert session.query(LoginSession).filter_by(ended_at=None).one().how == "passkey"
            assert session.query(Passkey).one().count > 0

        page.goto(f"{place.url}/ways")
        page.get_by_text("Remove this passkey").click()
        page.get_by_role("button", name="Remove it").click()
        page.get_by_text("That passkey is removed.").wait_for()
        page.goto(f"{place.url}/sign-out")
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.get_by_role("link", name="Sign in again").click()
        page.get_by_role("button", name="Sign in with this phone’s own lock").click()
        page.get_by_text("We do not know that passkey.").wait_for()
        assert not [fault for fault in faults if "422" not in fault], faults
        page.context.close()

        paper = phone.phone(running, java_script_enabled=False).new_page()
        with database.write() as session:
            person = factories.patient(session, None)
            factories.team_member(session, world.nurse, person)
            code = invitations.invite(session, world.grant(session, world.nurse, person), name="Pia Paper")[1]
        paper.goto(f"{place.url}/join#{code}")
        paper.get_by_label("Your code").fill(code)
        paper.get_by_role("button", name="Go on").click()
        assert not paper.get_by_role("button", name="own lock").count(), "without scripts it is not offered"
        assert paper.locator("main .main:visible").count() == 1
        paper.get_by_role("button", name="Stay signed in").click()
        paper.wait_for_url("**/patients/**")
