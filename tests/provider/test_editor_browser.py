"""The editor keeps what somebody writes while they write it, and never says so before it is stored."""

import pytest
import sqlalchemy as sa

from app.models import ItemChange
from tests.patient.test_two_ways import site
from tests.provider import plans
from tests.support.client import Visitor
from tests.support.phone import opened, phone

__all__ = ["site"]


@pytest.fixture
def page(app, database, world, site):
    cookie = Visitor(app, database, world.nurse).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with opened() as running:
        context = phone(running)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        yield context.new_page()


@pytest.fixture
def edit(site, world):
    return f"{site}/team/patients/{world.rosa_patient.id}/plan/edit"


def drafted(database):
    with database.read() as session:
        rows = session.scalars(sa.select(ItemChange).where(ItemChange.state == "draft"))
        return [(row.content.get("what"), row.revision) for row in rows]


def says(page, words):
    page.wait_for_selector(f"#line-form [data-status]:has-text('{words}')")


def test_a_line_is_kept_while_it_is_written(page, database, edit):
    page.goto(f"{edit}/new/activity")
    assert not page.locator("[data-status]").is_visible()
    page.locator("#f-how_much").fill("10 minutes")
    says(page, "Not kept yet. Write what will be done.")
    assert drafted(database) == []
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="All lines").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"], "what is not kept is not left without a word"
    page.locator("#f-what").fill("Walk to the bench")
    says(page, "Kept in your draft.")
    assert drafted(database) == [("Walk to the bench", 1)]
    assert "/edit/new/" not in page.url, "loading the page again shows the line"
    page.locator("#f-what").fill("Walk to the church")
    page.wait_for_selector("#line-form [name=revision][value='2']", state="attached")
    assert drafted(database) == [("Walk to the church", 2)]
    page.route("**/plan/edit/*", lambda route: route.fulfill(status=503) if route.request.method == "POST" else None)
    page.locator("#f-what").fill("Walk to the lake")
    says(page, "only on this page so far")
    assert drafted(database) == [("Walk to the church", 2)]
    page.unroute("**/plan/edit/*")
    page.get_by_role("button", name="Save in the draft").click()
    page.wait_for_selector("text=Walk to the lake")
    assert drafted(database) == [("Walk to the lake", 3)]


def test_what_was_written_before_the_script_was_there_is_kept(page, database, edit):
    held = []
    page.route("**/autosave.js", lambda route: held.append(route))
    page.goto(f"{edit}/new/activity", wait_until="commit")
    page.locator("#f-what").fill("Walk")
    page.wait_for_timeout(500)
    held[0].continue_()
    says(page, "Kept in your draft.")
    assert drafted(database) == [("Walk", 1)]


def test_a_press_while_a_save_is_under_way_waits_for_it(page, database, edit):
    page.goto(f"{edit}/new/activity")
    held = []
    page.route(
        "**/plan/edit/new/activity",
        lambda route: held.append(route) if route.request.method == "POST" and not held else route.continue_(),
    )
    page.locator("#f-what").fill("Walk")
    says(page, "Keeping")
    page.locator("#f-what").fill("Walk to the bench")
    page.get_by_role("button", name="Save in the draft").click(no_wait_after=True)
    page.wait_for_timeout(300)
    held[0].continue_()
    page.wait_for_selector("h1:has-text('Walk to the bench')")
    assert drafted(database) == [("Walk to the bench", 2)], "one line, and no conflict with oneself"


def test_a_line_saved_elsewhere_stops_and_shows_both_texts(page, database, world, edit):
    with database.write() as session:
        keys = plans.offered(session, world)
    page.goto(f"{edit}/{keys['walk']}")
    with database.write() as session:
        plans.walk(session, world.grant(session, world.nurse), world, key=keys["walk"], content={"what": "Swim"})
    page.locator("#f-what").fill("Walk to the bench")
    says(page, "saved elsewhere")
    page.locator("#f-what").fill("Walk to the bench and back")
    page.wait_for_timeout(1600)
    assert drafted(database) == [("Swim", 1)]
    page.get_by_role("button", name="Save in the draft").click()
    page.wait_for_selector("text=This line was saved elsewhere while you were writing")
    assert page.locator("dd", has_text="Swim").is_visible()
    assert page.locator("dd", has_text="Walk to the bench and back").is_visible()
