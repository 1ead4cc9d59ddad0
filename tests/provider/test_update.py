"""Updating from the last plan: keep, change or stop each line; a yearly update takes few steps."""

from datetime import timedelta

import pytest

from app.care.plan import decisions, drafting, reading
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
LATER = "2026-09-01"


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def plan(world):
    return f"/team/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def draft_of(database, world):
    with database.read() as session:
        view = drafting.draft(session, world.grant(session, world.nurse))
        return {line.key: (line.removed, line.ends_on and line.ends_on.isoformat()) for line in view.items}


def test_there_is_no_plan_to_update_yet(nurse, plan):
    assert nurse.get(f"{plan}/update").says("No plan to look back on")


def test_all_is_kept_and_goes_on_until_the_next_review(nurse, database, world, plan, keys):
    page = nurse.submit(nurse.get(f"{plan}/update"), button="Put this into my draft", review_on=LATER)
    assert page.path == f"{plan}/offer"
    drafted = draft_of(database, world)
    assert drafted[keys["walk"]] == (False, LATER)
    assert drafted[keys["call"]] == (False, LATER)
    assert page.says("It goes on as before, until the next review.")


def test_one_line_changes_and_one_stops(nurse, database, world, plan, keys):
    page = nurse.get(f"{plan}/update")
    assert page.says("To dance at the wedding", "Not on their day.", "We have not said yet what came of it.")
    said = {f"do-{keys['walk']}": "change", f"do-{keys['call']}": "stop", f"why-{keys['call']}": "Nora has left."}
    said[f"code-{keys['call']}"] = "circumstances"
    page = nurse.submit(page, button="Put this into my draft", review_on=LATER, **said)
    assert page.h1 == "Walk to the corner shop"
    page = nurse.submit(page, button="Save in the draft", what="Walk to the church")
    assert page.path == f"{plan}/offer", "after the last line to change comes the offer"
    assert page.says("Walk to the church", "Your life has changed. Nora has left.")
    assert draft_of(database, world)[keys["call"]][0] is True


def test_a_second_line_to_change_follows_the_first(nurse, plan, keys):
    said = {f"do-{keys['walk']}": "change", f"do-{keys['goal']}": "change"}
    page = nurse.submit(nurse.get(f"{plan}/update"), button="Put this into my draft", review_on=LATER, **said)
    assert page.h1 == "To dance at the wedding"
    page = nurse.submit(page, button="Save in the draft", specific="One slow dance")
    assert page.h1 == "Walk to the corner shop"


def test_what_was_said_stays_when_the_day_is_missing(nurse, plan, keys):
    said = {f"do-{keys['call']}": "stop", f"why-{keys['call']}": "Nora has left."}
    page = nurse.submit(
        nurse.get(f"{plan}/update"), button="Put this into my draft", status=422, review_on="", **said
    )
    assert page.says("Pick a day for the next review.")
    chosen = [
        each.attrs["value"] for each in page.tree.all("input", name=f"do-{keys['call']}") if "checked" in each.attrs
    ]
    assert chosen == ["stop"]
    assert "Nora has left." in page.html


def test_a_plan_that_moved_on_is_looked_at_first(nurse, database, world, plan, keys):
    page = nurse.get(f"{plan}/update")
    with database.write() as session:
        from app.care.plan import offering

        grant = world.grant(session, world.physician)
        plans.goal(session, grant, words="To read again")
        offering.offer(session, grant)
    page = nurse.submit(page, button="Put this into my draft", status=409, review_on=LATER)
    assert page.says("Somebody else offered a new version")


def test_nonsense_is_refused_and_stores_nothing(nurse, database, world, plan, keys):
    before = draft_of(database, world)
    nurse.post(f"{plan}/update", status=422, review_on=LATER, **{f"do-{keys['walk']}": "burn"})
    nurse.post(f"{plan}/update", status=422, review_on=LATER, **{"do-nosuchline": "stop"})
    assert draft_of(database, world) == before


def test_only_the_team_updates(client_as, world, plan):
    for account in (world.clerk, world.rosa, world.otto, world.stranger):
        assert client_as(account).get(f"{plan}/update", status=None).status in (403, 404)


def test_a_yearly_update_of_a_stable_person_takes_at_most_40_interactions(nurse, database, world, plan):
    """Every press and every field that is filled counts. Twelve lines, of which two change and one stops."""
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        keys = plans.offered(session, world)
        more = [plans.walk(session, grant, world, content={"what": f"Step {n}"}).key for n in range(9)]
        from app.care.plan import offering

        offering.offer(session, grant)
        for key in [*keys.values(), *more]:
            decisions.decide(session, world.grant(session, world.rosa), key, 2, "yes")
    count = Counter(nurse)
    page = count.open(f"/team/patients/{world.rosa_patient.id}/review")
    page = count.press(page, "Change the plan")
    page = count.press(
        page, "Put this into my draft", review_on=LATER,
        **{f"do-{more[0]}": "change", f"do-{more[1]}": "change", f"do-{more[2]}": "stop"},
    )  # fmt: skip
    page = count.press(page, "Save in the draft", how_much="10 minutes")
    page = count.press(page, "Save in the draft", how_much="20 minutes")
    page = count.press(page, "Offer the plan", why="Much stays, two steps grow.")
    assert page.says("The plan is with Rosa.")
    assert count.interactions <= 40, f"{count.interactions} interactions"
    with database.read() as session:
        view = reading.current(session, world.grant(session, world.rosa))
        assert (view.number, len(view.items)) == (3, 11)
        assert view.one(more[0]).content["how_much"] == "10 minutes"
        assert all(line.item.ends_on >= view.version.review_on - timedelta(days=180) for line in view.items)


class Counter:
    """Counts what a person does: pages opened, fields filled, buttons pressed."""

    def __init__(self, visitor):
        self.visitor, self.interactions = visitor, 0

    def open(self, path):
        self.interactions += 1
        return self.visitor.get(path)

    def press(self, page, button, **filled):
        self.interactions += 1 + len(filled)
        return self.visitor.submit(page, button=button, **filled)
