"""Asking, reading and telling what comes next, on the staff side."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.questionnaires import answering, assignment, store
from app.care.questionnaires.submitting import submit
from app.fhir.response import problems_of
from app.i18n import PSEUDO
from app.models import Assignment, AuditEvent, Receipt
from tests.care.questionnaires.forms import ask, form
from tests.care.questionnaires.test_definition import rule
from tests.patient.asking import ask_rosa, open_form

LOINC = "http://loinc.org"


@pytest.fixture
def forms(database):
    with database.write() as session:
        done = store.import_content(session, system(""))
        return {one.questionnaire.url.rsplit("/", 1)[1]: one.questionnaire.id for one in done}


@pytest.fixture
def sent(database, world, forms):
    """Ids of what Rosa and her look-alike sent."""
    ids = []
    for person, account in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
        with database.write() as session:
            today = clock.today(person.time_zone)
            made = assignment.assign(
                session,
                world.grant(session, world.nurse, person),
                forms["before-your-visit"],
                reader_id=world.nurse.id,
                opens_on=today,
                closes_on=today + timedelta(days=3),
            )
            grant = world.grant(session, account, person)
            begun = answering.start(session, grant, made.id)
            mine = {"what-matters": f"{person.preferred_name}'s <b>garden</b>", "medicine-cost": "0", "food": "2"}
            for link, value in mine.items():
                answering.save(session, grant, begun.id, link, given=[value])
            answering.save(session, grant, begun.id, "worries", how="talk")
            submit(session, grant, begun.id)
            ids.append(begun.id)
    return ids


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def desk(world):
    return f"/team/patients/{world.rosa_patient.id}/answers"


def count(database, model):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_nurse_sends_questions(database, nurse, desk, forms, world):
    page = nurse.get(nurse.get(desk).link("Send questions"))
    page = nurse.submit(
        page, button="Send the questions", questionnaire=forms["check-in"], why="How is the new plan?"
    )
    assert page.says("on their way", "A short check-in", "Nora Field reads the answers", "Not begun.")
    assert count(database, Assignment) == 1


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(database, nurse, desk, forms):
    page = nurse.get(f"{desk}/ask")
    page = nurse.submit(
        page,
        button="Send the questions",
        status=422,
        closes_on="2020-01-01",
        why="My <i>reason</i>",
        questionnaire="",
    )
    assert page.says("Choose the questions to send.", "The last day is in the past.")
    assert "My &lt;i&gt;reason&lt;/i&gt;" in page.html
    assert count(database, Assignment) == 0


def test_asking_can_be_taken_back(nurse, desk, forms):
    nurse.submit(nurse.get(f"{desk}/ask"), button="Send the questions", questionnaire=forms["check-in"])
    page = nurse.submit(nurse.get(desk), to="/withdraw")
    assert page.says("We no longer ask this.", "Nothing is asked at the moment.")


def test_reading_leaves_a_receipt_with_no_extra_step(database, nurse, desk, sent):
    page = nurse.get(desk)
    assert page.says("Nobody has read it yet.")
    page = nurse.get(page.link("Before your visit"))
    assert [h.text for h in page.tree.all("h2")][:3] == ["1 answer to look at today", "Food", "Worries"]
    assert page.says(
        "Look today", "Often", "Would rather talk about this", "Rosa's <b>garden</b>", "Rosa can see that"
    )
    nurse.get(f"{desk}/{sent[0]}")
    assert count(database, Receipt) == 1
    assert nurse.get(desk).says("Nora Field read it on")


def test_the_reader_says_what_comes_next(nurse, desk, sent):
    page = nurse.get(f"{desk}/{sent[0]}")
    wrong = nurse.submit(page, button="Tell Rosa", status=422, will_do=" ")
    assert wrong.says("Write one or two sentences")
    page = nurse.submit(page, button="Tell Rosa", will_do="We will talk about food on Monday.")
    assert page.says("The person can read it now.")
    assert "We will talk about food on Monday." in page.html


def test_another_persons_answers_are_not_there(database, nurse, desk, sent):
    nurse.get(f"{desk}/{sent[1]}", status=404)
    assert count(database, Receipt) == 0


def test_only_the_clinical_team_reads(client_as, world, desk, sent):
    for who in (world.clerk, world.rosa, world.stranger):
        for path in (desk, f"{desk}/{sent[0]}"):
            assert client_as(who).http.get(path).status_code == 404


def test_the_pages_in_the_pseudo_language(client_as, world, desk, sent):
    nurse = client_as(world.nurse, lang=PSEUDO)
    for path in (desk, f"{desk}/ask", f"{desk}/{sent[0]}"):
        nurse.get(path)


def test_answers_can_be_taken_along_as_fhir(database, client_as, world, nurse, desk, sent):
    file = nurse.submit(nurse.get(f"{desk}/{sent[0]}"), to="/file")
    assert file.headers["Content-Type"].startswith("application/fhir+json")
    assert f'filename="answers-{sent[0]}.json"' in file.headers["Content-Disposition"]
    document = json.loads(file.html)
    assert problems_of(document) == []
    assert document["subject"] == {"reference": f"Patient/{world.rosa_patient.id}"}
    said = {item["linkId"]: item["answer"] for item in leaves(document["item"])}
    assert said["what-matters"] == [{"valueString": "Rosa's <b>garden</b>"}]
    assert "worries" not in said, "a wish to talk has no element in R4"
    with database.read() as session:
        written = sa.select(sa.func.count()).where(AuditEvent.act == "export", AuditEvent.object_id == sent[0])
        assert session.scalar(written) == 1
    for stranger in (world.clerk, world.stranger, world.rosa):
        client_as(stranger).post(f"{desk}/{sent[0]}/file", status=404)


def test_what_was_not_sent_or_is_of_another_person_is_no_file(nurse, desk, sent):
    nurse.post(f"{desk}/{sent[1]}/file", status=404)
    nurse.post(f"{desk}/nothing/file", status=404)


def leaves(items):
    for item in items:
        yield from leaves(item.get("item", ()))
        if "answer" in item:
            yield item


def test_half_a_sum_is_no_sum(database, world, client_as, nurse, desk):
    codes = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
    questions = [ask(f"q{n}", "integer", code=[{"system": LOINC, "code": code}]) for n, code in enumerate(codes)]
    total = rule("calculatedExpression", "%resource.item.where(linkId != 't').answer.value.sum()")
    made = ask("t", "integer", readOnly=True, code=[{"system": LOINC, "code": "44261-6"}], extension=[total])
    rosa = client_as(world.rosa)
    page = open_form(rosa, world, ask_rosa(database, world, form(*questions, made)))
    base = page.path.rsplit("/", 1)[0]
    page = rosa.submit(page, button="Next", answer="2")
    assert "Question t" not in rosa.get(f"{base}/check").main, "nobody reads a bare score of themselves"
    rosa.post(f"{base}/send")
    page = nurse.get(f"{desk}/{base.rsplit('/', 1)[1]}")
    assert page.says("Not scored")
    assert "Question t" not in page.main
    file = json.loads(nurse.submit(page, to="/file").html)
    assert [item["linkId"] for item in file["item"]] == ["q0"]


def test_a_form_that_is_refused_opens_no_answers_without_a_receipt(client_as, world, database, sent):
    physician, place = client_as(world.physician), f"/team/patients/{world.rosa_patient.id}/answers/{sent[0]}"
    assert "garden" not in physician.post(f"{place}/next", status=409, will_do="").text
    with database.read() as session:
        assert session.query(Receipt).count() == 0
    physician.get(place)
    assert "garden" in physician.post(f"{place}/next", status=422, will_do="").text
