"""What the pages say of what is kept: thrown away is not sent, sent is not unsent; a busy server is left alone."""

import pytest
from playwright.sync_api import sync_playwright

from tests.pwa.outbox_days import KEPT, kept_phone, practice, press, says, until, weigh

FIELDS = """async () => {
    const boot = document.querySelector("script[src$='boot.js']").src;
    const rows = await (await import(boot.replace("boot.js", "lib/vault.js"))).waiting();
    return rows[0].entry.fields.filter(([name]) => name === "more").map(([name, value]) => value);
}"""
TWO_OF_ONE_NAME = """() => {
    for (const value of ["one", "two", "two"]) {
        const input = Object.assign(document.createElement("input"), { name: "more", value });
        input.setAttribute("aria-label", "More");
        document.querySelector("form[data-module~=outbox]").append(input);
    }
}"""
TRY = "() => dispatchEvent(new Event('online'))"
LATER = "() => { const now = Date.now; Date.now = () => now() + 301e3; }"
LOOK = "Something is sent now. Please read what it means."


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with practice(tmp_path_factory.mktemp("practice")) as one:
        yield one


@pytest.fixture
def page(tmp_path, there):
    """Without a worker and a clock that tries by itself: only what the test does."""
    with sync_playwright() as running:
        context = kept_phone(running, tmp_path / "profile", service_workers="block")
        page = context.new_page()
        page.add_init_script("window.setInterval = () => 0")
        yield page
        there.line.how, there.line.where = "ok", ""
        context.close()


def keep_one(page, there, base, kilos, how="broken"):
    weigh(page, base, kilos)
    there.line.how, there.line.where = how, "/measure/"
    press(page)
    says(page, KEPT)


def test_thrown_away_is_not_called_sent(page, there):
    base = there.sign_in(page, worker=False)
    keep_one(page, there, base, "81.5")
    page.goto(there.line.url + "/waiting")
    page.get_by_text("Throw it away", exact=True).click()
    page.get_by_role("button", name="Yes, throw it away").click()
    says(page, "Nothing waits here.")
    assert not page.get_by_text("All of it is sent now.").is_visible()
    assert page.evaluate("() => document.activeElement.tagName") == "H1", "reading goes on at the top"


def test_several_answers_of_one_name_are_changed_one_by_one(page, there):
    base = there.sign_in(page, worker=False)
    weigh(page, base, "82.5")
    page.evaluate(TWO_OF_ONE_NAME)
    there.line.how, there.line.where = "broken", "/measure/"
    press(page)
    says(page, KEPT)
    page.goto(there.line.url + "/waiting")
    page.get_by_text("Change what I typed").click()
    page.get_by_label("More").nth(2).fill("three")
    page.get_by_role("button", name="Keep the change").click()
    says(page, "three")
    assert page.evaluate(FIELDS) == ["one", "two", "three"]


def test_what_only_has_to_be_read_is_not_counted_and_stays_until_it_is(page, there):
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    page.goto(base + "/measure/blood_pressure")
    page.fill("[name=systolic]", "190")
    page.fill("[name=diastolic]", "110")
    there.line.how, there.line.where = "broken", "/measure/"
    press(page)
    says(page, KEPT)
    there.line.how = "ok"
    page.goto(base + "/plan")
    says(page, LOOK)
    assert there.rows("measurement") == before + 1
    assert not page.get_by_text("Kept on this phone, not sent yet:").is_visible()
    page.goto(there.line.url + "/sign-out")
    page.wait_for_timeout(1000)
    assert not page.locator("[data-module=sign-out]").is_visible()
    page.goto(there.line.url + "/waiting")
    says(page, "It is sent. Please read what it means.")
    for words in ("Throw it away", "Change what I typed", "Send it now"):
        assert not page.get_by_text(words, exact=True).is_visible(), words
    page.get_by_role("link", name="Read it now").click()
    page.wait_for_url("**/measurements/*")
    until(lambda: page.evaluate("() => document.querySelector('[data-module=waits]').hidden"))
    page.goto(there.line.url + "/waiting")
    says(page, "Nothing waits here.")


def test_a_server_that_asks_for_a_pause_gets_it(page, there):
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    keep_one(page, there, base, "83.5", how="busy")
    there.line.how = "ok"
    reached = there.line.posts
    for _ in range(3):
        page.evaluate(TRY)
        page.wait_for_timeout(400)
    assert there.line.posts == reached, "not before the time that it named"
    page.evaluate(LATER)
    page.evaluate(TRY)
    says(page, "Sent now. It is written down.")
    assert there.rows("measurement") == before + 1


def test_a_press_does_not_wait_for_that_pause(page, there):
    """What somebody presses now may be a red reading; the pause is for what is tried by itself."""
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    keep_one(page, there, base, "84.5", how="busy")
    there.line.how = "ok"
    page.goto(there.line.url + "/waiting")
    assert there.rows("measurement") == before, "not by itself"
    page.locator("[data-part=all]:enabled").click()
    says(page, "All of it is sent now.")
    assert there.rows("measurement") == before + 1
