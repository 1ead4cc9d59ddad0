"""Living with the plan, on a phone in a real browser: own words at the barrier, and promises that go late."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app import clock
from app.care.progress import pauses
from app.models import Delivered, PlanVersion, ProgressEntry
from tests.care.progress import plans
from tests.journeys.walker import Walker
from tests.support.hosted import hosted
from tests.support.phone import opened, phone

pytestmark = [pytest.mark.usefixtures("frozen_clock"), pytest.mark.timeout(180)]


@pytest.fixture
def story(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop", when="after breakfast")
        plans.coping(session, version, walk)
        plans.item(session, version, what="Ask about a taxi", owner=world.nurse.id, ends=0)
        plans.on_day(session, walk, world.rosa)
    return walk


@pytest.fixture
def rosa(config, database, world, story):
    with hosted(config, database) as site, opened() as running:
        context = phone(running, service_workers="block")
        site.signs_in(context, world.rosa)
        walker = Walker(context, site.url)
        walker.opens(f"/patients/{world.rosa_patient.id}/today")
        yield walker
    assert not walker.faults, "\n".join(walker.faults)


def taps(walker: Walker) -> int:
    """How often this phone was pressed since the page of *Today* was opened."""
    return int(walker.page.evaluate("Number(sessionStorage.taps || 0)"))


def test_from_the_barrier_to_own_words_in_two_taps(rosa, database):
    count = "addEventListener('click', () => { sessionStorage.taps = Number(sessionStorage.taps || 0) + 1; }, true)"
    rosa.page.context.add_init_script(count)
    rosa.page.reload()
    rosa.presses("Not this time")
    rosa.presses("it rains")
    assert taps(rosa) == 2
    rosa.reads("You had a plan for that.")
    words = rosa.page.locator(".own.big blockquote")
    expect(words).to_be_visible()
    assert "I walk the stairs with the radio on" in words.inner_text()
    box, screen = words.bounding_box(), rosa.page.viewport_size
    assert box is not None
    assert screen is not None
    assert box["y"] + box["height"] <= screen["height"], "the own words are on the first screen, without scrolling"
    with database.read() as session:
        entry = session.scalars(sa.select(ProgressEntry)).one()
    assert (entry.outcome, entry.barrier) == ("not_this_time", "it rains")
    rosa.presses("I will do that")
    rosa.reads("You chose this. Did it help?")
    rosa.presses("A little")
    rosa.reads("Thank you. That helps you and your team next time.")
    with database.read() as session:
        assert session.scalars(sa.select(ProgressEntry.helped)).one() == "a_little"


def test_a_promise_goes_late_by_itself_before_anybody_acts(rosa, database, frozen_clock):
    rosa.reads("Ask about a taxi", "Nora (nurse) does this by Tuesday 10 March.")
    rosa.does_not_read("Late. Nora (nurse) said by Tuesday 10 March.")
    frozen_clock.move(days=1)
    with database.read() as session:
        assert not session.scalars(sa.select(Delivered)).all(), "nobody has said anything"
    rosa.page.reload()
    rosa.reads("Late. Nora (nurse) said by Tuesday 10 March.")
    rosa.presses("Ask about a taxi")
    rosa.reads("What we promised each other", "Late. We said by Tuesday 10 March.", "Ring us")
    rosa.presses("Did you get what we promised?")
    rosa.reads("Ask about a taxi")


@pytest.fixture
def past(database, world, story, frozen_clock):
    """Four weeks of walks with a gap, readings of two kinds, a goal with a band, and some days of a pause."""
    today = clock.today("America/Edmonton")
    with database.write() as session:
        version = session.scalars(sa.select(PlanVersion)).one()
        goal = plans.item(session, version, "goal", words="Stay under eighty", target="78 to 80", unit="kg")
        plans.item(session, version, what="Weigh myself", measure="weight", goal_key=goal.key, starts=-60)
        walk = session.merge(story)
        walk.starts_on = today - timedelta(days=60)
        for n in (0, 1, 2, 4, 18, 20, 24, 25):
            plans.entry(session, walk, world.rosa, today - timedelta(days=n), "partly" if n == 2 else "did")
        for n in (1, 3, 8, 26):
            plans.reading(session, world.rosa_patient, world.rosa, "weight", 79 + n % 3, days_ago=n)
        pauses.begin(
            session,
            world.grant(session, world.rosa),
            "holiday",
            today - timedelta(days=14),
            today,
            "k",
            words="The sea",
        )
        frozen_clock.move(days=1)


def prints_without_what_is_only_for_the_screen(rosa):
    """The button asks the browser to print; on paper are words and drawings, and nothing to press or to go to."""
    page, main = rosa.page, rosa.page.locator("main")
    page.evaluate("() => { globalThis.printed = 0; globalThis.print = () => { printed += 1; }; }")
    rosa.presses("Print")
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    for words in ("Look back", "Stay under eighty", "You did this on", "Walk to the corner shop: Partly"):
        expect(main.get_by_text(words).first).to_be_visible()
    assert all(drawing.is_visible() for drawing in page.locator("svg[role=img]").all())
    left = page.locator("nav, button, form, header.bar, .skip, .item-open").locator("visible=true")
    assert left.all_inner_texts() == []
    page.emulate_media(media="screen")


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 320, "height": 640}])
def test_looking_back_and_pausing_hold_at_the_size_of_a_phone(past, rosa, world, size):
    rosa.page.set_viewport_size(size)
    for page in ("today", "look-back", "look-back?for=year", "promises", "pause", "today/order"):
        rosa.opens(f"/patients/{world.rosa_patient.id}/{page}")
    rosa.opens(f"/patients/{world.rosa_patient.id}/look-back")
    drawings = rosa.page.locator("svg[role=img]")
    assert drawings.count() == 2
    for drawing in drawings.all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["width"] > size["width"] * 0.6, "wide enough to be read"
        assert box["height"] > 80
    prints_without_what_is_only_for_the_screen(rosa)
    rosa.presses("1 year")
    rosa.reads("Each dot is the average of 7 days.")


def test_one_tap_pauses_early_end_and_safety_stays(rosa, world):
    rosa.presses("Pause the plan")
    rosa.picks("In hospital")
    rosa.page.get_by_label("Until I say").check()
    rosa.presses("Pause the plan")
    rosa.reads("Your plan is paused", "Nothing is asked of you, and nothing counts as missed.", "Help now")
    rosa.presses("If I get worse")
    rosa.reads("If I get worse")
    rosa.opens(f"/patients/{world.rosa_patient.id}/today")
    rosa.presses("End the pause now")
    rosa.reads("The pause is over. The plan goes on.", "Walk to the corner shop")
