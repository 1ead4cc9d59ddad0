"""The frame on a phone in the hand: nothing left empty, nothing cut off, also with large text."""

from tests.support.hosted import hosted
from tests.support.phone import NARROW, SIZE, opened, phone

LARGE = "document.documentElement.style.fontSize = '200%'"
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINES = (
    "element => Math.round(element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight))"
)


def test_the_frame_for_a_helper_and_for_large_text(config, database, world):
    with hosted(config, database) as here, opened() as running:
        for size in (SIZE, NARROW):
            context = phone(running, viewport=size)
            here.signs_in(context, world.otto)
            page = context.new_page()
            page.goto(f"{here.url}/patients/{world.rosa_patient.id}/today")
            last = page.locator(".tabs a").last.bounding_box()
            assert abs(last["x"] + last["width"] - size["width"]) < 2, "three places fill the bar"
            assert page.locator(".band-who").bounding_box()["width"] > size["width"] - 40
            page.evaluate(LARGE)
            assert page.evaluate(WIDE) <= 0, size
            if size is SIZE:
                assert page.locator(".help-now span").evaluate(LINES) == 1
            page.goto(f"{here.url}/patients/{world.rosa_patient.id}/me")
            page.evaluate(LARGE)
            assert page.locator(".next > .icon").first.is_hidden(), "large words need the room"
            assert page.evaluate(WIDE) <= 0, size
            context.close()
