"""The whole day on the worklist without a mouse: move, open, take, hand over, set aside, close, look at each part."""

import pytest
import sqlalchemy as sa

from app.access.grants import system
from app.care.concerns import raise_concern
from app.models import Concern
from tests.patient.test_two_ways import site
from tests.support.client import Visitor
from tests.support.phone import opened, phone

__all__ = ["site"]


@pytest.fixture
def lines(database, world):
    with database.write() as session:
        rosa, ruben = system(world.rosa_patient.id), system(world.ruben_patient.id)
        raise_concern(session, rosa, rule="lets_talk", subject="a", why={"title": "Walk", "words": "My hip"})
        raise_concern(session, ruben, rule="wants_a_call", band="urgent")
        raise_concern(session, rosa, rule="early_review", why={"why": "other"})


@pytest.fixture
def page(app, database, world, site, lines):
    cookie = Visitor(app, database, world.nurse).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with opened() as running:
        context = phone(running, viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        yield context.new_page()


def row(database, rule):
    with database.read() as session:
        return session.scalars(sa.select(Concern).where(Concern.rule == rule)).one()


def type_(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def h1(page, words):
    page.wait_for_selector(f"h1:has-text('{words}')")
    page.wait_for_selector(".keys:not([hidden])")


def test_everything_by_keys(page, database, world, site):
    page.goto(f"{site}/team/")
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "j", "j", "k", "Enter")
    h1(page, "Ruben Vega")
    type_(page, "t")
    page.wait_for_selector("text=It is yours now.")
    page.wait_for_selector(".keys:not([hidden])")
    assert row(database, "wants_a_call").owner_id == world.nurse.id
    type_(page, "c", "Space", "Tab")
    page.keyboard.type("Rang him, t and h and s are letters here")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("button:has-text('Close this line')").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Closed, with what you did.")
    page.wait_for_selector(".keys:not([hidden])")
    closed = row(database, "wants_a_call")
    assert (closed.outcome, closed.done) == ("talked", "Rang him, t and h and s are letters here")

    type_(page, "j", "Enter")
    h1(page, "Rosa Vega")
    type_(page, "s", "Space", "Enter")
    page.wait_for_selector("text=Set aside. It comes back on")
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "z")
    page.wait_for_selector("text=One line is set aside.")
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "j", "Enter")
    h1(page, "Rosa Vega")
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "w")
    page.wait_for_selector("text=It is back on the list.")
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "h", "Space", "Enter")
    page.wait_for_selector("text=Handed over.")
    with database.read() as session:
        query = sa.select(Concern.owner_id).where(Concern.handed_by_id == world.nurse.id)
        assert session.scalars(query).all() == [world.physician.id]
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "m")
    h1(page, "Worklist")
    page.wait_for_url("**show=mine")
    page.wait_for_selector(".keys:not([hidden])")
    type_(page, "a")
    page.wait_for_url("**/team/")


def test_keys_can_be_turned_off_and_stay_off(page, database, site):
    page.goto(f"{site}/team/")
    page.get_by_role("button", name="Turn these keys off").click()
    type_(page, "m")
    page.wait_for_timeout(300)
    assert "show=mine" not in page.url
    page.reload()
    page.get_by_role("button", name="Turn these keys on").click()
    page.locator("h1").click()
    type_(page, "m")
    page.wait_for_url("**show=mine")


def test_every_key_of_the_list_does_something(page, database, site):
    page.goto(f"{site}/team/")
    page.wait_for_selector(".keys:not([hidden])")
    for path in ("", page.locator(".work").first.get_attribute("href")):
        page.goto(f"{site}{path or '/team/'}")
        page.wait_for_selector(".keys:not([hidden])")
        said = set(page.locator(".keys kbd").all_inner_texts()) - {"j", "k", "Enter"}
        single = page.locator("[data-hotkey]").evaluate_all("all => all.map((one) => one.dataset.hotkey)")
        groups = page.locator("[data-hotkeys]").evaluate_all("all => all.map((one) => one.dataset.hotkeys)")
        marked = {*single, *" ".join(groups).split()}
        assert said == marked, "each key on the page stands in the list, and nothing else"
