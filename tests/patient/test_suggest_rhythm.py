"""A person who suggests something of their own can say how often, in the same rhythms as the team's editor."""

import sqlalchemy as sa

from app.models import ItemChange
from tests.care.progress import plans


def suggested(database, world):
    with database.read() as session:
        query = sa.select(ItemChange).where(ItemChange.patient_id == world.rosa_patient.id)
        return [row.content for row in session.scalars(query)]


def test_every_two_weeks_and_twice_a_day_reach_the_team_as_said(client_as, world, database):
    rosa = client_as(world.rosa)
    path = f"/patients/{world.rosa_patient.id}/plan/suggest/activity"
    form = {"what": "Swim with Ana", "days": ["0", "3"], "every": "weeks2", "part": "breakfast", "also": ["supper"]}
    page = rosa.submit(rosa.get(path), to=path, status=422, **form)
    assert page.says("Say from which day we count.")
    assert not suggested(database, world)
    kept = [box.attrs["value"] for box in page.tree.all("input", name="days") if "checked" in box.attrs]
    assert kept == ["0", "3"], "what was chosen stays"
    rosa.submit(page, to=path, first_on="2026-03-09", **form)
    (content,) = suggested(database, world)
    assert (content["every"], content["first_on"], content["days"]) == ("weeks2", "2026-03-09", [0, 3])
    assert (content["part"], content["also"]) == ("breakfast", ["supper"])


def test_nobody_has_to_open_it(client_as, world, database):
    rosa = client_as(world.rosa)
    path = f"/patients/{world.rosa_patient.id}/plan/suggest/activity"
    rosa.submit(rosa.get(path), to=path, what="Walk to the corner")
    (content,) = suggested(database, world)
    assert (content["every"], content["days"], content["part"], content["also"]) == ("", [], "any", [])


def test_of_a_line_that_is_there_the_rhythm_stands_in_the_form_and_can_be_changed(client_as, world, database):
    with database.write() as session:
        walk = plans.item(
            session, plans.version(session, world.rosa_patient, world.nurse), "activity", what="Walk", days=[0, 3],
            every="weeks2", first_on="2026-03-09", part="breakfast", also=["supper"],
        )  # fmt: skip
    rosa = client_as(world.rosa)
    form = rosa.get(f"/patients/{world.rosa_patient.id}/plan/items/{walk.key}/suggestion")
    ticked = [box.attrs["value"] for box in form.tree.all("input") if "checked" in box.attrs]
    assert ticked == ["0", "3", "breakfast", "supper"]
    rosa.submit(form, "/suggestion", "Send my suggestion", status=422)
    assert not suggested(database, world), "nothing is different"
    rosa.submit(form, "/suggestion", "Send my suggestion", days="", every="", also="")
    (content,) = suggested(database, world)
    assert (content["every"], content["days"], content["also"], content["part"]) == ("", [], [], "breakfast")
    assert content["first_on"] == "", "what was counted from goes with it"
