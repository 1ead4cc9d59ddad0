"""One treatment after another: sorted by the person, and marked before a review."""

import pytest

from app.models import Concern
from tests.patient.test_treatment import home, keys, rosa, rows  # noqa: F401  fixtures

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_she_sorts_one_after_another_and_sees_what_she_said(rosa, keys, home, database):  # noqa: F811
    page = rosa.get(rosa.get(f"{home}/sections/treatments").link("Sort my treatments"))
    assert page.says("1 of 2", "The small white water tablet", "Before you stop this")
    page = rosa.submit(page, button="I must have this")
    assert page.says("2 of 2", "The cream")
    page = rosa.submit(page, button="I could do without this")
    assert page.h1 == "What I said about my treatments"
    assert page.text.index("I must have this") < page.text.index("The small white")
    assert page.text.index("I could do without this") < page.text.index("The cream")
    assert [(row.kind, row.value) for row in rows(database)] == [("sort", "must"), ("sort", "drop")]
    assert rows(database, Concern) == []


def test_the_newest_word_counts_and_both_are_kept(rosa, keys, home, database):  # noqa: F811
    for button in ("I must have this", "I would like this"):
        rosa.submit(rosa.get(f"{home}/treatments/sort?at={keys['tablet']}"), button=button)
    assert len(rows(database)) == 2
    page = rosa.get(f"{home}/treatments")
    assert page.says("I would like this")
    assert not page.says("I must have this")


def test_she_marks_what_helps_and_what_bothers(rosa, keys, home, database):  # noqa: F811
    page = rosa.get(f"{home}/treatments/mark")
    empty = rosa.submit(page, button="Go on", status=422)
    assert empty.says("Choose one or more.")
    page = rosa.submit(page, button="Go on", value=["helps", "bothers"], words="At night")
    assert page.says("2 of 2")
    assert (rows(database)[0].value, rows(database)[0].words) == ("helps,bothers", "At night")
    assert rosa.get(f"{home}/treatments").says("It helps me; It bothers me")
    assert rows(database, Concern) == []


@pytest.mark.parametrize(("line", "band"), [("tablet", 2), ("cream", 3)])
def test_what_is_not_taken_reaches_the_team(rosa, keys, home, database, world, line, band):  # noqa: F811
    page = rosa.get(f"{home}/treatments/mark?at={keys[line]}")
    rosa.submit(page, button="Go on", value=["not_taking"])
    (concern,) = rows(database, Concern)
    assert (concern.rule, concern.band, concern.owner_id) == ("not_taking", band, world.nurse.id)


def test_another_line_is_nowhere(rosa, keys, home):  # noqa: F811
    rosa.get(f"{home}/treatments/sort?at={keys['trial']}", 404)
    rosa.post(f"{home}/treatments/{keys['trial']}/sort", status=404, value="must", client_key="k")
