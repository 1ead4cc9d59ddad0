"""A red answer: help before the next question, without script, a line for the nurse, the truth about who looks."""

import pytest
import sqlalchemy as sa

from app.models import AuditEvent, Concern
from tests import factories
from tests.care.questionnaires.forms import ask, coding, form
from tests.patient.asking import ask_rosa, open_form

OWN = "https://handrail.example/extensions/"
WHEN = [
    {"url": "band", "valueCode": "red"},
    {"url": "operator", "valueCode": "="},
    {"url": "answer", "valueBoolean": True},
]


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def ninth(database, world, rosa):
    """The PHQ-9 open at its ninth question, the others answered "not at all"."""
    page = open_form(rosa, world, ask_rosa(database, world, "phq-9"))
    for _number in range(8):
        page = rosa.submit(page, button="Next", answer="0")
    return page


def concerns(database, rule="red_answer"):
    with database.read() as session:
        return session.scalars(sa.select(Concern).where(Concern.rule == rule)).all()


def test_the_help_is_in_the_page_before_anything_is_sent(ninth):
    assert ninth.h1.startswith("9. Thoughts")
    assert ninth.says("We ask everyone this", "do not have to carry this alone", "I am safe, continue", "Ask someone")
    assert ninth.says("911", "555 0188", "Nobody watches this app live")


@pytest.mark.parametrize("choice", ["1", "2", "3"])
def test_a_red_answer_leads_to_the_help_before_the_next_question(database, world, rosa, ninth, choice):
    page = rosa.submit(ninth, button="Next", answer=choice)
    assert page.path.endswith("/help")
    assert "do not have to carry this alone" in page.h1
    assert page.says("911", "555 0188", "Nobody watches this app live", "Ask someone to ring me")
    (line,) = concerns(database)
    assert (line.band, line.owner_id, line.patient_id) == (1, world.nurse.id, world.rosa_patient.id)
    page = rosa.submit(page, button="I am safe")
    assert "If you checked off any problems" in page.h1
    with database.read() as session:
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.act == "go on after help")).all()
    assert len(acts) == 1


@pytest.mark.parametrize("choice", ["0", "4"])
def test_not_at_all_and_not_saying_go_straight_on(database, rosa, ninth, choice):
    page = rosa.submit(ninth, button="Next", answer=choice)
    assert "If you checked off any problems" in page.h1
    assert not concerns(database)


def test_the_list_before_sending_names_emergency_and_crisis_lines_before_the_office(app, rosa, ninth):
    rosa.submit(ninth, button="I am safe", answer="2")
    page = rosa.get(ninth.path.rpartition("/")[0] + "/check")
    practice = app.extensions["handrail.config"].practice
    lines = [practice.emergency, *practice.crisis_lines, practice.office]
    places = [page.main.index(line.number) for line in lines]
    assert len(lines) > 2
    assert places == sorted(places)


def test_from_the_screen_over_the_question_one_press_goes_on(database, rosa, ninth):
    page = rosa.submit(ninth, button="I am safe", answer="2")
    assert "If you checked off any problems" in page.h1
    assert len(concerns(database)) == 1


def test_asking_to_be_rung_makes_one_line_in_the_top_band_and_says_so(database, world, rosa, ninth):
    page = rosa.submit(ninth, button="Ask someone", answer="1")
    assert page.says("We will ring you")
    rosa.get(page.path)
    (line,) = concerns(database, "wants_a_call")
    assert (line.band, line.owner_id) == (1, world.nurse.id)


TWO = form(
    *(
        {**ask(link, "boolean"), "extension": [{"url": OWN + "urgent-when", "extension": WHEN}]}
        for link in ("chest", "breath")
    ),
    ask("end"),
)


def test_one_line_names_every_red_answer_and_which_was_changed_since(database, client_as, world, rosa):
    page = open_form(rosa, world, ask_rosa(database, world, TWO))
    base = page.path.rpartition("/")[0]
    for link in ("chest", "breath"):
        rosa.submit(rosa.get(f"{base}/{link}"), button="Next", answer="true")
    rosa.submit(rosa.get(f"{base}/breath"), button="Next", answer="false")
    (line,) = concerns(database)
    worklist = client_as(world.nurse).get("/team/")
    assert line.closed_at is None
    assert worklist.says("An answer needs a look today", "Question chest?")
    assert worklist.says("was changed since. Question breath?")
    rosa.submit(rosa.get(f"{base}/breath"), button="Next", answer="true")
    assert not client_as(world.nurse).get("/team/").says("was changed since")


def test_the_answer_is_kept_when_the_form_is_never_finished(database, rosa, ninth):
    rosa.http.post(
        ninth.path,
        data={"answer": "1", "go": "stay", "key": "p.1", "csrf_token": rosa.token()},
        headers={"Accept": "application/json"},
    )
    assert len(concerns(database)) == 1


def test_choosing_another_answer_leaves_the_line_and_says_that_it_changed(database, client_as, world, rosa, ninth):
    page = rosa.submit(ninth, button="Next", answer="1")
    page = rosa.get(page.link("Change my answer"))
    assert " checked" not in page.html
    rosa.submit(page, button="Next", answer="0")
    (line,) = concerns(database)
    assert line.closed_at is None
    nurse = client_as(world.nurse)
    assert nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{line.id}").says("was changed since")


def test_a_red_line_closes_only_with_a_note_of_what_was_done(database, client_as, world, rosa, ninth):
    rosa.submit(ninth, button="Next", answer="1")
    (line,) = concerns(database)
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{line.id}")
    page = nurse.submit(page, button="Close this line", status=422, outcome="looked", done=" ")
    assert concerns(database)[0].closed_at is None
    done = "Rang. She is safe, her sister is with her."
    nurse.submit(page, button="Close this line", outcome="looked", done=done, told_how="phone")
    assert concerns(database)[0].closed_at


def test_the_person_is_told_whether_somebody_looked(database, client_as, world, rosa, ninth):
    page = rosa.submit(rosa.submit(ninth, button="Next", answer="1"), button="I am safe")
    page = rosa.submit(page, button="Next", answer="0")
    page = rosa.submit(page, button="Send my answers")
    assert page.says("Nobody has looked at this yet", "Monday to Friday")
    (line,) = concerns(database)
    nurse = client_as(world.nurse)
    nurse.submit(nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{line.id}"), button="I take this")
    assert rosa.get(page.path).says("Nora Field looked at this on")


@pytest.fixture
def helper(client_as, database, world):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in", "ask"))
    return client_as(world.stranger)


def test_a_helper_is_never_shown_the_question_nor_its_help(database, world, helper, rosa, ninth):
    rosa.submit(ninth, button="Next", answer="2")
    base = ninth.path.rsplit("/", 1)[0]
    assert not helper.get(f"{base}/check").says("Thoughts")
    for path in (f"{base}/phq-9", f"{base}/phq-9/help"):
        helper.get(path, status=404)
    assert not helper.get(f"/patients/{world.rosa_patient.id}/prepare").says("carry this alone")


BREATH = {
    "valueCoding": coding("bad"),
    "extension": [{"url": OWN + "urgent-band", "valueCode": "red"}],
}
WORDS = [{"url": OWN + "urgent-words", "valueString": "Sit down. Ring us now."}]


def test_another_form_can_bring_its_own_red_answer_and_a_helper_sees_that_help(database, world, helper):
    document = form(
        ask("breath", "choice", answerOption=[{"valueCoding": coding("fine")}, BREATH], extension=WORDS), ask("more")
    )
    page = open_form(helper, world, ask_rosa(database, world, document))
    page = helper.submit(page, button="Next", answer="1")
    assert "Sit down. Ring us now." in page.h1
    assert page.says("Ask someone to ring", "I have read this, continue")
    assert concerns(database)[0].why["by"]
