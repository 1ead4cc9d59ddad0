"""What the phone keeps until a page has it: refused, taken back elsewhere, a second reading, a session that ended."""

import pytest
from playwright.sync_api import sync_playwright

from tests.pwa.outbox_days import KEPT, kept_phone, practice, press, says, until, weigh


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with practice(tmp_path_factory.mktemp("practice")) as one:
        yield one


@pytest.fixture
def a_phone(tmp_path, there):
    with sync_playwright() as running:
        context = kept_phone(running, tmp_path / "profile")
        yield context
        there.line.how, there.line.where = "ok", ""
        context.close()


def test_refused_and_the_page_that_asks_back_never_came(bare_phone_page, there):
    """Only the server's page with that very entry takes it over; any other page leaves it on the phone."""
    page = bare_phone_page
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
    page.goto(there.line.url + "/waiting")
    says(page, "Nothing waits here.")


def _is_posted_page(request):
    return request.method == "POST" and request.is_navigation_request()


@pytest.fixture
def bare_phone_page(tmp_path, there):
    with sync_playwright() as running:
        context = kept_phone(running, tmp_path / "bare", service_workers="block")
        yield context.new_page()
        context.close()
