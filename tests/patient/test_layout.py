"""The frame around a person's pages: truthful about who looks, and without doors that stay shut."""

from __future__ import annotations

import pytest


def _tabs(page) -> list[str]:
    return [
        link.text for nav in page.tree.all("nav") if nav.attrs.get("aria-label") == "Main" for link in nav.all("a")
    ]


def test_the_person_has_four_places(client_as, world):
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today")
    assert _tabs(page) == ["Today", "My plan", "Prepare", "Look back"]
    assert page.says("Rosa (you)")


def test_a_helper_who_may_not_fill_in_has_no_door_that_stays_shut(client_as, world):
    page = client_as(world.otto).get(f"/patients/{world.rosa_patient.id}/today")
    assert _tabs(page) == ["Today", "My plan", "Look back"]
    assert page.says("Otto", "You are helping Rosa")


def test_staff_are_told_whose_pages_they_look_at(client_as, world):
    page = client_as(world.nurse).get(f"/patients/{world.rosa_patient.id}/plan")
    assert page.says("You look at what Rosa sees")
    assert not page.says("(you)")


PLACES = (
    "today",
    "plan",
    "prepare",
    "look-back",
    "promises",
    "pause",
    "measure",
    "me",
    "plan/worse",
    "ring-me",
    "review",
)


@pytest.mark.parametrize("place", PLACES)
def test_the_team_can_be_reached_from_everywhere_and_says_by_when(client_as, world, frozen_clock, place):
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/{place}")
    here = f"/patients/{world.rosa_patient.id}"
    links = [link.attrs["href"] for link in page.tree.all("a")]
    for there in ("/plan/changed", "/ring-me"):
        assert links.count(here + there) <= 1, "once is enough"
        assert here + there in links
    assert page.says("Friday 13 March"), "three working days after Tuesday"


def test_who_may_not_ask_has_no_such_door(client_as, world):
    page = client_as(world.nurse).get(f"/patients/{world.rosa_patient.id}/look-back")
    assert not page.says("Something big changed")
