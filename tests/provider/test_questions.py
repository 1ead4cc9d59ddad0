"""Questions that wait, late ones said in words, and answers on the line where they were asked."""

import pytest

from app.care.plan import questions, reading
from app.care.progress import measurements
from app.care.progress.measurements import Asked
from app.models import AuditEvent, ProxyGrant
from tests import factories
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def asked(database, world):
    """Rosa asks on her walk."""
    with database.write() as session:
        keys = plans.offered(session, world)
        rosa = world.grant(session, world.rosa)
        return questions.ask(session, rosa, keys["walk"], "May I walk when my knee hurts?")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


def test_nothing_waits(nurse):
    assert nurse.get("/team/questions").says("No question waits")


def test_a_question_waits_and_is_late_later(nurse, client_as, world, asked, frozen_clock):
    page = nurse.get("/team/questions")
    assert page.says("Rosa Vega", "May I walk when my knee hurts?", "Walk to the corner shop", "promised by")
    assert not page.says("Late")
    frozen_clock.move(days=9)
    nurse = client_as(world.nurse)
    page = nurse.get("/team/questions")
    assert page.says("Late")
    assert nurse.get(page.link("Rosa Vega")).says("Late. We promised an answer by")


def test_what_a_helper_asked_or_measured_carries_both_names(database, world, client_as):
    with database.write() as session:
        keys = plans.offered(session, world)
        session.query(ProxyGrant).one().scopes = ["see", "log", "ask"]
        session.flush()
        otto = world.grant(session, world.otto)
        questions.ask(session, otto, keys["walk"], "May she walk in the snow?")
        measurements.record(session, otto, "weight", Asked({"weight": "80"}, "key-1", unit="kg"))
    page = client_as(world.nurse).get("/team/questions")
    assert page.says("May she walk in the snow?", "Otto Vega for Rosa Vega")
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    for block in ("waits", "latest"):
        assert "Otto for Rosa" in page.tree.first("section", **{"aria-labelledby": block}).text


def test_the_answer_shows_on_the_line(nurse, asked, database, world):
    page = nurse.get(nurse.get("/team/questions").link("Rosa Vega"))
    page = nurse.submit(page, button="Send the answer", words="Yes, as far as it is comfortable.")
    assert page.says("Rosa sees your answer on that line.", "No question waits")
    with database.read() as session:
        line = reading.item(session, world.grant(session, world.rosa), asked.key)
        assert line.questions[0].answer == "Yes, as far as it is comfortable."


def test_looking_at_the_list_is_a_read_of_each_person_on_it(client_as, world, asked, database):
    client_as(world.nurse).get("/team/questions")
    client_as(world.clerk).get("/team/questions")
    with database.read() as session:
        rows = session.query(AuditEvent).filter_by(act="read provider.questions").all()
    assert [(row.patient_id, row.actor_id, row.capacity) for row in rows] == [
        (world.rosa_patient.id, world.nurse.id, "team")
    ]


def test_an_empty_answer_is_no_answer(nurse, asked, world):
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/questions/{asked.id}")
    assert nurse.submit(page, button="Send", status=422, words="  ").says("Write an answer.")


def test_two_answers_at_once_show_both(nurse, client_as, asked, world):
    path = f"/team/patients/{world.rosa_patient.id}/questions/{asked.id}"
    form, other = nurse.get(path), client_as(world.physician)
    other.submit(other.get(path), button="Send", words="Only on flat ground.")
    page = nurse.submit(form, button="Send", status=409, words="Yes, if it feels right.")
    assert page.says("Only on flat ground.", "Yes, if it feels right.")
    assert nurse.get(path).says("Only on flat ground.", "Answered.")


def test_only_ones_own_people(client_as, asked, database, world):
    with database.write() as session:
        other = factories.account(session, "Olga Elsewhere", role="nurse")
    assert not client_as(other).get("/team/questions").says("Rosa")
    assert not client_as(world.clerk).get("/team/questions").says("Rosa")
    client_as(world.clerk).get(f"/team/patients/{world.rosa_patient.id}/questions/{asked.id}", 403)
    client_as(world.nurse).get(f"/team/patients/{world.ruben_patient.id}/questions/{asked.id}", 404)


def test_questions_speak_every_language(client_as, world, asked):
    visitor = client_as(world.nurse, lang="en-XA")
    visitor.get("/team/questions")
    visitor.get(f"/team/patients/{world.rosa_patient.id}/questions/{asked.id}")
