"""An arrangement names the line of the plan that it serves: chosen in the form, shown on both sides."""

import pytest
import sqlalchemy as sa

from app.care.arrangements import serving
from app.errors import Conflict, Invalid
from app.models import Arrangement
from tests.care.arrangements.made import arrange
from tests.care.plan import plans as every_kind
from tests.care.progress import plans as small
from tests.provider.plans import offered

pytestmark = pytest.mark.usefixtures("frozen_clock")


def at(world, path=""):
    return f"/team/patients/{world.rosa_patient.id}/arrangements{path}"


def test_chosen_in_the_form_and_shown_to_both(client_as, world, database):
    with database.write() as session:
        keys = offered(session, world)
    nurse = client_as(world.nurse)
    form = nurse.get(at(world, "/new/return"))
    assert form.says("Which line of the plan it serves", "To dance at the wedding", "Walk to the corner shop")
    page = nurse.submit(
        form, button="Keep it", what="We look at your knee", due_on="2026-04-10", item_key=keys["walk"]
    )
    assert page.says("For this line of the plan", "Walk to the corner shop")
    assert nurse.get(at(world)).says("For: Walk to the corner shop")
    for who in (world.rosa, world.otto):
        seen = client_as(who).get(f"/patients/{world.rosa_patient.id}/arranged")
        assert seen.says("We look at your knee", "For “Walk to the corner shop”")
    client_as(world.rosa, lang="en-XA").get(f"/patients/{world.rosa_patient.id}/arranged")


def test_none_is_fine_and_a_line_of_somebody_else_is_not(client_as, world, database):
    with database.write() as session:
        offered(session, world)
        theirs = small.item(session, small.version(session, world.ruben_patient, world.nurse), what="Ruben walks")
    nurse = client_as(world.nurse)
    form = nurse.get(at(world, "/new/return"))
    assert not form.says("Ruben walks")
    typed = {"what": "Kept words, all of them", "due_on": "2026-04-10"}
    page = nurse.submit(form, button="Keep it", status=422, **typed, item_key="nothing")
    assert page.says("That line is not in the plan now.")
    assert "Kept words" in page.html
    page = nurse.submit(form, button="Keep it", status=404, **typed, item_key=theirs.key)
    assert page.says("This is what you typed", "Kept words, all of them")
    assert theirs.key not in page.main
    nurse.submit(form, button="Keep it", what="We look at your knee", due_on="2026-04-10", item_key="")
    with database.read() as session:
        assert session.scalars(sa.select(Arrangement.item_key)).all() == [None]


def test_only_lines_that_helpers_may_read_are_offered(world, database):
    with database.write() as session:
        keys = every_kind.offered(
            session, world.grant(session, world.nurse), ("advance_wish", "expectation", "goal", "activity")
        )
        offered_keys = dict(serving.choices(session, world.grant(session, world.nurse)))
        assert set(offered_keys) & set(keys.values()) == {keys["goal"], keys["activity"]}
        for kind in ("advance_wish", "expectation"):
            with pytest.raises(Invalid) as wrong:
                arrange(session, world.grant(session, world.nurse), "test", item_key=keys[kind])
            assert set(wrong.value.fields) == {"item_key"}


def test_the_same_form_for_another_line_is_a_conflict(world, database):
    with database.write() as session:
        keys = offered(session, world)
        nurse = world.grant(session, world.nurse)
        first = arrange(session, nurse, "test", key="k", item_key=keys["walk"])
        assert arrange(session, nurse, "test", key="k", item_key=keys["walk"]).id == first.id
        with pytest.raises(Conflict):
            arrange(session, nurse, "test", key="k", item_key=keys["goal"])
        ruben = world.grant(session, world.nurse, world.ruben_patient)
        assert serving.titles(session, ruben, [first]) == {}, "another person's line has no words here"
