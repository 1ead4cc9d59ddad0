"""Nothing that somebody wrote is lost or doubled, whatever happens to the phone, the network and the server."""

from tests.pwa.outbox_days import KEPT, kept_phone, kill, press, says, until, weigh
from tests.support import live


def test_a_bad_day(playwright, there, tmp_path):
    """No network, tab closed, browser killed, 500, answers cut, server started anew: one row in the end."""
    profile = tmp_path / "profile"
    before = there.rows("measurement")
    context = kept_phone(playwright, profile)
    page = context.new_page()
    base = there.sign_in(page)
    weigh(page, base, "71.5")
    there.line.how = "away"
    press(page)
    says(page, KEPT)
    assert page.url.endswith("/measure/weight"), "the page stays"
    assert page.input_value("[name=weight]") == "71.5"
    assert "saved" not in page.locator("main").inner_text().lower()
    page.close()

    page = context.new_page()
    page.goto(there.line.url + "/waiting")  # from what the phone holds alone
    says(page, "71.5")
    says(page, "It waits until we can be reached.")
    cookies = context.cookies()
    kill(profile)

    context = kept_phone(playwright, profile)
    context.add_cookies(cookies)  # as of somebody who stays signed in
    page = context.new_page()
    page.goto(there.line.url + "/waiting")
    says(page, "71.5")
    there.line.how = "broken"
    page.get_by_role("button", name="Send it now").click()
    says(page, "It waits until we can be reached.")
    assert there.rows("measurement") == before

    there.line.how = "cut"
    reached = there.line.posts
    page.get_by_role("button", name="Send it now").click()
    until(lambda: there.line.posts > reached)
    says(page, "It waits until we can be reached.")
    until(lambda: there.rows("measurement") == before + 1)

    with live.serve(there.installation.log.parent) as again:
        was, there.line.target = there.line.target, int(again.url.rsplit(":", 1)[1])
        there.line.how = "ok"
        page.get_by_role("button", name="Send it now").click()
        says(page, "All of it is sent now.")
        there.line.target = was
    assert there.rows("measurement") == before + 1, "the same entry came twice and is stored once"
    happened, recorded = there.one("select happened_at, recorded_at from measurement order by recorded_at desc")
    assert happened < recorded, "it happened when it was pressed, not when it was heard"
    page.goto(base + "/today")
    assert not page.get_by_text("Kept on this phone, not sent yet:").is_visible()
    context.close()


def test_two_tabs_a_changed_clock_and_a_server_in_trouble(a_phone, there):
    """Two tabs try at once: each thing goes once, in the order of the presses, not of the clock."""
    first, second = a_phone.new_page(), a_phone.new_page()
    base = there.sign_in(first)
    before = there.rows("measurement")
    weigh(first, base, "72.1")
    weigh(second, base, "72.2")
    there.line.how = "broken"
    press(first)
    says(first, KEPT)
    second.evaluate("() => { const now = Date.now; Date.now = () => now() - 90 * 864e5; }")
    press(second)
    says(second, KEPT)
    says(second, "Kept on this phone, not sent yet: 2")
    posts = there.line.posts
    there.line.how = "ok"
    for page in (first, second):
        page.evaluate("() => dispatchEvent(new Event('online'))")
    says(first, "Sent now. It is written down.")
    says(second, "Sent now. It is written down.")
    assert there.line.posts == posts + 2, "one sender at a time"
    assert there.rows("measurement") == before + 2
    stored = there.one(
        "select group_concat(canonical, ' ') from (select canonical from measurement order by rowid desc limit 2)"
    )
    assert stored == ("72.2 72.1",)
    second.get_by_role("link", name="Go on", exact=True).click()
    second.wait_for_url("**/measurements/*")


def test_the_session_ended_and_another_person_signed_in(a_phone, there):
    """What Rosa wrote waits for Rosa: it is neither sent nor shown under another account."""
    page = a_phone.new_page()
    base = there.sign_in(page)
    before = there.rows("measurement")
    weigh(page, base, "73.3")
    a_phone.clear_cookies()
    press(page)
    says(page, "Please sign in again, then we send it.")
    there.sign_in(page, "edda")
    says(page, "Kept on this phone, not sent yet: 1")
    page.goto(there.line.url + "/waiting")
    says(page, "1 kept for Rosa. We send them when Rosa signs in here.")
    assert "73.3" not in page.locator("main").inner_text()
    page.wait_for_timeout(1500)
    assert there.rows("measurement") == before
    a_phone.clear_cookies()
    there.sign_in(page)
    until(lambda: there.rows("measurement") == before + 1)
    assert there.one("select capacity from measurement order by recorded_at desc") == ("self",)


def test_the_lock_fell_and_what_was_pressed_waits_for_the_pin(a_phone, there):
    """The page was open when the lock fell: what is pressed stays on the phone, and is sent once it is open again."""
    page = a_phone.new_page()
    base = there.sign_in(page, stay=True)
    before = there.rows("measurement")
    page.goto(there.line.url + "/quick-lock")
    page.fill("#f-pin", "274915")
    page.locator("main form button.main").click()
    weigh(page, base, "73.3")
    tab = a_phone.new_page()
    tab.goto(there.line.url + "/quick-lock")
    tab.locator("form[action='/lock-now'] button").click()
    tab.wait_for_url("**/locked")
    press(page)
    page.locator("[data-told] .status").filter(has_text="PIN").wait_for()
    assert there.rows("measurement") == before
    page.goto(there.line.url + "/devices")
    page.fill("#f-pin", "274915")
    page.locator("main form button.main").click()
    page.wait_for_url("**/devices")
    until(lambda: there.rows("measurement") == before + 1)


def test_a_full_phone_says_that_it_is_not_kept(playwright, there, tmp_path):
    """Full before anything is stored here: later on the browser trusts what it knew of the room for half a minute."""
    full = kept_phone(playwright, tmp_path / "profile", service_workers="block")
    page = full.new_page()
    full.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": there.line.url, "quotaSize": 1})
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    weigh(page, base, "74.4")
    there.line.how = "away"
    press(page)
    says(page, "This phone is full. We could not keep this, and it is not sent.")
    assert not page.get_by_text(KEPT).is_visible()
    assert page.input_value("[name=weight]") == "74.4", "what was typed is still there"
    there.line.how = "ok"
    press(page)  # with a network it goes as always, also without room
    page.wait_for_url("**/measurements/*")
    assert there.rows("measurement") == before + 1
    full.close()


def test_refused_in_words_changed_and_thrown_away(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page)
    before = there.rows("measurement")
    for kilos in ("950", "73.0", "73.1"):
        there.line.how = "ok"
        weigh(page, base, kilos)
        there.line.how = "away"
        press(page)
        says(page, KEPT)
    there.line.how = "ok"
    page.goto(there.line.url + "/waiting")
    until(lambda: there.rows("measurement") == before + 2)
    says(page, "It came back:")
    card = page.locator("article", has_text="950")
    card.get_by_text("Change what I typed").click()
    card.get_by_label("Weight").fill("951")
    card.get_by_role("button", name="Keep the change").click()
    says(page, "951")
    says(page, "It came back:")
    page.get_by_role("button", name="Open it and put it right").click()
    page.wait_for_url("**/measure/weight")
    assert page.input_value("[name=weight]") == "951"
    page.fill("[name=weight]", "73.2")
    press(page)
    page.wait_for_url("**/measurements/*")
    assert there.rows("measurement") == before + 3
    page.goto(there.line.url + "/waiting")
    says(page, "Nothing waits here.")

    weigh(page, base, "73.4")
    there.line.how = "away"
    press(page)
    says(page, KEPT)
    page.goto(there.line.url + "/waiting")
    page.get_by_text("Throw it away", exact=True).click()
    says(page, "It cannot come back.")
    page.get_by_role("button", name="Yes, throw it away").click()
    page.locator("article").wait_for(state="detached")
    there.line.how = "ok"
    page.goto(base + "/today")
    page.wait_for_timeout(1000)
    assert there.rows("measurement") == before + 3
