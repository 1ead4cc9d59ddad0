"""The inbox by urgency, being away, and a change of setting, as pages."""

from datetime import timedelta

import pytest

from app.care.plan import questions
from tests.provider.plans import days, offered

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def asked(database, world):
    with database.write() as session:
        keys = offered(session, world)
        questions.ask(session, world.grant(session, world.rosa), keys["walk"], "How far may I go?", answer_days=2)
        return questions.ask(session, world.grant(session, world.rosa), keys["call"], "Who rings me?", answer_days=9)


def test_urgency_comes_before_the_day_and_mine_is_a_filter(frozen_clock, client_as, world, database, asked):
    nurse, doctor = client_as(world.nurse), client_as(world.physician)
    page = nurse.get("/team/questions")
    assert page.says("The team’s (2)", "Mine (2)", "yours")
    assert page.main.index("How far may I go?") < page.main.index("Who rings me?")
    assert doctor.get("/team/questions?show=mine").says("The team’s (2)", "Mine (0)", "No question waits")
    at = f"/team/patients/{world.rosa_patient.id}/questions/{asked.id}"
    page = doctor.submit(doctor.get(at), button="I answer this one")
    assert page.says("It is yours now.")
    assert doctor.get("/team/questions?show=mine").says("Mine (1)", "Who rings me?")
    page = doctor.submit(doctor.get(at), button="Hand over", status=422, owner_id="")
    assert page.says("Choose a nurse or a doctor of the team.")
    doctor.post(f"{at}/owner", status=422, owner_id=world.clerk.id)
    page = doctor.submit(doctor.get(at), button="Hand over", owner_id=world.nurse.id)
    assert page.says("Handed over.")
    assert nurse.get("/team/questions?show=mine").says("Mine (2)")
    client_as(world.clerk).post(f"{at}/owner", status=403, owner_id=world.nurse.id)
    client_as(world.clerk).post(f"{at}/take", status=403)
    client_as(world.stranger).post(f"{at}/take", status=404)


def test_what_is_still_unclear_goes_before_an_older_promise(frozen_clock, client_as, world, database, asked):
    from app.care.plan import question_replies

    with database.write() as session:
        questions.answer(session, world.grant(session, world.nurse), asked.id, "Nora does.")
        question_replies.still_unclear(
            session, world.grant(session, world.rosa), asked.id, "On which day?", answer_days=9
        )
    page = client_as(world.nurse).get("/team/questions")
    assert page.main.index("On which day?") < page.main.index("How far may I go?")


def test_being_away_hands_over_and_names_who_is_not_covered(client_as, world, database, asked):
    nurse, doctor = client_as(world.nurse), client_as(world.physician)
    page = nurse.get(nurse.get("/team/questions").link("I will be away"))
    page = nurse.submit(page, button="Keep it", status=422, first_on=days(world)[0].isoformat())
    assert page.says("Pick the last day. An absence always ends.", "Choose a nurse or a doctor.")
    last = (days(world)[0] + timedelta(days=4)).isoformat()
    page = nurse.submit(page, button="Keep it", last_on=last, stands_in=world.physician.id)
    assert page.says("Paul (doctor) stands in.")
    assert doctor.get("/team/questions?show=mine").says("Mine (2)")
    team = doctor.get(f"/team/patients/{world.rosa_patient.id}/team")
    assert team.says("Away until", "Paul (doctor) stands in.")
    page = nurse.submit(page, button="I am here after all")
    assert page.says("Ended.")
    client_as(world.rosa).get("/team/away", status=404)


def test_a_change_of_setting_from_both_sides(client_as, world, database, asked):
    rosa, nurse, doctor = client_as(world.rosa), client_as(world.nurse), client_as(world.physician)
    page = rosa.get(f"/patients/{world.rosa_patient.id}/plan/changed")
    page = rosa.get(page.link("Hospital, a new carer, or moving"))
    page = rosa.submit(page, button="Tell my team", status=422, words="My knee")
    assert page.says("Choose what changed.")
    page = rosa.submit(page, button="Tell my team", what="admission")
    assert page.says("We got it.", "Into hospital", "My knee", "1 person of the team was told.")
    assert nurse.get("/team/").says("Into hospital", "You look after: A phone call with Nora", "My knee")
    page = doctor.get(f"/team/patients/{world.rosa_patient.id}/setting")
    assert page.says("That is: Nora (nurse).", "Rosa")
    page = doctor.submit(page, button="Tell them", what="discharge")
    assert page.says("1 colleague is told.", "Home from hospital")
    client_as(world.ruben).get(f"/patients/{world.rosa_patient.id}/plan/setting", status=404)
    client_as(world.clerk).get(f"/team/patients/{world.rosa_patient.id}/setting", status=403)
    client_as(world.otto).post(f"/patients/{world.rosa_patient.id}/plan/setting", status=403, what="moving")
