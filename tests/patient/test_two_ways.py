"""With a script and without, in a real browser, the same answers come to the same response: one table, two ways."""

import re
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.serving import make_server

from app.care.questionnaires import answering, sheet
from app.care.questionnaires.document import items_of
from tests.care.questionnaires.forms import ask, coding, extension, form, group, options, when
from tests.patient.asking import ask_rosa
from tests.support.axe import findings
from tests.support.client import Visitor
from tests.support.phone import opened, phone, watch

UCUM = "http://unitsofmeasure.org"


def control(code):
    return extension("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def units(*pairs):
    return [
        extension("questionnaire-unitOption", valueCoding={"system": UCUM, "code": c, "display": d}) for c, d in pairs
    ]


def bounds(low, high):
    return [extension("minValue", valueInteger=low), extension("maxValue", valueInteger=high)]


@dataclass(frozen=True)
class Row:
    """One question, what a person does with it, and the values that come of it."""

    item: dict
    act: Any
    values: list


def type_in(text, place=0):
    return lambda part: part.locator("[id^='f-answer']").nth(place).fill(text)


def choose(words):
    exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
    return lambda part: part.locator("label").filter(has_text=exactly).first.click()


def together(*acts):
    def do(part):
        for act in acts:
            act(part)

    return do


def pick(css, words):
    return lambda part: part.locator(css).select_option(label=words)


KILO = {"value": 80.5, "unit": "kg", "system": UCUM, "code": "kg"}
PAIR = options("x", "y")
AT_LEAST_TWO = [extension("questionnaire-minOccurs", valueInteger=2)]
MANY = options(*(f"o{n}" for n in range(15)))
ROWS = [
    Row(ask("string"), type_in("tea"), [{"valueString": "tea"}]),
    Row(ask("text", "text"), type_in("one\ntwo"), [{"valueString": "one\ntwo"}]),
    Row(ask("boolean", "boolean"), choose("No"), [{"valueBoolean": False}]),
    Row(ask("whole", "integer"), type_in("-3"), [{"valueInteger": -3}]),
    Row(ask("decimal", "decimal"), type_in("72,5"), [{"valueDecimal": 72.5}]),
    Row(ask("scale", "integer", extension=bounds(0, 10)), choose("7"), [{"valueInteger": 7}]),
    Row(
        ask("slider", "integer", extension=[control("slider"), *bounds(0, 100)]),
        type_in("40"),
        [{"valueInteger": 40}],
    ),
    Row(ask("date", "date"), type_in("2026-02-28"), [{"valueDate": "2026-02-28"}]),
    Row(ask("time", "time"), type_in("14:30"), [{"valueTime": "14:30:00"}]),
    Row(ask("moment", "dateTime"), type_in("2026-02-28T14:30"), [{"valueDateTime": "2026-02-28T14:30:00-07:00"}]),
    Row(ask("url", "url"), type_in("https://example.org/x"), [{"valueUri": "https://example.org/x"}]),
    Row(ask("choice", "choice", answerOption=PAIR), choose("Y"), [{"valueCoding": coding("y")}]),
    Row(
        ask("boxes", "choice", answerOption=PAIR, repeats=True, extension=AT_LEAST_TWO),
        together(choose("X"), choose("Y")),
        [{"valueCoding": coding("x")}, {"valueCoding": coding("y")}],
    ),
    Row(ask("list", "choice", answerOption=MANY), pick("select", "O3"), [{"valueCoding": coding("o3")}]),
    Row(
        ask("auto", "choice", answerOption=MANY, extension=[control("autocomplete")]),
        type_in("o12"),
        [{"valueCoding": coding("o12")}],
    ),
    Row(
        ask("open", "open-choice", answerOption=PAIR),
        together(choose("Something else"), lambda part: part.locator("[id^='f-other']").fill("mine")),
        [{"valueString": "mine"}],
    ),
    Row(
        ask("amount", "quantity", extension=units(("kg", "kg"), ("[lb_av]", "lb"))),
        together(type_in("80.5"), pick("select", "kg")),
        [{"valueQuantity": KILO}],
    ),
    Row(
        ask("pulse", "quantity", extension=units(("/min", "beats"))),
        type_in("72"),
        [{"valueQuantity": {"value": 72.0, "unit": "beats", "system": UCUM, "code": "/min"}}],
    ),
    Row(
        ask("day", "date", answerOption=[{"valueDate": "2026"}, {"valueDate": "2027"}]),
        choose("2027"),
        [{"valueDate": "2027"}],
    ),
]
PAGE = group(
    "page",
    ask("p1", "boolean"),
    ask("p2", enableWhen=[when("p1", "=", answerBoolean=True)]),
    ask("p3", "choice", answerOption=options("u", "v")),
    extension=[control("page")],
)
SEVERAL = group("pet", ask("name"), ask("old", "boolean"), repeats=True)
FORM = form(*(row.item for row in ROWS), PAGE, SEVERAL, ask("last", item=[ask("below")]))


@pytest.fixture
def site(app):
    running = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join(5)


def begin(database, world):
    assignment_id = ask_rosa(database, world, FORM)
    with database.write() as session:
        return answering.start(session, world.grant(session, world.rosa), assignment_id).id


def said(words):
    return f"Question {words}?"


def walk(page, base, script):
    """Answer everything from the first screen to the last, as a person would, and send it."""
    page.goto(base)
    for row in ROWS:
        page.wait_for_selector(f"h1:has-text('{said(row.item['linkId'])}')")
        row.act(page.locator("form.question"))
        if script and row.item["linkId"] in ("string", "choice", "list"):
            page.wait_for_selector("[data-status]:has-text('Saved')")
        page.get_by_role("button", name="Next").click()
    page.wait_for_selector("h1:has-text('Group page')")
    choose("Yes")(page.locator(".part", has_text=said("p1")))
    choose("V")(page.locator(".part", has_text=said("p3")))
    if not script:
        page.get_by_role("button", name="Next").click()  # what was said opens one more question on this page
    second = page.locator(".part", has_text=said("p2"))
    second.wait_for()
    type_in("more")(second)
    page.get_by_role("button", name="Next").click()
    for name, answer in (("Tom", "Yes"), ("Rex", "No")):
        page.wait_for_selector(f"h1:has-text('{said('name')}')")
        type_in(name)(page.locator("form.question"))
        page.get_by_role("button", name="Next").click()
        page.wait_for_selector(f"h1:has-text('{said('old')}')")
        choose(answer)(page.locator("form.question"))
        page.get_by_role("button", name="Next").click()
        page.wait_for_selector("h1:has-text('is there one more?')")
        if name == "Tom":
            page.get_by_role("button", name="Add one more").click()
    page.get_by_role("button", name="Next").click()
    for link in ("last", "below"):
        page.wait_for_selector(f"h1:has-text('{said(link)}')")
        type_in(link)(page.locator("form.question"))
        page.get_by_role("button", name="Next").click()
    page.wait_for_selector("h1:has-text('Check your answers')")
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_selector("h1:has-text('The answers are sent')")


def expected():
    items = [{"linkId": row.item["linkId"], "answer": row.values} for row in ROWS]
    page = [
        {"linkId": "p1", "answer": [{"valueBoolean": True}]},
        {"linkId": "p2", "answer": [{"valueString": "more"}]},
        {"linkId": "p3", "answer": [{"valueCoding": coding("v")}]},
    ]
    pets = [
        {
            "linkId": "pet",
            "item": [
                {"linkId": "name", "answer": [{"valueString": name}]},
                {"linkId": "old", "answer": [{"valueBoolean": old}]},
            ],
        }
        for name, old in (("Tom", True), ("Rex", False))
    ]
    below = {"linkId": "below", "answer": [{"valueString": "below"}]}
    last = {"linkId": "last", "answer": [{"valueString": "last", "item": [below]}]}
    return [*items, {"linkId": "page", "item": page}, *pets, last]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_both_ways_give_the_same_response(app, database, world, site, script):
    response_id = begin(database, world)
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    with opened() as running:
        context = phone(running, java_script_enabled=script)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page = context.new_page()
        faults = watch(page)
        walk(page, f"{site}/patients/{world.rosa_patient.id}/prepare/{response_id}", script)
        assert faults == []
    with database.read() as session:
        found = sheet.load(session, world.grant(session, world.rosa), response_id)
        items, _paths = items_of(found.state)
    assert items == expected()


def test_every_control_is_well_made(app, database, world, site):
    response_id = begin(database, world)
    cookie = Visitor(app, database, world.rosa).http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    base = f"{site}/patients/{world.rosa_patient.id}/prepare/{response_id}"
    with opened() as running:
        context = phone(running)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        page = context.new_page()
        for token in (*(row.item["linkId"] for row in ROWS), "page", "pet"):
            page.goto(f"{base}/{token}")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # nothing half under the bar of tabs
            assert findings(page) == [], token
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{token} scrolls sideways"
