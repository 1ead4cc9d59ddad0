"""Today: what is for today on the person's day, one big button each, and the way back."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.models import Concern, DayChoice, PlanItem, PlanVersion, ProgressEntry, Question
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")  # before the world: relationships start on its day


@pytest.fixture
def story(database, world):
    """Rosa walks every day, sings on Mondays, has an offer, a promise and a visit; Ruben walks too."""
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        goal = plans.item(session, version, "goal", words="Dance at the wedding in June")
        walk = plans.item(session, version, what="Walk to the corner shop", when="after breakfast", goal_key=goal.key)
        rain = plans.coping(session, version, walk)
        choir = plans.item(session, version, what="Sing in the choir", days=[0])
        offer = plans.item(session, version, what="Swim with Ana")
        plans.item(session, version, what="Ask about a taxi", owner=world.nurse.id, ends=3)
        plans.item(session, version, "follow_up", with_whom="Nora", how="phone", when="Friday at 10", ends=4)
        for line in (walk, choir):
            plans.on_day(session, line, world.rosa)
        theirs = plans.item(session, plans.version(session, world.ruben_patient, world.nurse), what="Ruben walks")
        plans.on_day(session, theirs, world.ruben)
    return {"walk": walk, "rain": rain, "choir": choir, "offer": offer, "theirs": theirs}


def address(world, rest="today"):
    return f"/patients/{world.rosa_patient.id}/{rest}"


def outcomes(database):
    with database.read() as session:
        return session.scalars(sa.select(ProgressEntry.outcome).where(ProgressEntry.undone_at.is_(None))).all()


def test_the_day(client_as, world, story):
    page = client_as(world.rosa).get(address(world))
    assert page.h1 == "Good morning, Rosa"
    assert page.says(
        "Walk to the corner shop", "after breakfast", "Dance at the wedding in June", "One thing for today."
    )
    assert page.says("Swim with Ana", "Ask about a taxi", "A phone call with Nora", "Friday at 10")
    assert not page.says("Sing in the choir")  # it is Tuesday
    assert not page.says("Ruben walks")


def test_did_it_and_the_way_back(client_as, world, story, database):
    visitor = client_as(world.rosa)
    done = visitor.submit(visitor.get(address(world)), "/today/items/", "I did it")
    assert done.says("Written down: Walk to the corner shop. Done.", "That is all for today.")
    assert outcomes(database) == ["did"]
    back = visitor.submit(done, "/undo", "Undo")
    assert back.says("Taken back.", "One thing for today.")
    assert outcomes(database) == []


def test_pressed_twice_stores_once(client_as, world, story, database):
    visitor = client_as(world.rosa)
    page = visitor.get(address(world))
    visitor.submit(page, "/today/items/", "I did it")
    again = visitor.submit(page, "/today/items/", "Partly")  # the other button of the same card, from the same page
    assert outcomes(database) == ["did"]
    assert again.says("That page was used before.", "Done")


def test_undo_stays_on_the_page_for_earlier_entries_too(client_as, world, story, database):
    visitor = client_as(world.rosa)
    visitor.submit(visitor.get(address(world)), "/today/items/", "Partly")
    later = visitor.get(address(world))
    assert later.says("Today so far", "Partly done")
    visitor.submit(later, "/undo", "Undo")
    assert outcomes(database) == []


def test_an_earlier_day(client_as, world, story, database):
    visitor = client_as(world.rosa)
    path = address(world, f"today/items/{story['walk'].key}/earlier")
    form = visitor.get(path)
    wrong = visitor.submit(
        form, "/earlier", status=422, which="", happened_on="2026-03-11", outcome="did", note="Sunny"
    )
    assert wrong.says("That day has not come yet.")
    assert "Sunny" in wrong.html
    worse = visitor.submit(form, "/earlier", status=422, which="", happened_on="soon")
    assert worse.says("Choose a day, for example yesterday.")
    done = visitor.submit(form, "/earlier", which="", happened_on="2026-03-09", outcome="did", note="Sunny")
    assert done.says("Written down: Walk to the corner shop. Done.", "One thing for today.")
    with database.read() as session:
        assert str(session.scalars(sa.select(ProgressEntry.happened_on)).one()) == "2026-03-09"


def test_an_earlier_day_by_one_tap(client_as, world, story, database):
    visitor = client_as(world.rosa)
    form = visitor.get(address(world, f"today/items/{story['walk'].key}/earlier"))
    assert form.says("Yesterday", "2 days ago", "Another day")
    visitor.submit(form, "/earlier", which="2026-03-08", outcome="partly")
    none = visitor.submit(form, "/earlier", status=422, which="", happened_on="", outcome="did", note="Sunny")
    assert none.says("Choose a day, for example yesterday.")
    with database.read() as session:
        entry = session.scalars(sa.select(ProgressEntry)).one()
    assert (str(entry.happened_on), entry.outcome) == ("2026-03-08", "partly")
    assert entry.recorded_at == clock.now(), "when it was written down stays apart"


def test_put_on_and_take_off_my_day(client_as, world, story, database):
    visitor = client_as(world.rosa)
    on = visitor.submit(visitor.get(address(world)), f"{story['offer'].key}/start")
    assert on.says("It is on your day now.", "2 things for today.")
    off = visitor.submit(on, f"{story['offer'].key}/stop")
    assert off.says("One thing for today.")
    assert not off.says("Put it on my day")  # taken off is a choice: no second offer
    with database.read() as session:
        assert len(session.scalars(sa.select(DayChoice).where(DayChoice.key == story["offer"].key)).all()) == 2


def test_a_helper_writes_as_themselves(client_as, world, story, database):
    visitor = client_as(world.otto)
    page = visitor.get(address(world))
    assert page.h1 == "Today for Rosa"
    assert not page.says("Put it on my day")
    done = visitor.submit(page, "/today/items/", "Rosa did it")
    assert done.says("Otto for Rosa")
    rosa = client_as(world.rosa)
    seen = rosa.get(address(world))
    assert seen.says("Otto for Rosa", "Today so far")
    rosa.submit(seen, "/undo", "Undo")
    assert outcomes(database) == []


def test_a_helper_cannot_take_back_what_the_person_wrote(client_as, world, story, database):
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(address(world)), "/today/items/", "I did it")
    otto = client_as(world.otto)
    assert "Undo" not in otto.get(address(world)).text
    with database.read() as session:
        entry = session.scalars(sa.select(ProgressEntry.id)).one()
    otto.post(address(world, f"today/entries/{entry}/undo"), status=403)
    assert outcomes(database) == ["did"]


@pytest.mark.parametrize("outcome", ["", "missed", "not_this_time"])
def test_other_outcomes_are_refused(client_as, world, story, database, outcome):
    path = address(world, f"today/items/{story['walk'].key}")
    client_as(world.rosa).post(path, status=422, outcome=outcome, client_key="k")
    client_as(world.rosa).post(path, status=422, outcome="did", client_key="k", day="someday")
    client_as(world.rosa).post(path, status=422, outcome="did", client_key="k" * 65)
    assert outcomes(database) == []


def test_another_persons_keys(client_as, world, story):
    for rest in (f"today/items/{story['theirs'].key}/barrier", f"today/items/{story['theirs'].key}/earlier"):
        client_as(world.rosa).get(address(world, rest), status=404)
    path = address(world, f"today/items/{story['theirs'].key}")
    client_as(world.rosa).post(path, status=404, outcome="did", client_key="k")


def test_monday_has_its_own_things_and_an_empty_day_says_what_comes(client_as, world, story, frozen_clock, database):
    visitor = client_as(world.rosa)
    for card in ("walk", "offer"):
        visitor.post(address(world, f"today/items/{story[card].key}/stop"))
    empty = visitor.get(address(world))
    assert empty.says("Nothing for today", "The next thing is on Monday 16 March.")
    frozen_clock.set(datetime(2026, 3, 16, 15, tzinfo=UTC))
    assert visitor.get(address(world)).says("Sing in the choir")


def test_no_plan_yet(client_as, world):
    page = client_as(world.rosa).get(address(world))
    assert page.says("Nothing for today yet", "You and your team make a plan together.")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((2026, 3, 8, 8, 30), "Good evening"), ((2026, 3, 8, 11, 0), "Good morning"),
        ((2026, 3, 8, 18, 0), "Good afternoon"), ((2026, 3, 9, 0, 0), "Good evening"),
        ((2026, 11, 1, 18, 59), "Good morning"), ((2026, 11, 1, 19, 0), "Good afternoon"),
    ],
)  # fmt: skip
def test_greeting_by_the_persons_clock_also_when_clocks_change(client_as, world, frozen_clock, at, words):
    frozen_clock.set(datetime(*at, tzinfo=UTC))
    assert client_as(world.rosa).get(address(world)).h1 == f"{words}, Rosa"


def test_an_answered_question_shows(client_as, world, story, database):
    with database.write() as session:
        session.add(Question(
            patient_id=world.rosa_patient.id, key=story["walk"].key, number=1, words="Hills?",
            asked_by_id=world.rosa.id, capacity="self", asked_at=clock.now(), promised_by=clock.now(),
            answer="Yes", answered_by_id=world.nurse.id, answered_at=clock.now() - timedelta(hours=1),
        ))  # fmt: skip
    assert client_as(world.rosa).get(address(world)).says("Nora (nurse) answered your question.")


def test_other_words_in_the_pseudo_language(client_as, world, story):
    client_as(world.rosa, lang="en-XA").get(address(world))
    client_as(world.rosa, lang="en-XA").get(address(world, f"today/items/{story['walk'].key}/earlier"))


def test_three_times_reach_the_nurse(client_as, world, story, database, frozen_clock):
    visitor = client_as(world.rosa)
    for _ in range(3):
        visitor.post(address(world, f"today/items/{story['walk'].key}/barrier"), barrier="just", client_key=f"k{_}")
        frozen_clock.move(days=1)
    with database.read() as session:
        assert session.scalars(sa.select(Concern.rule)).all() == ["not_this_time"]


def test_what_a_helper_took_on_is_on_the_helpers_page_only(client_as, world, story, database):
    with database.write() as session:
        version = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == world.rosa_patient.id)).one()
        plans.item(session, version, what="Drive Rosa to the choir", owner=world.otto.id)
    rosa, otto = client_as(world.rosa).get(address(world)), client_as(world.otto)
    assert rosa.says("One thing for today.")
    page = otto.get(address(world))
    assert page.says("Drive Rosa to the choir", "2 things for today.")
    done = otto.submit(page, "/today/items/", "I did it")
    assert done.says("Written down: Drive Rosa to the choir. Done. Otto for Rosa")


def test_the_teams_promises_are_not_the_persons_to_write_down(client_as, world, story, database):
    with database.read() as session:
        key = session.scalars(sa.select(PlanItem.key).where(PlanItem.owner == world.nurse.id)).one()
    path = address(world, f"today/items/{key}")
    assert (
        client_as(world.rosa).post(path, status=422, outcome="did", client_key="k").says("Your team does this one.")
    )
    client_as(world.rosa).post(
        address(world, f"today/items/{story['rain'].key}"), status=404, outcome="did", client_key="k"
    )


def test_the_own_order_of_the_day(client_as, world, story, database):
    with database.write() as session:
        version = session.scalars(sa.select(PlanVersion).where(PlanVersion.patient_id == world.rosa_patient.id)).one()
        pills = plans.item(session, version, what="Lay out the pills", when="before breakfast")
        plans.on_day(session, pills, world.rosa)
    visitor = client_as(world.rosa)

    def order(page):
        return [h2.text for h2 in page.tree.all("h2") if h2.text in ("Walk to the corner shop", "Lay out the pills")]

    page = visitor.get(address(world))
    assert order(page) == ["Lay out the pills", "Walk to the corner shop"]
    form = visitor.get(page.link("Change the order of my day"))
    visitor.submit(form, f"/today/order/{story['walk'].key}", "Earlier")
    assert order(visitor.get(address(world))) == ["Walk to the corner shop", "Lay out the pills"]
    client_as(world.otto).get(address(world, "today/order"), status=403)
    client_as(world.stranger).get(address(world, "today/order"), status=404)
