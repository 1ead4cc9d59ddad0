"""Each form that is kept: a thing of today, a barrier, a question; and the worker that sends for a closed app."""

from tests.pwa.outbox_days import KEPT, press, says, until, weigh


def test_today_what_got_in_the_way_and_a_note(a_phone, there):
    """With a network each press goes on as always; without one it is kept, and nothing of it is doubled."""
    page = a_phone.new_page()
    base = there.sign_in(page)
    before = there.rows("progress_entry")
    page.goto(base + "/today")
    page.get_by_role("button", name="I did it").first.click()
    says(page, "Written down:")
    assert there.rows("progress_entry") == before + 1

    page.goto(base + "/today")
    page.get_by_role("link", name="Add a few words").or_(page.get_by_role("link", name="Change my words")).first.or_(
        page.get_by_role("link", name="Not this time").first
    ).first.click()
    page.wait_for_url("**/barrier**")
    page.fill("[name=own]", "The lift broke")
    there.line.how = "away"
    page.get_by_role("button", name="This got in the way").click()
    says(page, KEPT)
    page.fill("[name=own]", "The lift broke again")  # what is kept follows what is on the page
    page.locator("[name=own]").blur()
    page.wait_for_timeout(500)
    page.goto(there.line.url + "/waiting")
    says(page, "In your own words: The lift broke again")
    there.line.how = "ok"
    page.get_by_role("button", name="Send it now").click()
    says(page, "All of it is sent now.")
    assert there.rows("progress_entry", "barrier = 'The lift broke again'") == 1
    assert there.rows("progress_entry") == before + 2


def test_one_question_without_a_network(a_phone, there):
    """Only the question on screen is answered; the next one comes when there is a network."""
    page = a_phone.new_page()
    base = there.sign_in(page, "tomas")
    page.goto(base + "/me")
    page.locator("button[name=language][value=en]").click()
    page.goto(base + "/prepare")
    page.locator("form[action$='/start'] button, main a[href*='/prepare/']").first.click()
    page.locator("textarea").first.wait_for()
    here = page.url
    there.line.how = "away"
    page.locator("textarea").first.fill("Coffee in the sun")
    page.get_by_role("button", name="Next", exact=True).click()
    says(page, f"{KEPT} The next question needs a connection.")
    assert page.url == here
    assert not page.locator("[data-status]").is_visible(), "one word about it is enough"
    there.line.how = "ok"
    page.evaluate("() => dispatchEvent(new Event('online'))")
    says(page, "Sent now. It is written down.")
    assert there.rows("answer", "\"values\" like '%Coffee in the sun%'") == 1
    page.get_by_role("link", name="Go on", exact=True).click()
    page.wait_for_url(lambda address: address != here)
    page.goto(here)
    assert page.locator("textarea").first.input_value() == "Coffee in the sun"

    there.line.how = "away"
    page.get_by_role("button", name="Next", exact=True).click()
    says(page, KEPT)
    there.line.how = "ok"
    page.evaluate("() => dispatchEvent(new Event('online'))")
    says(page, "Sent now. It is written down.")
    page.locator("textarea").first.fill("Coffee in the shade")  # the page is still there, and saves as before
    until(lambda: there.rows("answer", "\"values\" like '%Coffee in the shade%'") == 1)
    says(page, "Saved")
    assert not page.get_by_text("Sent now. It is written down.").is_visible(), "by now it is otherwise"


def test_the_worker_sends_for_a_closed_app(a_phone, there):
    """Background Sync, woken here by the debugging protocol as a browser would when the network is back."""
    page = a_phone.new_page()
    base = there.sign_in(page)
    before = there.rows("measurement")
    debugger = a_phone.new_cdp_session(page)
    known = []
    debugger.on("ServiceWorker.workerRegistrationUpdated", lambda said: known.extend(said["registrations"]))
    debugger.send("ServiceWorker.enable")
    weigh(page, base, "77.7")
    there.line.how = "away"
    press(page)
    says(page, KEPT)
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).sync.getTags()).includes('outbox')"
    )
    page.goto("about:blank")
    there.line.how = "ok"
    assert known, "the browser names its workers"
    wake = {
        "origin": there.line.url,
        "registrationId": known[-1]["registrationId"],
        "tag": "outbox",
        "lastChance": True,
    }
    debugger.send("ServiceWorker.dispatchSyncEvent", wake)
    until(lambda: there.rows("measurement") == before + 1)
    page.goto(base + "/today")
    page.wait_for_timeout(1000)
    assert not page.get_by_text("Kept on this phone, not sent yet:").is_visible()
    assert there.rows("measurement") == before + 1


def test_a_reading_that_must_be_read_says_so_when_it_was_sent_unseen(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page)
    page.goto(base + "/measure/blood_pressure")
    page.fill("[name=systolic]", "191")
    page.fill("[name=diastolic]", "122")
    page.locator("[data-red]").wait_for()  # help shows before anything is sent
    there.line.how = "away"
    press(page)
    says(page, KEPT)
    assert page.locator("[data-red]").is_visible()
    there.line.how = "ok"
    page.goto(base + "/plan")
    says(page, "Something is sent now. Please read what it means.")
    page.get_by_role("link", name="Something is sent now. Please read what it means.").click()
    page.wait_for_url("**/measurements/*")
    page.get_by_text("191").first.wait_for()
    page.goto(base + "/plan")
    page.wait_for_timeout(1500)
    assert not page.get_by_text("Something is sent now.").is_visible()


def test_a_helper_writes_for_somebody_and_both_names_are_there(a_phone, there):
    page = a_phone.new_page()
    base = there.sign_in(page, "leo")
    before = there.rows("measurement")
    weigh(page, base, "78.8")
    there.line.how = "away"
    press(page)
    says(page, KEPT)
    page.goto(there.line.url + "/waiting")
    says(page, "For ")
    there.line.how = "ok"
    page.get_by_role("button", name="Send it now").click()
    says(page, "All of it is sent now.")
    assert there.rows("measurement") == before + 1
    assert there.one("select capacity from measurement order by recorded_at desc") == ("proxy",)
