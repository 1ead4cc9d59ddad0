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
