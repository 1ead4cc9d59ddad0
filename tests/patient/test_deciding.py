"""Deciding on the pages: a part at once, time to think, notes, receipts, the private question, "I felt pushed"."""

import pytest

from app.care.plan import colleagues, decisions, notes, offering, reading
from app.care.plan.how_answered import How
from app.models import Decision, ItemNote, MoreTime, SoftNote
from tests.care.plan import plans
from tests.patient import offered
from tests.patient.offered import may_decide, rows

pytestmark = pytest.mark.usefixtures("frozen_clock")
CARE_GOES_ON = "Your care goes on whatever you answer."


@pytest.fixture
def keys(frozen_clock, database, world):
    return offered.plan(database, world)


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def test_the_plan_says_that_there_is_no_hurry_and_how_it_stands(client_as, world, home, keys):
    page = client_as(world.rosa).get(home)
    assert page.says("There is no hurry. We look at your answers after", "Need longer? Take it.")
    assert page.says("7 lines: 7 not answered. The plan is in use.")
    for word in ("incomplete", "overdue", "deadline", "days left", "reminder"):
        assert word not in page.main.lower()


def test_longer_with_one_tap_or_until_a_day(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(home), "/more-time", "Take this time", until=plans.days(30).isoformat())
    assert page.says("You have the time you need.")
    page = rosa.submit(page, "/more-time", "I need longer")
    assert page.says("You take the time you need. You tell us when you are ready.")
    assert [row.until for row in rows(database, MoreTime)] == [plans.days(30), None]
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/plan/agreed")
    assert page.says("Rosa asked for more time on")


@pytest.mark.parametrize("until", ["", "soon", "2026-01-01"])
def test_a_day_that_is_none_is_said_beside_the_field(client_as, world, home, keys, database, until):
    page = client_as(world.rosa).post(f"{home}/more-time", 422, version="1", until=until)
    assert page.says("Pick a day")
    assert rows(database, MoreTime) == []


def test_the_calm_line_stands_until_it_is_hidden_and_never_comes_back(
    client_as, world, home, keys, database, frozen_clock
):
    rosa, words = client_as(world.rosa), "Your time to think was until"
    rosa.get(home)
    assert rows(database, SoftNote) == [], "opening the plan in time notes nothing"
    frozen_clock.move(days=8)
    page = rosa.get(home)
    assert page.says(words, "You can still answer, or wait.")
    assert rosa.get(home).says(words)
    rosa.submit(page, "/soft-note/hide")
    frozen_clock.move(days=100)
    assert not rosa.get(home).says(words)
    assert len(rows(database, SoftNote)) == 1


def test_a_part_gets_one_answer_and_each_line_its_row(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/sections/my_actions")
    form = page.form("/sections/my_actions/answer")
    assert [b.attrs["value"] for b in form.all("button")] == ["yes", "not_now", "no", "talk"]
    assert {b.attrs["class"] for b in form.all("button")} == {"button"}
    assert not any("aria-pressed" in b.attrs for b in form.all("button")), "none is chosen before"
    assert page.says("Walk to the corner shop", "Swim on Mondays", CARE_GOES_ON)
    page = rosa.submit(page, "/answer", "Not now", helped="yes", helper="Leo", shown_as="read_aloud")
    assert page.says("Your answers are kept, one for each line.")
    found = {(row.key, row.answer, row.helper, row.shown_as) for row in rows(database, Decision)}
    assert found == {(keys[name], "not_now", "Leo", "read_aloud") for name in ("activity", "swim")}


def test_no_page_answers_a_whole_plan(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    for path in ("", "/whole", "/first", "/answers"):
        actions = [form.attrs.get("action", "") for form in rosa.get(home + path).tree.all("form")]
        assert not [a for a in actions if a.endswith(("/decision", "/answer"))]
    every = [keys["goal"], keys["activity"]]
    rosa.post(f"{home}/sections/my_actions/answer", 422, version="1", answer="yes", line=every)
    rosa.post(f"{home}/sections/my_actions/answer", 422, version="1", answer="yes")
    rosa.post(f"{home}/sections/everything/answer", 404, version="1", answer="yes", line=every)
    assert rows(database, Decision) == []


def test_a_part_answered_while_a_new_version_comes_stores_nothing(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/sections/my_actions")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, key=keys["swim"], what="Swim on Fridays")
        offering.offer(session, nurse)
    page = rosa.submit(page, "/answer", "Yes", status=409)
    assert page.says("Your plan has changed since you opened this page.", "Swim on Fridays")
    assert rows(database, Decision) == []


def test_two_tabs_both_keep_what_was_said_last(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    one, two = (rosa.get(f"{home}/items/{keys['goal']}") for _ in range(2))
    rosa.submit(one, "/decision", "Yes")
    rosa.submit(two, "/decision", "No")
    rosa.submit(one, "/decision", "No")
    assert [row.answer for row in rows(database, Decision)] == ["yes", "no"]


def test_what_was_kept_of_an_answer_can_be_read_printed_and_taken_along(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{home}/items/{keys['goal']}"), "/decision", "No", words="Too far", helper="Leo")
    page = rosa.get(f"{home}/items/{keys['goal']}")
    receipt = rosa.get(page.link("What we kept of your answer"))
    assert receipt.says("Walk to church again.", "Too far", "Leo", "Version", "English", "On this screen")
    page = rosa.get(f"{home}/answers")
    assert page.says("7 lines: no to 1, 6 not answered.", "Walk to church again.", "You said no on")
    file = rosa.post(f"{home}/answers/file")
    assert file.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in file.headers["Content-Disposition"]
    for words in ("Rosa Vega", "Answer: No", "Too far", f"{home}/answers"):
        assert words in file.html


def test_the_device_is_known_as_coarsely_as_can_be(app, world, home, keys, database, client_as):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/items/{keys['goal']}")
    rosa.submit(page, "/decision", "Yes")
    assert rows(database, Decision)[0].device == "unknown"


@pytest.mark.parametrize(
    ("agent", "hint", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148", "", "phone"),
        ("Mozilla/5.0 (Linux; Android 15) Mobile Safari", "?1", "phone"),
        ("Mozilla/5.0 (Linux; Android 15) Safari", "?0", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0) Mobile", "", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "?0", "computer"),
        ("something else", "", "unknown"),
    ],
)
def test_what_sort_of_device(app, agent, hint, device):
    from app.web.device import device as asked

    with app.test_request_context("/", headers={"User-Agent": agent, "Sec-CH-UA-Mobile": hint}):
        assert asked() == device


def test_my_note_beside_your_line_on_the_line_in_the_whole_plan_and_for_the_team(
    client_as, world, home, keys, database
):
    rosa, nurse = client_as(world.rosa), client_as(world.nurse)
    page = rosa.get(f"{home}/items/{keys['goal']}")
    rosa.submit(page, "/notes", "Keep this note", note="I see it another way.")
    rosa.submit(page, "/notes", "Keep this note", note="I see it another way.")
    assert len(rows(database, ItemNote)) == 1, "the same form sent twice is one note"
    line = f"/team/patients/{world.rosa_patient.id}/plan/agreed/{keys['goal']}"
    page = nurse.get(line)
    assert page.says("I see it another way.")
    nurse.submit(page, "/notes", "Keep this line", note="Thank you for saying so.")
    for path in (f"/items/{keys['goal']}", "/whole"):
        assert rosa.get(home + path).says("I see it another way.", "Thank you for saying so.")
    page = rosa.submit(rosa.get(f"{home}/items/{keys['goal']}"), "/take-back", "Take this note back")
    assert not page.says("I see it another way.")
    assert page.says("Thank you for saying so.")


def test_an_empty_note_and_one_of_another_page(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    assert rosa.post(f"{home}/items/{keys['goal']}/notes", 422, note=" ").says("Write your note first.")
    page = rosa.post(f"{home}/items/{keys['goal']}/notes", 422, note="z" * 2001)
    assert "zzzz" in page.html
    with database.write() as session:
        mine = notes.write(session, world.grant(session, world.nurse), keys["goal"], "Ours.")
    rosa.post(f"{home}/items/{keys['goal']}/notes/{mine.id}/take-back", 403)


def test_still_right_with_one_tap(client_as, world, home, keys, frozen_clock):
    path = f"{home}/items/{keys['what_matters']}"
    assert not client_as(world.rosa).get(path).says("Is it still right?")
    frozen_clock.move(days=366)
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(path), "/still-right")
    assert page.says("You said on", "that this is still right.")


def test_more_than_wording(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{home}/items/{keys['goal']}"), "/decision", "Yes")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, "goal", key=keys["goal"], words="Walk to church and back.", wording_only=True)
        offering.offer(session, nurse)
    page = rosa.get(f"{home}/items/{keys['goal']}")
    assert page.says("Your team says: only the wording changed.", "You said yes on")
    rosa.submit(page, "/more-than-wording")
    page = rosa.get(f"{home}/changes")
    assert page.says("Walk to church again.", "Walk to church and back.", "It was said that this is more.")
    assert client_as(world.nurse).get("/team/").says("Says that this change is more than wording")


def test_a_line_says_from_when_it_is_in_use(client_as, world, home, keys, database):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        plans.put(session, nurse, key=keys["swim"], what="Swim on Fridays")
        plans.put(session, nurse, key=keys["activity"], what="Rest the knee")
        offering.offer(session, nurse, consider_days=7, at_once={keys["activity"]})
    rosa = client_as(world.rosa)
    assert rosa.get(f"{home}/items/{keys['activity']}").says("This line is in use now. It could not wait.")
    assert rosa.get(f"{home}/items/{keys['swim']}").says("These words are in use from")
    assert not rosa.get(f"{home}/items/{keys['goal']}").says("in use from")
    assert rosa.get(home).says("The plan before it is in use until")


def test_only_changed_lines_with_old_new_reason_and_who(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    for key in keys.values():
        rosa.submit(rosa.get(f"{home}/items/{key}"), "/decision", "Yes")
    with database.write() as session:
        doctor = world.grant(session, world.physician)
        facts = {"reason": "The knee.", "reason_code": "progress"}
        theirs = plans.put(session, doctor, key=keys["swim"], what="Swim twice", **facts)
        nurse = world.grant(session, world.nurse)
        colleagues.take_in(session, nurse, theirs.id)
        offering.offer(session, nurse)
    page = rosa.get(f"{home}/changes")
    assert page.says("Swim on Mondays", "Swim twice", "The knee.", "It is going well, so the plan moves on.")
    assert page.says("Changed by Paul (doctor).", "from Nora (nurse)", "6 other answers stand.")
    assert not page.says("Walk to church again.")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("more-time", {"version": "1", "open": "yes"}),
        ("sections/my_actions/answer", {"version": "1", "answer": "yes"}),
        ("items/KEY/notes", {"note": "x"}),
        ("items/KEY/still-right", {"version": "1"}),
        ("items/KEY/more-than-wording", {"version": "1"}),
    ],
)
def test_a_helper_who_only_sees_does_none_of_it(client_as, world, home, keys, path, fields):
    path = path.replace("KEY", keys["goal"])
    client_as(world.otto).post(f"{home}/{path}", 403, **fields)
    client_as(world.stranger).post(f"{home}/{path}", 404, **fields)


def test_every_page_in_every_language(client_as, world, home, keys, database, frozen_clock):
    may_decide(database, world, world.otto)
    with database.write() as session:
        rosa, otto = world.grant(session, world.rosa), world.grant(session, world.otto)
        decisions.decide(session, rosa, keys["goal"], 1, "talk", "Words", How(helper="Leo"))
        decisions.decide(session, otto, keys["goal"], 1, "no")
        decisions.decide(session, otto, keys["swim"], 1, "yes")
        notes.write(session, rosa, keys["goal"], "A note")
        made = reading.item(session, rosa, keys["goal"]).decision.id
    frozen_clock.move(days=8)
    paths = ("", "/sections/my_actions", "/answers", f"/answers/{made}", "/alone", "/pushed", "/whole", "/changes")
    for account in (world.rosa, world.otto):
        visitor = client_as(account, lang="en-XA")
        for path in paths:
            if account is world.rosa or path not in ("/alone", "/pushed"):
                visitor.get(home + path)
        visitor.get(f"{home}/items/{keys['goal']}")
    nurse = client_as(world.nurse, lang="en-XA")
    for path in ("agreed", f"agreed/{keys['goal']}", "offer"):
        nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/{path}")
    client_as(world.admin, lang="en-XA").get("/team/pushed")


def test_a_receipt_of_the_look_alike_is_not_there(client_as, world, home, keys, database):
    with database.write() as session:
        made = decisions.decide(session, world.grant(session, world.rosa), keys["goal"], 1, "yes").id
    client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/plan/answers/{made}", 404)
    client_as(world.otto).get(f"{home}/answers/{made}")
