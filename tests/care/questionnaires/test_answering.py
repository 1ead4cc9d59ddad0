"""Saving, repeating, skipping, talking, two devices, and sending."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access.permissions import Permission
from app.care.questionnaires import answering
from app.care.questionnaires.sheet import load, waiting
from app.care.questionnaires.submitting import submit
from app.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from app.models import Answer, AuditEvent, Concern, Response


@pytest.fixture
def response_id(database, world, asked):
    assignment_id = asked()
    with database.write() as session:
        return answering.start(session, world.grant(session, world.rosa), assignment_id).id


@pytest.fixture
def save(database, world, response_id):
    def do(link, *given, by=None, **more):
        with database.write() as session:
            grant = world.grant(session, by or world.rosa)
            return answering.save(session, grant, response_id, link, given=given, **more)

    return do


@pytest.fixture
def send(database, world, response_id):
    def do(by=None):
        with database.write() as session:
            return submit(session, world.grant(session, by or world.rosa), response_id)

    return do


def count(database, model, *where):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model).where(*where))


def concerns(database):
    with database.read() as session:
        return {c.rule: c.band for c in session.scalars(sa.select(Concern)) if c.closed_at is None}


def here(database, world, response_id):
    with database.read() as session:
        found = load(session, world.grant(session, world.rosa), response_id).here
        return found.item.link_id if found else None


def test_beginning_twice_is_one_response(database, world, asked):
    assignment_id = asked("check-in")
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        first = answering.start(session, grant, assignment_id).id
        assert answering.start(session, grant, assignment_id).id == first


def test_an_answer_is_stored_with_who_and_when(database, world, save):
    saved = save("what-matters", "My garden")
    assert saved.next.item.link_id == "good-day"
    assert saved.answer.values == [{"valueString": "My garden"}]
    assert (saved.answer.actor_id, saved.answer.capacity, saved.answer.revision) == (world.rosa.id, "self", 1)
    assert count(database, AuditEvent, AuditEvent.act == "answer", AuditEvent.object_id == saved.answer.id) == 1


def test_a_repeat_is_harmless(database, save):
    for _ in range(3):
        saved = save("what-matters", "My garden", key="p.1")
    assert saved.answer.revision == 1
    assert count(database, Answer) == 1


def test_a_late_save_of_the_same_page_changes_nothing(save):
    save("what-matters", "My garden and", key="p.2")
    assert save("what-matters", "My gar", key="p.1").answer.values == [{"valueString": "My garden and"}]
    save("what-matters", "My garden and Leo", key="p.end")
    assert save("what-matters", "My garden and", key="p.3").answer.values == [{"valueString": "My garden and Leo"}]


def test_the_same_page_may_go_on_writing_without_a_conflict(save):
    save("what-matters", "A", key="p.1", revision=0)
    assert save("what-matters", "AB", key="p.2", revision=0).answer.revision == 2


def test_two_devices_never_overwrite_each_other_silently(save):
    save("what-matters", "On the phone", key="phone.1", revision=0)
    with pytest.raises(Conflict) as conflict:
        save("what-matters", "On the tablet", key="tablet.1", revision=0)
    assert conflict.value.mine == [{"valueString": "On the tablet"}]
    assert conflict.value.theirs == [{"valueString": "On the phone"}]
    assert save("what-matters", "On the tablet", key="tablet.2", revision=1).answer.revision == 2


def test_one_comes_back_to_the_same_question_on_another_device(database, world, save, response_id):
    assert here(database, world, response_id) == "what-matters"
    save("what-matters", "x")
    assert here(database, world, response_id) == "good-day"
    save("going-well", "x", go="stay")  # the page is still open there
    assert here(database, world, response_id) == "going-well"


def test_going_back_keeps_what_was_typed_and_passes_nothing_over(database, save):
    save("what-matters", "x")
    assert save("good-day", "y", go="back").next.item.link_id == "what-matters"
    saved = save("going-well", go="back")
    assert (saved.answer, saved.next.item.link_id) == (None, "good-day")
    assert save("what-matters", "x", go="back").next is None
    assert count(database, Answer) == 2


def test_a_blank_answer_passes_the_question_over(save):
    assert save("what-matters", "  ").answer.how == "skipped"


def test_what_was_answered_can_be_taken_away(save):
    save("what-matters", "x")
    saved = save("what-matters", how="skipped")
    assert (saved.answer.values, saved.answer.how) == ([], "skipped")


def test_a_wish_to_talk_keeps_what_was_typed(save):
    saved = save("worries", "Money", how="talk")
    assert (saved.answer.values, saved.answer.how) == ([{"valueString": "Money"}], "talk")


@pytest.mark.parametrize("how", ["answered", "skipped", "talk"])
def test_a_question_with_red_answers_is_not_passed_over(save, how):
    with pytest.raises(Invalid):
        save("food", how=how)


def test_a_wrong_answer_stores_nothing(database, save):
    with pytest.raises(Invalid):
        save("confidence", "11")
    assert count(database, Answer) == 0


@pytest.mark.parametrize("link", ["nowhere", "confidence-help", "everyday", "~zzz"])
def test_questions_that_are_not_asked_take_no_answer(save, link):
    with pytest.raises(NotFound):
        save(link, "x")


def test_follow_ups_appear_and_their_answers_rest_when_they_go(database, world, save, response_id):
    assert save("medicine-bothers", "true").next.item.link_id == "medicine-bothers-what"
    save("medicine-bothers-what", "The blue one")
    save("medicine-bothers", "false")
    with database.read() as session:
        sheet = load(session, world.grant(session, world.rosa), response_id)
        assert "medicine-bothers-what" in sheet.rows
        assert "medicine-bothers-what" not in sheet.effective


def test_a_red_answer_reaches_the_nurse_before_anything_is_sent(database, save):
    save("food", "2")
    assert concerns(database) == {"red_answer": 1}


def test_sending_raises_what_the_nurse_must_see(database, save, send):
    save("medicine-cost", "0")
    save("food", "0")
    save("confidence", "4")
    send()
    assert concerns(database) == {"unread_answers": 3}, "being less sure once is no pattern"


@pytest.mark.parametrize(("food", "band"), [("0", 3), ("1", 2), ("2", 1)])
def test_unread_answers_are_as_urgent_as_the_worst_of_them(database, save, send, food, band):
    save("medicine-cost", "0")
    save("food", food)
    send()
    assert concerns(database)["unread_answers"] == band


@pytest.mark.parametrize(
    ("visit", "due"),
    [
        (None, "2026-03-13T15:00"),  # three days, as for any answers
        ("2026-03-20", "2026-03-13T15:00"),
        ("2026-03-12", "2026-03-12T06:00"),  # midnight on Rosa's clock
        ("2026-03-10", "2026-03-10T16:00"),  # the visit is today
    ],
)
def test_unread_answers_are_promised_before_the_visit(frozen_clock, database, world, asked, visit, due):
    day = date.fromisoformat(visit) if visit else None
    assignment_id = asked(closes_on=date(2026, 3, 10) if day else date(2026, 3, 17), visit_on=day)
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        response_id = answering.start(session, rosa, assignment_id).id
        for link, given in (("medicine-cost", "0"), ("food", "0")):
            answering.save(session, rosa, response_id, link, given=[given])
        submit(session, rosa, response_id)
        line = session.scalars(sa.select(Concern).where(Concern.rule == "unread_answers")).one()
        assert line.due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_blank_sheet_is_not_sent(database, save, send):
    save("what-matters", "")
    with pytest.raises(Invalid, match="nothing to send"):
        send()
    assert count(database, Response, Response.submitted_at.is_not(None)) == 0
    assert concerns(database) == {}


def test_required_questions_are_named_before_sending(save, send):
    save("what-matters", "x")
    with pytest.raises(Invalid) as refusal:
        send()
    assert set(refusal.value.fields) == {"medicine-cost", "food"}


def test_sending_twice_is_harmless_and_nothing_can_change_afterwards(database, world, save, send, response_id):
    save("medicine-cost", "0")
    save("food", "0")
    first = send().response.submitted_at
    assert send().response.submitted_at == first
    with pytest.raises(Gone):
        save("food", "1")
    with database.read() as session, pytest.raises(Gone):
        answering.open_sheet(session, world.grant(session, world.rosa), response_id)


def test_a_wish_to_talk_alone_can_be_sent(database, save, send):
    save("worries", how="talk")
    save("medicine-cost", "5")
    save("food", "4")
    send()
    assert concerns(database)["unread_answers"] == 2


def test_a_helper_needs_the_scope_and_leaves_both_names(database, world, save, response_id):
    with pytest.raises(Forbidden):
        save("what-matters", "x", by=world.otto)
    with database.write() as session:
        from app.models import ProxyGrant

        session.scalars(sa.select(ProxyGrant)).one().scopes = ["see", "fill_in"]
    answer = save("what-matters", "x", by=world.otto).answer
    assert (answer.actor_id, answer.capacity, answer.patient_id) == (world.otto.id, "proxy", world.rosa_patient.id)


def test_nobody_answers_for_the_look_alike(database, world, response_id):
    with database.write() as session, pytest.raises(NotFound):
        answering.save(
            session, world.grant(session, world.ruben, world.ruben_patient), response_id, "food", given=["0"]
        )


def test_the_team_does_not_fill_in_for_the_person(database, world):
    with database.read() as session:
        assert not world.grant(session, world.nurse).may(Permission.FILL_IN)


def test_a_closed_form_cannot_be_begun(frozen_clock, database, world, asked):
    assignment_id = asked("check-in")
    frozen_clock.move(days=8)
    with database.write() as session, pytest.raises(Gone):
        answering.start(session, world.grant(session, world.rosa), assignment_id)


def test_waiting_shows_what_is_open_today(database, world, asked):
    today = clock.today(world.rosa_patient.time_zone)
    asked("check-in", opens_on=today + timedelta(days=2))
    asked("before-your-visit")
    asked("before-your-visit", person=world.ruben_patient)
    with database.read() as session:
        found = waiting(session, world.grant(session, world.rosa), today)
    assert [str(one.definition.title) for one in found] == ["Before your visit"]
    assert found[0].minutes >= 5


def test_the_whole_way_on_both_engines(each_database, save, send):
    save("medicine-cost", "3", key="p.1")
    save("food", "0")
    send()
    assert concerns(each_database) == {"red_answer": 1, "unread_answers": 1}
