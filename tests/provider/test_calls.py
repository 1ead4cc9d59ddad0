"""The call sheet, and what Rosa sees when nobody reached her."""

from datetime import timedelta

from app import clock
from tests.care.progress import plans
from tests.provider.plans import days, offered


def page_of(world, path="call"):
    return f"/team/patients/{world.rosa_patient.id}/{path}"


def test_a_call_that_did_not_reach_her_is_on_her_today(frozen_clock, client_as, world, database):
    with database.write() as session:
        offered(session, world)
    nurse, rosa = client_as(world.nurse), client_as(world.rosa)
    page = nurse.get(page_of(world))
    assert page.says("A call with Rosa", "555 0142", "What to ask", "How are you today?", "6 of 10.")
    tomorrow = (days(world)[0] + timedelta(days=1)).isoformat()
    page = nurse.submit(
        page, button="Keep it", outcome="not_reached", reason_not_reached="no_answer", again=tomorrow,
        again_time="10:30", note="Try the daughter next",
    )  # fmt: skip
    assert page.says("Rosa sees that you tried", "Tried 1 time since the last talk.", "Not reached: Nobody answered")
    today = rosa.get(f"/patients/{world.rosa_patient.id}/today")
    assert today.says("We tried to ring", "We tried on", "We ring on", "10:30", "Ring us")
    assert "daughter" not in today.text
    ruben = client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/today")
    assert not ruben.says("We tried to ring")
    assert not client_as(world.otto).get(today.path).says("We tried to ring"), "she may have asked to talk alone"
    line = nurse.get("/team/")
    assert line.says("Ring again on", "Tried 1 time.", "Try the daughter next")
    page = nurse.submit(nurse.get(page_of(world)), button="Keep it", outcome="reached", reason_reached="all_well")
    assert page.says("The lines that asked for a call are closed.")
    assert not rosa.get(f"/patients/{world.rosa_patient.id}/today").says("We tried to ring")


def test_the_plan_is_at_hand_and_a_wish_to_be_rung_leads_to_the_sheet(frozen_clock, client_as, world, database):
    from app.care.worse import ring_me

    with database.write() as session:
        offered(session, world)
        ring_me.ask(session, world.grant(session, world.rosa), "About my knee", answer_days=2)
    nurse = client_as(world.nurse)
    page = nurse.get(nurse.get("/team/").link("Rosa Vega"))
    page = nurse.get(page.link("Open the call sheet"))
    assert page.says("A call with Rosa", "How the plan stands with Rosa", "Asks to be rung about: About my knee")
    page = nurse.submit(page, button="Looked at, nothing changed")
    assert page.says("Counted: you looked at the plan", "A call with Rosa")


def test_what_happened_last_and_their_own_plan_for_it(frozen_clock, client_as, world, database):
    day = clock.today("America/Edmonton")
    with database.write() as session:
        for person, who, then in (
            (world.ruben_patient, world.ruben, "I ring my brother"),
            (world.rosa_patient, world.rosa, "I walk the stairs with the radio on"),
        ):
            version = plans.version(session, person, world.nurse)
            walk = plans.item(session, version, what="Walk to the corner shop")
            way = plans.coping(session, version, walk, then_words=then)
            used = {"barrier": "it rains", "coping_key": way.key}
            plans.entry(session, walk, who, day - timedelta(days=2), "not_this_time", helped="a_little", **used)
            plans.entry(session, walk, who, day - timedelta(days=1), "did", note="Slowly")
            plans.reading(session, person, who, "weight", 81.5)
        plans.entry(session, walk, world.otto, day, "not_this_time", capacity="proxy", **used)
    page = client_as(world.nurse).get(page_of(world))
    last, used = page.main.split("What happened last")[1].split("Their own plan for hard moments")
    for words in ("Did it: Walk to the corner shop", "Slowly", "Weight 81.5 kg", "Sunday 8 March", "Otto for Rosa"):
        assert words in last
    assert used.count("I walk the stairs with the radio on") == 2
    assert "Did it help? A little." in used
    assert "Not said whether it helped." in used
    assert "it rains" in used
    assert not page.says("I ring my brother"), "that is Ruben's"


def test_call_later_needs_a_time_and_keeps_what_was_typed(frozen_clock, client_as, world):
    nurse = client_as(world.nurse)
    page = nurse.submit(
        nurse.get(page_of(world)),
        button="Keep it",
        status=422,
        outcome="later",
        reason_later="asked",
        note="At lunch",
    )
    assert page.says("Pick the day and the time of the next call.")
    assert "At lunch" in page.html
    day = (clock.now() + timedelta(days=1)).date().isoformat()
    page = nurse.submit(page, button="Keep it", status=422, again=day, again_time="noon")
    assert page.says("Pick the day and the time of the next call.")
    page = nurse.submit(page, button="Keep it", again_time="12:00")
    assert page.says("Rosa sees when you ring again.")
    rosa = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/today")
    assert rosa.says("We ring again", "12:00")
    assert not rosa.says("We tried on")


def test_the_sheet_is_for_the_clinical_team(client_as, world):
    client_as(world.clerk).get(page_of(world), status=403)
    client_as(world.rosa).get(page_of(world), status=403)
    client_as(world.otto).post(page_of(world), status=403, outcome="reached")
    client_as(world.stranger).get(page_of(world), status=404)
