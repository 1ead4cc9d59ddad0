"""Help now: everybody reaches it, and it is complete."""

import pytest


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
