"""Pages of the team on a phone: nothing is cut, and nothing stands one letter to a line."""

import pytest

from app.care.people import glass
from app.models import Account
from tests import factories
from tests.patient.test_two_ways import site
from tests.support.client import Visitor
from tests.support.phone import NARROW, SIZE, opened, phone

__all__ = ["site"]


@pytest.fixture(scope="module")
def running():
    with opened() as browser:
        yield browser


@pytest.fixture
def page_of(app, database, site, running):
    """A page of somebody who is signed in, on a phone."""
    contexts = []

    def open_(who: Account, size=SIZE, path="/"):
        cookie = Visitor(app, database, who).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
        contexts.append(context := phone(running, viewport=size))
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page = context.new_page()
        page.goto(site + path)
        return page

    yield open_
    for one in contexts:
        for page in one.pages:
            page.wait_for_load_state("networkidle")  # nothing of it still asks the database of this test
        one.close()


@pytest.mark.parametrize("size", [SIZE, NARROW], ids=["390", "320"])
def test_the_band_of_an_emergency_wraps(page_of, database, world, size):
    with database.write() as session:
        nina = factories.account(session, "Nina Other", role="nurse")
        how = {"birth_date": world.rosa_patient.birth_date, "reason": "She cannot speak and fell."}
        glass.break_it(session, nina, full_name="Rosa Vega", **how)
    page = page_of(nina, size, f"/team/patients/{world.rosa_patient.id}/")
    assert page.get_by_role("button", name="I am done").bounding_box()["height"] < 70, "its words stand on one line"


@pytest.mark.parametrize("size", [SIZE, NARROW], ids=["390", "320"])
def test_a_code_to_read_out_stays_in_its_two_groups(page_of, world, size):
    page = page_of(world.nurse, size, f"/team/patients/{world.rosa_patient.id}/ways/{world.otto.id}/back")
    page.locator("[name=why]").first.check()
    page.locator("[value=call_back]").check()
    page.locator("[name=rang]").check()
    for one in page.locator("[name=asked]").all()[:2]:
        one.check()
    page.get_by_role("button", name="Make the code").click()
    page.wait_for_url("**/ways/back")
    tops = page.evaluate(
        "[...document.querySelectorAll('.signs')].map(g => new Set([...g.children].map(s => s.offsetTop)).size)"
    )
    assert tops == [1, 1]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


WIDE = """[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"""


@pytest.mark.parametrize("size", [SIZE, NARROW], ids=["390", "320"])
def test_tables_stand_as_cards_and_nothing_is_cut(page_of, world, database, size):
    with database.write() as session:
        officer = factories.account(session, "Fenna Ward", role="privacy")
    page = page_of(world.nurse, size, "/team/patients")
    assert page.evaluate(WIDE) == 0
    cell = page.get_by_role("link", name="Rosa Vega").locator("xpath=ancestor::tr").locator("td").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content").startswith('"Born'), "each says what it is"
    page = page_of(officer, size, "/team/privacy/log?own=yes")
    assert page.locator("tbody tr").count() > 0
    assert page.evaluate(WIDE) == 0
    page.set_viewport_size({"width": 1200, "height": 800})
    assert page.locator("td").first.evaluate("e => getComputedStyle(e, '::before').content") == "none"


@pytest.mark.parametrize(("size", "most"), [(SIZE, 110), (NARROW, 160)], ids=["390", "320"])
def test_the_bar_leaves_room_for_the_page(page_of, database, size, most):
    with database.write() as session:
        officer = factories.account(session, "Fenna Ward", role="privacy")
    page = page_of(officer, size, "/team/privacy/")
    mark, name = page.locator(".brand").bounding_box(), page.get_by_role("link", name="Fenna Ward").bounding_box()
    leave = page.get_by_role("button", name="Sign out").bounding_box()
    middles = {round(box["y"] + box["height"] / 2) for box in (mark, name, leave)}
    assert max(middles) - min(middles) <= 2, "the mark, who it is and signing out stand in one row"
    assert leave["height"] >= 48
    assert page.locator(".staff-bar").bounding_box()["height"] <= most


def test_only_what_belongs_to_the_chosen_way_is_asked(page_of, world):
    page = page_of(world.nurse, SIZE, f"/team/patients/{world.rosa_patient.id}/ways/{world.otto.id}/back")
    here, by_phone = page.locator(".here"), page.locator(".by-phone")
    assert (here.is_visible(), by_phone.is_visible()) == (False, False)
    page.locator("[value=in_person]").check()
    assert (here.is_visible(), by_phone.is_visible()) == (True, False)
    page.locator("[value=call_back]").check()
    assert (here.is_visible(), by_phone.is_visible()) == (False, True)
