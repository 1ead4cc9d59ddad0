"""My plan on the phone: reading it part by part, what changed, earlier versions, and who sees what."""

import re

import pytest

from app.care.plan import decisions, drafting, offering
from app.models import PlanOpened
from tests.care.plan import plans

SECTIONS = "what_matters strengths goals my_actions coping team_actions follow_up review".split()


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def change(database, world, key, **over):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, key=key, **over)
        offering.offer(session, nurse)


def answer(database, world, key, number, said):
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), key, number, said)


def test_before_the_first_version_the_page_says_what_will_come(client_as, world, home):
    page = client_as(world.rosa).get(home)
    assert page.says("Your plan is not here yet")


def test_every_page_of_the_plan_opens(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    start = rosa.get(home)
    assert start.says("From Nora (nurse)", "Our first plan.", "What matters to me", "Next review")
    for name in SECTIONS:
        rosa.get(f"{home}/sections/{name}")
    assert rosa.get(f"{home}/sections/goals").says("Walk to church again.")
    for key in keys.values():
        rosa.get(f"{home}/items/{key}")
    for more in ("first", "changes", "whole", "versions", "versions/1", "suggestions"):
        rosa.get(f"{home}/{more}")


def test_every_page_speaks_the_readers_language(client_as, world, home, keys, database):
    rosa = client_as(world.rosa, lang="en-XA")
    answer(database, world, keys["activity"], 1, "yes")
    change(database, world, keys["activity"], how_much="10 minutes")
    for path in ("", "/first", "/changes", "/whole", "/versions", "/versions/2", "/suggestions"):
        rosa.get(home + path)
    for name in SECTIONS:
        rosa.get(f"{home}/sections/{name}")
    for key in keys.values():
        rosa.get(f"{home}/items/{key}")


def test_no_screen_calls_a_plan_with_noes_incomplete(client_as, world, home, keys, database):
    answer(database, world, keys["goal"], 1, "no")
    answer(database, world, keys["activity"], 1, "no")
    rosa = client_as(world.rosa)
    for path in ("", "/first", "/whole", "/versions/1", f"/items/{keys['goal']}"):
        words = rosa.get(home + path).text.lower()
        assert not re.search(r"incomplete|missing|not finished|still to do|overdue|\d+ (left|to answer)", words)
    whole = rosa.get(f"{home}/whole")
    assert whole.says("You said no on", "You can answer this whenever you like.")


def test_what_changed_since_the_yes_is_a_quiet_sentence_and_old_beside_new(client_as, world, home, keys, database):
    for key in keys.values():
        answer(database, world, key, 1, "yes")
    change(database, world, keys["activity"], how_much="10 minutes", reason="Your knee hurt.")
    rosa = client_as(world.rosa)
    start = rosa.get(home)
    assert start.says("1 thing changed since your yes.")
    page = rosa.get(start.link("1 thing changed"))
    assert page.says("How much: 20 minutes", "How much: 10 minutes", "Your knee hurt.", "Nora (nurse)")
    assert page.says("We ask again only about these lines.")
    assert not page.says("Walk to church again.")
    item = rosa.get(page.link("Read it and answer"))
    assert item.says("Changed since your yes", "How much: 20 minutes")


def test_what_was_taken_out_is_shown(client_as, world, home, keys, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        drafting.remove(session, nurse, keys["strength"])
        offering.offer(session, nurse)
    rosa = client_as(world.rosa)
    assert rosa.get(home).says("Something was taken out of the plan.")
    assert rosa.get(f"{home}/changes").says("Taken out of the plan")
    rosa.get(f"{home}/items/{keys['strength']}", 404)
    assert rosa.get(f"{home}/versions/1").says(plans.CONTENTS["strength"]["words"])


def test_opening_it_the_first_time_leaves_one_row_for_each_reader(client_as, world, home, keys, database):
    rosa, otto = client_as(world.rosa), client_as(world.otto)
    for _ in range(2):
        rosa.get(home)
        otto.get(f"{home}/items/{keys['goal']}")
    with database.read() as session:
        found = {(row.actor_id, row.number, row.capacity) for row in session.query(PlanOpened)}
    assert found == {(world.rosa.id, 1, "self"), (world.otto.id, 1, "proxy")}


def test_a_helper_who_may_see_reads_and_has_no_buttons(client_as, world, home, keys, database):
    answer(database, world, keys["goal"], 1, "yes")
    otto = client_as(world.otto)
    assert otto.get(home).h1 == "Rosa’s plan"
    page = otto.get(f"{home}/items/{keys['goal']}")
    assert page.says("Rosa said yes on", "Only Rosa answers this.")
    assert "<form" not in page.html.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("path", ["sections/secrets", "items/nosuchkey", "versions/7", "suggest/follow_up"])
def test_what_is_not_there(client_as, world, home, keys, path):
    client_as(world.rosa).get(f"{home}/{path}", 404)


def test_another_persons_line_is_not_there(client_as, world, keys):
    ruben = client_as(world.ruben)
    mine = f"/patients/{world.ruben_patient.id}/plan"
    for path in ("", "/decision", "/decision/take-back", "/day", "/question", "/suggestion"):
        if path in ("", "/question", "/suggestion"):
            ruben.get(f"{mine}/items/{keys['goal']}{path}", 404)
        if path:
            ruben.post(
                f"{mine}/items/{keys['goal']}{path}", 404, answer="yes", version="1", on="yes", words="x", reason="x"
            )


def test_a_plan_of_forty_lines_costs_no_more_statements(client_as, world, home, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        lines = [plans.put(session, nurse, what=f"Thing {n}").key for n in range(40)]
        drafting.set_review_date(session, nurse, plans.days(90))
        offering.offer(session, nurse)
        for key in lines:
            decisions.decide(session, world.grant(session, world.rosa), key, 1, "yes")
        for key in lines[::2]:
            plans.put(session, nurse, key=key, what="Another")
        offering.offer(session, nurse)
    rosa = client_as(world.rosa)
    for path in ("", "/first", "/changes", "/whole", f"/items/{lines[0]}"):
        rosa.get(home + path)  # the client refuses more than twelve
