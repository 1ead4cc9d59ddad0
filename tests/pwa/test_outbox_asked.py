"""What the phone keeps until a page has it: refused, taken back elsewhere, a second reading, a session that ended."""

import pytest

from tests.pwa.outbox_days import KEPT, kept_phone, press, says, until, weigh

TODAY = "() => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full' }).format(Date.now())"


@pytest.fixture
def page(playwright, tmp_path, there):
    """Without a worker, which would try in the background before the test does."""
    context = kept_phone(playwright, tmp_path / "profile", service_workers="block")
    page = context.new_page()
    page.add_init_script("window.setInterval = () => 0")  # no other try than what the test does
    yield page
    there.line.how, there.line.where = "ok", ""
    context.close()


def test_refused_and_the_page_that_asks_back_never_came(page, there):
    """Only the server's page with that very entry takes it over; any other page leaves it on the phone."""
    base = there.sign_in(page, worker=False)
    weigh(page, base, "950")
    page.route("**/*", lambda route: route.abort() if _is_posted_page(route.request) else route.continue_())
    with page.expect_event("requestfailed", _is_posted_page):
        press(page)
    page.unroute("**/*")
    page.goto(base + "/today")
    says(page, "Kept on this phone, not sent yet: 1")
    page.goto(there.line.url + "/waiting")
    says(page, "It came back:")
    says(page, "950")
    page.get_by_text("Throw it away", exact=True).click()
    page.get_by_role("button", name="Yes, throw it away").click()
    page.locator("article").wait_for(state="detached")

    weigh(page, base, "951")
    press(page)
    says(page, "Let’s look at this again")
    assert page.input_value("[name=weight]") == "951"
    page.wait_for_timeout(2000)  # that page takes it over once its script has looked
    page.goto(there.line.url + "/waiting")
    says(page, "Nothing waits here.")


def test_sent_and_taken_back_before_the_next_try(page, there):
    """The page says what is so: nothing is kept and nothing new is written. Pressed again, it is a new one."""
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    weigh(page, base, "71.5")
    there.line.how = "cut"
    press(page)
    says(page, KEPT)
    until(lambda: there.rows("measurement") == before + 1)
    there.take_back_the_last()
    there.line.how = "ok"
    page.wait_for_timeout(1500)  # no second press of a trembling hand
    press(page)
    says(page, "This was taken back since. Nothing new is written.")
    assert not page.get_by_text(KEPT).is_visible()
    assert there.rows("measurement") == before + 1
    page.wait_for_timeout(1500)
    press(page)
    page.wait_for_url("**/measurements/*")
    assert there.rows("measurement", "undone_at is null") == before + 1


def test_a_session_that_ended_elsewhere_shows_no_words(page, there):
    """With a network the list knows that nobody is signed in: how many, and for whom, is all it says."""
    base = there.sign_in(page, worker=False)
    weigh(page, base, "76.5")
    there.line.how, there.line.where = "broken", "/measure/"
    press(page)
    says(page, KEPT)
    page.goto(there.line.url + "/waiting")
    says(page, "76.5")
    there.end_sessions("rosa")
    page.goto(there.line.url + "/waiting")
    says(page, "1 kept for Rosa.")
    assert "76.5" not in page.locator("main").inner_text()
    assert not page.get_by_text("Change what I typed").count()
    page.get_by_role("link", name="Sign in", exact=True).wait_for()


def test_one_that_the_server_cannot_take_does_not_hold_the_others_for_ever(page, there):
    """In their order, until 6 answers in a row were broken: then the next one goes; the first is kept and listed."""
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    posts = []
    page.on("request", lambda asked: asked.method == "POST" and posts.append(asked.url.rpartition("/")[2]))
    there.line.where = "/measure/blood_pressure"
    typed = {"blood_pressure": {"systolic": "121", "diastolic": "79"}, "oxygen": {"oxygen": "97"}}
    for kind, numbers in typed.items():
        page.goto(f"{base}/measure/{kind}")  # not broken before the first press, and only for the first kind after it
        for name, number in numbers.items():
            page.fill(f"[name={name}]", number)
        there.line.how = "broken"
        press(page)
        says(page, KEPT)
    page.goto(there.line.url + "/waiting")
    says(page, "Written on ")
    says(page, page.evaluate(TODAY))
    for _ in range(10):
        if "oxygen" in posts:
            break
        assert there.rows("measurement") == before
        page.locator("[data-part=all]:enabled").click()
        page.locator("[data-part=all]:enabled").wait_for()
    assert posts == ["blood_pressure"] * 7 + ["oxygen"]
    until(lambda: there.rows("measurement") == before + 1)
    page.get_by_text("97").first.wait_for(state="detached")
    says(page, "121")
    says(page, "It waits until we can be reached.")
    there.line.how = "ok"
    page.locator("[data-part=all]:enabled").click()
    says(page, "All of it is sent now.")
    assert there.rows("measurement") == before + 2


def test_a_second_reading_on_the_same_page_is_one_of_its_own(page, there):
    """Changed and pressed again, or asked for: each has its own time. The same pressed again is one."""
    base = there.sign_in(page, worker=False)
    before = there.rows("measurement")
    weigh(page, base, "71.5")
    there.line.how = "away"
    for kilos in ("71.5", "73.5", "73.5", "another", "73.5"):
        if kilos == "another":
            page.get_by_role("button", name="Write down another", exact=True).click()
            assert page.input_value("[name=weight]") == ""
            continue
        page.fill("[name=weight]", kilos)
        press(page)
        says(page, f"{KEPT} If you change something and press again, we keep both.")
        page.wait_for_timeout(1600)  # no second press of a trembling hand
        page.evaluate("() => { const now = Date.now; Date.now = () => now() + 36e5; }")
    there.line.how = "ok"
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 36e5; }")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    says(page, "Sent now. It is written down.")
    until(lambda: there.rows("measurement") == before + 3)
    last = "(select canonical, happened_at from measurement order by rowid desc limit 3)"
    assert there.one(f"select group_concat(canonical, ' ') from {last}") == ("73.5 73.5 71.5",)
    assert there.one(f"select count(distinct substr(happened_at, 1, 13)) from {last}") == (3,)


def _is_posted_page(request):
    return request.method == "POST" and request.is_navigation_request()
