"""Numbers about treatments: looked up once for everybody, put into a form, never offered past their day."""

import pytest
import sqlalchemy as sa

from app.models import ItemChange, KnownChances
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
TODAY = {
    "about": "Bendrolide", "for_whom": "People over 60 with water in the legs", "benefit_words": "have thinner legs",
    "benefit_with": "46", "benefit_without": "30", "harm_words": "feel dizzy", "harm_with": "3", "over": "1 year",
    "numbers_source": "A fictional study", "numbers_on": "2026-01-15",
}  # fmt: skip


def facts(**over):
    return {**TODAY, "review_on": plans.days(300).isoformat(), **over}


def stored(database):
    with database.read() as session:
        return session.scalars(sa.select(KnownChances)).all()


@pytest.fixture
def entry(client_as, world, database):
    nora = client_as(world.nurse)
    page = nora.submit(nora.get("/team/numbers/new"), "/numbers/new", **facts())
    assert page.says("Kept.", "Bendrolide", "46 in 100 people have thinner legs.", "Look at these numbers again by")
    return stored(database)[0]


def test_one_entry_is_put_into_a_new_line_and_into_one_that_is_there(client_as, world, database, entry):
    nora, home = client_as(world.nurse), f"/team/patients/{world.rosa_patient.id}"
    with database.write() as session:
        bare = dict.fromkeys(("benefit_with", "benefit_without", "harm_with"))
        key = plans.put(session, world.grant(session, world.nurse), "treatment", **bare).key
    chosen = nora.get(nora.get(f"{home}/numbers").link("Put them into the form"))
    assert "/new/treatment" in chosen.path
    assert 'value="46"' in chosen.html
    page = nora.get(f"{home}/plan/edit/{key}")
    assert 'value="46"' not in page.html
    page = nora.get(nora.get(page.link("Take numbers from the list of the practice")).link("Put them into the form"))
    assert 'value="46"' in page.html
    with database.read() as session:
        line = session.scalars(sa.select(ItemChange).where(ItemChange.key == key)).one()
    assert line.content["benefit_with"] is None, "nothing is kept before somebody saves"


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"about": ""}, "Write which treatment this is about."),
        ({"for_whom": ""}, "Write for whom these numbers hold."),
        ({"benefit_with": "", "benefit_without": "", "harm_with": ""}, "Write at least one chance"),
        ({"benefit_with": "20"}, "This is less than without the treatment."),
        ({"numbers_source": ""}, "Write where the numbers are from."),
        ({"review_on": ""}, "Pick the day to look again"),
        ({"review_on": "2020-01-01"}, "Pick the day to look again"),
        ({"review_on": "2090-01-01"}, "Pick the day to look again"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(client_as, world, database, over, words):
    nora = client_as(world.nurse)
    page = nora.post("/team/numbers/new", 422, **facts(**over))
    assert page.says(words)
    assert over.get("about", "Bendrolide") in page.html
    assert stored(database) == []


def test_past_its_day_it_is_not_offered_until_somebody_looked_again(client_as, world, entry, frozen_clock):
    nora = client_as(world.nurse)
    nora.submit(nora.get(f"/team/numbers/{entry.id}"), f"/numbers/{entry.id}", review_on=plans.days(1).isoformat())
    frozen_clock.move(days=1)
    nora = client_as(world.nurse)
    page = nora.get(f"/team/patients/{world.rosa_patient.id}/numbers")
    assert page.says("Bendrolide", "Check it again")
    assert not page.says("Put them into the form")
    form = nora.get(f"/team/numbers/{entry.id}")
    nora.submit(form, f"/numbers/{entry.id}", review_on=plans.days(200).isoformat())
    assert nora.get(page.path).says("Put them into the form")


def test_two_at_once_lose_nothing_and_a_form_sent_twice_is_one_entry(client_as, world, database, entry):
    nora = client_as(world.nurse)
    form = nora.get(f"/team/numbers/{entry.id}")
    nora.submit(form, f"/numbers/{entry.id}", harm_with="4")
    page = nora.post(f"/team/numbers/{entry.id}", 409, **facts(harm_with="5"), revision="1")
    assert page.says("Somebody saved this while you were writing")
    for _ in range(2):
        nora.post("/team/numbers/new", **facts(about="Another"), new_key="abcdefghjkmnpqrs")
    assert sorted((row.about, row.numbers["harm_with"]) for row in stored(database)) == [
        ("Another", 3), ("Bendrolide", 4),
    ]  # fmt: skip


def test_who_writes_no_plans_reads_the_list_and_changes_nothing(client_as, world, database, entry):
    clerk = client_as(world.clerk)
    assert clerk.get("/team/numbers").says("Bendrolide")
    assert not clerk.get("/team/numbers").says("Add numbers")
    clerk.post("/team/numbers/new", 403, **facts(about="Mine"))
    clerk.post(f"/team/numbers/{entry.id}/close", 403)
    client_as(world.rosa).get("/team/numbers", 404)
    client_as(world.nurse).post(f"/team/numbers/{entry.id}/close", 409, revision="7")
    client_as(world.nurse).post(f"/team/numbers/{entry.id}/close", revision="1")
    assert not client_as(world.nurse).get("/team/numbers").says("Bendrolide")
    assert len(stored(database)) == 1
