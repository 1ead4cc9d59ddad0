"""On the phone: still right?, nothing to tell, changing what was sent, a renewed form, and no bare score."""

import json

import pytest

from app.access.grants import system
from app.care.questionnaires import store
from app.i18n import PSEUDO
from tests.care.questionnaires.forms import ask, form, group
from tests.patient.asking import ask_rosa, open_form

KEEP = [{"url": "https://handrail.example/extensions/keeps-for-days", "valueInteger": 90}]
FACT = [{"system": "https://handrail.example/codes/fact", "code": "lives"}]


def fact(link):
    return ask(link, code=FACT, extension=KEEP)


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def sent(database, world, rosa):
    """Rosa said that she lives alone, and sent it; the page that says so."""
    page = open_form(rosa, world, ask_rosa(database, world, form(fact("lives"), ask("b"))))
    page = rosa.submit(rosa.submit(page, button="Next", answer="Alone"), button="Next", answer="tea")
    return rosa.submit(page, button="Send my answers")


def test_still_right_in_one_press_or_asked_anew(database, world, rosa, sent):
    other = form(fact("home"), ask("more"), url="https://forms.example/two")
    page = open_form(rosa, world, ask_rosa(database, world, other))
    assert page.says("you said:", "Alone", "Is this still right?", "It has changed")
    assert "f-answer" not in page.html
    anew = rosa.get(page.link("It has changed"))
    assert "f-answer" in anew.html
    page = rosa.submit(rosa.get(page.path), button="Yes, still right")
    assert page.h1 == "Question more?"
    page = rosa.submit(page, button="Next", answer="x")
    assert page.says("Alone")


def test_the_nurse_sees_that_it_was_called_still_right(database, client_as, world, rosa, sent):
    page = open_form(
        rosa, world, ask_rosa(database, world, form(fact("home"), url="https://forms.example/two", title="Two"))
    )
    rosa.submit(rosa.submit(page, button="Yes, still right"), button="Send my answers")
    nurse = client_as(world.nurse)
    page = nurse.get(nurse.get(f"/team/patients/{world.rosa_patient.id}/answers").link("Two"))
    assert page.says("Alone", "called still right on")


def test_nothing_to_tell_is_one_press_with_undo(database, client_as, world, rosa):
    ask_rosa(database, world, "before-your-visit")
    home = f"/patients/{world.rosa_patient.id}/prepare"
    page = rosa.submit(rosa.get(home), button="I have nothing to tell")
    assert page.says("Stored: nothing to tell", "Your team can see it", "Undo")
    assert not page.says("Start")
    desk = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/answers")
    assert desk.says("Nothing to tell", "Said by Rosa Vega on")
    page = rosa.submit(page, button="Undo")
    assert page.says("Start")


def test_an_instrument_cannot_be_spared(database, world, rosa):
    ask_rosa(database, world, "phq-9")
    assert not rosa.get(f"/patients/{world.rosa_patient.id}/prepare").says("nothing to tell")


def test_changing_what_was_sent(client_as, world, rosa, sent):
    page = rosa.submit(sent, button="Change my answers")
    assert page.says("What you sent still counts", "Keep what I sent before", "Alone")
    page = rosa.submit(rosa.get(page.link("Change")), button="Save and go back", answer="With Ana")
    page = rosa.submit(page, button="Send my answers")
    assert rosa.get(f"/patients/{world.rosa_patient.id}/prepare").says("You changed these answers later.")
    nurse = client_as(world.nurse)
    listed = nurse.get(f"/team/patients/{world.rosa_patient.id}/answers")
    assert listed.says("Changed answers.", "Changed later.")
    now = nurse.get(listed.path + "/" + page.path.split("/")[4])
    assert now.says("What changed", "Alone", "With Ana", "The answers as they were sent first")
    first = nurse.get(now.link("The answers as they were sent first"))
    assert first.says("The person changed these answers on", "Alone")
    assert not first.says("With Ana")


def test_a_change_can_be_dropped(rosa, sent):
    page = rosa.submit(sent, button="Change my answers")
    page = rosa.submit(rosa.get(page.link("Change")), button="Save and go back", answer="With Ana")
    page = rosa.submit(page, button="Keep what I sent before")
    assert page.says("What you sent before stays as it is", "Change my answers")


def test_a_renewed_form_says_what_happened_and_keeps_what_fits(database, world, rosa):
    page = open_form(rosa, world, ask_rosa(database, world, form(ask("a"), ask("b"), ask("c"))))
    page = rosa.submit(rosa.submit(page, button="Next", answer="tea"), button="Next", answer="forty words")
    newer = {**form(ask("a"), ask("b", maxLength=5), group("g", ask("d"))), "version": "2", "title": "One, renewed"}
    with database.write() as session:
        store.import_file(session, system(""), json.dumps(newer).encode())
    back = page.path.rsplit("/", 1)[0]
    page = rosa.get(back)
    assert page.says(
        "We have renewed these questions", "1 of your answers still fits", "forty words", "Nothing is lost"
    )
    page = rosa.submit(page, button="Go on with the new questions")
    assert page.h1 == "Question b?"
    assert rosa.get(page.path.rsplit("/", 1)[0] + "/check").says("tea", "Question d?")


SCORED = ("PHQ", "of 27", "moderate", "severe", "score", "Score")


def test_the_person_never_sees_a_bare_score_and_the_nurse_reads_its_meaning(database, client_as, world, rosa):
    for choice in ("1", "2"):
        page = open_form(rosa, world, ask_rosa(database, world, "phq-9"))
        seen = [page.main]
        for number in range(9):
            page = rosa.submit(page, button="Next", answer=choice if number < 8 else "0")
            seen.append(page.main)
        page = rosa.submit(page, button="Next", answer="0")
        page = rosa.submit(page, button="Send my answers")
        seen += [page.main, rosa.get(f"/patients/{world.rosa_patient.id}/prepare").main]
        assert not [word for word in SCORED for text in seen if word in text.split("About these questions")[0]]
    nurse = client_as(world.nurse)
    listed = nurse.get(f"/team/patients/{world.rosa_patient.id}/answers")
    page = nurse.get(listed.path + "/" + page.path.split("/")[4])
    assert page.says(
        "Depression (PHQ-9)", "16 of 27", "moderately severe", "8 more than last time", "a change that matters: worse"
    )
    assert page.html.count("<circle") == 2
    assert 'aria-label="8 on' in page.html
    assert 'href="#q-phq-1"' in page.html
    assert 'id="q-phq-1"' in page.html
    assert page.says("No permission required")
    profile = nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    assert profile.says("Depression (PHQ-9): 16 of 27", "PHQ-9 of 10 or more")


def test_an_incomplete_score_is_not_scored(database, client_as, world, rosa):
    page = open_form(rosa, world, ask_rosa(database, world, "gad-2-then-7"))
    for choice in ("3", "3", "0", "4", "0", "0", "0"):
        page = rosa.submit(page, button="Next", answer=choice)
    page = rosa.submit(page, button="Send my answers")
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/answers/" + page.path.split("/")[4])
    assert page.says("Not scored: 1 answer is missing.", "6 of 6", "asks for the longer form")
    assert not page.says("0 of 21")


def test_every_word_can_be_translated(database, client_as, world):
    client = client_as(world.rosa, lang=PSEUDO)
    page = open_form_in(client, world, ask_rosa(database, world, "gad-7"))
    assert client.get(page.path)
    assert client.get(f"/patients/{world.rosa_patient.id}/prepare")


def open_form_in(client, world, assignment_id):
    home = client.get(f"/patients/{world.rosa_patient.id}/prepare")
    return client.submit(home, to=f"/{assignment_id}/start")
