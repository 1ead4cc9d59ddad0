"""A plan is drafted and offered without a mouse; and on a tablet that lies between two people."""

import re

import pytest
import sqlalchemy as sa

from app.models import ItemChange, PlanItem
from tests.patient.test_two_ways import site
from tests.provider import plans
from tests.support.client import Visitor
from tests.support.phone import opened, phone, watch

__all__ = ["site"]
TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def screen(app, database, world, site):
    cookie = Visitor(app, database, world.nurse).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with opened() as running:

        def of(**options):
            context = phone(running, **options)
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
            return context.new_page()

        yield of


def go_to(page, target):
    """Press Tab until ``target`` has the focus, and see that the focus can be seen."""
    for _ in range(120):
        if target.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{target} cannot be reached with the Tab key on {page.url}")
    seen = "node => { const s = getComputedStyle(node); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
    assert target.evaluate(seen), f"the focus on {target} cannot be seen"


def type_into(page, target, words):
    go_to(page, target)
    page.keyboard.type(words)


def press(page, target):
    go_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_plan_is_drafted_and_offered_by_keyboard_alone(screen, database, world, site):
    page = screen(viewport={"width": 1280, "height": 800}, is_mobile=False, has_touch=False)
    faults = watch(page)
    page.goto(f"{site}/team/patients/{world.rosa_patient.id}/plan/edit")
    press(page, page.locator("main").get_by_role("link", name="Activity", exact=True))
    type_into(page, page.locator("#f-what"), "Walk to the bench")
    go_to(page, page.locator("#f-owner"))
    page.keyboard.type("Rosa")
    press(page, page.get_by_role("button", name=re.compile("^Save in the draft")))
    press(page, page.get_by_role("link", name="All lines and more to add"))
    press(page, page.get_by_role("link", name="Offer the plan"))
    go_to(page, page.locator("#f-in_force_from"))
    press(page, page.get_by_role("button", name="Offer the plan"))
    assert page.locator("h1").inner_text() == "The plan is with Rosa.", page.locator("main").inner_text()[:900]
    with database.read() as session:
        line = session.scalars(sa.select(PlanItem)).one()
    assert (line.content["what"], line.owner) == ("Walk to the bench", "patient")
    assert faults == []


def test_the_editor_fits_a_tablet_beside_the_person(screen, database, world, site):
    """Upright and lying: nothing runs out of the page, the keys are large, and a finger saves a line."""
    with database.write() as session:
        keys = plans.offered(session, world)
    for size in (TABLET, {"width": TABLET["height"], "height": TABLET["width"]}):
        page = screen(viewport=size)
        page.goto(f"{site}/team/patients/{world.rosa_patient.id}/plan/edit/{keys['walk']}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        save = page.get_by_role("button", name=re.compile("^Save in the draft"))
        assert save.bounding_box()["height"] >= 48
        small = page.evaluate(
            """[...document.querySelectorAll('main button, main select, main input:not([type=hidden]), main summary')]
            .filter(node => node.checkVisibility() && !['radio', 'checkbox'].includes(node.type))
            .filter(node => node.getBoundingClientRect().height < 47.5).map(node => node.outerHTML.slice(0, 80))"""
        )
        assert small == []
        page.locator("#f-how_much").fill(f"{size['width']} steps")
        with page.expect_navigation():
            save.tap()
        with database.read() as session:
            drafts = sa.select(ItemChange).where(ItemChange.key == keys["walk"])
            draft = session.scalars(drafts.order_by(ItemChange.updated_at.desc())).first()
        assert draft.content["how_much"] == f"{size['width']} steps"
