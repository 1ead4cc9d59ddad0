"""How to put it on the home screen: the reader's own browser first, all of them without scripts."""

import re

import pytest

AGENTS = {
    "iPhone or iPad, with Safari": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Android phone, with Chrome": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36",
    "Samsung phone, with Samsung Internet": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 "
    "(KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
    "Android phone, with Firefox": "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
}
IPAD = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18 Safari/605"
)


@pytest.mark.parametrize(("title", "agent"), [*AGENTS.items(), ("iPhone or iPad, with Safari", IPAD)])
def test_the_readers_own_browser_comes_first_and_the_others_follow(client_as, title, agent):
    page = client_as().get("/install", **{"User-Agent": agent})
    assert page.tree.first("h2").text == title
    folded = [node.text for node in page.tree.all("summary")]
    assert sorted([title, *folded]) == sorted(AGENTS)


def test_a_browser_that_we_do_not_know_gets_them_all(client_as):
    page = client_as().get("/install", **{"User-Agent": "Something/1.0"})
    assert [node.text for node in page.tree.all("summary")] == list(
        dict.fromkeys(["iPhone or iPad, with Safari", "Android phone, with Chrome",
                       "Samsung phone, with Samsung Internet", "Android phone, with Firefox"])
    )  # fmt: skip


def test_it_says_why_an_iphone_needs_it_and_shows_each_step(client_as):
    page = client_as().get("/install", **{"User-Agent": AGENTS["iPhone or iPad, with Safari"]})
    assert page.says("An iPhone or iPad shows reminders only from there.", "Press “Add to Home Screen”.")
    steps = page.tree.all("img")
    assert len(steps) == len(page.tree.first("main").all("li"))
    client = client_as()
    for picture in {node.attrs["src"] for node in steps}:
        drawn = client.http.get(picture)
        assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
        assert not re.search(rb"<script|<style|style=|href=", drawn.data), "a picture holds shapes only"


def test_the_page_of_this_device_leads_to_it(client_as, world):
    for who in (world.rosa, world.otto):
        page = client_as(who).get(f"/patients/{world.rosa_patient.id}/device")
        assert page.link("Put Handrail on the home screen") == "/install"
    assert client_as(world.nurse).get(f"/patients/{world.rosa_patient.id}/device").h1 != "Handrail on this device"
