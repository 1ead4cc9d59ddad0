"""The copy of a plan in a real browser: no network, no session; sealed at rest; gone when it has to go."""

import pytest

from app.access import sessions
from app.care.people import agreements
from app.models import Account, ProxyGrant
from tests import factories
from tests.patient.test_worse import agree
from tests.pwa.outbox_days import until
from tests.support import phone
from tests.support.hosted import hosted

STORED = """async () => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const db = await asked(indexedDB.open("handrail"));
    const rows = (store) => asked(db.transaction(store).objectStore(store).getAll());
    const copies = await rows("copy");
    const keys = (await rows("key")).filter((one) => one.key); // beside them only who was here last, by number
    const takeOut = (one) => crypto.subtle.exportKey("raw", one.key).then(() => "out", (problem) => problem.name);
    const taken = await Promise.all(keys.map(takeOut));
    const bytes = copies.map((one) => new TextDecoder("latin1").decode(one.sealed.data));
    const cached = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
            cached.push(await (await caches.match(request)).text());
    db.close();
    const clear = JSON.stringify({ ...localStorage, ...sessionStorage });
    return { copies: copies.length, keys: keys.length, taken, cached: cached.join(""), sealed: bytes.join(""),
        plain: JSON.stringify(copies) + bytes.join("") + clear };
}"""

STAYS = "navigator.storage.persist = async () => (sessionStorage.asked = Number(sessionStorage.asked ?? 0) + 1)"


@pytest.fixture
def hand(config, database, world):
    """A phone of Rosa's, and the product with an agreed plan behind it."""
    agree(database, world, kinds=("symptom_zones", "activity", "coping_strategy"))
    with hosted(config, database) as site, phone.opened() as running:
        yield Hand(site, phone.phone(running), world)


class Hand:
    """One device in somebody's hand."""

    def __init__(self, site, context, world):
        self.site, self.context, self.world = site, context, world
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)

    def go(self, path):
        self.page.goto(self.site.url + path)

    def signs_in(self, account):
        self.site.signs_in(self.context, account)

    def keeps_a_copy(self, account, patient):
        self.signs_in(account)
        self.go(f"/patients/{patient.id}/copy")
        self.page.evaluate("() => navigator.serviceWorker.ready")
        self.page.wait_for_function("() => navigator.serviceWorker.controller")
        self.page.get_by_role("button", name="Keep a copy here").click()
        self.page.get_by_text("There is a copy here.").wait_for()

    def stored(self):
        return self.page.evaluate(STORED)

    def has_a_copy_on(self, path):
        """Opens a page, waits until it looked, and says whether a copy is still there."""
        self.go(path)
        self.page.wait_for_load_state("networkidle")
        return self.stored()["copies"] == 1


def test_it_opens_with_the_network_cut_and_the_session_gone(hand, world):
    rosa, page = world.rosa_patient, hand.page
    page.add_init_script(STAYS)
    hand.keeps_a_copy(world.rosa, rosa)
    assert page.evaluate("() => sessionStorage.asked") == "1", "the browser is asked not to clear it for want of room"
    hand.go(f"/patients/{rosa.id}/today")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => sessionStorage.asked") == "1", "and not at each visit that makes it new"
    faults = phone.watch(page)
    found = hand.stored()
    assert (found["copies"], found["keys"], found["taken"]) == (1, 1, ["InvalidAccessError"])
    for words in ("Heart failure", "mall with Leo", "It rains", "Rosa", "Short of breath", "Walk to the corner"):
        assert words not in found["plain"], f"{words!r} lies in the store in clear"
        assert words not in found["cached"], f"{words!r} lies in the worker's cache"

    hand.context.clear_cookies()
    hand.context.set_offline(True)
    hand.go(f"/patients/{rosa.id}/today")
    assert page.get_by_role("heading", level=1).inner_text() == "Your phone has no connection just now"
    assert page.get_by_text("You can still write things down on a page that is open already.").is_visible()
    page.get_by_role("link", name="Something got in the way").click()  # one tap
    page.get_by_role("link", name="It rains").click()  # two taps
    own = page.locator(".own.big")
    assert own.inner_text() == "If: It rains\nThen I will: I walk in the mall with Leo."
    assert page.get_by_text("As of ").is_visible()
    assert page.evaluate("() => document.activeElement.tagName") == "H1"
    page.get_by_role("link", name="Back").click()

    hand.go("/help-now")
    page.get_by_role("link", name="If I get worse: the copy on this device").click()
    page.locator(".zone.now").wait_for()
    assert [zone.get_attribute("class") for zone in page.locator(".zone").all()] == [
        "zone now",
        "zone watch",
        "zone good",
    ]
    assert page.locator(".zone.now").locator("a[href='tel:911']").is_visible()
    assert page.locator(".zone.watch .icon").first.bounding_box()["width"] > 20
    assert page.evaluate("() => document.querySelectorAll('main h1').length") == 1
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    assert not [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault], faults

    # 13 days later it is there, after 14 it is not; and a clock set back does not keep it for ever
    day, now = 24 * 3600, page.evaluate("() => Date.now() / 1000")
    page.clock.set_fixed_time(now + 13 * day)
    hand.go("/copy")
    page.locator("a.next").first.wait_for()
    page.clock.set_fixed_time(now - 365 * day)
    hand.go("/copy")
    page.get_by_text("There is no copy of a plan on this device.").wait_for()
    assert (hand.stored()["copies"], hand.stored()["keys"]) == (0, 0)


def test_it_goes_at_sign_out_with_the_session_the_account_and_the_grant(hand, world, database):
    rosa, page = world.rosa_patient, hand.page
    today, other = f"/patients/{rosa.id}/today", f"/patients/{world.ruben_patient.id}/today"

    hand.keeps_a_copy(world.rosa, rosa)
    assert hand.has_a_copy_on(today)
    assert hand.has_a_copy_on("/devices")
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/signed-out")
    assert not hand.has_a_copy_on("/help-now")

    # ended from elsewhere: gone at the next page that reaches us, the copy's own page too
    hand.keeps_a_copy(world.rosa, rosa)
    hand.context.clear_cookies()
    hand.go("/copy")
    page.locator("a.next").first.wait_for()
    with database.write() as session:
        sessions.end(session, session.get(Account, world.rosa.id))
    hand.go("/copy")
    page.get_by_text("There is no copy of a plan on this device.").wait_for()
    assert hand.stored()["copies"] == 0

    # somebody else signs in on the same phone
    hand.keeps_a_copy(world.rosa, rosa)
    hand.context.clear_cookies()
    hand.signs_in(world.ruben)
    assert not hand.has_a_copy_on(other)

    # a helper whose access the person ends
    hand.keeps_a_copy(world.otto, rosa)
    assert hand.has_a_copy_on("/people")
    with database.write() as session:
        grant = session.query(ProxyGrant).filter_by(account_id=world.otto.id).one()
        agreements.end(session, world.grant(session, world.rosa), grant.id)
    assert not hand.has_a_copy_on("/people")
    assert hand.stored()["keys"] == 0

    # one person at a time: opening another person's plan ends the copy, also for one and the same helper
    with database.write() as session:
        for person, by in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
            factories.proxy(session, world.otto, person, by=by)
    hand.keeps_a_copy(world.otto, rosa)
    assert not hand.has_a_copy_on(other)

    # each visit of Today makes it new; 14 days without one, and any page removes it
    hand.keeps_a_copy(world.rosa, rosa)
    day, now = 24 * 3600, page.evaluate("() => Date.now() / 1000")
    page.clock.set_fixed_time(now + 10 * day)
    assert hand.has_a_copy_on(today)
    page.clock.set_fixed_time(now + 24 * day - 60)
    assert hand.has_a_copy_on("/devices")
    page.clock.set_fixed_time(now + 24 * day + 60)
    assert not hand.has_a_copy_on("/devices")


def test_what_is_here_stays_until_a_newer_one_is_and_goes_only_when_asked_to(hand, world):
    page = hand.page
    hand.keeps_a_copy(world.rosa, world.rosa_patient)
    before = hand.stored()["sealed"]
    hand.context.set_offline(True)
    page.get_by_role("button", name="Make it new").click()
    page.get_by_text("That did not work.").wait_for()
    assert hand.stored()["sealed"] == before
    page.get_by_role("button", name="Leave it").click()
    page.get_by_text("There is a copy here.").wait_for()
    assert hand.stored()["copies"] == 1
    assert page.evaluate("() => document.activeElement.dataset.when") == "on", "the button that was pressed is gone"
    hand.context.set_offline(False)
    page.get_by_role("button", name="Make it new").click()
    until(lambda: hand.stored()["sealed"] != before)
    assert hand.stored()["copies"] == 1
    page.get_by_role("button", name="Remove the copy").click()
    page.get_by_text("There is no copy of this plan here.").wait_for()
    assert hand.stored()["copies"] == 0
