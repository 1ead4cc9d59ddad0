"""Something big changed, on the staff side: the reason first, a short review or an answer; both close it."""

import pytest
import sqlalchemy as sa

from app.care import concerns
from app.care.worse import early_review
from app.errors import Conflict, Forbidden
from app.models import Concern, EarlyReview, ProxyGrant, Review
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def asked(database, world):
    """Rosa's wish; Ruben has one of his own. Both have a plan."""
    with database.write() as session:
        plans.offered(session, world)
        for patient, account, words in (
            (world.ruben_patient, world.ruben, "Ruben moved"),
            (world.rosa_patient, world.rosa, "I slept two nights on the ward"),
        ):
            grant = world.grant(session, account, patient)
            row = early_review.ask(session, grant, "hospital", words, "a", answer_days=3)
        return row.id


@pytest.fixture
def path(world, asked):
    return f"/team/patients/{world.rosa_patient.id}/changed/{asked}"


def state(database, asked):
    with database.read() as session:
        row = session.get_one(EarlyReview, asked)
        line = session.scalars(sa.select(Concern).where(Concern.subject == asked)).one()
        return row, line


def test_the_worklist_says_why_and_leads_to_the_reason(nurse, database, world, asked):
    _row, line = state(database, asked)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{line.id}")
    assert page.says("Something big changed: “I was in hospital”. I slept two nights on the ward")
    assert nurse.get(page.link("Open what changed")).says("I slept two nights on the ward", "Friday 13 March")


def test_the_short_review_opens_with_the_reason_first_and_answers(nurse, client_as, database, world, asked, path):
    page = nurse.submit(nurse.get(path), button="Open the short review")
    assert page.says("Asked for: I was in hospital", "I slept two nights on the ward")
    assert page.html.index("I slept two nights") < page.html.index("How it went")
    assert "Ruben moved" not in page.html
    theirs = f"/patients/{world.rosa_patient.id}/plan/changed"
    assert client_as(world.rosa).get(theirs).says("Opened on Tuesday 10 March by Nora (nurse).")
    nurse.submit(page, button="Keep all as it is", note="We ring you on Monday.")
    row, line = state(database, asked)
    assert row.done_at
    assert line.closed_at
    assert (
        client_as(world.rosa).get(theirs).says("Done on Tuesday 10 March by Nora (nurse).", "We ring you on Monday.")
    )
    with database.read() as session:
        ruben = session.scalars(sa.select(EarlyReview).where(EarlyReview.patient_id == world.ruben_patient.id)).one()
        assert ruben.done_at is None


def test_opened_twice_is_one_review(nurse, database, asked, path):
    nurse.submit(nurse.get(path), button="Open the short review")
    nurse.submit(nurse.get(path), button="Go on with the short review")
    with database.read() as session:
        assert len(session.scalars(sa.select(Review)).all()) == 1


def test_an_answer_needs_words_and_is_read_by_the_person(nurse, client_as, world, path):
    page = nurse.submit(nurse.get(path), button="Answer", status=422)
    assert page.says("Write what came of it.")
    page = nurse.submit(page, button="Answer", words="We talked by phone.")
    assert page.says("We talked by phone.")
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan/changed").says("We talked by phone.")


def test_a_line_closed_on_the_worklist_is_an_answer_too(database, client_as, world, asked):
    _row, line = state(database, asked)
    with database.write() as session:
        concerns.close(session, world.grant(session, world.nurse), line.id, "talked", "Rang her.")
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan/changed")
    assert page.says("Done on Tuesday 10 March by Nora (nurse).")
    with database.write() as session, pytest.raises(Conflict):
        early_review.answer(session, world.grant(session, world.physician), asked, "Another")


def test_who_may_not_review_is_turned_away(client_as, database, world, asked, path):
    client_as(world.clerk).get(path, status=403)
    client_as(world.stranger).get(path, status=404)
    client_as(world.rosa).post(f"{path}/answer", status=403, words="Mine")
    client_as(world.nurse).get(path.replace(world.rosa_patient.id, world.ruben_patient.id), status=404)
    with database.write() as session:
        for who in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                early_review.open_review(session, world.grant(session, who), asked)


def test_a_helper_who_may_ask_is_named_beside_the_person(client_as, database, world):
    with database.write() as session:
        plans.offered(session, world)
        session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == world.otto.id)).one().scopes = [
            "see",
            "ask",
        ]
    otto = client_as(world.otto)
    page = otto.get(f"/patients/{world.rosa_patient.id}/plan/changed")
    page = otto.submit(page, button="Tell the team", why="home", words="I start to help")
    assert page.says("You, for Rosa")
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/plan/changed").says("Otto, for Rosa")
