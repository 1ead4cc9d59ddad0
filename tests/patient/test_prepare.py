"""Prepare on the phone: what waits, one question a screen, checking, sending, and the receipt."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.questionnaires import assignment, reading, store
from app.i18n import PSEUDO
from app.models import Answer, ProxyGrant, Response


@pytest.fixture
def asked(database, world):
    """Rosa and her look-alike are asked to fill in both of our forms; the id of Rosa's "before your visit"."""
    ids = {}
    with database.write() as session:
        forms = {one.questionnaire.url: one.questionnaire.id for one in store.import_content(session, system(""))}
        for person in (world.rosa_patient, world.ruben_patient):
            today = clock.today(person.time_zone)
            grant = world.grant(session, world.nurse, person)
            for url, form in forms.items():
                if not url.endswith(("before-your-visit", "check-in")):
                    continue
                made = assignment.assign(
                    session,
                    grant,
                    form,
                    why="So that the visit is about you.",
                    reader_id=world.nurse.id,
                    opens_on=today,
                    closes_on=today + timedelta(days=7),
                    visit_on=today + timedelta(days=5),
                )
                ids[person.id, url.rsplit("/", 1)[1]] = made.id
    return ids[world.rosa_patient.id, "before-your-visit"]


@pytest.fixture
def rosa(client_as, world, asked):
    return client_as(world.rosa)


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/prepare"


@pytest.fixture
def begun(rosa, home, asked):
    """The first question, open on the phone."""
    return rosa.submit(rosa.get(home), to=f"/{asked}/start", button="Start")


def base(page):
    return page.path.rsplit("/", 1)[0]


def rows(database, model):
    with database.read() as session:
        return list(session.scalars(sa.select(model)))


def finish(rosa, page, **answers):
    """Answer what must be answered, by address."""
    for link, value in ({"medicine-cost": "0", "food": "0"} | answers).items():
        rosa.submit(rosa.get(f"{base(page)}/{link}"), button="Next", answer=value)


def test_prepare_says_why_who_and_how_long(rosa, home):
    page = rosa.get(home)
    assert page.says("Before your visit", "So that the visit is about you.", "Nora Field reads the answers.")
    assert page.says("It takes about", "minutes", "You can send it until")


def test_starting_leads_to_the_first_question(begun):
    assert begun.path.endswith("/what-matters")
    assert begun.h1 == "What matters most to you in your life now?"
    assert begun.says("1 of 15", "There are no right or wrong answers.")


def test_each_answer_is_saved_and_leads_on(database, rosa, begun):
    page = rosa.submit(begun, button="Next", answer="My garden\nand Leo")
    assert page.path.endswith("/good-day")
    assert rows(database, Answer)[0].values == [{"valueString": "My garden\nand Leo"}]


def test_back_without_loss(rosa, begun):
    second = rosa.submit(begun, button="Next", answer="My garden")
    first = rosa.submit(second, button="Back", answer="Half a thought")
    assert "My garden" in first.html
    assert "Half a thought" in rosa.submit(first, button="Next").html


def test_back_from_the_first_question_is_prepare(rosa, begun, home):
    assert rosa.submit(begun, button="Back").path == home


def test_going_on_from_another_device(rosa, begun, client_as, world, home):
    rosa.submit(begun, button="Next", answer="My garden")
    tablet = client_as(world.rosa)
    page = tablet.get(tablet.get(home).link("Go on"))
    assert page.path.endswith("/good-day")


def test_skipping_and_talking(database, rosa, begun):
    second = rosa.submit(begun, button="Skip")
    rosa.submit(second, button="rather talk", answer="Hard to say")
    assert [(a.how, a.values) for a in rows(database, Answer)] == [
        ("skipped", []),
        ("talk", [{"valueString": "Hard to say"}]),
    ]


def test_urgent_questions_offer_no_skip_and_carry_help_in_the_page(rosa, begun):
    page = rosa.get(f"{base(begun)}/food")
    assert not any("Skip" in b.text for b in page.tree.all("button"))
    assert page.says("You should not go without food.", "911")
    wrong = rosa.submit(page, button="Next", status=422)
    assert wrong.says("Choose one answer.")


def test_a_wrong_answer_keeps_what_was_typed(database, rosa, begun):
    page = rosa.submit(rosa.get(f"{base(begun)}/good-day"), button="Next", status=422, answer="x" * 1200)
    assert page.says("200 letters too long")
    assert "x" * 1200 in page.html
    assert rows(database, Answer) == []


@pytest.mark.parametrize("link", ["nowhere", "confidence-help", "check/x", "~zz"])
def test_unknown_questions_are_not_found(rosa, begun, link):
    rosa.get(f"{base(begun)}/{link}", status=404)


def test_saving_in_the_background_answers_what_is_stored(rosa, begun):
    path = begun.path
    done = rosa.http.post(
        path,
        data={"answer": "My", "go": "stay", "key": "p.1", "revision": "0", "csrf_token": rosa.token()},
        headers={"Accept": "application/json"},
    )
    said = {"stored": {"what-matters": {"how": "answered", "revision": 1}}, "shown": ["what-matters"]}
    assert (done.status_code, done.get_json()) == (200, said)
    wrong = rosa.http.post(
        path,
        data={"answer": "x" * 2000, "go": "stay", "key": "p.2", "csrf_token": rosa.token()},
        headers={"Accept": "application/json"},
    )
    assert wrong.status_code == 422
    assert "letters too long" in wrong.get_json()["fields"]["answer"]


def test_two_devices_see_both_answers(rosa, begun, client_as, world):
    tablet = client_as(world.rosa)
    there = tablet.get(begun.path)
    rosa.submit(begun, button="Next", answer="On the phone")
    page = tablet.submit(there, button="Next", status=409, answer="On the tablet")
    assert page.says("On the phone", "Keep the other answer")
    assert "On the tablet" in page.html
    assert "On the tablet" in tablet.get(tablet.submit(page, button="Next") and begun.path).html


def test_follow_ups_come_and_go(rosa, begun):
    page = rosa.submit(rosa.get(f"{base(begun)}/confidence"), button="Next", answer="4")
    assert page.path.endswith("/confidence-help")
    page = rosa.submit(rosa.get(f"{base(begun)}/confidence"), button="Next", answer="8")
    assert page.path.endswith("/talk-about-most")


def test_several_choices_and_an_own_one(rosa, begun):
    page = rosa.get(f"{base(begun)}/getting-there")
    wrong = rosa.submit(page, button="Next", status=422, answer=["0", "1"])
    assert wrong.says("stands alone")
    rosa.submit(page, button="Next", answer=["1", "2", "other"], other="The ice in winter")
    check = rosa.get(f"{base(begun)}/check")
    assert check.says("I have no way to get there", "The trip costs too much", "The ice in winter")


def test_checking_changing_and_sending(database, rosa, begun, home):
    finish(rosa, begun, **{"what-matters": "My garden"})
    check = rosa.get(f"{base(begun)}/check")
    assert check.says("Nothing is sent yet", "My garden", "No answer yet")
    change = rosa.get(f"{base(begun)}/what-matters?then=check")
    check = rosa.submit(change, button="go back to the list", answer="My grandson")
    assert check.h1 == "Check your answers"
    assert check.says("My grandson")
    sent = rosa.submit(check, to="/send", button="Send my answers")
    assert sent.says("The answers are sent", "Nora Field reads them before the visit")
    assert rows(database, Response)[0].submitted_at
    assert rosa.get(home).says("What you sent", "Nobody has read it yet.")
    for path in (begun.path, f"{base(begun)}/check", base(begun)):
        assert rosa.get(path).says("The answers are sent")
    rosa.post(begun.path, status=410, answer="Too late")


def test_a_blank_sheet_is_refused(database, rosa, begun):
    page = rosa.submit(rosa.get(f"{base(begun)}/check"), to="/send", button="Send", status=422)
    assert page.says("There is nothing to send yet")
    assert rows(database, Response)[0].submitted_at is None


def test_missing_answers_are_linked(rosa, begun):
    rosa.submit(begun, button="Next", answer="x")
    page = rosa.submit(rosa.get(f"{base(begun)}/check"), to="/send", button="Send", status=422)
    assert rosa.get(page.link("did your food run out")).path.endswith("/food?then=check")


def test_sent_is_said_only_of_what_was_sent(rosa, begun):
    rosa.get(f"{base(begun)}/sent", status=404)


def test_red_answers_show_help_after_sending(rosa, begun):
    finish(rosa, begun, food="2")
    sent = rosa.submit(rosa.get(f"{base(begun)}/check"), to="/send", button="Send my answers")
    assert sent.says("You should not go without food.", "911")


def test_the_receipt_names_who_read_it(database, world, rosa, begun, home):
    finish(rosa, begun)
    rosa.submit(rosa.get(f"{base(begun)}/check"), to="/send", button="Send my answers")
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        response_id = rows(database, Response)[0].id
        reading.leave_receipt(session, grant, response_id)
        reading.say_what_next(session, grant, response_id, "We will talk about your garden.")
    page = rosa.get(home)
    assert page.says("Nora Field read the answers on", "We will talk about your garden.")


def test_a_helper_needs_the_scope_and_both_names_are_shown(database, world, client_as, asked, home):
    otto = client_as(world.otto)
    otto.get(home, status=403)
    with database.write() as session:
        session.scalars(sa.select(ProxyGrant)).one().scopes = ["see", "fill_in"]
    page = otto.submit(otto.get(home), to=f"/{asked}/start", button="Start")
    otto.submit(page, button="Next", answer="Her garden")
    finish(otto, page)
    check = otto.get(f"{base(page)}/check")
    assert check.says("Otto Vega, for Rosa", "You are sending answers for Rosa Vega, born in 1948.")
    otto.submit(check, to="/send", button="Send the answers")
    assert client_as(world.rosa).get(home).says("Otto Vega sent it for Rosa.")


def test_nobody_else_gets_near(client_as, world, begun, home):
    for who in (world.ruben, world.stranger):
        client_as(who).get(begun.path, status=404)
        client_as(who).get(home, status=404)
    client_as(world.nurse).get(begun.path, status=403)
    his = f"/patients/{world.ruben_patient.id}/prepare"
    client_as(world.ruben).get(begun.path.replace(home, his), status=404)


def in_language(client_as, database, world, lang):
    if lang == PSEUDO:
        return client_as(world.rosa, lang=lang)
    with database.write() as session:
        session.merge(world.rosa).language = lang
    world.rosa.language = lang
    return client_as(world.rosa)


@pytest.mark.parametrize("lang", ["es", PSEUDO])
def test_the_walk_in_other_languages(database, rosa, begun, client_as, world, home, lang):
    finish(rosa, begun, **{"getting-there": "1", "confidence": "4", "what-matters": "Jardín"})
    visitor = in_language(client_as, database, world, lang)
    visitor.get(home)
    for link in ("what-matters", "care-before", "strengths", "food", "medicine-bothers", "confidence"):
        visitor.get(f"{base(begun)}/{link}")
    visitor.get(f"{base(begun)}/check")


def test_spanish_questions_come_from_the_form(database, rosa, begun, client_as, world):
    page = in_language(client_as, database, world, "es").get(begun.path)
    assert page.h1 == "¿Qué es lo que más te importa ahora en tu vida?"
