"""What comes out of the printer, in a real browser: one page in short, equal boxes, large letters."""

import re
import threading

import pytest
from werkzeug.serving import make_server

from tests.care.plan import plans
from tests.patient import offered
from tests.support.client import Visitor
from tests.support.phone import opened, phone

POINT = 96 / 72


@pytest.fixture
def site(app, database, world):
    """A usual plan of 20 lines for Rosa, on a server of its own, and her cookie."""
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        for n in range(14):
            kind = ("activity", "goal", "coping_strategy", "follow_up")[n % 4]
            long = {"what": f"Walk to the corner shop and back, slowly, with a rest ({n})"}
            more = long if kind == "activity" else {}
            plans.put(session, nurse, kind, **more)
        plans.offered(session, nurse, kinds=offered.KINDS)
    running = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    here = f"http://localhost:{running.server_port}"
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    yield f"{here}/patients/{world.rosa_patient.id}/plan/paper", {
        "name": cookie.key, "value": cookie.value, "url": here,
    }  # fmt: skip
    running.shutdown()
    running.server_close()
    thread.join(5)


@pytest.fixture
def page(site):
    with opened() as running:
        context = phone(running)
        context.add_cookies([site[1]])
        yield context.new_page()


def pages_in(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", made))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_plan_in_short_is_one_page(page, site, paper):
    page.goto(f"{site[0]}/summary")
    assert pages_in(page.pdf(format=paper)) == 1
    page.goto(f"{site[0]}/card")
    assert pages_in(page.pdf(format=paper)) == 1
    page.goto(f"{site[0]}/booklet")
    assert pages_in(page.pdf(format=paper)) > 3


@pytest.mark.parametrize("size", [16, 20, 24])
def test_no_letter_is_smaller_than_chosen_and_boxes_are_equal(page, site, size):
    page.goto(f"{site[0]}/booklet?size={size}")
    page.emulate_media(media="print")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".paper *")].filter((e) => [...e.childNodes]
            .some((n) => n.nodeType === 3 && n.textContent.trim()))
            .map((e) => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= size * POINT - 0.1
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".paper-box")].map((e) => {
            const r = e.getBoundingClientRect(); return `${Math.round(r.width)}x${Math.round(r.height)}`; })"""
    )
    assert len(set(boxes)) == 1
    assert len(boxes) % 4 == 0
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_the_frame_of_the_app_is_not_printed(page, site):
    page.goto(f"{site[0]}/summary")
    page.emulate_media(media="print")
    assert not page.locator(".tabs").is_visible()
    assert not page.get_by_text("This is how it comes out of the printer.").is_visible()
    assert page.locator(".paper h1").is_visible()
