"""Words and buttons for a helper: only what they may do is offered, and what is the person's is said as theirs."""

import pytest
import sqlalchemy as sa

from app.care.plan import questions
from app.models import ProxyGrant
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}"


def agree(database, scope):
    with database.write() as session:
        session.scalars(sa.select(ProxyGrant)).one().scopes = scope


def test_who_may_not_ask_for_a_call_reads_the_number(client_as, world, database, home):
    agree(database, {"goals": ["see"]})
    page = client_as(world.otto).get(f"{home}/ring-me")
    assert page.says("You cannot ask for this here. Ring us:", "555 0100")
    assert "You cannot ask" not in client_as(world.rosa).get(f"{home}/ring-me").main


def test_a_refusal_says_its_heading_once_and_why(client_as, world, database, home):
    agree(database, {"goals": ["see"]})
    page = client_as(world.otto).post(f"{home}/ring-me", status=403, words="Please")
    assert page.says("This is not yours to do", "This part was not agreed with you, or is not open now.")
    page = client_as(world.nurse).post(f"{home}/ring-me", status=403)
    assert page.says("It is not open to you, or not now.")
    page = client_as(world.stranger).get(f"{home}/today", status=404)
    assert page.main.count("We cannot find that page") == 1


def test_an_answer_to_her_question_is_no_answer_to_his(client_as, world, database, home, keys):
    with database.write() as session:
        asked = questions.ask(session, world.grant(session, world.rosa), keys["activity"], "Is it far?")
        questions.answer(session, world.grant(session, world.nurse), asked.id, "No.")
    assert client_as(world.rosa).get(f"{home}/today").says("answered your question.")
    page = client_as(world.otto).get(f"{home}/today")
    assert page.says("answered a question about the plan of Rosa.")
    assert "answered your question" not in page.main


def test_what_may_be_asked_about_one_part_is_not_offered_beside_another(client_as, world, database, home, keys):
    with database.write() as session:
        asked = questions.ask(session, world.grant(session, world.rosa), keys["activity"], "Is it far?")
        questions.answer(session, world.grant(session, world.nurse), asked.id, "No.")
    agree(database, {"goals": ["see", "ask"], "actions": ["see"], "around": ["see"]})
    otto = client_as(world.otto)
    for path in ("questions", f"items/{keys['activity']}"):
        page = otto.get(f"{home}/plan/{path}")
        assert page.says("Is it far?")
        assert "It is still unclear" not in page.main, path
    assert "Did we explain this well?" not in otto.get(f"{home}/plan/sections/follow_up").main
    agree(database, {"actions": ["see", "ask"], "around": ["see", "ask"]})
    assert otto.get(f"{home}/plan/questions").says("It is still unclear")
    assert otto.get(f"{home}/plan/sections/follow_up").says("Did we explain this well?")
