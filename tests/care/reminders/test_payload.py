"""The message itself: the shape of declarative web push, in the receiver's language, with pages that exist."""

import re
from datetime import datetime, timedelta, timezone

import pytest

from app.care.reminders.kinds import KINDS
from app.care.reminders.saying import OWN_PAGE, PAGES, TODAY, Said
from app.care.reminders.sending import Claim, Errand
from app.care.reminders.words import body, payload
from app.i18n import using_locale
from app.models import Reminder

AT = datetime(2026, 3, 10, 9, 0, tzinfo=timezone(timedelta(hours=-6)))


def errand(kind="activity", language="en", **said):
    values = {"kind": kind, "due": AT, "at": AT, "page": PAGES.get(kind, TODAY), "later": "reminders/r1/later"} | said
    return Errand(
        Claim("r1", "p1", "l", AT, Reminder()), "p1", kind, language, (), 60, Said(**values),
    )  # fmt: skip


def test_it_has_the_shape_that_a_browser_shows_by_itself():
    made = payload(errand(done="reminders/r1/done"), "https://care.example")
    shown = made["notification"]
    assert made["web_push"] == 8030
    assert (shown["title"], shown["body"], shown["lang"], shown["dir"]) == (
        "Handrail", "Tuesday: do what you planned.", "en", "ltr",
    )  # fmt: skip
    assert shown["navigate"] == "https://care.example/patients/p1/today"
    assert shown["actions"] == [
        {"action": "done", "title": "Done", "navigate": "https://care.example/patients/p1/reminders/r1/done"},
        {"action": "later", "title": "Later", "navigate": "https://care.example/patients/p1/reminders/r1/later"},
    ]
    assert shown["timestamp"] == int(AT.timestamp() * 1000)


def test_another_message_never_takes_the_place_of_a_waiting_one():
    one, other = errand(), errand()
    assert payload(one, "https://x")["notification"]["tag"] == payload(other, "https://x")["notification"]["tag"]
    third = Errand(Claim("r2", "p1", "l", AT, Reminder()), "p1", "activity", "en", (), 60, one.said)
    assert payload(third, "https://x")["notification"]["tag"] != payload(one, "https://x")["notification"]["tag"]


@pytest.mark.parametrize("kind", [*KINDS, "test", "unknown"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_says_what_to_do_and_when(kind, language):
    with using_locale(language):
        text = body(kind, Said(kind=kind, due=AT))
        many = body(kind, Said(kind=kind, count=3, due=AT))
    assert text
    assert text[0].isupper() or not text[0].isalpha()
    if kind in KINDS:
        day = "Tuesday" if language == "en" else "Martes"
        assert text.startswith(day)
        assert many.startswith(day)
        assert "3" in many


def test_names_are_cut_to_what_a_phone_shows():
    text = body("activity", Said(kind="activity", due=AT, names=("x" * 500,)))
    assert len(text) < 200
    assert len(str(payload(errand(names=("ñ" * 2000,)), "https://care.example")).encode()) < 3_993


def test_every_page_that_a_message_leads_to_exists(app):
    rules = {re.sub(r"<[^>]+>", "x", rule.rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    for page in (*PAGES.values(), TODAY, "measure/x", "plan/items/x", "reminders/x/later", "reminders/x/done"):
        assert f"/patients/x/{page}" in rules, page
    assert set(PAGES) == set(KINDS)
    assert set(OWN_PAGE) <= set(PAGES)
