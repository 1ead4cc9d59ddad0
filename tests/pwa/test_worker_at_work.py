"""The worker in a real browser: what opens when the server cannot be reached, and what is never kept."""

import re

import pytest

from tests.support import live, phone

ALL_KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""


@pytest.fixture(scope="module")
def after_the_server_went(tmp_path_factory):
    """A phone that signed in, looked at its first page, and then lost the server."""
    with phone.opened() as running:
        context = phone.phone(running)
        page = context.new_page()
        faults = phone.watch(page)
        with live.serve(tmp_path_factory.mktemp("installation")) as installation:
            rosa = next(a for a in installation.demo()["accounts"] if a["role"] == "patient")
            page.goto(installation.url + rosa["sign_in_url"])
            page.evaluate("() => navigator.serviceWorker.ready")
            page.wait_for_function("() => navigator.serviceWorker.controller")
            page.goto(installation.url + rosa["landing"])
            kept = page.evaluate(ALL_KEPT)
            assert not faults, faults
        yield page, installation, rosa, kept


def test_help_now_opens_without_a_server(after_the_server_went):
    page, installation, _, _ = after_the_server_went
    page.goto(installation.url + "/help-now")
    assert page.get_by_role("heading", level=1).inner_text() == "Help now"
    assert page.locator("a[href='tel:911']").is_visible()
    card = page.locator("a[href='tel:911']").evaluate("e => getComputedStyle(e).display")
    assert card == "flex", "the kept page came without its style sheet"


def test_any_other_page_says_that_there_is_no_connection(after_the_server_went):
    page, installation, rosa, _ = after_the_server_went
    for path in (rosa["landing"], "/", "/nowhere"):
        page.goto(installation.url + path)
        assert page.get_by_role("heading", level=1).inner_text() == "Your phone has no connection just now"
        assert page.get_by_role("link", name="Help now").first.is_visible()


def test_no_page_about_a_person_is_kept(after_the_server_went):
    _, _, _, kept = after_the_server_went
    assert {"/offline", "/help-now", "/waiting", "/copy", "/sign-out-here"} <= set(kept)
    public = r"/static/|/offline$|/help-now$|/waiting$|/copy$|/sign-out-here$"
    personal = [path for path in kept if not re.match(public, path)]
    assert not personal, f"the worker keeps {personal}"
