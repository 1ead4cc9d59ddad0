"""Signing out: what waits is counted, the person chooses, and then every store of the browser is read."""

import re

from tests.pwa.outbox_days import KEPT, STORES, press, says, until, weigh

PUBLIC = re.compile(r"/static/|/offline$|/help-now$|/waiting$|/copy$|/sign-out-here$")
A_COPY = """async (patient) => {
    const boot = document.querySelector("script[src$='boot.js']").src;
    await (await import(boot.replace("boot.js", "lib/copy.js"))).keep(patient);
}"""


def keep_a_copy(page, base):
    page.evaluate(A_COPY, base.rsplit("/", 1)[1])
    assert page.evaluate(STORES)["rows"]["copy"]


def write_one_that_stays(page, there, base, kilos):
    there.line.how, there.line.where = "ok", ""
    weigh(page, base, kilos)
    there.line.how, there.line.where = "broken", "/measure/"
    press(page)
    says(page, KEPT)


def stores(page):
    """Everything that this browser holds; nothing of it may be words of a person or a plan."""
    found = page.evaluate(STORES)
    assert all(PUBLIC.search(path) for path in found["caches"]), found["caches"]
    return found


def test_sign_out_counts_and_asks_and_empties(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page)
    before = there.rows("measurement")
    account = there.one("select id from account where sign_in = 'rosa'")[0]
    write_one_that_stays(page, there, base, "81.1")
    keep_a_copy(page, base)
    page.goto(base + "/me")
    says(page, "Kept on this phone, not sent yet: 1")
    page.get_by_role("button", name="Sign out", exact=True).click()
    says(page, "Sign out on this phone")
    says(page, "Not sent yet: 1")
    assert not page.get_by_role("button", name="Sign out", exact=True).is_visible(), "first they choose"
    page.get_by_role("button", name="Send it now, then sign out").click()
    says(page, "We could not send all of it.")
    page.get_by_role("button", name="Keep it here for me, and sign out").click()
    says(page, "You are signed out")
    until(lambda: not page.evaluate(STORES)["rows"]["copy"])
    left = stores(page)
    assert left["rows"] == {
        "key": [f"id,key waiting {account}"],
        "waiting": [f"account,data,id,iv,n {account}"],
        "copy": [],
    }
    assert (left["local"], left["session"], left["cookies"]) == ({}, {}, "")
    assert page.evaluate("async () => (await (await fetch('/here')).json()).account") is None
    page.goto(there.line.url + "/waiting")
    says(page, "1 kept for Rosa.")
    assert "81.1" not in page.locator("main").inner_text()

    there.line.how = "ok"
    there.sign_in(page)
    until(lambda: there.rows("measurement") == before + 1)

    write_one_that_stays(page, there, base, "82.2")
    page.goto(there.line.url + "/sign-out")
    page.get_by_text("Delete it, and sign out").click()
    page.get_by_role("button", name="Yes, delete it and sign out").click()
    says(page, "You are signed out")
    until(lambda: stores(page)["rows"] == {"key": [], "waiting": [], "copy": []})
    there.line.how = "ok"
    there.sign_in(page)
    page.wait_for_timeout(1500)
    assert there.rows("measurement") == before + 1


def test_a_session_that_ended_leaves_only_what_waits(a_phone, there):
    """Signed out elsewhere: at the next page the copy is gone, and what Rosa wrote waits, sealed, for Rosa."""
    page = a_phone.new_page()
    base = there.sign_in(page)
    write_one_that_stays(page, there, base, "83.3")
    keep_a_copy(page, base)
    there.end_sessions("rosa")
    page.goto(base + "/today")
    page.wait_for_url("**/sign-in**")
    until(lambda: not page.evaluate(STORES)["rows"]["copy"])
    left = stores(page)["rows"]
    assert len(left["waiting"]) == 1
    assert [key.split()[1] for key in left["key"]] == ["waiting"]
    keep_a_copy(page, there.sign_in(page, "edda"))  # pages that know nobody say nothing of who is here
    for path in ("/nowhere", "/help-now", "/waiting"):
        page.goto(there.line.url + path)
        page.wait_for_timeout(300)
        assert page.evaluate(STORES)["rows"]["copy"], path
    there.line.how, there.line.where = "ok", ""
    there.sign_in(page)
    until(lambda: not page.evaluate(STORES)["rows"]["waiting"])


def test_on_somebody_elses_phone_everything_goes(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page)
    before = there.rows("measurement")
    write_one_that_stays(page, there, base, "84.4")
    page.goto(there.line.url + "/sign-out")
    says(page, "What is not sent yet is removed as well: 1")
    page.evaluate("() => localStorage.setItem('handrail-keys-off', 'yes')")
    page.get_by_role("button", name="Sign out and remove everything").click()
    says(page, "You are signed out")
    left = stores(page)
    assert not any(left["rows"].values())
    assert (left["local"], left["session"]) == ({}, {})
    assert not [one for one in a_phone.cookies() if one["name"] == "handrail" and len(one["value"]) > 150]
    assert page.evaluate("async () => (await (await fetch('/here')).json()).account") is None
    assert there.rows("measurement") == before


def test_nothing_waits_and_sign_out_is_one_press(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page)
    page.goto(base + "/me")
    page.get_by_role("button", name="Sign out", exact=True).click()
    says(page, "You are signed out")
    assert page.url.endswith("/signed-out")


PUSH = "() => localStorage.setItem('handrail-push', '{\"account\": \"x\"}')"


def test_without_a_network_all_goes_at_once_and_the_session_at_the_next_contact(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page)
    account = there.one("select id from account where sign_in = 'rosa'")[0]
    alive = f"account_id = '{account}' and ended_at is null"
    before = there.rows("login_session", alive)
    write_one_that_stays(page, there, base, "85.5")
    keep_a_copy(page, base)
    page.goto(base + "/me")
    page.evaluate(PUSH)
    says(page, "Kept on this phone, not sent yet: 1")
    there.line.where = ""
    there.line.how = "away"
    page.get_by_role("button", name="Sign out", exact=True).click()
    says(page, "You can sign out all the same.")
    says(page, "Not sent yet: 1")
    page.get_by_role("button", name="Send it now, then sign out").click()
    says(page, "We could not send all of it.")
    assert page.evaluate(STORES)["rows"]["copy"], "nothing goes before they chose"
    page.get_by_role("button", name="Keep it here for me, and sign out").click()
    says(page, "You are signed out on this phone.")
    says(page, "The sign-in itself ends when your phone is connected.")
    assert not page.get_by_role("button", name="Sign out").first.is_visible()
    left = stores(page)
    assert left["rows"] == {
        "key": [f"id,key waiting {account}"],
        "waiting": [f"account,data,id,iv,n {account}"],
        "copy": [],
    }
    assert (left["local"], left["session"]) == ({}, {})
    page.goto(there.line.url + "/copy")
    says(page, "There is no copy of a plan on this device.")
    assert there.rows("login_session", alive) == before, "the server cannot know yet"

    there.line.how = "ok"
    page.goto(base + "/today")
    says(page, "You are signed out")
    assert page.url.endswith("/signed-out")
    assert there.rows("login_session", alive) == before - 1
    left = stores(page)
    assert (left["local"], left["cookies"], len(left["rows"]["waiting"])) == ({}, "", 1)
    weights = there.rows("measurement")
    there.sign_in(page)
    until(lambda: there.rows("measurement") == weights + 1 and not page.evaluate(STORES)["rows"]["waiting"])

    there.line.how = "away"  # nothing waits: one press is enough
    page.goto(base + "/plan")
    page.get_by_role("link", name="Sign out on this phone").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    says(page, "You are signed out on this phone.")
    there.line.how = "ok"
    page.get_by_role("link", name="Try to connect now").click()
    page.wait_for_url("**/signed-out")
    assert there.rows("login_session", alive) == before - 1
