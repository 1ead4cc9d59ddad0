"""Answering in a real browser: saved while the page is open, and said to be saved only when it is."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from werkzeug.serving import make_server

from app import clock
from app.access.grants import system
from app.care.questionnaires import answering, assignment, store
from app.models import Answer
from tests.support.client import Visitor
from tests.support.phone import opened, phone


@pytest.fixture
def first_question(app, database, world):
    """The address of Rosa's first question, on a server of its own, and her cookie."""
    with database.write() as session:
        forms = {one.questionnaire.url: one.questionnaire.id for one in store.import_content(session, system(""))}
        today = clock.today(world.rosa_patient.time_zone)
        made = assignment.assign(
            session,
            world.grant(session, world.nurse),
            forms["https://handrail.example/questionnaires/before-your-visit"],
            reader_id=world.nurse.id,
            opens_on=today,
            closes_on=today + timedelta(days=1),
        )
        begun = answering.start(session, world.grant(session, world.rosa), made.id).id
    running = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    site = f"http://localhost:{running.server_port}"
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    mine = {"name": cookie.key, "value": cookie.value, "url": site}
    yield f"{site}/patients/{world.rosa_patient.id}/prepare/{begun}", mine
    running.shutdown()
    running.server_close()
    thread.join(5)


@pytest.fixture
def hand(first_question):
    """Rosa's phone and the address that all her questions begin with."""
    base, cookie = first_question
    with opened() as running:
        context = phone(running)
        context.add_cookies([cookie])
        yield context.new_page(), base


READY = "form[data-holds]"
"""The scripts of a question are there."""


def stored(database):
    with database.read() as session:
        return {row.link_id: row.values for row in session.scalars(sa.select(Answer))}


def test_what_is_typed_is_saved_while_the_page_is_open(hand, database):
    page, base = hand
    page.goto(f"{base}/what-matters")
    page.wait_for_selector(READY)
    page.fill("#f-answer", "My garden")
    page.wait_for_selector("[data-status]:has-text('Saved')")
    assert stored(database) == {"what-matters": [{"valueString": "My garden"}]}
    page.fill("#f-answer", "My garden and Leo")
    page.get_by_role("button", name="Next").click()  # without waiting for the save in between
    page.wait_for_url("**/good-day")
    assert stored(database) == {"what-matters": [{"valueString": "My garden and Leo"}]}


def test_what_was_said_before_the_script_was_there_is_saved_as_well(hand, database):
    page, base = hand
    late = []
    page.route("**/modules/answer.js", lambda route: late.append(route))
    page.goto(f"{base}/what-matters", wait_until="commit")
    page.fill("#f-answer", "My garden")
    page.wait_for_timeout(500)
    late.pop().continue_()
    page.wait_for_selector("[data-status]:has-text('Saved')")
    assert stored(database) == {"what-matters": [{"valueString": "My garden"}]}


def test_nothing_moves_under_the_finger_while_it_saves(hand):
    page, base = hand
    page.goto(f"{base}/what-matters")
    page.wait_for_selector(READY)
    button = page.get_by_role("button", name="Next")
    places = [button.bounding_box()]
    page.fill("#f-answer", "My garden")
    places.append(button.bounding_box())
    page.wait_for_selector("[data-status]:has-text('Saved')")
    places.append(button.bounding_box())
    assert places[0] == places[1] == places[2]


def test_without_a_connection_nothing_is_said_to_be_saved(hand, database):
    page, base = hand
    page.goto(f"{base}/good-day", wait_until="networkidle")
    page.wait_for_selector(READY)
    page.context.set_offline(True)
    page.fill("#f-answer", "Sun on the bench")
    page.wait_for_selector("[data-status]:has-text('Not saved yet')")
    assert stored(database) == {}
    page.context.set_offline(False)
    page.wait_for_selector("[data-status].well:has-text('Saved')")
    assert stored(database) == {"good-day": [{"valueString": "Sun on the bench"}]}


def test_a_server_that_breaks_is_not_said_to_have_saved(hand, database):
    page, base = hand
    page.goto(f"{base}/good-day")
    page.wait_for_selector(READY)
    page.route("**/good-day", lambda route: route.fulfill(status=503, body="{}"))
    page.fill("#f-answer", "Sun on the bench")
    page.wait_for_selector("[data-status]:has-text('Not saved yet')")
    assert stored(database) == {}


def test_a_red_answer_shows_help_before_any_network_call_ends(hand):
    page, base = hand
    page.goto(f"{base}/food")
    page.wait_for_selector(READY)
    assert not page.locator(".waits").is_visible()
    page.context.set_offline(True)
    page.get_by_text("Often").click()
    assert page.locator(".waits").is_visible()
    assert page.locator(".waits a[href='tel:911']").is_visible()
    box = page.locator(".waits").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390), "it covers the question"
    page.get_by_role("button", name="I have read this").click()
    assert not page.locator(".waits").is_visible()
    page.get_by_text("Kept on this phone. It is not sent yet.").wait_for()  # never called sent without the network
    page.context.set_offline(False)
    page.get_by_text("Sent now. It is written down.").wait_for()
    page.goto(f"{base}/food")
    page.get_by_role("link", name="Change my answer").click()
    page.get_by_text("Never").click()
    assert not page.locator(".waits").is_visible()


def test_the_keyboard_is_enough(hand, database):
    page, base = hand
    page.goto(f"{base}/confidence")
    page.wait_for_selector(READY)
    page.locator("#f-answer").focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-status]:has-text('Saved')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confidence-help")
    assert stored(database)["confidence"] == [{"valueInteger": 3}]
