"""Reading aloud in a real browser with voices that a test holds: only the device's own, sentence by sentence."""

import json
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.care.plan import plans
from tests.patient.test_two_ways import site
from tests.support.axe import findings
from tests.support.client import Visitor
from tests.support.phone import opened, phone, watch

__all__ = ["site"]
STAND_IN = (Path(__file__).parent / "voices.js").read_text(encoding="utf-8")
LOCAL = {"name": "Home", "lang": "en_CA", "localService": True, "default": False}
REMOTE = {"name": "Far away", "lang": "en-US", "localService": False, "default": True}
SPANISH = {"name": "Casa", "lang": "es-ES", "localService": True, "default": False}
BUTTON = ".read-aloud:not([hidden]) [data-start]"
NO_HIGHLIGHTS = "delete CSS.highlights; Object.defineProperty(CSS, 'highlights', {value: undefined});"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        what = "Walk to the corner shop. Take your blood pressure first. Go on" + ", past one more house" * 12 + "."
        keys = {"activity": plans.put(session, nurse, what=what, how_much="20 minutes").key}
        plans.drafting.set_review_date(session, nurse, plans.days(90))
        plans.offering.offer(session, nurse)
        return keys


@pytest.fixture
def open_item(app, database, world, keys, site):
    """Opens the page of the walk on a phone with these voices."""

    @contextmanager
    def page_with(*voices, late=False, more="", path=None, **options):
        cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
        with opened() as running:
            context = phone(running, service_workers="block", **options)
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
            script = STAND_IN.replace("__VOICES__", json.dumps(voices)).replace("__LATE__", json.dumps(late))
            context.add_init_script(script + more)
            page = context.new_page()
            faults = watch(page)
            page.goto(f"{site}/patients/{world.rosa_patient.id}{path or '/plan/items/' + keys['activity']}")
            page.wait_for_load_state("networkidle")
            yield page
            assert faults == []

    return page_with


def spoken(page):
    return page.evaluate("device.spoken")


def marked(page):
    return page.evaluate("device.marked()")


@pytest.mark.parametrize("more", ["", NO_HIGHLIGHTS], ids=["highlights", "spans"])
def test_sentence_by_sentence_with_the_voice_of_the_device(open_item, more):
    with open_item(REMOTE, LOCAL, more=more) as page:
        before = page.locator("main").inner_text()
        page.locator(BUTTON).first.click()
        assert [(one["voice"], one["lang"], one["rate"]) for one in spoken(page)] == [("Home", "en_CA", 1)]
        seen = []
        while page.locator("[data-playing]:visible").count():
            seen.append(marked(page))
            page.evaluate("device.end()")
        texts = [one["text"] for one in spoken(page)]
        assert ["".join(each.split()) for each in seen] == ["".join(each.split()) for each in texts]
        at = texts.index("Walk to the corner shop.")
        assert texts[at + 1] == "Take your blood pressure first."
        assert "20 minutes" in texts
        assert max(map(len, texts)) <= 180, "some voices fall silent in what is longer"
        assert "past one more house" in " ".join(texts)
        assert not any("Read aloud" in text or "Send" in text for text in texts), "buttons are not text"
        assert {one["voice"] for one in spoken(page)} == {"Home"}
        assert marked(page) == ""
        assert page.locator("main").inner_text() == before, "the text is whole"


def test_a_voice_from_elsewhere_is_never_used_and_nothing_nags(open_item):
    with open_item(REMOTE, SPANISH) as page:
        assert page.locator(".read-aloud:visible").count() == 0
        assert spoken(page) == []
        assert "voice" not in page.locator("main").inner_text()


def test_a_voice_that_is_gone_is_not_replaced_by_one_from_elsewhere(open_item):
    with open_item(REMOTE, LOCAL) as page:
        page.locator(BUTTON).first.click()
        page.evaluate("far => speechSynthesis.getVoices = () => [far]", REMOTE)
        page.evaluate("device.end()")
        assert [one["voice"] for one in spoken(page)] == ["Home"]
        assert page.locator("[data-playing]:visible").count() == 0


def test_pause_go_on_and_stop(open_item):
    with open_item(LOCAL) as page:
        page.locator(BUTTON).first.click()
        page.evaluate("device.end()")
        second = spoken(page)[-1]["text"]
        page.get_by_role("button", name="Pause").click()
        assert page.evaluate("speechSynthesis.speaking") is False
        assert marked(page) == second, "one sees where it stopped"
        assert page.evaluate("document.activeElement.dataset.goOn") == "", "the focus stays on the same place"
        page.get_by_role("button", name="Go on").click()
        assert spoken(page)[-1]["text"] == second
        page.get_by_role("button", name="Stop").click()
        count = len(spoken(page))
        assert marked(page) == ""
        assert page.evaluate("speechSynthesis.speaking") is False
        assert page.evaluate("document.activeElement.dataset.start") == ""
        page.locator(BUTTON).first.click()
        assert spoken(page)[count]["text"] == spoken(page)[0]["text"], "from the beginning again"


def test_the_speed_is_kept_on_the_device_and_nothing_else(open_item):
    with open_item(LOCAL) as page:
        page.locator(BUTTON).first.click()
        page.get_by_role("button", name="Slowly").click()
        assert [one["rate"] for one in spoken(page)] == [1, 0.75]
        page.reload()
        page.wait_for_load_state("networkidle")
        page.locator(BUTTON).first.click()
        assert spoken(page)[-1]["rate"] == 0.75
        assert page.evaluate("Object.entries(localStorage)") == [["handrail-read-slowly", "yes"]]


def test_voices_that_come_late_bring_the_button(open_item):
    with open_item(LOCAL, late=True) as page:
        assert page.locator(".read-aloud:visible").count() == 0
        page.evaluate("device.arrive()")
        page.locator(BUTTON).first.click()
        assert spoken(page)[0]["voice"] == "Home"


def test_words_in_another_language_have_another_voice_or_none(open_item):
    foreign = "document.querySelector('main .facts dd').lang = 'es'"
    with open_item(LOCAL, SPANISH) as page:
        page.evaluate(foreign)
        words = page.locator("main .facts dd").first.inner_text()
        page.locator(BUTTON).first.click()
        while page.locator("[data-playing]:visible").count():
            page.evaluate("device.end()")
        assert [one["voice"] for one in spoken(page) if one["text"] == words] == ["Casa"]
    with open_item(LOCAL) as page:
        page.evaluate(foreign)
        page.locator(BUTTON).first.click()
        while page.locator("[data-playing]:visible").count():
            page.evaluate("device.end()")
        assert words not in [one["text"] for one in spoken(page)]


def test_one_part_at_a_time_and_none_after_leaving(open_item):
    with open_item(LOCAL, path="/plan/sections/my_actions") as page:
        page.locator(BUTTON).first.click()
        assert spoken(page)[0]["text"] == "Walk to the corner shop."
        page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('left', speechSynthesis.speaking))")
        page.get_by_role("link", name="Back to the plan").click()
        page.wait_for_load_state()
        assert page.evaluate("sessionStorage.getItem('left')") == "false"


def test_the_page_about_oneself_says_why_in_one_line(open_item):
    for voices, words in (
        ((LOCAL,), "This device can read your plan aloud."),
        ((REMOTE,), "this device has no voice of its own for this language"),
    ):
        with open_item(*voices, path="/me") as page:
            assert words in page.locator("[data-module=readAloudHere]").inner_text()
    gone = "delete window.speechSynthesis; Object.defineProperty(window, 'speechSynthesis', {value: undefined});"
    with open_item(more=gone, path="/me") as page:
        assert "This browser cannot read pages aloud." in page.locator("[data-module=readAloudHere]").inner_text()


def test_the_buttons_are_good_for_everybody(open_item):
    with open_item(LOCAL) as page:
        page.locator(BUTTON).first.click()
        assert findings(page) == []
        for button in page.locator(".read-aloud button:visible").all():
            assert button.bounding_box()["height"] >= 48
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
