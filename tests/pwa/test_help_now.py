"""Help now: everybody reaches it, and it is complete."""

import json

import pytest

from tests.support.hosted import hosted
from tests.support.phone import opened, phone


@pytest.fixture
def hand(config, database):
    """A phone of nobody in particular, and where the product is."""
    with hosted(config, database) as site, opened() as running:
        page = phone(running, service_workers="block").new_page()
        yield page, site.url


@pytest.mark.parametrize("lang", ["en", "es", "en-XA"])
def test_numbers_to_ring_without_signing_in(client_as, config, lang):
    page = client_as(lang=lang).get("/help-now")
    practice = config.practice
    lines = [practice.emergency, practice.office, practice.out_of_hours, *practice.crisis_lines]
    links = {node.attrs["href"] for node in page.tree.all("a")}
    for line in lines:
        assert f"tel:{line.dial}" in links
        assert page.says(line.number, line.note)


def test_it_says_when_it_was_right_and_that_nobody_is_watching(client_as, frozen_clock):
    page = client_as().get("/help-now")
    assert page.says("These numbers were right on Tuesday 10 March.")
    assert page.says("Nobody is watching this app for you day and night.")


def test_help_comes_before_anything_else(client_as, config):
    page = client_as().get("/help-now")
    first = next(n for n in page.tree.first("main").walk() if n.attrs.get("href", "").startswith("tel:"))
    assert first.attrs["href"] == f"tel:{config.practice.emergency.dial}"


def test_a_practice_without_an_out_of_hours_line(app, client_as, config):
    from dataclasses import replace

    app.extensions["handrail.config"] = config.with_(practice=replace(config.practice, out_of_hours=None))
    assert not client_as().get("/help-now").says("When we are closed")


def test_every_layout_leads_there(client_as, world):
    for account in (None, world.rosa):
        page = client_as(account).get("/offline")
        assert page.link("Help now") == "/help-now"


def test_from_there_to_ones_own_zones(client_as, world):
    """Help now, my own plan, the zones: three steps, and the kept page itself holds nothing of anybody."""
    visitor = client_as(world.rosa)
    page = visitor.get("/help-now")
    assert (
        visitor.get(page.link("My own plan: if I get worse")).path == f"/patients/{world.rosa_patient.id}/plan/worse"
    )
    assert client_as(world.otto).get("/worse").path == f"/patients/{world.rosa_patient.id}/plan/worse"
    assert client_as(world.nurse).get("/worse").h1 == "Worklist"
    assert client_as().get("/worse").h1 != "If I get worse"


def test_what_the_phone_needs_to_know_the_hour(client_as, config):
    page = client_as().get("/help-now")
    box = page.tree.first("div", **{"data-module": "thisHour"})
    assert json.loads(box.attrs["data-open"]) == list(config.practice.open_at)
    assert box.attrs["data-zone"] == config.practice.time_zone


@pytest.mark.parametrize(
    ("at", "first"),
    [
        ("2026-03-10T16:00:00Z", "office"), ("2026-03-11T02:00:00Z", "out_of_hours"),
        ("2026-03-14T18:00:00Z", "out_of_hours"), ("2026-03-10T13:59:00Z", "out_of_hours"),
        ("2026-03-10T14:00:00Z", "office"), ("2026-03-10T23:00:00Z", "out_of_hours"),
    ],
)  # fmt: skip
def test_the_right_number_for_this_hour_comes_first_on_the_phone(hand, config, at, first):
    """The page may have been kept for weeks: the phone's clock says which number answers now. Both stay."""
    page, url = hand
    page.clock.set_fixed_time(at)
    page.goto(url + "/help-now")
    page.locator("[data-now]:visible").wait_for()
    practice, box = config.practice, page.locator("[data-module=thisHour]")
    numbers = [link.get_attribute("href") for link in box.locator("a").all()]
    other = practice.out_of_hours if first == "office" else practice.office
    assert numbers == [f"tel:{getattr(practice, first).dial}", f"tel:{other.dial}"]
    said = page.locator("[data-now]:visible").all_inner_texts()
    assert said == ["We are open now. Ring:" if first == "office" else "We are closed now. Ring:"]
