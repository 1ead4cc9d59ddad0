"""A newer version waits until the person takes it, and never takes a form away; the number on the icon."""

import pytest
from playwright.sync_api import TimeoutError

from tests.patient.test_worse import agree
from tests.support import phone
from tests.support.hosted import hosted

WAITS = "async () => Boolean((await navigator.serviceWorker.ready).waiting)"
KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('handrail-static-'))"


@pytest.fixture
def site(config, database, world):
    agree(database, world, kinds=("activity",))
    with hosted(config, database) as running:
        yield running


def arrives(site, page, release):
    """A new release is on the server; the browser has fetched its worker, which waits."""
    site.app.extensions["handrail.assets"].release = release
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    page.wait_for_function(WAITS)


def comes(page, condition):
    """Wait for it. A browser may put the change off while the worker before it still has something to do: then the
    page is opened anew once, as anybody would.
    """
    try:
        page.wait_for_function(condition, timeout=10_000)
    except TimeoutError:
        page.reload(wait_until="commit")
        page.wait_for_function(condition)


def test_it_waits_is_offered_calmly_and_takes_over_when_pressed(site, world):
    with phone.opened() as running:
        context = phone.phone(running)
        context.set_default_timeout(30_000)
        page = context.new_page()
        site.signs_in(context, world.rosa)
        person = f"{site.url}/patients/{world.rosa_patient.id}"
        page.goto(person + "/ring-me")
        page.evaluate("() => navigator.serviceWorker.ready")
        page.wait_for_function("() => navigator.serviceWorker.controller")
        assert page.locator("[data-newer]").is_hidden()

        arrives(site, page, "second")
        assert page.locator("[data-newer]").is_hidden(), "a line that appears while somebody types moves the page"
        page.goto(person + "/ring-me")
        button = page.get_by_role("button", name="Use the new version")
        button.wait_for()
        words = page.locator("textarea")
        words.fill("My knee is worse.")
        page.evaluate("() => (window.same = true)")
        button.click()
        page.wait_for_function("async () => !(await navigator.serviceWorker.ready).waiting")
        page.wait_for_function(f"async () => (await ({KEPT})()).join() === 'handrail-static-second-en'")
        assert words.input_value() == "My knee is worse."
        assert page.evaluate("() => window.same"), "the page was loaded anew while something was typed"
        assert page.locator("[data-newer]").is_hidden()

        arrives(site, page, "third")
        page.goto(person + "/device")
        page.evaluate("() => (window.same = true)")
        page.get_by_role("button", name="Use the new version").click()
        comes(page, "() => !window.same")
        comes(page, f"async () => (await ({KEPT})()).join() === 'handrail-static-third-en'")

        # nobody presses: it waits as long as a tab is open, and is there when all are closed
        arrives(site, page, "fourth")
        page.wait_for_timeout(1000)
        assert page.evaluate(WAITS)
        later = context.new_page()
        page.close()
        later.wait_for_timeout(1000)  # nobody opens the app in the same breath: let the worker take its place first
        later.goto(person + "/me", wait_until="commit")
        comes(later, f"async () => (await ({KEPT})()).join() === 'handrail-static-fourth-en'")


def test_the_number_on_the_icon_is_only_what_was_asked_for(site, world, database):
    with phone.opened() as running:
        context = phone.phone(running, service_workers="block")
        context.set_default_timeout(30_000)
        context.add_init_script("navigator.setAppBadge = async (n) => localStorage.setItem('shown', n)")
        page = context.new_page()
        site.signs_in(context, world.rosa)
        person = f"{site.url}/patients/{world.rosa_patient.id}"
        shown = "() => localStorage.getItem('shown')"
        page.goto(person + "/today")
        left = page.locator("[data-left]").get_attribute("data-left")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(shown) is None, "nobody asked for a number"
        page.goto(person + "/device")
        page.get_by_label("Show the number on this device").check()
        page.reload(wait_until="networkidle")
        assert page.get_by_label("Show the number on this device").is_checked()
        page.goto(person + "/today")
        page.wait_for_function(f"() => localStorage.getItem('shown') === '{left}'")
        page.goto(site.url + "/devices")
        page.get_by_role("button", name="Sign out here").click()
        page.wait_for_url("**/signed-out")
        page.wait_for_function(
            "() => localStorage.getItem('shown') === '0' && !localStorage.getItem('handrail-badge')"
        )
