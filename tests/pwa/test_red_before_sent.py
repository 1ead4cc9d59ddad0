"""A red number without a network: the help for this person is in the page already, and the reading is kept."""

from datetime import timedelta

import pytest

from app.care.progress import measurements
from tests.care.progress.test_own_limits import put
from tests.care.progress.test_zones import planned, write
from tests.pwa.outbox_days import KEPT, WAIT
from tests.support import phone
from tests.support.hosted import hosted
from tests.support.statements import Statements, most


def forms_of(world):
    return f"/patients/{world.rosa_patient.id}/measure"


@pytest.fixture
def hand(config, database, world):
    """A phone of Rosa's, signed in."""
    with hosted(config, database) as site, phone.opened() as running:
        context = phone.phone(running)
        site.signs_in(context, world.rosa)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        yield site, context, page


def opens(hand, world, kind):
    site, context, page = hand
    context.set_offline(False)
    page.goto(f"{site.url}{forms_of(world)}/{kind}")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    return page


def press(page):
    page.get_by_role("button", name="Write it down", exact=True).click()
    page.get_by_text(KEPT).wait_for()


def shown(page):
    return [one.inner_text() for one in page.locator("[data-red]:visible h2").all()]


def test_sugar_in_the_unit_of_the_meter(hand, world, database):
    page = opens(hand, world, "glucose")  # nobody said which unit yet
    page.locator("[name=glucose]").fill("3")
    page.get_by_text("mmol/L", exact=True).click()
    page.get_by_text("mg/dL", exact=True).click()
    page.locator("[name=glucose]").fill("120")
    press(page)
    assert shown(page) == []
    page.locator("[name=glucose]").fill("53")
    page.get_by_role("heading", name="This is very low").wait_for()  # before it is pressed
    page.get_by_text("mmol/L", exact=True).click()
    page.get_by_role("heading", name="This is very low").wait_for(state="hidden")
    with database.write() as session:
        measurements.choose_unit(session, world.grant(session, world.rosa), "glucose", "mmol/L")

    page = opens(hand, world, "glucose")
    page.locator("[name=glucose]").fill("2,9")
    press(page)
    assert shown(page) == ["This is very low"]
    help_ = page.locator("[data-red]:visible")
    assert "Do you feel confused or very sleepy? Or can you not eat or drink?" in help_.inner_text()
    assert help_.locator("a[href='tel:911']").is_visible()
    assert 0 <= help_.locator("h2").bounding_box()["y"] < 200, "the help begins at the top of the screen"
    page.locator("[name=glucose]").fill("lo")
    page.get_by_role("heading", name="This is very low").wait_for()
    page.locator("[name=glucose]").fill("5.3")
    page.get_by_role("heading", name="This is very low").wait_for(state="hidden")


def test_oxygen_and_the_numbers_of_the_own_checked_plan(hand, world, database):
    page = opens(hand, world, "oxygen")
    page.locator("[name=oxygen]").fill("92")
    press(page)
    assert shown(page) == ["This is very low"]
    assert "Is it hard to breathe or to speak?" in page.locator("[data-red]:visible").inner_text()

    with database.write() as session:
        planned(session, world)  # "act now" below 86, which is what this person lives near
    page = opens(hand, world, "oxygen")
    page.locator("[name=oxygen]").fill("88")
    press(page)
    assert shown(page) == []
    page.locator("[name=oxygen]").fill("85")
    page.get_by_role("heading", name="Your own plan: Act now").wait_for()
    words = page.locator("[data-red]:visible").inner_text()
    assert "Oxygen below 86 %." in words
    assert "Sit up and ring" in words
    assert page.locator("[data-red]:visible a[href='tel:5550123']").is_visible()


def now(measure, rule, number):
    return {"band": "now", "measure": measure, "rule": rule, "number": number}


def test_hours_marks_picked_numbers_and_two_numbers_at_once(hand, world, database):
    numbers = [("sleep", "below", "4"), ("steps", "below", "1600"), ("pain", "above", "7"),
               ("oxygen", "below", "88"), ("oxygen", "below", "86")]  # fmt: skip
    with database.write() as session:
        planned(session, world, numbers=[now(*number) for number in numbers])
    for kind, calm, red, words in (
        ("sleep", "4:30", "3:30", "Sleep below 4 hours."), ("steps", "8,500", "1,500", "Steps below 1,600 steps."),
    ):  # fmt: skip
        page = opens(hand, world, kind)
        page.locator(f"[name={kind}]").fill(calm)
        press(page)
        assert shown(page) == [], kind
        page.locator(f"[name={kind}]").fill(red)
        page.get_by_text(words).wait_for()

    page = opens(hand, world, "pain")
    page.locator("[name=pain][value='8']").check(force=True)
    page.get_by_text("Pain above 7").wait_for()
    page.locator("[name=pain][value='7']").check(force=True)
    page.get_by_text("Pain above 7").wait_for(state="hidden")

    page = opens(hand, world, "oxygen")
    page.locator("[name=oxygen]").fill("85")
    press(page)
    assert shown(page) == ["Your own plan: Act now"], "as when it is sent: the first number that is reached"
    page.get_by_role("button", name="Write down another", exact=True).click()
    page.get_by_role("heading", name="Your own plan: Act now").wait_for(state="hidden")


def test_the_page_carries_what_holds_for_this_person_and_asks_little(client_as, world, database):
    with database.write() as session:
        put(session, world.grant(session, world.nurse))  # very high from 165
        planned(session, world)
        write(session, world, "peak_flow", peak_flow=390)
    rosa = client_as(world.rosa)
    for kind, has in (("blood_pressure", "165.0"), ("peak_flow", "200.0"), ("oxygen", "81"), ("temperature", "")):
        with Statements(database.engine) as statements:
            page = rosa.get(f"{forms_of(world)}/{kind}")
        assert len(statements.seen) <= most(page.path) - 2, kind  # a helper's page asks for the grant too
        assert ("data-red" in page.html) == bool(has), kind
        assert has in page.html
    ruben = client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/measure/blood_pressure")
    assert "180" in ruben.html
    assert "165" not in ruben.html
    weight = rosa.get(f"{forms_of(world)}/weight")
    assert "data-red" not in weight.html, "no weight before that it could have changed from"
    with database.write() as session:
        write(session, world, "weight", "kg", "w", ago=timedelta(days=1), weight=80)
    assert "82.995, 400.001" in rosa.get(f"{forms_of(world)}/weight").html, "3 kg more in 2 days, to one decimal"
