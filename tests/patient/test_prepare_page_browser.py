"""Several questions on one screen in a real browser: each has its own help, and a save never stands still."""

import pytest
import sqlalchemy as sa

from app.care.questionnaires import answering
from app.models import Answer
from tests.care.questionnaires.forms import ask, coding, extension, form, group
from tests.patient.asking import ask_rosa
from tests.patient.test_two_ways import site
from tests.support.client import Visitor
from tests.support.phone import opened, phone

__all__ = ["site"]
OWN = "https://handrail.example/extensions/"
PAGE = [extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": "page"}]})]
MARK = {"extension": [{"url": OWN + "urgent-band", "valueCode": "red"}]}
RED = [{"valueCoding": coding("no")}, {"valueCoding": coding("yes"), **MARK}]


def red(link, *more):
    words = {"url": OWN + "urgent-words", "valueString": f"HELP-{link}"}
    return ask(link, "choice", answerOption=RED, extension=[words, *more])


PRIVATE = {"url": OWN + "private", "valueBoolean": True}
FORM = form(group("g", red("x", PRIVATE), red("y"), ask("a"), ask("b"), extension=PAGE), ask("z"))


@pytest.fixture
def page(app, database, world, site):
    assignment_id = ask_rosa(database, world, FORM)
    with database.write() as session:
        response_id = answering.start(session, world.grant(session, world.rosa), assignment_id).id
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with opened() as running:
        context = phone(running)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        found = context.new_page()
        found.goto(f"{site}/patients/{world.rosa_patient.id}/prepare/{response_id}/g")
        found.wait_for_selector("form[data-holds]")  # the scripts are there
        yield found


def part(page, link):
    return page.locator(f".part[data-question={link}]")


def stored(database):
    with database.read() as session:
        return {row.link_id for row in session.scalars(sa.select(Answer)) if row.values}


def test_the_help_of_the_question_that_is_red_and_then_the_one_that_still_waits(page, database):
    part(page, "x").locator("label", has_text="YES").click()
    help_ = page.locator(".waits:visible")
    assert help_.count() == 1
    assert "HELP-x" in help_.inner_text()
    assert "crisis" in help_.inner_text()
    help_.get_by_role("button", name="continue").click()
    page.locator(".error-summary").wait_for()
    page.wait_for_selector("form[data-holds]")
    assert page.locator(".waits:visible").count() == 0, "nothing stands over the question that was left out"
    part(page, "y").locator("label", has_text="NO").click()
    page.wait_for_selector("[data-status]:has-text('Saved')")
    assert stored(database) == {"x", "y"}


def test_a_token_that_no_longer_counts_is_fetched_anew(page, database):
    tries = []

    def once(route):
        tries.append(route.request.method)
        route.fulfill(status=400) if tries.count("POST") == 1 and tries[-1] == "POST" else route.continue_()

    page.route("**/g", once)
    part(page, "a").locator("input[id^='f-answer']").fill("tea")
    page.wait_for_selector("[data-status]:has-text('Saved')")
    assert stored(database) == {"a"}


def test_two_answers_that_wait_are_both_stored_when_the_page_is_hidden(page, database):
    for link in "ab":
        part(page, link).locator("input[id^='f-answer']").fill(link)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("[data-status]:has-text('Saved')")
    assert stored(database) == {"a", "b"}
