"""A change that is tried: asked about once a week, and at its day both sides are asked how it went (B13)."""

import pytest
import sqlalchemy as sa

from app.care.treatments import trials
from app.jobs import housekeeping
from app.models import Concern, PlanItem, ProxyGrant, TreatmentWord
from tests.care.plan.plans import days, put, today
from tests.patient import treatments

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        treatments.offered(session, world.grant(session, world.nurse, world.ruben_patient), decide_in=-40 + 45)
        return treatments.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}"


def rows(database, model=TreatmentWord, **facts):
    with database.read() as session:
        return list(session.scalars(sa.select(model).filter_by(**facts)))


def test_the_line_says_why_what_to_watch_and_until_when(rosa, keys, home):
    page = rosa.get(f"{home}/plan/items/{keys['trial']}")
    assert page.h1 == "Trying without: The cream"
    assert page.says(
        "You feel dull in the mornings.", "How many hours I sleep", "Three bad nights in a row", "Ring us."
    )
    assert page.says("Say how it went", "The day to decide together is Tuesday 31 March.")


def test_today_asks_once_a_week_in_two_taps(rosa, keys, home, database, frozen_clock):
    page = rosa.get(f"{home}/today")
    assert page.says("How is it going?", "Trying without: The cream")
    page = rosa.submit(page, to="/check", button="The same as before")
    assert page.says("The same as before")
    assert (rows(database)[0].kind, rows(database)[0].value) == ("check", "same")
    assert not rosa.get(f"{home}/today").says("How is it going?")
    assert rows(database, Concern) == []
    frozen_clock.move(days=7)
    assert rosa.get(f"{home}/today").says("How is it going?")


def test_worse_shows_what_was_agreed_for_it_and_reaches_the_owner(rosa, keys, home, database, world):
    page = rosa.submit(rosa.get(f"{home}/today"), to="/check", button="Worse than before")
    assert page.says("What to do now", "Three bad nights in a row", "Ring us.")
    (concern,) = rows(database, Concern)
    assert (concern.rule, concern.owner_id, concern.closed_at) == ("trial_worse", world.nurse.id, None)
    rosa.submit(page, button="Undo")
    assert rows(database, Concern)[0].closed_at is not None


def test_on_its_day_both_sides_are_asked_and_nothing_ends_by_itself(
    rosa, keys, home, database, config, frozen_clock, client_as, world
):
    housekeeping.tidy(config, database)
    assert rows(database, Concern, rule="trial_due", patient_id=world.rosa_patient.id) == []
    assert not rosa.get(f"{home}/today").says("Time to talk about how it went")
    frozen_clock.move(days=21)
    housekeeping.tidy(config, database)
    housekeeping.tidy(config, database)
    (concern,) = rows(database, Concern, rule="trial_due", patient_id=world.rosa_patient.id)
    assert (concern.subject, concern.owner_id, concern.times) == (keys["trial"], world.nurse.id, 1)
    page = rosa.get(f"{home}/today")
    assert page.says("Time to talk about how it went", "You and your team decide together what comes next.")
    with database.write() as session:
        session.query(ProxyGrant).one().scopes = {"medicines": ["see"], "diary": ["see"]}
    his = client_as(world.otto).get(f"{home}/today")
    assert his.says("Rosa and the team decide together what comes next.")
    for never in ("late", "overdue", "missed"):
        assert never not in page.text.casefold()
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/concerns/{concern.id}")
    assert page.says("Time to decide together how it went. The day for it is Tuesday 31 March.")
    page = nurse.get(page.link("Open the treatments"))
    assert page.h1 == "Trying without: The cream"


def test_what_she_would_like_reaches_the_owner_and_the_team_writes_down_what_was_decided(
    rosa, keys, home, database, config, frozen_clock, client_as, world
):
    frozen_clock.move(days=21)
    housekeeping.tidy(config, database)
    form = rosa.get(rosa.get(f"{home}/today").link("Say how it went"))
    page = rosa.submit(form, button="Tell my team", value="stop", words="I itch without it.")
    assert page.says("Would like to end it", "I itch without it.")
    (concern,) = rows(database, Concern, rule="trial_due", patient_id=world.rosa_patient.id)
    assert (concern.why["wish"], concern.times) == ("stop", 2)
    assert rosa.get(f"{home}/today").says("Would like to end it", "Your team has it.")
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/trials/{keys['trial']}")
    assert page.says("Would like to end it", "I itch without it.")
    empty = nurse.submit(page, button="Write it down", status=422, words="We start again.")
    assert "We start again." in empty.html
    page = nurse.submit(page, button="Write it down", value="stop", words="We start the cream again.")
    assert page.says("Decided together: end it", "The plan changes only with its next version.")
    (concern,) = rows(database, Concern, rule="trial_due", patient_id=world.rosa_patient.id)
    assert (concern.outcome, concern.closed_by_id) == ("decided", world.nurse.id)
    assert not rosa.get(f"{home}/today").says("Time to talk")
    assert rosa.get(f"{home}/plan/items/{keys['trial']}/said").says(
        "Decided together: end it", "We start the cream again."
    )
    housekeeping.tidy(config, database)
    assert len(rows(database, Concern, rule="trial_due", patient_id=world.rosa_patient.id)) == 1
    assert [item.ends_on for item in rows(database, PlanItem, key=keys["trial"])] == [days(0)]


def test_a_line_closed_by_hand_does_not_come_back_and_a_later_day_asks_anew(
    keys, database, config, frozen_clock, world
):
    frozen_clock.move(days=21)
    housekeeping.tidy(config, database)
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        for concern in session.scalars(sa.select(Concern).filter_by(patient_id=nurse.patient_id, rule="trial_due")):
            trials.concerns.close(session, nurse, concern.id, "talked", "We rang.")
    housekeeping.tidy(config, database)
    assert len(rows(database, Concern, patient_id=world.rosa_patient.id, rule="trial_due")) == 1
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        put(session, nurse, "trial", key=keys["trial"], ends_on=days(7), owner=nurse.actor_id)
        treatments.offering.offer(session, nurse, why="A week more.")
    frozen_clock.move(days=7)
    housekeeping.tidy(config, database)
    found = rows(database, Concern, patient_id=world.rosa_patient.id, rule="trial_due")
    assert sorted(concern.why["decide_on"] for concern in found) == [
        days(-7).isoformat(), today().isoformat(),
    ]  # fmt: skip


def test_only_the_person_wishes_and_only_clinicians_decide(client_as, keys, home, world):
    otto, clerk, stranger = client_as(world.otto), client_as(world.clerk), client_as(world.stranger)
    path = f"{home}/plan/items/{keys['trial']}"
    otto.post(f"{path}/how-it-went", status=403, value="stop", client_key="a")
    otto.post(f"{path}/check", value="better", client_key="b")
    team = f"/team/patients/{world.rosa_patient.id}/trials/{keys['trial']}"
    clerk.get(team, 403)
    stranger.get(team, 404)
    client_as(world.rosa).post(f"{path}/how-it-went", status=422, value="maybe", client_key="c")
    client_as(world.nurse).get(f"/team/patients/{world.ruben_patient.id}/trials/{keys['trial']}", 404)


def test_a_wish_sent_again_after_the_team_decided_reopens_nothing(database, world, keys):
    with database.write() as session:
        person, team = world.grant(session, world.rosa), world.grant(session, world.nurse)
        trials.wish(session, person, keys["trial"], "keep", "It is fine.", client_key="w1")
        trials.decide(session, team, keys["trial"], "keep", "We go on.", client_key="d1")
        trials.wish(session, person, keys["trial"], "keep", "It is fine.", client_key="w1")
    assert [row.closed_at is None for row in rows(database, Concern, rule=trials.RULE)] == [False]
